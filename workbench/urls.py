from django.urls import path

from . import sandbox, views

app_name = "workbench"
urlpatterns = [
    path("", views.public_home, name="public_home"),
    path("home/", views.home, name="home"),
    path("cases/<slug:machine>/<uuid:key>/", views.case, name="case"),
    path("cases/<slug:machine>/<uuid:key>/steps/<slug:name>/", views.step, name="step"),
    path("messages/", views.messages, name="messages"),
    path("messages/read/", views.messages_read, name="messages_read"),
    path("messages/<int:key>/", views.message_opened, name="message_opened"),
    path("procedure/", views.procedure_chart, name="chart"),
    path("incidents/", views.incidents, name="incidents"),
    path("sandbox/clock/", sandbox.forward, name="sandbox_clock"),
]

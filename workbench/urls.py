from django.urls import path

from . import sandbox
from .views import about, case, home, messages, proposal, step

app_name = "workbench"
urlpatterns = [
    path("", home.public_home, name="public_home"),
    path("home/", home.home, name="home"),
    path("cases/<slug:machine>/<uuid:key>/", case.case, name="case"),
    path("cases/<slug:machine>/<uuid:key>/steps/<slug:name>/", step.step, name="step"),
    path("proposals/<uuid:key>/", proposal.proposal, name="proposal"),
    path("messages/", messages.messages, name="messages"),
    path("messages/read/", messages.messages_read, name="messages_read"),
    path("messages/<int:key>/", messages.message_opened, name="message_opened"),
    path("procedure/", about.procedure_chart, name="chart"),
    path("incidents/", about.incidents, name="incidents"),
    path("sandbox/clock/", sandbox.forward, name="sandbox_clock"),
]

from django.urls import path

from . import views

app_name = "bases"
urlpatterns = [
    path("", views.listed, name="register"),
    path("feed/", views.feed, name="feed"),
    path("bases.json", views.as_json, name="json"),
    path("bases.csv", views.as_csv, name="csv"),
    path("decisions/papers/<int:key>/", views.decision_paper, name="decision_paper"),
    path("<uuid:key>/companions/", views.companions, name="companions"),
    path("<uuid:key>/", views.base, name="base"),
]

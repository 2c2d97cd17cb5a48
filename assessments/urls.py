from django.urls import path

from . import views

app_name = "assessments"
urlpatterns = [
    path("applications/<uuid:key>/violations/new/", views.opened, name="opened"),
    path("violations/<uuid:key>/files/", views.files, name="files"),
    path("violations/files/<int:key>/", views.file, name="file"),
]

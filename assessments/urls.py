from django.urls import path

from .views import violations

app_name = "assessments"
urlpatterns = [
    path("applications/<uuid:key>/violations/new/", violations.opened, name="opened"),
    path("violations/<uuid:key>/files/", violations.files, name="files"),
    path("violations/files/<int:key>/", violations.file, name="file"),
]

"""Every address of the portal; each room keeps its own."""

from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("documents/", include("documents.urls")),
    path("applications/", include("applications.urls")),
    path("", include("workbench.urls")),
]

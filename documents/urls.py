"""No addresses: a file is served by the room that owns it, through its own `visible_to`."""

from django.urls import URLPattern

app_name = "documents"
urlpatterns: list[URLPattern] = []

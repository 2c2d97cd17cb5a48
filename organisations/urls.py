from django.urls import path

from . import views

app_name = "organisations"
urlpatterns = [path("seat/", views.switch_seat, name="switch_seat")]

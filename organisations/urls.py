from django.urls import path

from .views import seats

app_name = "organisations"
urlpatterns = [
    path("seat/", seats.switch_seat, name="switch_seat"),
]

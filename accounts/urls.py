from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("people/", views.personas, name="personas"),
    path("people/sign-in/", views.sign_in_as, name="sign_in_as"),
]

"""A seat's own browser, as far as the server can tell."""

from django.http import HttpResponse
from django.test import Client

from organisations.models import Membership


def client_of(seat: Membership) -> Client:
    client = Client()
    client.force_login(seat.person)
    return client


def text_of(response: HttpResponse) -> str:
    return response.content.decode()

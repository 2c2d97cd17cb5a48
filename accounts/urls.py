from django.urls import path

from .views import events, mailbox, people, personas, sessions

app_name = "accounts"
urlpatterns = [
    path("people/", personas.personas, name="personas"),
    path("people/sign-in/", personas.sign_in_as, name="sign_in_as"),
    path("signed-in/", sessions.signed_in, name="signed_in"),
    path("mailbox/", mailbox.letters, name="mailbox"),
    path("persons/", people.listed, name="persons"),
    path("persons/new/", people.new, name="new_person"),
    path("persons/export/", people.export, name="persons_export"),
    path("persons/<int:key>/", people.person, name="person"),
    path("persons/<int:key>/<slug:act>/", people.act, name="person_act"),
    path("events/", events.listed, name="events"),
    path("events/export/", events.export, name="events_export"),
]

from django.urls import path

from . import sandbox
from .views import about, bases, calendar, case, dashboard, home, messages, passport, proposal, searching, step

app_name = "workbench"
urlpatterns = [
    path("", home.public_home, name="public_home"),
    path("home/", home.home, name="home"),
    path("home/search/", searching.search, name="search"),
    path("home/bases/", bases.listed, name="bases"),
    path("home/bases.xlsx", bases.exported, name="bases_export"),
    path("home/bases/<uuid:key>/", passport.passport, name="passport"),
    path("home/bases/<uuid:key>/archive.zip", passport.archived, name="passport_archive"),
    path("home/bases/dashboard/", dashboard.dashboard, name="dashboard"),
    path("home/calendar/", calendar.month, name="calendar"),
    path("home/calendar.xlsx", calendar.exported, name="calendar_export"),
    path("home/calendar.ics", calendar.as_file, name="calendar_file"),
    path("cases/<slug:machine>/<uuid:key>/", case.case, name="case"),
    path("cases/<slug:machine>/<uuid:key>/presence/", case.presence, name="presence"),
    path("cases/<slug:machine>/<uuid:key>/steps/<slug:name>/", step.step, name="step"),
    path("proposals/<uuid:key>/", proposal.proposal, name="proposal"),
    path("messages/", messages.messages, name="messages"),
    path("messages/read/", messages.messages_read, name="messages_read"),
    path("messages/<int:key>/", messages.message_opened, name="message_opened"),
    path("procedure/", about.procedure_chart, name="chart"),
    path("incidents/", about.incidents, name="incidents"),
    path("sandbox/clock/", sandbox.forward, name="sandbox_clock"),
]

from django.urls import path

from .views import meeting, panels, reading, sheets

app_name = "reviews"
urlpatterns = [
    path("", reading.desk, name="desk"),
    path("cases/<uuid:key>/", reading.review, name="review"),
    path("cases/<uuid:key>/submit/", sheets.submit, name="submit"),
    path("cases/<uuid:key>/visits/new/", sheets.visit_new, name="visit_new"),
    path("cases/<uuid:key>/meeting/", meeting.meeting, name="meeting"),
    path("cases/<uuid:key>/conclusion/", meeting.conclusion, name="conclusion"),
    path("cases/<uuid:key>/sign/", meeting.sign, name="sign"),
    path("cases/<uuid:key>/opinion/", meeting.opinion, name="opinion"),
    path("cases/<uuid:key>/opinion/print/", meeting.opinion_printed, name="opinion_printed"),
    path("prints/<uuid:key>/", meeting.opinion_print, name="opinion_print"),
    path("prints/<uuid:key>/file/", meeting.opinion_file, name="opinion_file"),
    path("panels/<uuid:key>/", panels.panel, name="panel"),
    path("panels/<uuid:key>/progress/", sheets.progress, name="progress"),
    path("sheets/<int:key>/return/", sheets.sheet_returned, name="sheet_returned"),
    path("members/<int:key>/absent/", sheets.absent, name="absent"),
]

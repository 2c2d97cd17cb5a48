from django.urls import path

from .views import admissions, calls, copying, listing, organising, reading, starting, writing

app_name = "applications"
urlpatterns = [
    path("", listing.queue, name="queue"),
    path("calls/", calls.listed, name="calls"),
    path("calls/new/", calls.new, name="call_new"),
    path("calls/<uuid:key>/", calls.public_page, name="call"),
    path("calls/<uuid:key>/edit/", calls.edit, name="call_edit"),
    path("calls/<uuid:key>/notices/new/", calls.notice, name="call_notice"),
    path("calls/<uuid:key>/extend/", calls.extend, name="call_extend"),
    path("calls/<uuid:key>/envelope/", calls.envelope, name="envelope"),
    path("calls/<uuid:key>/admissions/new/", admissions.new, name="admission_new"),
    path("admissions/<int:key>/end/", admissions.ended, name="admission_ended"),
    path("organising/", organising.listed, name="organising_calls"),
    path("organising/<uuid:key>/", organising.page, name="organising"),
    path("organising/<uuid:key>/invite/", organising.invite, name="organising_invite"),
    path("organising/<uuid:key>/circulate/", organising.circulated, name="organising_circulate"),
    path("<uuid:key>/copy/", copying.copy, name="copy"),
    path("begin/", starting.choose_call, name="choose_call"),
    path("begin/<uuid:key>/", starting.begin, name="begin"),
    path("<uuid:key>/write/", writing.overview, name="overview"),
    path("<uuid:key>/write/matters/", writing.matters, name="matters"),
    path("<uuid:key>/write/check/", writing.check, name="check"),
    path("<uuid:key>/write/attachments/", writing.attachments, name="attachments"),
    path(
        "<uuid:key>/write/attachments/<int:attachment>/remove/", writing.attachment_removed, name="attachment_removed"
    ),
    path("<uuid:key>/write/print/", reading.print_draft, name="print_draft"),
    path("<uuid:key>/write/rows/<slug:rows>/", writing.row, name="row_added"),
    path("<uuid:key>/write/rows/<slug:rows>/<uuid:row_key>/", writing.row, name="row"),
    path("<uuid:key>/write/rows/<slug:rows>/<uuid:row_key>/remove/", writing.row_removed, name="row_removed"),
    path("<uuid:key>/write/<slug:name>/", writing.section, name="section"),
    path("versions/<uuid:version>/comments/", reading.comment, name="comment"),
    path("attachments/<int:key>/", reading.attachment, name="attachment"),
    path("prints/<uuid:key>/", reading.print_page, name="print"),
    path("prints/<uuid:key>/file/", reading.print_file, name="print_file"),
]

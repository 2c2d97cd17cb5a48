from django.urls import path

from .views import handling, inquiries, objecting, public

app_name = "notices"
urlpatterns = [
    path("", public.listed, name="list"),
    path("feed/", public.feed, name="feed"),
    path("receipt/", objecting.look_up, name="look_up"),
    path("receipts/<uuid:key>/", objecting.receipt, name="receipt"),
    path("items/<int:key>/object/", objecting.object_to, name="object"),
    path("objections/", handling.queue, name="objections"),
    path("objections.xlsx", handling.exported, name="objections_export"),
    path("objections/paper/", handling.paper, name="paper"),
    path("objections/<uuid:key>/pass-on/", handling.pass_on, name="pass_on"),
    path("objections/files/<int:key>/", handling.objection_file, name="objection_file"),
    path("inquiries/<int:key>/", inquiries.inquiry, name="inquiry"),
    path("inquiries/<int:key>/close/", handling.inquiry_closed, name="inquiry_closed"),
    path("inquiries/files/<int:key>/", inquiries.inquiry_file, name="inquiry_file"),
    path("<uuid:key>/", public.notice, name="notice"),
    path("<uuid:key>/file/", public.print_file, name="print"),
    path("<uuid:key>/draft/<slug:made_as>/", handling.notice_file, name="draft_file"),
]

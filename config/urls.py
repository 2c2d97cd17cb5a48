"""Every address of the portal; each room keeps its own."""

from allauth.account import views as account
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from accounts.views import sessions
from applications.views import reading
from config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    # allauth sends somebody without a password here; a new one comes by mail, like a forgotten one.
    path(
        "accounts/password/set/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("accounts/password/reset/", account.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("session/", sessions.state, name="session"),
    path("organisations/", include("organisations.urls")),
    path("applications/", include("applications.urls")),
    path("notices/", include("notices.urls")),
    path("bases/", include("bases.urls")),
    path("reviews/", include("reviews.urls")),
    path("assessments/", include("assessments.urls")),
    path("verify/", reading.verify_form, name="verify_form"),
    # Printed in capitals for the QR code's sake, typed by people as they like.
    re_path(
        r"^[Pp]/(?P<code>[0-9A-Za-z-]{8,24})/(?:(?P<sheet>\d+\.\d+\.[0-9A-Fa-f]{8})/?)?$", reading.verify, name="verify"
    ),
    path("", include("workbench.urls")),
]

"""How allauth does things in this house."""

import base64
import hashlib
import time
from io import BytesIO
from typing import Any

import segno
from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "邮箱或密码不对，请核对后再试。",
        "incorrect_password": "密码不对，请核对后再试。",
        "too_many_login_attempts": "验证码连续不对的次数太多，请过 15 分钟再试。",
        "account_inactive": "这个账号已停用。",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts come with their units, whose registration has its own way in."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by axes, and in one place only."""

    def reauthenticate(self, user: Any, password: str) -> bool:
        """The mail address is the person's own: allauth's table of addresses is not used here."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever has signed in a few minutes ago need not type the password again."""
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        records = get_authentication_records(context.request, context.request.user)
        newest = max((record["at"] for record in records), default=0)
        return required and time.time() - newest > app_settings.REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse(settings.LOGIN_REDIRECT_URL)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "验证码不对，或者已经用过。请等动态口令换成下一个，再填一次。",
    }

    def encrypt(self, text: str) -> str:
        return _secrets().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _secrets().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return str(user.get_username())

    def build_totp_svg(self, url: str) -> str:
        drawing = BytesIO()
        segno.make(url, micro=False).save(drawing, kind="svg", scale=4, border=4, light="#fff", xmldecl=False)
        return drawing.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        return "我的通行密钥"


def _secrets() -> MultiFernet:
    """Keys made of SECRET_KEY; those before it still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"accounts.mfa:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

"""Forms of signing in, in our words; and those of the system administrator."""

import time
from typing import Any

from allauth.account import forms as account
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.db import transaction

from .models import Person

_CODE_HELP = "手机验证器上显示的 6 位数字；手机不在身边时，填一个没有用过的备用码。"


class LoginForm(account.LoginForm):
    """Mail address and password, under the labels that the rest of the house uses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "电子邮箱"
        # The page has its own way to a forgotten password, for the locked out too.
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class _OnceOnly(mfa.BaseAuthenticateForm):
    """A code is good once: the step of time that it belongs to is kept, and nothing at or before it is taken again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label, field.help_text = "验证码", _CODE_HELP
        field.widget.attrs = {"autocomplete": "one-time-code", "autofocus": True}

    def clean_code(self) -> str:
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not _use_up(self.authenticator.pk, code):
            self._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_OnceOnly, mfa.AuthenticateForm):
    pass


class ReauthenticateForm(_OnceOnly, mfa.ReauthenticateForm):
    pass


class AddWebAuthnForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.help_text = "名称", "日后凭它认出是哪一个，例如“办公室电脑”。"
        if "passwordless" in self.fields:
            field = self.fields["passwordless"]
            field.label, field.help_text = "以后登录不填密码，只用它", "要求它自己有指纹、面容或 PIN 保护。"


@transaction.atomic
def _use_up(key: int, code: str) -> bool:
    authenticator = Authenticator.objects.select_for_update().get(pk=key)
    secret = decrypt(authenticator.data["secret"])
    now = int(time.time()) // app_settings.TOTP_PERIOD
    around = range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1)
    step = next((each for each in around if format_hotp_value(hotp_value(secret, each)) == code.strip()), None)
    if step is None or step <= authenticator.data.get("last_step", 0):
        return False
    authenticator.data["last_step"] = step
    authenticator.save(update_fields=["data"])
    return True


class PersonForm(forms.ModelForm):
    """A new account; its person sets the password by letter."""

    class Meta:
        model = Person
        fields = ("name", "email", "phone")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if Person.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("这个邮箱已经有账号，请在人员列表中查找。", code="unique")
        return email


class ReasonForm(forms.Form):
    reason = forms.CharField(label="事由", max_length=200, help_text="写进审计记录，例如“本人来电，手机遗失”。")

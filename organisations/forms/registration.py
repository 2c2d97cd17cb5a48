"""What somebody fills in who comes with a unit: their address, their account, the unit's code, the unit itself."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from accounts.models import Person
from documents.fields import MailAddress, PlainText, name_what_is_missing
from documents.store import Upload
from documents.uploads import Checked
from organisations.codes import Code
from organisations.forms.fields import KIND_WORDS, CodeField, EvidenceField, region_choices
from organisations.models import REGISTERING, Unit, UnitKind
from organisations.registering import NAME_TAKEN, namesake

_POSTCODE = RegexValidator(r"^\d{6}$", "请填写 6 位数字的邮政编码，如 100088。")


class AddressForm(forms.Form):
    """The first step asks for nothing but the address."""

    email = forms.EmailField(
        label="电子邮箱",
        max_length=254,
        help_text="请用本人的工作邮箱，以后用它登录。",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "请填写电子邮箱。",
            "invalid": "请填写有效的电子邮箱，如 biaozhun@danwei.cn。",
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class PersonForm(forms.Form):
    """A new account: for this address and no other."""

    name = PlainText(label="姓名", max_length=60, strip=True, help_text="真实姓名，办理记录中会出现。")
    phone = forms.CharField(label="联系电话", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "tel"}))
    password = forms.CharField(
        label="密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label="再输一次密码", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email
        self.fields["password"].help_text = password_validators_help_text_html()
        name_what_is_missing(self)
        self.fields["again"].error_messages["required"] = "请再输一次密码。"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", "两次输入的密码不一样，请重新输入。")
        elif password:
            self._judge(password, cleaned.get("name", ""))
        return cleaned

    def _judge(self, password: str, name: str) -> None:
        try:
            validate_password(password, Person(email=self.email, name=name))
        except ValidationError as weak:
            self.add_error("password", weak)


class AccountForm(PersonForm):
    """The second step: the person and, by its code, the unit."""

    code = CodeField(label="单位的统一社会信用代码")

    field_order = ["name", "phone", "code", "password", "again"]


class CodeForm(forms.Form):
    code = CodeField()


class JoinForm(forms.Form):
    note = PlainText(
        label="给单位管理员的说明",
        max_length=200,
        required=False,
        strip=True,
        help_text="如部门、职务、要做什么，便于管理员认出您。",
    )


class UnitForm(forms.ModelForm):
    """A unit as it registers itself; its code is known already."""

    class Meta:
        model = Unit
        fields = [
            "name", "kind", "kind_reason", "region", "address", "postcode", "phone", "leader", "leader_title",
            "contact", "contact_title", "email",
        ]  # fmt: skip
        help_texts = {
            "name": "与公章一致，不用简称；打印的申报方案处处用这个名称。",
            "region": "单位登记所在地；创新基地所在地在申报时另填。",
            "address": "收取文件的地址。",
        }

    kind = forms.ChoiceField(label="类别", widget=forms.RadioSelect)
    kind_reason = PlainText(label="其他单位的说明", max_length=200, required=False, strip=True)
    evidence = EvidenceField(label="证明材料", required=False)

    def __init__(self, *args: Any, code: Code, **options: Any) -> None:
        super().__init__(*args, **options)
        self.code = code
        self.fields["kind"].choices = [(kind.value, KIND_WORDS[kind]) for kind in REGISTERING]  # type: ignore[attr-defined]
        self.fields["kind_reason"].help_text = "选“其他单位”的，请说明是什么单位、为何可以承担创新基地。"
        self.fields["region"].choices = region_choices()  # type: ignore[attr-defined]
        letterhead(self)
        name_what_is_missing(self)
        if code.odd:
            self.fields["evidence"].required = True
            self.fields["evidence"].error_messages["required"] = (
                "代码的校验码不符，请选择能证明代码的材料，如营业执照的扫描件。"
            )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        if namesake(name):
            raise ValidationError(NAME_TAKEN, code="name_taken")
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == UnitKind.OTHER and not cleaned.get("kind_reason"):
            self.add_error("kind_reason", "请写明是什么单位、为何可以承担创新基地（办法第四条“企事业等单位”）。")
        elif cleaned.get("kind") != UnitKind.OTHER:
            cleaned["kind_reason"] = ""
        if self.errors and self.files and "evidence" not in self.errors:
            self.add_error("evidence", "其他栏目有误，文件还没有保存，改好后请重新选择文件。")
        return cleaned

    @property
    def upload(self) -> tuple[Upload, Checked] | None:
        """The evidence with what its check found, if any was chosen."""
        field: Any = self.fields["evidence"]
        file = self.cleaned_data.get("evidence")
        return (file, field.checked) if file else None


def letterhead(form: forms.BaseForm) -> None:
    """What the fields of a letterhead have in common, wherever they are filled in."""
    for name in ("name", "office", "leader", "leader_title", "contact", "contact_title", "phone", "address"):
        if name in form.fields:
            old: Any = form.fields[name]
            form.fields[name] = PlainText(
                label=old.label, help_text=old.help_text, max_length=old.max_length, required=True, strip=True
            )
    for name in ("office", "leader_title", "contact_title"):
        if name in form.fields:
            form.fields[name].required = False
    if "email" in form.fields:
        form.fields["email"] = MailAddress(label=form.fields["email"].label, max_length=254)
    if "postcode" in form.fields:
        form.fields["postcode"].required = True
        form.fields["postcode"].validators.append(_POSTCODE)

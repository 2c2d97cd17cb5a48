"""Fields that several forms of this room share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from documents import kinds, uploads
from documents.store import Upload
from documents.uploads import Checked
from organisations.codes import Code, CodeFault, parse
from organisations.models import Region, Role, UnitKind

EVIDENCE_KINDS = (kinds.PDF, kinds.JPEG, kinds.PNG)
_EVIDENCE_WORDS = "PDF、JPG、PNG"
_GROUPS = {
    "计划单列市、副省级城市": (Region.Kind.PLANNED_CITY, Region.Kind.SUB_PROVINCIAL_CITY),
    "新疆生产建设兵团": (Region.Kind.CORPS,),
}


class CodeField(forms.CharField):
    """A unit's code as typed; its value is the ``Code`` that was read."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "统一社会信用代码")
        options.setdefault(
            "help_text", "18 位，照证照填写，字母不分大小写；尚未换发的可填 9 位组织机构代码，连字符可填可不填。"
        )
        super().__init__(**options)
        self.widget.attrs.update(autocomplete="off", autocapitalize="characters", spellcheck="false")

    def clean(self, value: Any) -> Code | None:
        text = str(super().clean(value))
        if not text:
            return None
        try:
            return parse(text)
        except CodeFault as fault:
            raise ValidationError([f"{sentence}。" for sentence in fault.sentences], code="code_form") from fault


class EvidenceField(forms.FileField):
    """A scan of a licence or certificate, checked by its content; ``checked`` is what the check found."""

    checked: Checked | None = None

    def __init__(self, **options: Any) -> None:
        accept = ",".join(f".{ending}" for kind in EVIDENCE_KINDS for ending in kind.endings)
        options.setdefault("widget", forms.ClearableFileInput(attrs={"accept": accept}))
        options.setdefault("help_text", f"{_EVIDENCE_WORDS}，不超过 50 MB，如营业执照、事业单位法人证书的扫描件。")
        super().__init__(**options)
        self.error_messages["empty"] = "文件是空的（0 字节），请检查后重新选择。"

    def clean(self, data: Any, initial: Any = None) -> "Upload | None":
        upload: Upload | None = super().clean(data, initial) or None
        if upload is None:
            return None
        self.checked = uploads.check(upload)
        if self.checked.content_type not in {kind.content_type for kind in EVIDENCE_KINDS}:
            raise ValidationError(f"证明材料请用 {_EVIDENCE_WORDS}，另存后重新选择。", code="kind")
        return upload


def region_choices() -> list[tuple[str, Any]]:
    """Provinces first, then the cities with their province, then 兵团."""
    kept: dict[str, list[tuple[int, str]]] = {"省、自治区、直辖市、特别行政区": [], **{name: [] for name in _GROUPS}}
    for region in Region.objects.select_related("parent"):
        group = next((name for name, kinds_ in _GROUPS.items() if region.kind in kinds_), next(iter(kept)))
        beside = f"（{region.parent.name}）" if region.parent and group != "新疆生产建设兵团" else ""
        kept[group].append((region.pk, f"{region.name}{beside}"))
    return [("", "请选择"), *((name, rows) for name, rows in kept.items() if rows)]


def roles_field(roles: tuple[Role, ...]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="岗位",
        choices=[(role.value, ROLE_WORDS.get(role, str(role.label))) for role in roles],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个岗位。"},
    )


ROLE_WORDS = {
    Role.PREPARER: "填报人：填写申报方案和附件",
    Role.SUBMITTER: "报送人：填写，并代表本单位报送、撤回",
    Role.UNIT_ADMIN: "单位管理员：邀请同事，定岗位，维护单位信息",
    Role.ORGANISER_OFFICER: "组织单位经办：论证、确认单位、报送推荐单位",
    Role.RECOMMENDER_OFFICER: "推荐单位经办：比较、推荐",
    Role.EXPERT: "专家：受邀评审",
}
KIND_WORDS = {UnitKind.ENTERPRISE: "企业", UnitKind.INSTITUTION: "事业单位", UnitKind.OTHER: "其他单位（请说明）"}

"""年度考核: the result of a year with its grounds, and a correction (办法30)."""

from typing import Any

from django import forms

from documents import uploads
from documents.fields import PlainText, name_what_is_missing
from procedure.forms import StepForm

from .kept import words
from .violation import CheckedFiles


class _Content(forms.Form):
    result = PlainText(
        label="考核结果", strip=True, max_length=40,
        help_text="办法没有规定等次：本领域、本地区有等次的填等次，没有的写结论，如“完成年度计划”。",
    )  # fmt: skip
    grounds = words("考核依据", "依据的材料、会议、现场情况和考核标准。")
    standing = words("发展现状", "掌握的创新基地发展情况。", rows=7)
    problems = words("存在问题", "没有发现问题的可以不填。", rows=5, required=False)
    concern = forms.BooleanField(
        label="建议国家标准委监督检查",
        required=False,
        help_text="国家标准委根据年度考核情况开展监督检查（第三十一条）。",
    )


class AssessmentForm(_Content):
    """报送: which year, the content, and files; the years are those that wait."""

    field_order = ["year"]
    year = forms.TypedChoiceField(label="年度", coerce=int)
    evidence = CheckedFiles(
        label="材料", required=False, help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。"
    )

    def __init__(self, *args: Any, years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["year"].choices = [(str(year), f"{year}年度") for year in years]
        name_what_is_missing(self)


class CorrectAssessmentForm(_Content, StepForm):
    """The version that holds, filled in; the kernel gives ``subject`` and ``seat``."""

    note = words("更正理由", "随新的一版一起报送，各方都能看到。", rows=3, longest=1000)

    def __init__(self, data: Any = None, *, subject: Any = None, **options: Any) -> None:
        options.setdefault("initial", _of(subject))
        super().__init__(data, subject=subject, **options)
        name_what_is_missing(self)


class AssessmentReasonForm(StepForm):
    note = words("理由", "各方都能看到。", rows=3, longest=1000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)


def _of(subject: Any) -> dict[str, Any]:
    version = subject.versions.last() if subject else None
    return {name: getattr(version, name) for name in _Content.base_fields} if version else {}

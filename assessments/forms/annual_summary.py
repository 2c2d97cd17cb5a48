"""年度总结和计划: the tick of article 22, the trend report of article 25, and the organiser's word (办法22, 25, 29)."""

from typing import Any

from django import forms

from assessments.achievement_kinds import TREND
from assessments.queries.kept import has_reported
from documents.fields import name_what_is_missing
from procedure.forms import StepForm

from .kept import words


class BeginSummaryForm(forms.Form):
    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, years: list[int], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["year"].choices = [(str(year), f"{year}年度总结和{year + 1}年度计划") for year in years]
        name_what_is_missing(self)


class FileSummaryForm(StepForm):
    """A year with a trend report is not asked why it has none."""

    clean_house = forms.BooleanField(
        label="本创新基地没有自行成立或者批准分基地等分支机构，没有刻制印章",
        help_text="办法第二十二条；不能声明的，请先改正。",
        error_messages={"required": "请声明没有自行成立或者批准分支机构、没有刻制印章；有的请先改正。"},
    )
    no_trend = words(
        "没有报送趋势研究报告的说明",
        "本年度还没有标准化发展趋势研究报告（办法第二十五条）。有的请先在“成果和案例”中填报；没有的在这里说明。",
        rows=3, longest=1000,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, subject: Any = None, **options: Any) -> None:
        super().__init__(data, subject=subject, **options)
        if subject and has_reported(subject.base, TREND, year=subject.year):
            del self.fields["no_trend"]
        name_what_is_missing(self)
        tick: Any = self.fields["clean_house"]
        tick.error_messages = dict(type(self).base_fields["clean_house"].error_messages)


class OpinionForm(forms.Form):
    text = words("意见", "对总结和计划的意见，国家标准委和承担单位会看到；不影响报送。", rows=5)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name_what_is_missing(self)

"""Where a base lies, against the applicant's default."""

from collections.abc import Sequence
from typing import Any

from django import forms

from documents.fields import PlainText, name_what_is_missing
from organisations.models import Region


class RegionForm(forms.Form):
    region = forms.TypedChoiceField(label="创新基地所在地", coerce=int)
    reason = PlainText(
        label="理由", strip=True, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="申报单位、推荐单位和国家标准委都会看到。",
    )  # fmt: skip
    before = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, regions: Sequence[Region], **options: Any) -> None:
        super().__init__(*args, **options)
        self.regions = {region.pk: region for region in regions}
        self.fields["region"].choices = [("", "请选择"), *((key, str(each)) for key, each in self.regions.items())]  # type: ignore[attr-defined]
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        region = cleaned.get("region")
        if region and str(region) == cleaned.get("before"):
            self.add_error("region", "所在地没有改变，请选择改正后的所在地。")
        return cleaned

    @property
    def chosen(self) -> Region:
        return self.regions[self.cleaned_data["region"]]

"""Candidates in the order in which their recommender would choose them."""

from collections.abc import Iterable
from typing import Any

from django import forms

from applications.models import Application
from documents.fields import PlainText

_LAST = 99


class RankingForm(forms.Form):
    """A place and its reason for each candidate; no place for who is not in the order."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, candidates: Iterable[Application], **options: Any) -> None:
        super().__init__(*args, **options)
        self.candidates = list(candidates)
        for candidate in self.candidates:
            self.fields[f"place_{candidate.pk.hex}"] = forms.IntegerField(
                label=f"{candidate.inner_name}的排序",
                required=False,
                min_value=1,
                max_value=_LAST,
                error_messages={
                    "invalid": "排序请填写整数，如 1。",
                    "min_value": "排序从 1 开始。",
                    "max_value": f"排序不超过 {_LAST}。",
                },
            )
            self.fields[f"reason_{candidate.pk.hex}"] = PlainText(
                label=f"{candidate.inner_name}的理由", required=False, strip=True, max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    @property
    def rows(self) -> list[tuple[Application, Any, Any]]:
        return [(each, self[f"place_{each.pk.hex}"], self[f"reason_{each.pk.hex}"]) for each in self.candidates]

    def clean(self) -> dict[str, Any]:
        """Each place once: two candidates cannot both be the first."""
        cleaned = super().clean() or {}
        taken: dict[int, str] = {}
        for candidate in self.candidates:
            name = f"place_{candidate.pk.hex}"
            place = cleaned.get(name)
            if place in taken:
                self.add_error(name, f"第 {place} 位已给了“{taken[place]}”，请改用另一个排序。")
            elif place is not None:
                taken[place] = candidate.inner_name
            elif cleaned.get(f"reason_{candidate.pk.hex}") and not self.has_error(name):
                self.add_error(name, "写了理由，还没有写排序。")
        return cleaned

    def places(self) -> dict[Any, tuple[int, str]]:
        """Place and reason by application, for those that have a place."""
        found = {}
        for candidate in self.candidates:
            place = self.cleaned_data.get(f"place_{candidate.pk.hex}")
            if place is not None:
                found[candidate.pk] = (place, self.cleaned_data[f"reason_{candidate.pk.hex}"])
        return found

"""Who goes on with a leaver's applications."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import Person
from applications.models import Application
from documents.fields import PlainText


class HandOverForm(forms.Form):
    """A colleague for all, another for some; and whether the leaver's seats in the unit end at once."""

    to_all: Any = forms.ModelChoiceField(None, label="全部交给", required=False, empty_label="逐件选择，或暂不交接")
    reason = PlainText(
        label="说明", strip=True, required=False, max_length=200, help_text="如调离、休假；接手人会看到。"
    )
    leaving = forms.BooleanField(label="同时收回此人在本单位的全部岗位，立即生效", required=False)

    def __init__(self, *args: Any, cases: Iterable[Application], colleagues: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.cases = list(cases)
        self.fields["to_all"].queryset = colleagues  # type: ignore[attr-defined]
        for case in self.cases:
            self.fields[self._name(case)] = forms.ModelChoiceField(
                colleagues, label=f"{case.inner_name}交给", required=False, empty_label="同“全部交给”"
            )

    @property
    def rows(self) -> list[tuple[Application, Any]]:
        return [(case, self[self._name(case)]) for case in self.cases]

    def passed(self) -> dict[Application, Person]:
        """Who takes which case: its own choice before the choice for all."""
        chosen = {case: self._taker(self.cleaned_data, case) for case in self.cases}
        return {case: taker for case, taker in chosen.items() if taker is not None}

    def clean(self) -> dict[str, Any]:
        """Somebody who leaves leaves nothing behind; and something is to be done."""
        cleaned = super().clean() or {}
        without = [case for case in self.cases if self._taker(cleaned, case) is None and not self.errors]
        if cleaned.get("leaving") and without:
            names = "、".join(case.inner_name for case in without)
            self.add_error("to_all", f"此人离开后没有人接着办：{names}。请选择接手的同事。")
        elif not cleaned.get("leaving") and len(without) == len(self.cases) and not self.errors:
            sentence = "请选择接手的同事。" if self.cases else "此人没有要交接的申报；要收回岗位的，请勾选收回岗位。"
            self.add_error("to_all" if self.cases else "leaving", sentence)
        return cleaned

    def _taker(self, cleaned: dict[str, Any], case: Application) -> Person | None:
        return cleaned.get(self._name(case)) or cleaned.get("to_all")

    def _name(self, case: Application) -> str:
        return f"to_{case.pk.hex}"

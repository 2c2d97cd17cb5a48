"""Forms of SAC's decision on a construction plan: every deviation by itself (指南三（六）)."""

from typing import Any

from django import forms

from assessments.deviating import REASON, RETURNED, undecided
from bases.forms.deciding import reason_field

from .saying import NoteForm, RemarkForm


class AcceptPlanForm(RemarkForm):
    """A reason for each deviation; without one it is not accepted."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for row in undecided(self.subject) if self.subject else ():
            self.fields[REASON.format(row.pk)] = reason_field(f"接受偏离的理由：{row.sentence}", rows=2)
        self.order_fields([name for name in self.fields if name != "note"])


class ReturnPlanForm(NoteForm):
    """What is to be mended, and the deviations that are not accepted."""

    returned = forms.MultipleChoiceField(
        label="不接受的偏离", required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "所选的偏离不在本方案中，请重新选择。"},
    )  # fmt: skip
    field_order = (RETURNED, "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = undecided(self.subject) if self.subject else []
        self.fields[RETURNED].choices = [(str(row.pk), row.sentence) for row in rows]  # type: ignore[attr-defined]
        if not rows:
            del self.fields[RETURNED]

    def clean(self) -> dict[str, Any]:
        return {RETURNED: []} | (super().clean() or {})

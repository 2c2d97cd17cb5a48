from typing import Any

from django import forms


class StepForm(forms.Form):
    def __init__(self, *args: Any, subject: Any, seat: Any, **kwargs: Any) -> None:
        self.subject, self.seat = subject, seat
        super().__init__(*args, **kwargs)


class PauseForm(StepForm):
    note = forms.CharField(label="理由", error_messages={"required": "请写明理由。"})
    until = forms.DateField(label="停到", error_messages={"required": "请写明停到哪一天。"})


class FinishForm(StepForm):
    note = forms.CharField(label="意见", error_messages={"required": "请写明意见。"})
    ways = forms.MultipleChoiceField(choices=[("post", "寄送"), ("hand", "面交")], required=False)

from django import forms

from procedure.forms import StepForm


class PauseForm(StepForm):
    note = forms.CharField(label="理由", error_messages={"required": "请写明理由。"})
    until = forms.DateField(label="停到", error_messages={"required": "请写明停到哪一天。"})


class FinishForm(StepForm):
    note = forms.CharField(label="意见", error_messages={"required": "请写明意见。"})
    ways = forms.MultipleChoiceField(choices=[("post", "寄送"), ("hand", "面交")], required=False)

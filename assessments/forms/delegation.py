"""Forms of a delegation: what is entrusted, what was found, why it ends (办法7)."""

from typing import Any

from django import forms

from assessments import delegating
from assessments.procedure.delegation import PROVINCIAL
from assessments.procedure.people import Task
from bases.forms import reason_field
from bases.models import Base
from bases.procedure import ESTABLISHED, IN_BUILD
from documents import uploads
from documents.fields import ComingDay, PastDay, name_what_is_missing
from organisations.models import Region, Unit
from procedure import clock
from procedure.forms import StepForm

from .violation import CheckedFiles


def province_of(base: Base) -> Region | None:
    """The province in which the base lies, or that of its city."""
    return (base.region.parent or base.region) if base.region else None


class DelegationForm(forms.Form):
    """拟定委托, from the page of one base: to whom, what, on which bases of the province, until when."""

    delegate = forms.ModelChoiceField(
        Unit.objects.none(), label="受托单位", empty_label=None, widget=forms.RadioSelect,
        help_text="创新基地所在地的省级标准化主管部门。",
    )  # fmt: skip
    tasks = forms.MultipleChoiceField(
        label="委托事项", choices=Task.choices, widget=forms.CheckboxSelectMultiple,
        help_text="只协助核查并记录情况，结论、结果和决定仍由国家标准委作出。",
    )  # fmt: skip
    bases = forms.ModelMultipleChoiceField(
        Base.objects.none(),
        label="创新基地",
        widget=forms.CheckboxSelectMultiple,
        help_text="同一辖区内的可以一并委托。",
    )
    until = ComingDay("委托至", "当天 24 时自行结束；也可以提前收回。")
    instructions = reason_field("要求", "写明核查什么、怎样报送；受托单位、承担单位和组织单位会看到。")

    def __init__(self, *args: Any, base: Base, **options: Any) -> None:
        super().__init__(*args, **options)
        province = province_of(base)
        near = Base.objects.filter(state__in=(*IN_BUILD, *ESTABLISHED))
        self.fields["bases"].queryset = near.filter(region__in=_regions(province)).order_by("pk")  # type: ignore[attr-defined]
        units = Unit.objects.filter(kind__in=PROVINCIAL, region=province).order_by("pk")
        self.fields["delegate"].queryset = units  # type: ignore[attr-defined]
        self.initial.setdefault("bases", [base.pk])
        self.initial.setdefault("delegate", units.first())
        self.organises = [unit.name for unit in units if unit.pk == base.organiser_id]
        name_what_is_missing(self)


def _regions(province: Region | None) -> list[Any]:
    return [province.pk, *province.cities.values_list("pk", flat=True)] if province else []


class FindingRecordForm(StepForm):
    """核查情况: which base, which task, when, what was found."""

    base = forms.ModelChoiceField(Base.objects.none(), label="创新基地", empty_label=None, widget=forms.RadioSelect)
    task = forms.ChoiceField(label="委托事项", widget=forms.RadioSelect)
    on_day = PastDay("核查日期")
    text = reason_field("核查情况", "只写看到、查到的事实；结论由国家标准委作出。", rows=8)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        keys = [base.pk for base in delegating.bases_of(self.subject)]
        self.fields["base"].queryset = Base.objects.filter(pk__in=keys).order_by("pk")  # type: ignore[attr-defined]
        tasks = [(task, Task(task).label) for task in self.subject.tasks]
        self.fields["task"].choices = tasks  # type: ignore[attr-defined]
        name_what_is_missing(self)
        if not self.is_bound:
            self.initial = {"on_day": clock.today(), "base": keys[0] if len(keys) == 1 else None}
            self.initial |= {"task": tasks[0][0]} if len(tasks) == 1 else {}


class FindingPageForm(FindingRecordForm):
    """The same with its files, as its own page has it."""

    evidence = CheckedFiles(
        label="材料", required=False, help_text=f"可一次选多个。{uploads.ACCEPTED_WORDS}，每个不超过 50 MB。"
    )


class EndDelegationForm(StepForm):
    note = reason_field("理由", "受托单位、承担单位和组织单位会看到。")

"""Acting in somebody's commission, dates that come round, rows of what is over, births by the root as it stands."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from procedure import clock
from procedure.acts import Act, Refused
from procedure.dues import close_cycle
from procedure.machines import steps_of
from procedure.models import DueDate, Record
from procedure.offers import offers
from procedure.perform import perform, start
from procedure.steps import Due, Fixed, Refusal, guard
from tests.factories import Personas
from tests.practice.models import Errand, Parcel
from tests.practice.procedure import DOER
from tests.practice.road import NOON, errand

pytestmark = pytest.mark.django_db


def redeclared(monkeypatch: pytest.MonkeyPatch, name: str, **changes: Any) -> None:
    monkeypatch.setitem(steps_of(Errand), name, replace(steps_of(Errand)[name], **changes))


@pytest.mark.rule("B07")
def test_a_commission_is_in_the_record_and_in_those_that_follow(
    cast: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = errand(cast, "working")
    perform(row, "pack", seat=cast.applicant)
    commissioned = replace(DOER, on_behalf=lambda subject, seat: "国家标准化管理委员会")
    redeclared(monkeypatch, "send_all", permission=commissioned)
    record = perform(row, "send_all", seat=cast.applicant)
    caused = Record.objects.get(machine="parcel", version=1)
    assert (record.on_behalf, caused.on_behalf) == ("国家标准化管理委员会", "国家标准化管理委员会")
    assert "，受国家标准化管理委员会委托）" in record.who()
    assert Record.objects.exclude(on_behalf="").count() == 2


def test_who_acts_in_his_own_right_is_named_alone(cast: Personas) -> None:
    record = perform(errand(cast), "begin", seat=cast.applicant)
    assert (record.on_behalf, "委托" in record.who()) == ("", False)


def test_each_cycle_has_its_date_and_is_closed_alone(cast: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = {year: Fixed(NOON + timedelta(days=365 * (year - 2026)), f"{year}年") for year in (2028, 2027)}
    yearly = Due("yearly", "年度报告", "办法17", lambda subject, act: ends, reminders=(30,))
    redeclared(monkeypatch, "begin", opens=(yearly,))
    row = errand(cast)
    perform(row, "begin", seat=cast.applicant)
    dates = DueDate.objects.filter(subject_id=row.pk, kind="yearly").order_by("cycle")
    assert [(each.cycle, each.why, each.due_at) for each in dates] == [
        (2027, "2027年", ends[2027].due_at), (2028, "2028年", ends[2028].due_at),
    ]  # fmt: skip
    act = Act(row, steps_of(Errand)["nudge"], cast.applicant, clock.now(), locked={row.root})
    close_cycle(act, "yearly", 2027)
    assert list(dates.filter(closed_at=None).values_list("cycle", flat=True)) == [2028]


def test_what_is_barred_takes_no_step_and_brings_nothing_forth(cast: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    row = errand(cast, "working")
    box = start(Parcel(errand=row, unit=row.unit, state="open"), seat=cast.applicant)
    over = Refusal("差事已经了结。", "办法16")
    monkeypatch.setattr(Parcel, "barred", lambda self: over)
    with pytest.raises(Refused) as refused:
        perform(box, "close_box", seat=cast.applicant)
    assert refused.value.refusals == [over]
    with pytest.raises(Refused, match="差事已经了结"):
        start(Parcel(errand=row, unit=row.unit, state="open"), seat=cast.applicant)
    with pytest.raises(Refused, match="差事已经了结"):
        perform(row, "pack", seat=cast.applicant)
    shown = [offer for offer in offers(row, cast.applicant) if offer.subject == box]
    assert {tuple(offer.refusals) for offer in shown} == {(over,)}
    assert Parcel.objects.count() == 1


def test_a_birth_is_judged_by_its_root_as_it_stands(cast: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    @guard("办法14")
    def not_renamed(parcel: Any, act: Act) -> str | None:
        return None if parcel.errand.title != "后来" else "差事改了名称。"

    row = errand(cast, "working")
    [opened, packed] = Parcel.births
    monkeypatch.setattr(Parcel, "births", (replace(opened, guards=(not_renamed,)), packed))
    Errand.objects.filter(pk=row.pk).update(title="后来")
    with pytest.raises(Refused, match="差事改了名称"):
        start(Parcel(errand=row, unit=row.unit, state="open"), seat=cast.applicant)

"""违规 of a base: heard, found in pairs, and its end the next act, again in pairs (办法36)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from assessments.models import Violation
from assessments.queries.violations import visible_to
from bases.models import Base, Decision
from organisations.models import Role
from procedure import clock
from procedure.acts import NotPermitted
from procedure.perform import Refused, perform, start
from procedure.proposals import propose, sign
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.bases.built import building, recorded
from tests.deciding import desk
from workbench.turns import open_under, waiting
from workbench.views.case import _waits_for

pytestmark = pytest.mark.rule("B36")
END = {"number": "国标委综合函〔2026〕30号", "dated": "2026-06-15", "note": "提供虚假检测数据，经认定违规。"}


@pytest.fixture
def base(world: World) -> Base:
    return building(world)


def opened(base: Base, **facts: Any) -> Violation:
    row = Violation(**{
        "base": base, "ground": "false", "facts": "年度报告中的检测数据系伪造。", "opened_by": desk().officer.person,
        "statement_by": clock.today() + timedelta(days=15),
    } | facts)  # fmt: skip
    start(row, seat=desk().officer)
    return row


def upheld(base: Base) -> Violation:
    row = opened(base)
    perform(row, "waive_statement", seat=desk().officer, data={"note": "该单位书面放弃陈述申辩。"})
    sign(propose(row, "uphold_violation", seat=desk().officer, data={"note": "事实清楚。"}), seat=desk().approver)
    base.refresh_from_db()
    return row


def test_it_is_of_exactly_one_thing(world: World, base: Base) -> None:
    row, case = opened(base), world.draft()
    for change in ({"application": case}, {"base": None}):
        with pytest.raises(IntegrityError, match="violation_of_one_thing"), transaction.atomic():
            Violation.objects.filter(pk=row.pk).update(**change)


def test_only_an_officer_opens_one_and_one_at_a_time(world: World, base: Base) -> None:
    url = f"/assessments/bases/{base.pk}/violations/new/"
    for name, seat in world.seats.items():
        assert (name, client_of(seat).get(url).status_code) == (name, 200 if name == "sac_officer" else 404)
    data = {"ground": "false", "facts": "数据系伪造。", "statement_by": (clock.today() + timedelta(9)).isoformat()}
    client = client_of(world.seats["sac_officer"])
    assert client.post(url, data | {"facts": ""}).status_code == 422
    assert client.post(url, data).status_code == 302
    again = client.post(url, data)
    assert (again.status_code, "已有一件违规处理在办" in text_of(again)) == (409, True)


@pytest.mark.parametrize("name", ["sac_officer", "submitter", "organiser_officer", "recommender_officer"])
def test_every_tab_of_the_base_can_be_read(world: World, base: Base, name: str) -> None:
    row, client = upheld(base), client_of(world.seats[name])
    tabs = [tab["name"] for tab in client.get(base.get_absolute_url()).context["tabs"]]
    pages = {tab: client.get(f"{base.get_absolute_url()}?tab={tab}") for tab in tabs}
    assert {tab: page.status_code for tab, page in pages.items()} == dict.fromkeys(tabs, 200)
    assert (row.get_absolute_url() in text_of(pages["reports"])) == visible_to(world.seats[name]).exists()


def test_half_recorded_history_is_no_case(world: World) -> None:
    with pytest.raises(Refused, match="现为“历史补录”"):
        opened(recorded(world))


def test_the_host_is_heard_and_nobody_else(world: World, base: Base) -> None:
    row = opened(base)
    for name, seat in world.seats.items():
        if name != "submitter":
            with pytest.raises(NotPermitted):
                perform(row, "file_statement", seat=seat, data={"statement": "情况不实。"})
    perform(row, "file_statement", seat=world.seats["submitter"], data={"statement": "情况不实。"})
    assert row.state == "stated"


@pytest.mark.rule("B06")
def test_sac_and_the_host_know_of_it(world: World, base: Base) -> None:
    row = opened(base)
    knows = {name for name, seat in world.seats.items() if visible_to(seat).filter(pk=row.pk).exists()}
    assert knows == {"preparer", "submitter", "unit_admin", "sac_officer", "sac_approver"}
    page = text_of(client_of(world.seats["submitter"]).get(row.get_absolute_url()))
    assert "年度报告中的检测数据系伪造。" in page
    assert "昇阳光伏科技有限公司" in page
    assert "违规处理" not in text_of(client_of(world.seats["organiser_officer"]).get(base.get_absolute_url()))


def test_the_finding_is_recorded_on_the_base_and_ends_nothing(base: Base) -> None:
    upheld(base)
    assert (base.state, base.violation_found) == ("building", clock.today())
    assert not Decision.objects.exists()


def test_a_dismissed_one_leaves_nothing(base: Base) -> None:
    row = opened(base)
    perform(row, "waive_statement", seat=desk().officer, data={"note": "放弃。"})
    sign(propose(row, "dismiss_violation", seat=desk().officer, data={"note": "不成立。"}), seat=desk().approver)
    base.refresh_from_db()
    assert base.violation_found is None
    with pytest.raises(Refused, match="没有认定违规"):
        propose(base, "terminate_violation", seat=desk().officer, data=END)


@pytest.mark.rule("B05")
def test_the_end_is_a_second_act_of_two(world: World, base: Base) -> None:
    upheld(base)
    both = world.seat("both", "sac", Role.SAC_APPROVER, person=desk().officer.person)
    proposal = propose(base, "terminate_violation", seat=desk().officer, data=END)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(proposal, seat=both)
    sign(proposal, seat=desk().approver)
    base.refresh_from_db()
    assert (base.state, base.ended) == ("terminated", "2026-06-15")
    assert "经认定违规" in str(Decision.objects.get().content)


def test_passed_but_not_established_is_terminated_too(world: World) -> None:
    base = recorded(world)
    perform(base, "record_passed", seat=world.seats["sac_officer"])
    upheld(base)
    sign(propose(base, "terminate_violation", seat=desk().officer, data=END), seat=desk().approver)
    base.refresh_from_db()
    assert base.state == "terminated"


def test_a_case_that_is_open_when_the_base_ends_is_over(world: World, base: Base) -> None:
    upheld(base)
    row = opened(base)
    seat, officer = world.seats["submitter"], world.seats["sac_officer"]
    assert ([each.machine for each in waiting(seat)], _waits_for(row)) == (["violation"], ["承担单位提交陈述申辩"])
    sign(propose(base, "terminate_violation", seat=desk().officer, data=END), seat=desk().approver)
    with pytest.raises(Refused, match="该创新基地已终止"):
        perform(row, "waive_statement", seat=desk().officer, data={"note": "放弃。"})
    row.refresh_from_db()
    assert (waiting(seat), open_under(base.pk, officer), _waits_for(row)) == ([], [], [])

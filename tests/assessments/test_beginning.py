"""可以提出: on a base's page each finds what is his to begin, or why he cannot yet."""

from datetime import datetime

import pytest

from assessments.entry import Beginning
from assessments.registry import beginnings
from bases.models import Base
from organisations.models import Membership
from procedure import clock
from procedure.perform import perform
from procedure.proposals import propose, sign
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.assessments.extending import IN_TIME, filed
from tests.bases.built import awaiting, building, recorded
from tests.deciding import desk

pytestmark = [pytest.mark.rule("B07"), pytest.mark.rule("B20"), pytest.mark.rule("B36")]


OURS = {"起草延期申请", "拟定委托", "违规立案"}


def ours(base: Base, seat: Membership) -> list[Beginning]:
    return [each for each in beginnings(base, seat) if each.label in OURS]


def offered(base: Base, world: World) -> dict[str, list[str]]:
    """By whom what of these can be begun."""
    found = {name: [each.label for each in ours(base, seat)] for name, seat in world.seats.items()}
    return {name: labels for name, labels in found.items() if labels}


def test_each_finds_his_own(world: World) -> None:
    assert offered(building(world), world) == {
        "organiser_officer": ["起草延期申请"], "sac_officer": ["拟定委托", "违规立案"],
    }  # fmt: skip


def test_what_cannot_be_begun_says_why(world: World) -> None:
    base, seat = building(world), world.seats["organiser_officer"]
    with clock.at(IN_TIME):
        filed(base)
        [only] = ours(base, seat)
        assert [refusal.sentence for refusal in only.refusals] == ["该创新基地已有一件延期申请在办。"]
        page = text_of(client_of(seat).get(base.get_absolute_url()))
    assert "暂不能提出" in page
    with clock.at(datetime(2029, 7, 21, tzinfo=clock.BEIJING)):
        [only] = ours(building(world, "风电"), seat)
        assert [refusal.sentence for refusal in only.refusals] == [
            "延期申请应当在建设期届满前提出，最后一个按时日2029年7月20日24时已过。"
        ]
    [only] = ours(awaiting(world, "船舶"), seat)
    assert "不能同时申请" in only.refusals[0].sentence


def test_of_what_runs_or_has_ended_nothing_is_put_off(world: World) -> None:
    base, half = recorded(world), recorded(world, "船舶")
    perform(base, "record_operating", seat=world.seats["sac_officer"])
    assert offered(base, world) == {"sac_officer": ["拟定委托", "违规立案"]}
    assert offered(half, world) == {}
    over = building(world, "氢能")
    with clock.at(datetime(2029, 7, 21, 9, tzinfo=clock.BEIJING)):
        data = {"number": "国标委综合函〔2029〕30号", "dated": "2029-07-21", "note": "届满未申请。"}
        sign(propose(over, "terminate_overdue", seat=desk().officer, data=data), seat=desk().approver)
        over.refresh_from_db()
        assert offered(over, world) == {}


def test_the_page_leads_there(world: World) -> None:
    base, client = building(world), client_of(world.seats["organiser_officer"])
    page = text_of(client.get(base.get_absolute_url()))
    assert f'href="/assessments/bases/{base.pk}/extensions/new/"' in page
    assert "起草延期申请" not in text_of(client_of(world.seats["submitter"]).get(base.get_absolute_url()))

"""正在等 of a panel: the experts as long as something is theirs to give, then SAC's officer."""

import re

import pytest

from reviews import inviting, progress
from reviews.models import Panel
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.reviews import building
from tests.reviews.panels import AtWork, at_work, write


def waiting(world: World, panel: Panel) -> str:
    page = text_of(client_of(world.seats["sac_officer"]).get(f"/cases/panel/{panel.pk}/"))
    found = re.search(r"正在等</h2>.*?</p>", page, re.DOTALL)
    return found.group() if found else ""


@pytest.fixture
def work(world: World) -> AtWork:
    return at_work(world)


def test_an_invited_panel_waits_for_those_who_have_not_answered(world: World) -> None:
    building.pool(world)
    panel = building.panel(world, building.in_review(world))
    building.drawn(world, panel)
    assert progress.awaited(panel) == []
    building.invited(world, panel)
    assert "受邀专家（还有 5 位没有答复）" in waiting(world, panel)
    for member in panel.members.filter(invited_at__isnull=False):
        inviting.accept(member, inviting.declaration(panel))
    assert progress.awaited(panel) == []
    assert "国家标准委经办" in waiting(world, panel)


def test_a_panel_at_work_waits_for_the_sheets(world: World, work: AtWork) -> None:
    assert "评审专家（评审表 0/5 份已提交）" in waiting(world, work.panel)
    for number in range(5):
        write(work, number)
    assert progress.awaited(work.panel) == []


def test_a_meeting_waits_for_the_signatures(work: AtWork) -> None:
    work.meet()
    work.panel.refresh_from_db()
    assert progress.awaited(work.panel) == ["评审专家（还有 1 件没有形成经签署的评审意见）"]
    work.conclude()
    assert progress.awaited(work.panel) == []

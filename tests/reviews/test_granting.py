"""What a panel may read: the versions of its cases, from the confirmation to the end, and nothing else."""

from typing import Any

import pytest

from applications.models import VersionUserObjectPermission
from applications.queries import versions_visible_to
from procedure.acts import Refused
from procedure.models import Notification
from procedure.perform import perform
from procedure.proposals import propose, sign
from reviews import composing, inviting
from reviews.models import Member, Panel
from tests.applications.building import World
from tests.arriving import arrive
from tests.reviews import building

pytestmark = pytest.mark.django_db


def accepted(world: World) -> Panel:
    made = building.appointed(world, building.in_review(world), building.pool(world, 5))
    building.invited(world, made)
    for member in building.members(made):
        inviting.accept(member, inviting.declaration(made))
    inviting.name_chair(building.members(made)[0])
    return made


def confirmed(world: World) -> Panel:
    made = accepted(world)
    perform(made, "confirm_panel", seat=world.seats["sac_officer"])
    return made


def read_by(member: Member) -> list[Any]:
    return list(versions_visible_to(building.seat_of(member)))


def two(world: World, made: Panel, step: str, **data: str) -> None:
    sign(propose(made, step, seat=world.seats["sac_officer"], data=data), seat=world.seats["sac_approver"])


@pytest.mark.rule("B14")
def test_nothing_is_read_before_the_panel_is_confirmed(world: World) -> None:
    made = accepted(world)
    assert [read_by(member) for member in building.members(made)] == [[]] * 5
    assert not VersionUserObjectPermission.objects.exists()


def test_a_confirmed_panel_reads_its_versions_and_no_other(world: World) -> None:
    other = arrive(world.other_draft(filled=True), "expert_review")
    made = confirmed(world)
    version = made.cases.get().version
    assert [read_by(member) for member in building.members(made)] == [[version]] * 5
    assert other.current not in read_by(building.members(made)[0])
    assert not versions_visible_to(world.seats["expert"]).exists()


def test_a_relation_found_after_acceptance_refuses_the_confirmation(world: World) -> None:
    made = accepted(world)
    member = building.members(made)[4]
    building.relation(member.expert, world.units["recommender"].name, world.seats["sac_officer"].person)
    with pytest.raises(Refused, match=f"{member.expert.name}须回避"):
        perform(made, "confirm_panel", seat=world.seats["sac_officer"])
    assert building.members(made)[4] == member
    assert not VersionUserObjectPermission.objects.exists()


def test_who_is_excluded_reads_nothing_and_the_others_wait_for_a_new_confirmation(world: World) -> None:
    made = confirmed(world)
    member = building.members(made)[3]
    two(world, made, "exclude_member", member=str(member.pk), kind="conflict", note="其配偶在申报单位任职。")
    assert made.__class__.objects.get().state == "inviting"
    assert not VersionUserObjectPermission.objects.exists()
    member.refresh_from_db()
    assert member.out == Member.Out.CONFLICT
    assert Notification.objects.filter(person=member.expert.person_id, title="您不再担任本次评审专家").exists()


def test_a_dissolved_panel_gives_its_cases_back(world: World) -> None:
    made = confirmed(world)
    case = made.cases.get()
    two(world, made, "dissolve_panel", note="重组。")
    case.refresh_from_db()
    assert case.panel is None
    assert not VersionUserObjectPermission.objects.exists()
    application = case.review.application
    again = building.panel(world, application, title="第二评审组")
    assert again.cases.get() == case


def test_who_was_asked_in_vain_is_told(world: World) -> None:
    made = building.appointed(world, building.in_review(world), building.pool(world, 5))
    building.invited(world, made)
    two(world, made, "dissolve_panel", note="重组。")
    assert Notification.objects.filter(title="评审邀请已取消").count() == 5


def test_a_finished_panel_reads_no_longer(work: Any, world: World) -> None:
    work.meet().conclude()
    perform(work.review, "conclude_pass", seat=world.seats["sac_officer"])
    perform(work.panel, "finish_panel", seat=world.seats["sac_officer"])
    assert [read_by(member) for member in work.members] == [[]] * 5
    assert not VersionUserObjectPermission.objects.exists()


def test_another_chair_is_named_until_the_review_is_over(world: World) -> None:
    made = confirmed(world)
    first, second = building.members(made)[:2]
    inviting.name_chair(second)
    assert [member.is_chair for member in Member.objects.filter(pk__in=[first.pk, second.pk]).order_by("seat")] == [
        False, True,
    ]  # fmt: skip
    data = {"reason": "会议改期，另组评审组。", "note": "会议改期，另组评审组。"}
    sign(propose(made, "dissolve_panel", seat=world.seats["sac_officer"], data=data), seat=world.seats["sac_approver"])
    with pytest.raises(composing.NotComposed, match="评审已经结束"):
        inviting.name_chair(first)

"""Panels: composed for one or several applications, conflicts told before anyone is asked, members in and out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from procedure import clock
from procedure.acts import Refused
from procedure.models import Notification, Outbox
from procedure.perform import perform
from procedure.proposals import propose, sign
from reviews import avoiding, composing, drawing_desk, inviting
from reviews.composing import NotComposed
from reviews.models import ConflictDecision, Expert, Member, Panel
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive
from tests.reviews import building

pytestmark = pytest.mark.django_db


@pytest.fixture
def sac(world: World) -> Client:
    return client_of(world.seats["sac_officer"])


def settings(**changes: Any) -> dict[str, Any]:
    return {
        "title": "第一评审组", "size": "5", "size_reason": "", "alternates": "3", "per_unit": "1", "method": "draw",
        "opinions_by": clock.today() + timedelta(days=9),
    } | changes  # fmt: skip


@pytest.mark.parametrize("role", ["preparer", "expert", "organiser_officer", "recommender_officer"])
def test_panels_are_sacs_alone(world: World, role: str) -> None:
    made = building.panel(world, building.in_review(world))
    client = client_of(world.seats[role])
    for address in ("", "new/", f"{made.pk}/", f"{made.pk}/settings/", f"{made.pk}/conflicts/"):
        assert client.get(f"/reviews/panels/{address}").status_code == 404


def test_the_approver_composes_nothing(world: World) -> None:
    made = building.panel(world, building.in_review(world))
    client = client_of(world.seats["sac_approver"])
    assert client.get(f"/reviews/panels/{made.pk}/conflicts/").status_code == 200
    assert client.post(f"/reviews/panels/{made.pk}/conflicts/", {}).status_code == 404
    assert client.post(f"/reviews/panels/{made.pk}/settings/", settings()).status_code == 404
    assert client.post("/reviews/panels/new/", settings()).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"size": "4"}, "一般不少于 5 人且为单数，现为 4 人"),
        ({"size": "6"}, "现为 6 人"),
        ({"count_1": "2"}, "请选择领域或者地区"),
        ({"field_1": "C38"}, "请写明这样的专家要几人"),
        ({"count_1": "6", "field_1": "C38"}, "合计 6 人，多于评审组的 5 人"),
        ({"applications": []}, "请选择评审事项"),
        ({"opinions_by": "2020-01-01"}, "这一天已经过去"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(world: World, sac: Client, change: Any, said: str) -> None:
    application = building.in_review(world)
    answer = sac.post("/reviews/panels/new/", settings(applications=[application.pk]) | change)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "第一评审组" in text_of(answer)
    assert not Panel.objects.exists()


@pytest.mark.rule("B14")
def test_one_panel_for_two_similar_applications(world: World, sac: Client) -> None:
    """Each gets its case; a conflict with one of them excludes from both."""
    first = arrive(world.draft(filled=True, kind="sector", sector=world.sector), "expert_review")
    second = arrive(world.other_draft(filled=True, kind="sector", sector=world.sector), "expert_review")
    (group,) = sac.get("/reviews/panels/new/").context["groups"]
    assert {each.pk for each in group[1]} == {first.pk, second.pk}
    quota = {"count_1": "2", "field_1": "C38", "region_1": "110000"}
    answer = sac.post("/reviews/panels/new/", settings(applications=[first.pk, second.pk]) | quota)
    made = Panel.objects.get()
    assert answer.headers["Location"] == f"/reviews/panels/{made.pk}/conflicts/"
    assert made.cases.count() == 2
    assert [seat["label"] for seat in made.seats] == ["电气机械和器材制造、北京市"] * 2
    staff = building.expert(world, 1, of=world.units["other_host"])
    (standing,) = avoiding.standings(made, [staff])
    assert standing.excluded == "与申报单位同一单位"
    assert sac.get("/reviews/panels/new/").context["groups"] == []


def test_an_application_is_in_one_panel(world: World) -> None:
    application = building.in_review(world)
    building.panel(world, application)
    with pytest.raises(NotComposed, match="已经在评审组"):
        building.panel(world, application)
    assert Panel.objects.count() == 1


def test_settings_come_back_as_they_were_and_close_with_the_freeze(world: World, sac: Client) -> None:
    building.pool(world)
    made = building.panel(world, building.in_review(world))
    address = f"/reviews/panels/{made.pk}/settings/"
    sac.post(address, settings(count_1="1", field_1="C38"))
    form = sac.get(address).context["form"]
    assert (form["count_1"].value(), form["field_1"].value()) == (1, "C38")
    drawing_desk.freeze(Panel.objects.get(), world.seats["sac_officer"])
    assert "size" not in sac.get(address).context["form"].fields
    with pytest.raises(NotComposed, match="不能再改"):
        composing.settle(made, {"size": 7})


def test_new_days_are_told_to_who_was_asked(world: World, sac: Client) -> None:
    made = building.invited(world, building.appointed(world, building.in_review(world), building.pool(world, 5)))
    before = Notification.objects.count()
    sac.post(f"/reviews/panels/{made.pk}/settings/", {"meeting_on": clock.today() + timedelta(days=30)})
    assert Notification.objects.count() == before + 5


@pytest.mark.rule("Z35")
def test_conflicts_are_shown_with_reasons_before_anyone_is_told(world: World, sac: Client) -> None:
    building.pool(world)
    building.expert(world, 50, of=world.units["host"], name="同单位")
    building.expert(world, 51, name="欧阳喆")
    made = building.panel(world, building.in_review(world))
    letters = Outbox.objects.filter(kind="mail").count()
    shown = text_of(sac.get(f"/reviews/panels/{made.pk}/conflicts/"))
    assert "与申报单位同一单位" in shown
    assert "专家库登记的单位" in shown
    assert "仅姓名相同，请核实是否同一人" in shown
    assert "固定名单和规则</button>" not in shown
    assert Outbox.objects.filter(kind="mail").count() == letters


def doubt(made: Panel, name: str) -> tuple[Expert, Any]:
    (standing,) = [each for each in drawing_desk.trial(made).undecided if each.expert.name == name]
    return standing.expert, standing.open[0]


@pytest.mark.parametrize(("word", "excluded"), [("yes", "列名于本申报方案（经办判断）"), ("no", "")])
def test_the_officer_decides_what_is_uncertain(world: World, sac: Client, word: str, excluded: str) -> None:
    building.pool(world)
    building.expert(world, 51, name="欧阳喆")
    made = building.panel(world, building.in_review(world))
    expert, ground = doubt(made, "欧阳喆")
    sent = dict(zip(("matter", "kind", "fact"), avoiding.ground_of(ground), strict=True)) | {"expert": expert.pk}
    address = f"/reviews/panels/{made.pk}/conflicts/"
    assert "请写明理由" in text_of(sac.post(address, sent | {"avoids": word}))
    assert sac.post(address, sent | {"avoids": word, "reason": "假", "fact": "编的"}).status_code == 404
    assert not ConflictDecision.objects.exists()
    sac.post(address, sent | {"avoids": word, "reason": "已电话核实。"})
    (standing,) = avoiding.standings(made, [expert])
    assert (standing.excluded, standing.open) == (excluded, [])
    draw = drawing_desk.freeze(made, world.seats["sac_officer"])
    (kept,) = [each for each in draw.excluded if each["name"] == "欧阳喆"]
    assert kept["grounds"][0]["reason"] == "已电话核实。"


def test_somebody_named_in_a_rival_plan_keeps_away(world: World) -> None:
    """Known by his mail address, not by his name alone."""
    arrive(world.other_draft(filled=True), "received")
    made = building.panel(world, building.in_review(world))
    rival = building.expert(world, 1, email="weng@host.example", name="翁䶮")
    (standing,) = avoiding.standings(made, [rival])
    assert {each.kind for each in standing.certain} == {"named", "rival"}


def test_appointing_refuses_conflicts_and_more_than_the_seats(world: World) -> None:
    people = building.pool(world, 6)
    made = building.panel(world, building.in_review(world), method=Panel.Method.APPOINT)
    seat = world.seats["sac_officer"]
    with pytest.raises(NotComposed, match="只空 5 个席位，您选了 6 人"):
        composing.appoint(made, people, "急", seat)
    staff, namesake = building.expert(world, 50, of=world.units["host"]), building.expert(world, 51, name="欧阳喆")
    for one, said in ((staff, "与申报单位同一单位"), (namesake, "尚待经办判断")):
        with pytest.raises(NotComposed, match=said):
            composing.appoint(made, [one], "急", seat)
    assert not Member.objects.exists()


def test_appointing_on_the_page_needs_a_reason(world: World, sac: Client) -> None:
    people = building.pool(world, 5)
    made = building.panel(world, building.in_review(world), method=Panel.Method.APPOINT)
    address = f"/reviews/panels/{made.pk}/appoint/"
    refused = sac.post(address, {"experts": [people[0].pk], "reason": ""})
    assert "请写明不抽取而指定的理由" in text_of(refused)
    sac.post(address, {"experts": [each.pk for each in people], "reason": "专业面窄。"})
    made.refresh_from_db()
    assert made.appoint_reason == "专业面窄。"
    assert {each.origin for each in building.members(made)} == {Member.Origin.APPOINTED}


def test_a_drawn_panel_has_no_page_to_appoint(world: World, sac: Client) -> None:
    made = building.panel(world, building.in_review(world))
    assert sac.get(f"/reviews/panels/{made.pk}/appoint/").status_code == 404


@pytest.mark.rule("Z35")
def test_a_relation_newer_than_the_draw_is_an_alarm_and_no_silent_change(world: World, sac: Client) -> None:
    building.pool(world)
    made = building.panel(world, building.in_review(world))
    building.drawn(world, made)
    seated = building.members(made)
    building.relation(seated[2].expert, world.units["host"].name, world.seats["sac_officer"].person)
    with pytest.raises(Refused, match=f"{seated[2].expert.name}须回避"):
        building.invited(world, made)
    assert building.members(made) == seated
    assert (
        "须回避：" in text_of(sac.get(f"/workbench/panel/{made.pk}/", follow=True)) or composing.free_seats(made) == []
    )


def test_redrawing_is_of_two_persons_and_the_voided_one_stays_listed(world: World) -> None:
    building.pool(world)
    made = building.panel(world, building.in_review(world))
    building.drawn(world, made)
    officer, approver = world.seats["sac_officer"], world.seats["sac_approver"]
    with pytest.raises(Refused):
        propose(made, "redraw_panel", seat=officer, data={"note": ""})
    with pytest.raises(Refused, match="须由经办提请、另一人审批"):
        perform(made, "redraw_panel", seat=officer, data={"note": "名单有误。"})
    sign(propose(made, "redraw_panel", seat=officer, data={"note": "名单有误。"}), seat=approver)
    assert building.members(made) == []
    assert {each.out for each in made.members.all()} == {Member.Out.REDRAWN}
    assert drawing_desk.freeze(made, officer).ordinal == 2
    assert [each.void_reason for each in made.draws.all()] == ["名单有误。", ""]


@pytest.mark.rule("B14")
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"size": 4}, "评审组一般不少于 5 人且为单数；现为 4 人，请写明理由。"),
        ({"size": 3}, "现为 3 人"),
        ({"size": 4, "size_reason": "  "}, "现为 4 人"),
    ],
)
def test_nobody_is_invited_to_a_panel_of_an_unreasoned_size(world: World, facts: dict[str, Any], said: str) -> None:
    """Whatever the settings' form has let through before."""
    made = building.appointed(world, building.in_review(world), building.pool(world, 5))
    Panel.objects.filter(pk=made.pk).update(**facts)
    with pytest.raises(Refused, match=said):
        building.invited(world, Panel.objects.get(pk=made.pk))
    Panel.objects.filter(pk=made.pk).update(size_reason="专业面窄。")
    assert building.invited(world, Panel.objects.get(pk=made.pk)).state == "inviting"


def test_nobody_is_invited_while_a_seat_is_empty(world: World) -> None:
    made = building.panel(world, building.in_review(world), method=Panel.Method.APPOINT)
    first, *others = building.pool(world, 5)
    seat = world.seats["sac_officer"]
    composing.appoint(made, others, "专业面窄。", seat)
    with pytest.raises(Refused, match="评审组应有 5 人，现有 4 人；请先抽取或者指定"):
        building.invited(world, made)
    composing.appoint(made, [first], "专业面窄。", seat)
    assert building.invited(world, made).state == "inviting"


def test_a_panel_begins_when_all_have_accepted_and_a_chair_is_named(world: World) -> None:
    made = building.invited(world, building.appointed(world, building.in_review(world), building.pool(world, 5)))
    first, *others = building.members(made)

    def confirm() -> Any:
        return perform(Panel.objects.get(pk=made.pk), "confirm_panel", seat=world.seats["sac_officer"])

    inviting.name_chair(first)
    for member in others:
        inviting.accept(member, inviting.declaration(made))
    with pytest.raises(Refused, match="应有 5 位专家接受邀请并作出声明和承诺，现有 4 位"):
        confirm()
    inviting.accept(first, inviting.declaration(made))
    made.members.update(is_chair=False)
    with pytest.raises(Refused, match="请先指定评审组组长"):
        confirm()
    inviting.name_chair(first)
    confirm()
    assert Panel.objects.get(pk=made.pk).state == "reviewing"


def test_nobody_is_invited_to_judge_nothing(world: World) -> None:
    made = building.appointed(world, building.in_review(world), building.pool(world, 5))
    made.cases.update(panel=None)
    with pytest.raises(Refused, match="还没有要评审的事项"):
        building.invited(world, made)


def test_excluding_is_of_two_persons_and_the_next_alternate_is_asked(world: World) -> None:
    building.pool(world)
    made = building.panel(world, building.in_review(world))
    draw = building.drawn(world, made)
    building.invited(world, made)
    member = building.members(made)[1]
    officer = world.seats["sac_officer"]
    both = world.seat("both", "sac", "sac_approver", person=officer.person)
    data = {"member": str(member.pk), "kind": "excluded", "note": "有举报并查实。"}
    proposal = propose(made, "exclude_member", seat=officer, data=data)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(proposal, seat=both)
    sign(proposal, seat=world.seats["sac_approver"])
    member.refresh_from_db()
    assert (member.out, member.out_reason) == (Member.Out.EXCLUDED, "有举报并查实。")
    came = building.members(made)[1]
    first = next(row["id"] for row in draw.result["walk"] if (row["outcome"], row["number"]) == ("alternate", 1))
    assert (str(came.expert_id), came.origin, came.seat) == (first, Member.Origin.ALTERNATE, 2)
    assert came.invited_at is not None
    assert made.state == "inviting"


def test_an_alternate_whom_a_newer_fact_forbids_is_passed_over_and_that_is_kept(world: World) -> None:
    building.pool(world)
    made = building.panel(world, building.in_review(world))
    draw = building.drawn(world, made)
    building.invited(world, made)
    order = {row["number"]: row["id"] for row in draw.result["walk"] if row["outcome"] == "alternate"}
    building.relation(Expert.objects.get(pk=order[1]), world.units["host"].name, world.seats["sac_officer"].person)
    inviting.decline(building.members(made)[0], "出差。")
    assert str(building.members(made)[0].expert_id) == order[2]
    passed = made.members.get(expert=order[1])
    assert (passed.out, passed.invited_at) == (Member.Out.CONFLICT, None)


def test_only_members_of_the_panel_can_be_excluded(world: World) -> None:
    people = building.pool(world, 5)
    made = building.invited(world, building.appointed(world, building.in_review(world), people))
    data = {"member": "999999", "kind": "excluded", "note": "理由"}
    with pytest.raises(Refused):
        propose(made, "exclude_member", seat=world.seats["sac_officer"], data=data)
    assert len(building.members(made)) == 5


def test_closing_the_round_with_opinions_missing_needs_a_reason(work: Any, world: World) -> None:
    officer = world.seats["sac_officer"]
    with pytest.raises(Refused, match="还没有提交全部意见"):
        perform(work.panel, "close_round", seat=officer, data={"note": ""})
    perform(work.panel, "close_round", seat=officer, data={"note": "一人因病不能提交。"})
    work.panel.refresh_from_db()
    assert work.panel.close_reason == "一人因病不能提交。"

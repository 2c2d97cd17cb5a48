"""The invitation: its own person's alone, answered once, in the words that were shown."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from procedure import clock
from procedure.acts import Refused
from procedure.models import Notification, Outbox
from reviews import inviting
from reviews.composing import NotComposed
from reviews.draw.canonical import digest_of_text
from reviews.models import Expert, ExpertRelation, Member, Panel
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World
from tests.ground import shared
from tests.reviews import building

pytestmark = pytest.mark.django_db


@shared
def drawn(world: World) -> Panel:
    """A drawn panel, its members invited."""
    building.pool(world)
    made = building.panel(world, building.in_review(world))
    building.drawn(world, made)
    return building.invited(world, made)


@shared
def member(drawn: Panel) -> Member:
    return building.members(drawn)[0]


def own(member: Member) -> Client:
    return client_of(building.seat_of(member))


def accepting(member: Member, **changes: Any) -> dict[str, Any]:
    shown = digest_of_text(inviting.declaration(member.panel))
    return {"answer": "accept", "declares": "on", "pledges": "on", "shown": shown} | changes


def address(member: Member) -> str:
    return f"/reviews/invitations/{member.pk}/"


def test_nobody_opens_anothers_invitation(world: World, drawn: Panel) -> None:
    first, second, *_ = building.members(drawn)
    assert own(second).get(address(first)).status_code == 404
    assert own(second).post(address(first), accepting(first)).status_code == 404
    for role in ("sac_officer", "sac_approver", "expert", "preparer"):
        assert client_of(world.seats[role]).get(address(first)).status_code == 404
    assert Client().get(address(first)).status_code == 302


def test_nobody_is_invited_without_an_account(world: World) -> None:
    people = building.pool(world, 5)
    Expert.objects.filter(pk=people[3].pk).update(person=None, email="nobody@example.com")
    made = building.appointed(world, building.in_review(world), people)
    with pytest.raises(Refused, match=f"{people[3].name}还没有可以登录的专家账号"):
        building.invited(world, made)
    assert not Member.objects.filter(invited_at__isnull=False).exists()


def test_before_the_invitation_there_is_nothing_to_see(world: World) -> None:
    made = building.appointed(world, building.in_review(world), building.pool(world, 5))
    member = building.members(made)[0]
    assert own(member).get(address(member)).status_code == 404


@pytest.mark.rule("Z35")
def test_the_letter_says_the_units_and_not_the_plan(world: World, drawn: Panel) -> None:
    letters = Outbox.objects.filter(kind="mail", payload__title="评审邀请")
    assert letters.count() == 5
    body = letters[0].payload["body"]
    for word in ("规模：评审组 5 人，评审事项 1 件", "2026年6月25日", "昇阳光伏科技有限公司（申报单位）"):
        assert word in body
    assert "国家技术标准创新基地（光伏）" not in body


def test_the_page_shows_no_plan(member: Member) -> None:
    shown = text_of(own(member).get(address(member)))
    assert "昇阳光伏科技有限公司" in shown
    assert "光伏）" not in shown
    assert inviting.PLEDGES[0] in shown


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"declares": ""}, "接受邀请须作出声明"),
        ({"pledges": ""}, "接受邀请须作出承诺"),
        ({"answer": ""}, "请选择您的答复"),
        ({"kind_0": "kin"}, "请改选“与所列单位有须回避的关系”"),
        ({"answer": "declare"}, "请在下面选择与哪个单位有什么关系"),
        ({"answer": "decline"}, "请写明不能参加的原因"),
        ({"shown": "0" * 64}, "须核对的单位刚刚有变动"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(member: Member, change: dict[str, str], said: str) -> None:
    answer = own(member).post(address(member), accepting(member) | change)
    assert answer.status_code == 422
    assert said in text_of(answer)
    member.refresh_from_db()
    assert member.answer == Member.Answer.WAITING


@pytest.mark.rule("B14")
def test_accepts_with_declaration_and_pledge_in_the_words_that_were_shown(member: Member) -> None:
    own(member).post(address(member), accepting(member))
    member.refresh_from_db()
    assert member.answer == Member.Answer.ACCEPTED
    assert inviting.DECLARES in member.declaration
    assert inviting.PLEDGES[-1] in member.declaration
    assert "昇阳光伏科技有限公司" in member.declaration
    assert Notification.objects.filter(title__contains=f"{member.expert.name}已接受评审邀请").exists()


def test_after_accepting_the_form_is_folded_until_it_has_errors(member: Member) -> None:
    client = own(member)
    assert "<details" not in text_of(client.get(address(member))).partition("评审安排")[2]
    client.post(address(member), accepting(member))
    page = text_of(client.get(address(member)))
    assert '<details class="accept"><summary>情况有变动' in page
    assert "您的声明和承诺" in page
    assert '<details class="accept" open>' in text_of(client.post(address(member), {"answer": "decline"}))


def test_accepting_twice_is_refused(member: Member) -> None:
    client = own(member)
    client.post(address(member), accepting(member))
    first = Member.objects.get(pk=member.pk).answered_at
    assert client.post(address(member), accepting(member)).status_code == 422
    with pytest.raises(NotComposed, match="已经答复过"):
        inviting.accept(member, inviting.declaration(member.panel))
    assert Member.objects.get(pk=member.pk).answered_at == first


def test_the_date_may_pass_until_he_is_replaced(member: Member) -> None:
    late = NOON + timedelta(days=5)
    with clock.at(late):
        own(member).post(address(member), accepting(member))
    member.refresh_from_db()
    assert member.answer == Member.Answer.ACCEPTED


def test_silence_is_recorded_by_an_officer_and_never_before_its_date(world: World, member: Member) -> None:
    sac = client_of(world.seats["sac_officer"])
    silent = f"/reviews/members/{member.pk}/silent/"
    assert client_of(world.seats["sac_approver"]).post(silent, {"reason": "无"}).status_code == 404
    with clock.at(NOON + timedelta(days=3)):
        assert "答复期限还没有过" in text_of(sac.post(silent, {"reason": "电话无人接听。"}))
    with clock.at(NOON + timedelta(days=4)):
        assert sac.post(silent, {"reason": ""}).status_code == 422
        assert sac.post(silent, {"reason": "电话无人接听。"}).status_code == 302
        assert own(member).post(address(member), accepting(member)).status_code == 422
    member.refresh_from_db()
    assert (member.out, member.answer) == (Member.Out.SILENT, Member.Answer.WAITING)


@pytest.mark.rule("Z35")
def test_a_declared_relation_is_kept_and_the_next_alternate_is_asked_at_once(member: Member, drawn: Panel) -> None:
    data = {"answer": "declare", "kind_0": "kin", "note_0": "配偶任财务总监"}
    own(member).post(address(member), data)
    member.refresh_from_db()
    assert member.out == Member.Out.DECLARED
    relation = ExpertRelation.objects.get()
    assert (relation.expert, relation.unit_name, relation.kind) == (member.expert, "昇阳光伏科技有限公司", "kin")
    came = building.members(drawn)[0]
    assert (came.origin, came.seat, came.invited_at) == (Member.Origin.ALTERNATE, member.seat, clock.now())
    assert "不参加本次评审" in text_of(own(member).get(address(member)))


def test_declining_names_a_reason_and_may_follow_an_acceptance(member: Member, drawn: Panel) -> None:
    client = own(member)
    client.post(address(member), accepting(member))
    client.post(address(member), {"answer": "decline", "reason": "住院。"})
    member.refresh_from_db()
    assert (member.out, member.declines_because) == (Member.Out.DECLINED, "住院。")
    assert building.members(drawn)[0].expert != member.expert


def test_when_the_alternates_are_used_up_the_seat_stays_empty(drawn: Panel) -> None:
    for _ in range(4):
        inviting.decline(building.members(drawn)[0], "出差。")
    assert [each.seat for each in building.members(drawn)] == [2, 3, 4, 5]
    last = Notification.objects.filter(title__contains="谢绝").latest("pk")
    assert "没有候补可以递补" in last.body


def test_an_alternate_with_an_open_doubt_comes_in_and_is_not_asked(world: World, drawn: Panel) -> None:
    draw = drawn.draws.get()
    first = next(row["id"] for row in draw.result["walk"] if (row["outcome"], row["number"]) == ("alternate", 1))
    Expert.objects.filter(pk=first).update(name="欧阳喆")
    inviting.decline(building.members(drawn)[0], "出差。")
    came = building.members(drawn)[0]
    assert (str(came.expert_id), came.invited_at) == (first, None)
    with pytest.raises(NotComposed, match="尚待经办判断"):
        inviting.ask(came)
    answer = client_of(world.seats["sac_officer"]).post(f"/reviews/members/{came.pk}/ask/")
    assert answer.status_code == 302
    came.refresh_from_db()
    assert came.invited_at is None


def test_a_chair_is_one_and_named_by_the_officer(world: World, drawn: Panel) -> None:
    first, second, *_ = building.members(drawn)
    for each, role, status in ((first, "sac_approver", 404), (first, "sac_officer", 302), (second, "sac_officer", 302)):
        assert client_of(world.seats[role]).post(f"/reviews/members/{each.pk}/chair/").status_code == status
    assert [each.seat for each in building.members(drawn) if each.is_chair] == [2]


def test_a_message_about_the_panel_leads_the_expert_to_his_invitation(member: Member) -> None:
    answer = own(member).get(f"/reviews/panels/{member.panel_id}/")
    assert answer.headers["Location"] == address(member)

"""The draw in the portal: what is frozen stays, two persons bind it, the last reveal draws, anybody can replay it."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, transaction
from django.test import Client

from organisations.models import Role
from procedure import clock
from reviews import drawing_desk, exporting
from reviews.composing import NotComposed
from reviews.drawing_desk import DrawVoidedError
from reviews.models import Contribution, Draw, Member, Panel
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World
from tests.ground import shared
from tests.reviews import building

pytestmark = pytest.mark.django_db


@shared
def made(world: World) -> Panel:
    building.pool(world)
    return building.panel(world, building.in_review(world))


@pytest.fixture
def sac(world: World) -> Client:
    return client_of(world.seats["sac_officer"])


def test_freezing_is_an_officers(world: World, made: Panel) -> None:
    for role in ("sac_approver", "preparer", "expert", "organiser_officer"):
        assert client_of(world.seats[role]).post(f"/reviews/panels/{made.pk}/freeze/").status_code == 404
    assert not Draw.objects.exists()


def test_an_infeasible_pool_is_not_frozen(world: World) -> None:
    building.pool(world, 6)
    made = building.panel(world, building.in_review(world))
    with pytest.raises(NotComposed, match="候补需要 3 人"):
        drawing_desk.freeze(made, world.seats["sac_officer"])


def test_an_appointed_panel_is_not_drawn(world: World, made: Panel) -> None:
    Panel.objects.filter(pk=made.pk).update(method="appoint")
    with pytest.raises(NotComposed, match="产生方式是指定"):
        drawing_desk.freeze(made, world.seats["sac_officer"])


def test_what_is_undecided_is_decided_before_the_freeze(world: World, made: Panel) -> None:
    namesake = building.expert(world, 90, name="欧阳喆")
    with pytest.raises(NotComposed, match="请先判断欧阳喆是否须回避"):
        drawing_desk.freeze(made, world.seats["sac_officer"])
    (standing,) = drawing_desk.trial(made).undecided
    assert standing.expert == namesake


def test_one_valid_draw_at_a_time(world: World, made: Panel) -> None:
    drawing_desk.freeze(made, world.seats["sac_officer"])
    with pytest.raises(NotComposed, match="已有一次有效的抽取"):
        drawing_desk.freeze(made, world.seats["sac_officer"])


def test_one_person_cannot_bring_both_numbers(world: World, made: Panel) -> None:
    draw = drawing_desk.freeze(made, world.seats["sac_officer"])
    drawing_desk.commit(draw, "officer", "123456", world.seats["sac_officer"])
    with pytest.raises(NotComposed, match="由两人分别提供"):
        drawing_desk.commit(draw, "witness", "654321", world.seats["sac_officer"])
    with pytest.raises(NotComposed, match="这一方的数字已经提交"):
        drawing_desk.commit(draw, "officer", "654321", _colleague(world))


def _colleague(world: World) -> Any:
    return world.seat("second_officer", "sac", Role.SAC_OFFICER)


def test_the_approver_does_not_bring_the_officers_number(world: World, made: Panel) -> None:
    draw = drawing_desk.freeze(made, world.seats["sac_officer"])
    with pytest.raises(NotComposed, match="不能提供这一方"):
        drawing_desk.commit(draw, "officer", "123456", world.seats["sac_approver"])


def test_a_colleague_may_be_the_witness(world: World, made: Panel) -> None:
    draw = drawing_desk.freeze(made, world.seats["sac_officer"])
    drawing_desk.commit(draw, "witness", "123456", _colleague(world))
    assert Contribution.objects.get().side == "witness"


def test_nothing_but_the_digest_is_kept(world: World, made: Panel) -> None:
    _, slips = building.bound(world, made)
    rows = list(Contribution.objects.values_list("number", "random", "digest"))
    assert rows == [("", "", slips[side].commit) for side in ("officer", "witness")]


def test_no_reveal_before_both_are_bound(world: World, made: Panel) -> None:
    draw = drawing_desk.freeze(made, world.seats["sac_officer"])
    slip = drawing_desk.commit(draw, "officer", "123456", world.seats["sac_officer"])
    with pytest.raises(NotComposed, match="都提交之后"):
        drawing_desk.reveal(draw, slip.number, slip.random, world.seats["sac_officer"])


def test_no_commit_after_a_reveal_or_a_draw(world: World, made: Panel) -> None:
    draw, slips = building.bound(world, made)
    drawing_desk.reveal(draw, slips["officer"].number, slips["officer"].random, world.seats["sac_officer"])
    with pytest.raises(NotComposed, match="已经提交，不能更改"):
        drawing_desk.commit(draw, "witness", "111111", _colleague(world))
    drawing_desk.reveal(draw, slips["witness"].number, slips["witness"].random, world.seats["sac_approver"])
    with pytest.raises(NotComposed, match="已经结束"):
        drawing_desk.commit(draw, "witness", "111111", world.seats["sac_approver"])


def test_a_wrong_reveal_voids_under_its_persons_name(world: World, made: Panel) -> None:
    draw, slips = building.bound(world, made)
    with pytest.raises(DrawVoidedError, match="sac_approver某公布的数字与先前的承诺不符"):
        drawing_desk.reveal(draw, "999999", slips["witness"].random, world.seats["sac_approver"])
    draw.refresh_from_db()
    assert draw.voided_at is not None
    assert "sac_approver某" in draw.void_reason
    with pytest.raises(NotComposed, match="已经作废"):
        drawing_desk.reveal(draw, slips["officer"].number, slips["officer"].random, world.seats["sac_officer"])
    assert drawing_desk.freeze(made, world.seats["sac_officer"]).ordinal == 2
    assert not Member.objects.exists()


def test_a_missing_reveal_voids_after_half_an_hour(world: World, made: Panel) -> None:
    draw, slips = building.bound(world, made)
    drawing_desk.reveal(draw, slips["officer"].number, slips["officer"].random, world.seats["sac_officer"])
    with clock.at(NOON + timedelta(minutes=30) - timedelta(microseconds=1)):
        assert not drawing_desk.expire(draw)
    said = "sac_approver某没有在 30 分钟内公布"
    with clock.at(NOON + timedelta(minutes=30)), pytest.raises(DrawVoidedError, match=said):
        drawing_desk.reveal(draw, slips["witness"].number, slips["witness"].random, world.seats["sac_approver"])
    draw.refresh_from_db()
    assert draw.voided_at is not None


def test_what_was_frozen_or_drawn_stays(world: World, made: Panel) -> None:
    draw = building.drawn(world, made)
    for changes in ({"pool": []}, {"nonce": "0" * 64}, {"seed": "0" * 64}, {"result": {}}, {"excluded": [1]}):
        with pytest.raises(InternalError, match="stays"), transaction.atomic():
            Draw.objects.filter(pk=draw.pk).update(**changes)


@pytest.mark.rule("B14")
def test_the_last_reveal_draws(world: World, made: Panel) -> None:
    draw = building.drawn(world, made)
    seated = building.members(made)
    assert [each.seat for each in seated] == [1, 2, 3, 4, 5]
    assert {each.origin for each in seated} == {Member.Origin.DRAWN}
    assert exporting.replayed(draw).ok
    assert not Member.objects.filter(invited_at__isnull=False).exists()


@pytest.mark.rule("Z35")
def test_conflicts_are_never_drawn(world: World) -> None:
    """Staff of parties, a declared relation and a leave: all stay on the list, none is drawn."""
    building.pool(world, 8)
    day = clock.today()
    out = [building.expert(world, 50 + n, of=world.units[key]) for n, key in enumerate(("host", "organiser"))]
    related = building.expert(world, 60)
    building.relation(related, world.units["host"].name, world.seats["sac_officer"].person)
    away = building.expert(world, 61)
    away.leaves.create(starts=day + timedelta(days=11), ends=day + timedelta(days=13))
    made = building.panel(world, building.in_review(world))
    draw = building.drawn(world, made)
    walk = {row["id"]: row["outcome"] for row in draw.result["walk"]}
    assert {walk[str(each.pk)] for each in (*out, related, away)} == {"excluded"}
    assert len(walk) == 12
    assert {each["name"] for each in draw.excluded} == {each.name for each in (*out, related)}


def test_quotas_by_field_and_region_are_kept(world: World) -> None:
    building.pool(world)
    other = building.sector("L02", "氢能")
    south = [building.expert(world, 70 + n, region=world.units["other_host"].region) for n in range(3)]
    for each in south[:2]:
        each.fields.set([other])
    seats = [
        {"label": "氢能", "fields": ["L02"], "regions": []},
        {"label": "广东省", "fields": [], "regions": [world.units["other_host"].region.code]},
    ]
    made = building.panel(world, building.in_review(world), seats=seats)
    building.drawn(world, made)
    first, second, *_ = building.members(made)
    assert first.expert in south[:2]
    assert second.expert in south


@pytest.mark.django_db(transaction=True)
def test_eight_reveal_last_and_there_is_one_draw(world: World, race: Any) -> None:
    building.pool(world)
    made = building.panel(world, building.in_review(world))
    draw, slips = building.bound(world, made)
    drawing_desk.reveal(draw, slips["officer"].number, slips["officer"].random, world.seats["sac_officer"])
    draws = [Draw.objects.select_related("panel").get() for _ in range(8)]
    slip, seat = slips["witness"], world.seats["sac_approver"]
    results = race(*[lambda row=row: drawing_desk.reveal(row, slip.number, slip.random, seat) for row in draws])
    assert sum(isinstance(each, Draw) for each in results) == 1
    assert {str(each) for each in results if isinstance(each, NotComposed)} == {"您的数字已经公布。"}
    assert Member.objects.count() == 5


def replayed(what: Any) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("replay_draw", str(what), stdout=out, stderr=err)
    except SystemExit as stop:
        return int(stop.code or 0), err.getvalue()
    return 0, out.getvalue()


@pytest.mark.rule("B14")
def test_replays_by_panel_by_draw_and_by_file(world: World, made: Panel, sac: Client, tmp_path: Path) -> None:
    draw = building.drawn(world, made)
    for what in (made.pk, draw.pk):
        code, words = replayed(what)
        assert (code, "复核一致" in words) == (0, True)
    for query in ("", "?for=outsiders"):
        content = sac.get(f"/reviews/draws/{draw.pk}/export/{query}").content
        (file := tmp_path / "draw.json").write_bytes(content)
        code, words = replayed(file)
        assert (code, "复核一致" in words) == (0, True)
        assert ("专家" in content.decode()) is False
    with pytest.raises(CommandError, match="没有找到"):
        replayed("999999")


def test_replaying_names_the_first_unequal_step(world: World, made: Panel, tmp_path: Path) -> None:
    draw = building.drawn(world, made)
    changed = json.loads(exporting.as_file(draw))
    changed["pool"][0]["facts"]["unit"] = "另一单位"
    (file := tmp_path / "draw.json").write_text(
        json.dumps(changed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    )
    assert replayed(file)[0] == 1
    assert "备选名单第 1 行" in replayed(file)[1]


def test_replaying_looks_at_the_members_too(world: World, made: Panel) -> None:
    draw = building.drawn(world, made)
    seated = {each.expert_id for each in building.members(made)}
    member, spare = building.members(made)[1], _spare(draw, seated)
    Member.objects.filter(pk=member.pk).update(expert=spare)
    code, words = replayed(draw.pk)
    assert (code, "席位 2" in words) == (1, True)


def _spare(draw: Draw, seated: set[Any]) -> Any:
    return next(row["id"] for row in draw.result["walk"] if row["outcome"] == "not_reached" and row["id"] not in seated)


def test_the_page_leads_through_commit_and_reveal(world: World, made: Panel, sac: Client) -> None:
    """Both at their own pages, without script; the slip is shown once, the nonce only after the draw."""
    witness = client_of(world.seats["sac_approver"])
    page = sac.get(sac.post(f"/reviews/panels/{made.pk}/freeze/").headers["Location"])
    draw = Draw.objects.get()
    assert draw.nonce not in text_of(page)
    assert sac.post(f"/reviews/draws/{draw.pk}/commit/", {"side": "officer", "number": "12345"}).status_code == 422
    slips = {}
    for client, side, number in ((sac, "officer", "123456"), (witness, "witness", "654321")):
        answer = client.post(f"/reviews/draws/{draw.pk}/commit/", {"side": side, "number": number})
        slips[side] = (number, answer.context["slip"].random)
        assert "no-store" in answer.headers["Cache-Control"]
    assert slips["officer"][1] not in text_of(sac.get(f"/reviews/draws/{draw.pk}/"))
    for client, side in ((witness, "witness"), (sac, "officer")):
        number, random = slips[side]
        client.post(f"/reviews/draws/{draw.pk}/reveal/", {"number": number, "random": random})
    shown = text_of(sac.get(f"/reviews/draws/{draw.pk}/"))
    draw.refresh_from_db()
    assert draw.nonce in shown
    assert draw.seed in shown
    assert "复核一致" in shown
    assert "候补 3" in shown


def test_a_wrong_reveal_on_the_page_says_what_happened(world: World, made: Panel, sac: Client) -> None:
    draw, _ = building.bound(world, made)
    answer = sac.post(f"/reviews/draws/{draw.pk}/reveal/", {"number": "111111", "random": "0" * 32}, follow=True)
    assert "这次抽取作废" in text_of(answer)
    draw.refresh_from_db()
    assert draw.voided_at is not None


def test_draws_are_sacs_alone(world: World, made: Panel) -> None:
    draw = building.drawn(world, made)
    for role in ("preparer", "expert", "organiser_officer", "recommender_officer", "audit_admin"):
        client = client_of(world.seats[role])
        assert client.get(f"/reviews/draws/{draw.pk}/").status_code == 404
        assert client.get(f"/reviews/draws/{draw.pk}/export/").status_code == 404
        assert client.post(f"/reviews/draws/{draw.pk}/commit/", {"side": "witness"}).status_code == 404

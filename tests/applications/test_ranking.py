"""Candidates side by side and in order: their recommender's own working paper."""

from typing import Any

import pytest
from django.test import Client

from applications.models import Application, Ranking
from organisations.models import Role, Sector
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.arriving import arrive, take
from tests.ground import shared

pytestmark = pytest.mark.rule("B12")

COMPARE = "/applications/compare/"


@shared
def cases(world: World) -> list[Application]:
    return [arrive(world.draft(inner_name=name), "recommender_review") for name in ("甲", "乙", "丙")]


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["recommender_officer"])


def rank(client: Client, cases: list[Application], places: list[str], base: str | None = None, **more: str) -> Any:
    form = client.get(COMPARE).context["form"]
    data = {"base": form["base"].value() if base is None else base}
    data |= {f"place_{case.pk.hex}": place for case, place in zip(cases, places, strict=True)}
    return client.post(COMPARE, data | more)


def order() -> list[tuple[str, int]]:
    return list(Ranking.objects.order_by("place").values_list("application__inner_name", "place"))


@pytest.mark.parametrize("name", ["organiser_officer", "sac_officer", "submitter", "sac_approver"])
def test_nobody_but_a_recommender_compares(world: World, cases: list[Application], name: str) -> None:
    client = client_of(world.seats[name])
    assert (client.get(COMPARE).status_code, client.post(COMPARE, {}).status_code) == (404, 404)


def test_one_sees_ones_own_candidates_only(world: World, cases: list[Application], officer: Client) -> None:
    arrive(world.other_draft(), "recommender_review")
    arrive(world.draft(inner_name="未到"), "organiser_review")
    assert [case.inner_name for case in officer.get(COMPARE).context["found"]] == ["甲", "乙", "丙"]


def test_somebody_elses_case_is_neither_shown_nor_ranked(
    world: World, cases: list[Application], officer: Client
) -> None:
    theirs = arrive(world.other_draft(), "recommender_review")
    page = officer.get(f"{COMPARE}?case={theirs.pk}")
    assert theirs.inner_name not in [each.application.inner_name for each in page.context["candidates"]]
    rank(officer, cases, ["1", "2", ""], **{f"place_{theirs.pk.hex}": "3"})
    assert not Ranking.objects.filter(application=theirs).exists()


@pytest.mark.parametrize(
    ("places", "sentence"),
    [
        (["1", "1", ""], "第 1 位已给了“甲”，请改用另一个排序。"),
        (["0", "", ""], "排序从 1 开始。"),
        (["一", "", ""], "排序请填写整数，如 1。"),
        (["100", "", ""], "排序不超过 99。"),
    ],
)
def test_an_order_at_fault_is_told_at_its_field(
    officer: Client, cases: list[Application], places: list[str], sentence: str
) -> None:
    answer = rank(officer, cases, places, **{f"reason_{cases[2].pk.hex}": ""})
    assert (answer.status_code, sentence in text_of(answer), order()) == (422, True, [])


def test_a_reason_without_a_place_is_not_lost(officer: Client, cases: list[Application]) -> None:
    answer = rank(officer, cases, ["", "", ""], **{f"reason_{cases[0].pk.hex}": "基础最好"})
    page = text_of(answer)
    assert (answer.status_code, "还没有写排序" in page, "基础最好" in page) == (422, True, True)


def test_the_order_is_kept_shown_and_changed(world: World, officer: Client, cases: list[Application]) -> None:
    reason = {f"reason_{cases[2].pk.hex}": "指标最实。"}
    assert rank(officer, cases, ["2", "", "1"], **reason).status_code == 302
    assert order() == [("丙", 1), ("甲", 2)]
    assert Ranking.objects.get(place=1).reason == "指标最实。"
    assert [case.inner_name for case in officer.get(COMPARE).context["found"]] == ["丙", "甲", "乙"]
    assert "本单位排第 2 位" in text_of(officer.get("/applications/"))
    rank(officer, cases, ["1", "2", ""])
    assert order() == [("甲", 1), ("乙", 2)]


def test_the_order_is_the_recommenders_alone(world: World, officer: Client, cases: list[Application]) -> None:
    rank(officer, cases, ["1", "2", "3"])
    for name in ("organiser_officer", "sac_officer", "submitter"):
        client = client_of(world.seats[name])
        pages = [client.get(url) for url in (cases[0].get_absolute_url(), f"/applications/{cases[0].pk}/sheet/")]
        assert [("排第" in text_of(page), page.status_code) for page in pages] == [(False, 200)] * 2


def test_a_colleagues_newer_order_is_not_overwritten_unseen(
    world: World, officer: Client, cases: list[Application]
) -> None:
    colleague = client_of(world.seat("colleague", "recommender", Role.RECOMMENDER_OFFICER))
    old = officer.get(COMPARE).context["form"]["base"].value()
    rank(colleague, cases, ["1", "2", "3"])
    answer = rank(officer, cases, ["3", "2", "1"], base=old)
    page = text_of(answer)
    assert (answer.status_code, "同事改过排序" in page, order()[0]) == (409, True, ("甲", 1))
    assert rank(officer, cases, ["3", "2", "1"], base=answer.context["form"]["base"].value()).status_code == 302
    assert order()[0] == ("丙", 1)


def test_the_same_order_sent_twice_is_no_conflict(officer: Client, cases: list[Application]) -> None:
    old = officer.get(COMPARE).context["form"]["base"].value()
    assert [rank(officer, cases, ["1", "2", "3"], base=old).status_code for _ in range(2)] == [302, 302]


# Side by side


def test_the_columns_are_of_the_frozen_version(world: World, officer: Client, cases: list[Application]) -> None:
    case = cases[0]
    case.tasks.update(title="后来改的任务")
    row = next(row for row in officer.get(COMPARE).context["compared"] if row.label == "重点任务")
    assert (row.cells[0].text, row.cells[0].items, row.alike) == ("1 条", ("研制标准",), True)


def test_what_differs_is_said_in_a_word(world: World, officer: Client) -> None:
    one, other = (world.draft(inner_name=name, filled=True) for name in ("甲", "乙"))
    other.tasks.create(position=2, title="培训", content="十次。")
    for case in (one, other):
        arrive(case, "recommender_review")
    answer = officer.get(COMPARE)
    rows = {row.label: (row.differs, row.alike) for row in answer.context["compared"]}
    assert (rows["重点任务"], rows["考核指标"], rows["申报单位"]) == ((True, False), (False, True), (False, False))
    assert "有差别" in text_of(answer)


def test_a_finding_stands_beside_the_applicants_claim(world: World, officer: Client) -> None:
    for name, finding in (("甲", "met"), ("乙", "unmet")):
        case = arrive(world.draft(inner_name=name), "organiser_review")
        take(case, "endorse_plan", finding_m3=finding, reason_m3="另有所长。" if finding == "unmet" else "")
    rows = officer.get(COMPARE).context["compared"]
    row = next(row for row in rows if row.label.startswith("条件 3："))
    assert [cell.items for cell in row.cells] == [
        ("申报单位：满足", "组织单位：符合"), ("申报单位：满足", "组织单位：不符合", "理由：另有所长。"),
    ]  # fmt: skip
    totals = next(row for row in rows if row.label == "申报条件合计")
    assert [cell.text for cell in totals.cells] == [
        "组织单位认为符合 10 条，不符合 0 条", "组织单位认为符合 9 条，不符合 1 条",
    ]  # fmt: skip


def test_at_most_four_stand_side_by_side_and_one_says_which(world: World, officer: Client) -> None:
    cases = [arrive(world.draft(inner_name=name), "recommender_review") for name in "一二三四五"]
    shown = officer.get(COMPARE).context["candidates"]
    assert [each.application.inner_name for each in shown] == list("一二三四")
    asked = "&".join(f"case={case.pk}" for case in (cases[4], cases[1]))
    shown = officer.get(f"{COMPARE}?{asked}").context["candidates"]
    assert [each.application.inner_name for each in shown] == ["二", "五"]


@pytest.mark.parametrize("asked", ["?call=x&kind=y", "?call=&kind=regional", "?case=x&case=", "?kind=sector"])
def test_an_address_that_says_nothing_shows_the_first_group(
    officer: Client, cases: list[Application], asked: str
) -> None:
    assert len(officer.get(f"{COMPARE}{asked}").context["candidates"]) == 3


def test_with_nothing_to_compare_the_page_says_what_will_come(officer: Client, world: World) -> None:
    assert "还没有可以比较的方案" in text_of(officer.get(COMPARE))


@pytest.mark.rule("Z42")
def test_candidates_in_sectors_that_may_be_similar_are_flagged(world: World, officer: Client) -> None:
    near = Sector.objects.create(code="C39", name="电气仪表制造")
    for name, sector in (("甲", world.sector), ("乙", near)):
        arrive(world.draft(inner_name=name, kind="sector", sector=sector), "recommender_review")
    assert "可能属于相近领域" in text_of(officer.get(COMPARE))


@pytest.mark.rule("B06")
def test_the_queue_leads_there_for_a_recommender_alone(world: World, officer: Client, cases: list[Application]) -> None:
    rank(officer, cases, ["1", "", ""])
    page = text_of(officer.get("/applications/"))
    assert (COMPARE in page, "本单位排第 1 位" in page) == (True, True)
    page = text_of(client_of(world.seats["organiser_officer"]).get("/applications/?state="))
    assert (COMPARE in page, "本单位排第" in page) == (False, False)

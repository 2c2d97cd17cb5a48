"""The conclusion: the chair's, of the edition alone, signed as it stands; any change asks again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from procedure import clock
from procedure.models import Notification
from procedure.perform import perform
from reviews import concluding, forms, plans, sheets
from reviews.models import Absence, Conclusion, Signature
from reviews.spread import compared, labels
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.ground import shared
from tests.reviews.panels import FULL, AtWork, at_work, write

pytestmark = pytest.mark.rule("B14")
THREE = ["通过", "修改完善后通过", "未通过"]


@shared
def met(work: AtWork) -> AtWork:
    return work.meet()


def posted(result: str, *points: tuple[str, str], base: str = "", text: str = "专家组认为可行。") -> dict[str, str]:
    fields = {"result": result, "text": text, "base": base, "points-TOTAL_FORMS": str(len(points)),
              "points-INITIAL_FORMS": "0"}  # fmt: skip
    for number, (section, words) in enumerate(points):
        fields |= {f"points-{number}-section": section, f"points-{number}-text": words}
    return fields


def page(work: AtWork, name: str) -> str:
    return f"/reviews/cases/{work.case.pk}/{name}/"


# What may be concluded


def test_the_conclusions_are_those_of_the_edition(met: AtWork) -> None:
    assert met.case.conclusions == THREE
    form = forms.ConclusionForm(conclusions=met.case.conclusions, kind=met.case.of_kind)
    assert [each for each, _ in form.fields["result"].choices] == THREE  # type: ignore[attr-defined]


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.sampled_from([*THREE, "原则通过", "暂缓", "", "通过 "]), st.text(max_size=12)), st.booleans())
def test_no_other_conclusion_passes_the_form(result: str, guide: bool) -> None:
    allowed = ["通过", "未通过"] if guide else THREE
    form = forms.ConclusionForm({"result": result, "text": "意见。"}, conclusions=allowed, kind=plans.APPLICATION)
    assert form.is_valid() is (result in allowed)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(result=st.sampled_from([*THREE, "原则通过", "", "不通过"]), state=st.sampled_from(["reviewing", "meeting"]))
def test_only_a_conclusion_of_the_edition_and_only_after_the_round(
    two_states: dict[str, AtWork], result: str, state: str
) -> None:
    work = two_states[state]
    Conclusion.objects.filter(case=work.case).delete()

    def write_it() -> Conclusion:
        return concluding.write(work.fresh(), result=result, text="意见。", points=[], base="", seat=work.seats[0])

    if state == "meeting" and result in THREE:
        assert write_it().result == result
    else:
        with pytest.raises(sheets.NotWritable):
            write_it()
        assert not Conclusion.objects.filter(case=work.case).exists()


@shared
def two_states(world: World) -> dict[str, AtWork]:
    """One panel whose round runs, and one that meets."""
    return {"reviewing": at_work(world), "meeting": at_work(world, others=True).meet()}


def test_the_form_has_three_empty_lines_after_what_is_there(met: AtWork) -> None:
    chair = client_of(met.seats[0])
    assert text_of(chair.get(page(met, "conclusion"))).count('name="points-') == 4 + 2 * 3
    chair.post(page(met, "conclusion"), posted("修改完善后通过", ("goals", "请细化目标。")))
    assert text_of(chair.get(page(met, "conclusion"))).count('name="points-') == 4 + 2 * 4


def test_the_chair_alone_writes(met: AtWork, world: World) -> None:
    for seat in (met.seats[1], world.seats["sac_officer"], world.seats["sac_approver"], world.seats["submitter"]):
        assert client_of(seat).get(page(met, "conclusion")).status_code == 404
        assert client_of(seat).post(page(met, "conclusion"), posted("通过")).status_code == 404
    assert client_of(met.seats[0]).post(page(met, "conclusion"), posted("通过")).status_code == 302
    assert Conclusion.objects.get().written_by == met.members[0]


def test_before_the_round_closes_there_is_no_conclusion(work: AtWork) -> None:
    assert client_of(work.seats[0]).post(page(work, "conclusion"), posted("通过")).status_code == 404


# Points


def test_revise_asks_for_points_bound_to_a_section(met: AtWork) -> None:
    chair = client_of(met.seats[0])
    none = chair.post(page(met, "conclusion"), posted("修改完善后通过", ("", "")))
    assert none.status_code == 422
    assert "请至少写一条修改意见" in text_of(none)
    loose = chair.post(page(met, "conclusion"), posted("修改完善后通过", ("", "请细化目标。")))
    assert loose.status_code == 422
    assert "请选择这一条针对申报方案的哪一部分" in text_of(loose)
    assert "请细化目标" in text_of(loose)
    unknown = chair.post(page(met, "conclusion"), posted("修改完善后通过", ("no-such", "请细化目标。")))
    assert unknown.status_code == 422
    points = [("goals", "请细化目标。"), ("", ""), ("funding", "请落实经费。")]
    assert chair.post(page(met, "conclusion"), posted("修改完善后通过", *points)).status_code == 302
    assert Conclusion.objects.get().points == [
        {"section": "goals", "text": "请细化目标。"},
        {"section": "funding", "text": "请落实经费。"},
    ]


def test_more_lines_lose_nothing_that_was_typed(met: AtWork) -> None:
    chair = client_of(met.seats[0])
    more = chair.post(page(met, "conclusion"), posted("", ("", "写到一半")) | {"more": "1"})
    assert more.status_code == 200
    assert "写到一半" in text_of(more)
    assert "专家组认为可行" in text_of(more)
    assert 'name="points-3-text"' in text_of(more)
    assert "errorlist" not in text_of(more)
    assert not Conclusion.objects.exists()


def test_another_windows_conclusion_is_not_written_over(met: AtWork) -> None:
    chair = client_of(met.seats[0])
    chair.post(page(met, "conclusion"), posted("通过"))
    late = chair.post(page(met, "conclusion"), posted("未通过", text="另一窗口的结论。"))
    assert late.status_code == 422
    assert "结论又有保存" in text_of(late)
    assert "另一窗口的结论" in text_of(late)
    assert Conclusion.objects.get().result == "通过"


# Signing


def test_members_sign_what_they_saw(met: AtWork) -> None:
    conclusion = met.written()
    shown = concluding.digest_of(met.fresh(), conclusion)
    assert len(concluding.unsigned(met.fresh())) == 5
    client = client_of(met.seats[1])
    assert client.post(page(met, "sign"), {"shown": shown, "word": "dissent", "dissent": ""}).status_code == 422
    dissent = {"shown": shown, "word": "dissent", "dissent": "经费没有落实。"}
    assert client.post(page(met, "sign"), dissent).status_code == 302
    agree = {"shown": shown, "word": "agree"}
    assert client_of(met.seats[2]).post(page(met, "sign"), agree).status_code == 302
    assert client_of(met.seats[2]).post(page(met, "sign"), agree).status_code == 302
    assert [(row.agrees, row.dissent) for row in Signature.objects.order_by("pk")] == [
        (False, "经费没有落实。"),
        (True, ""),
    ]
    waiting = {met.members[number].expert.name for number in (0, 3, 4)}
    assert set(concluding.unsigned(met.fresh())) == waiting


def test_nobody_signs_for_a_member(met: AtWork, world: World) -> None:
    met.written()
    for name in ("sac_officer", "sac_approver", "submitter", "expert"):
        assert client_of(world.seats[name]).post(page(met, "sign"), {"word": "agree"}).status_code == 404
        with pytest.raises(sheets.NotWritable):
            concluding.sign(met.fresh(), shown="x", agrees=True, dissent="", seat=world.seats[name])
    assert not Signature.objects.exists()


def change_text(work: AtWork) -> None:
    found = Conclusion.objects.get()
    concluding.write(
        work.fresh(), result=found.result, text="改过的意见。", points=[], base=concluding.wording(found),
        seat=work.seats[0],
    )  # fmt: skip


def change_result(work: AtWork) -> None:
    found = Conclusion.objects.get()
    concluding.write(
        work.fresh(), result="未通过", text=found.text, points=[], base=concluding.wording(found), seat=work.seats[0]
    )


def change_points(work: AtWork) -> None:
    found = Conclusion.objects.get()
    points = [{"section": "goals", "text": "细化。"}]
    concluding.write(
        work.fresh(), result=found.result, text=found.text, points=points, base=concluding.wording(found),
        seat=work.seats[0],
    )  # fmt: skip


def change_back_and_forth(work: AtWork) -> None:
    before = Conclusion.objects.get()
    change_text(work)
    with clock.at(clock.now() + timedelta(minutes=1)):
        concluding.write(
            work.fresh(), result=before.result, text=before.text, points=before.points,
            base=concluding.wording(Conclusion.objects.get()), seat=work.seats[0],
        )  # fmt: skip


def change_an_opinion(work: AtWork) -> None:
    write(work, 3, FULL | {"overall": "改了看法。"}, reason="听取答辩。")


@pytest.mark.parametrize(
    "change", [change_text, change_result, change_points, change_back_and_forth, change_an_opinion]
)
def test_any_change_voids_the_signatures_and_asks_again(met: AtWork, change: Callable[[AtWork], None]) -> None:
    met.conclude()
    assert concluding.unsigned(met.fresh()) == []
    before = concluding.digest_of(met.fresh(), Conclusion.objects.get())
    change(met)
    after = Conclusion.objects.get()
    assert after.digest == concluding.digest_of(met.fresh(), after) != before
    assert len(concluding.unsigned(met.fresh())) == 5
    asked = Notification.objects.filter(title__contains="请重新签名").values_list("person_id", flat=True)
    assert set(asked) == {seat.person_id for seat in met.seats}
    with pytest.raises(concluding.StaleError):
        concluding.sign(met.fresh(), shown=before, agrees=True, dissent="", seat=met.seats[1])
    assert Signature.objects.count() == 5


def test_saving_the_same_again_asks_nobody(met: AtWork) -> None:
    met.conclude()
    found = Conclusion.objects.get()
    concluding.write(
        met.fresh(), result=found.result, text=found.text, points=found.points, base=concluding.wording(found),
        seat=met.seats[0],
    )  # fmt: skip
    assert concluding.unsigned(met.fresh()) == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_equal_contents_alone_have_equal_digests(data: Any) -> None:
    kinds = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=6,
    )
    one, two = data.draw(kinds), data.draw(kinds)
    assert (sheets.digest(one) == sheets.digest(two)) is (repr_of(one) == repr_of(two))


def repr_of(value: Any) -> str:
    """A value with the order of keys taken out."""
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{key!r}:{repr_of(each)}" for key, each in value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(repr_of(each) for each in value) + "]"
    return repr(value)


# Absence


def test_one_absentee_does_not_stop_the_meeting(met: AtWork, world: World) -> None:
    met.written()
    officer = client_of(world.seats["sac_officer"])
    for number in (3, 4):
        address = f"/reviews/members/{met.members[number].pk}/absent/"
        assert officer.post(address, {"reason": ""}).status_code == 422
        assert officer.post(address, {"reason": "出差。"}).status_code == 302
    refused = officer.post(f"/reviews/members/{met.members[2].pk}/absent/", {"reason": "生病。"})
    assert refused.status_code == 422
    assert "到会的须过半数" in text_of(refused)
    chair = officer.post(f"/reviews/members/{met.members[0].pk}/absent/", {"reason": "生病。"})
    assert "组长不能缺席" in text_of(chair)
    assert Absence.objects.count() == 2
    assert set(concluding.unsigned(met.fresh())) == {met.members[number].expert.name for number in (0, 1, 2)}


@pytest.mark.parametrize("name", ["sac_approver", "submitter", "expert"])
def test_only_the_officer_records_an_absence(met: AtWork, world: World, name: str) -> None:
    address = f"/reviews/members/{met.members[3].pk}/absent/"
    assert client_of(world.seats[name]).post(address, {"reason": "x"}).status_code == 404
    assert client_of(met.seats[0]).post(address, {"reason": "x"}).status_code == 404
    assert not Absence.objects.exists()


def test_an_absent_member_may_still_sign(met: AtWork, world: World) -> None:
    conclusion = met.written()
    concluding.record_absence(met.members[4], "出差。", world.seats["sac_officer"])
    shown = concluding.digest_of(met.fresh(), conclusion)
    concluding.sign(met.fresh(), shown=shown, agrees=True, dissent="", seat=met.seats[4])
    assert met.members[4].pk in concluding.valid_signatures(met.fresh(), conclusion)


# The meeting


def test_the_widest_spread_comes_first(work: AtWork, world: World) -> None:
    for number, score in enumerate((20, 95, 60, 70, 80)):
        content = FULL | {"guarantees": {"opinion": "意见", "score": score, "unfamiliar": False}}
        if number == 4:
            content |= {"goals": {"opinion": "", "score": None, "unfamiliar": True}}
        write(work, number, content)
    perform(work.panel, "close_round", seat=world.seats["sac_officer"], data={"note": ""})
    rows = compared(work.fresh(), work.seats[1])
    assert [row.aspect.key for row in rows] == ["guarantees", "necessity", "feasibility", "goals"]
    widest, goals = rows[0], rows[-1]
    assert (widest.lowest, widest.middle, widest.highest, widest.width) == (20, 70, 95, 75)
    assert (goals.unfamiliar, len(goals.scores)) == (1, 4)
    assert list(labels(work.fresh(), work.seats[1]).values()) == ["专家A", "专家B", "专家C", "专家D", "专家E"]
    assert list(labels(work.fresh(), world.seats["sac_officer"]).values()) == [
        each.expert.name for each in work.members
    ]
    assert compared(work.fresh(), world.seats["submitter"]) == []

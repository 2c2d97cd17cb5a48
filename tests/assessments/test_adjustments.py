"""调整: nothing without experts, nothing alone, and nothing that ends a base."""

from datetime import timedelta
from typing import Any

import pytest

from assessments.adjusting import NotDraft, draft, record_assessment
from assessments.forms import AdjustmentForm, ExpertAssessmentForm
from assessments.models import Adjustment
from assessments.queries.adjustments import assessments_visible_to, visible_to
from bases.models import Base, Decision
from organisations.models import Role, Sector
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import Record
from procedure.perform import Refused, perform
from procedure.proposals import propose, sign
from procedure.steps import TIMER
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.assessments.changes import pdf, scanned
from tests.bases.built import building, recorded
from tests.deciding import desk
from tests.routes.stage import body

pytestmark = pytest.mark.rule("B34")

DATA = {"number": "国标委综合函〔2026〕7号", "dated": "2026-06-15"}
EXPERTS = {"experts": "张明 装备研究院\n李华 能源大学", "opinion": "同意调整。"}


@pytest.fixture
def base(world: World) -> Base:
    return building(world, approved="2024-03-05")


def drafted(base: Base, about: str = "sector", **typed: str) -> Adjustment:
    wanted = typed or {"sector": str(Sector.objects.get().pk)}
    form = AdjustmentForm({"reason": "总体布局需要。"} | wanted, base=base, about=about)
    assert form.is_valid(), form.errors
    return draft(base, form.cleaned_data["facts"], seat=desk().officer, key=None)


def assessed(adjustment: Adjustment) -> Adjustment:
    record_assessment(adjustment, facts(), seat=desk().officer)
    return adjustment


def facts(**changes: Any) -> dict[str, Any]:
    return EXPERTS | {"on_day": clock.today(), "file": scanned("专家意见.pdf")} | changes


# Refused


def test_without_experts_nothing_is_adjusted(base: Base) -> None:
    adjustment = drafted(base)
    with pytest.raises(Refused, match="须在组织专家评估的基础上进行"):
        propose(adjustment, "adjust", seat=desk().officer, data=DATA)
    base.refresh_from_db()
    assert base.sector is None


@pytest.mark.parametrize("missing", ["experts", "on_day", "opinion", "file"])
def test_who_when_and_the_signed_opinion_belong_to_it(base: Base, missing: str) -> None:
    typed = EXPERTS | {"on_day": clock.today().isoformat()} | {missing: ""}
    form = ExpertAssessmentForm(typed, {} if missing == "file" else {"file": pdf()})
    assert list(form.errors) == [missing]
    later = ExpertAssessmentForm(EXPERTS | {"on_day": str(clock.today() + timedelta(days=1))}, {"file": pdf()})
    assert later.errors["on_day"] == [f"评估日期不能晚于今天（{clock.today()}）。"]


@pytest.mark.rule("B05")
def test_nobody_adjusts_alone(world: World, base: Base) -> None:
    adjustment = assessed(drafted(base))
    with pytest.raises(Refused, match="不能一人直接办理"):
        perform(adjustment, "adjust", seat=desk().officer, data=DATA)
    waiting = propose(adjustment, "adjust", seat=desk().officer, data=DATA)
    both = world.seat("both", "sac", Role.SAC_APPROVER, person=desk().officer.person)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(waiting, seat=both)
    assert not Decision.objects.exists()


def test_only_an_officer_of_sac_drafts_one_and_the_base_moves_by_it_alone(world: World, base: Base) -> None:
    address = f"/assessments/bases/{base.pk}/adjustments/new/?about=sector"
    for name, seat in world.seats.items():
        wanted = name == "sac_officer"
        assert (name, client_of(seat).get(address).status_code) == (name, 200 if wanted else 404)
        if not wanted:
            with pytest.raises(NotPermitted):
                draft(base, {"reason": "。", "values": {"what": "乙", "now": "甲"}}, seat=seat, key=None)
    for seat in (*world.seats.values(), TIMER):
        with pytest.raises(NotPermitted):
            perform(base, "adjust_base", seat=seat)


@pytest.mark.parametrize("state", ["terminated", "revoked"])
def test_what_has_ended_is_not_adjusted(world: World, state: str) -> None:
    base = recorded(world)
    perform(base, f"record_{state}", seat=desk().officer)
    with pytest.raises(Refused, match=r"该创新基地已(终止|撤销)，有关事项不再办理"):
        drafted(base)


def test_what_it_was_drafted_for_must_still_be_so(world: World, base: Base) -> None:
    adjustment = assessed(drafted(base))
    base.sector = world.sector
    base.save()
    with pytest.raises(Refused, match="请重新拟定"):
        propose(adjustment, "adjust", seat=desk().officer, data=DATA)


def test_once_decided_no_expert_is_added(base: Base) -> None:
    adjustment = assessed(drafted(base))
    desk().decide(adjustment, "adjust", **DATA)
    with pytest.raises(NotDraft, match="专家评估不能再记录"):
        record_assessment(adjustment, facts(), seat=desk().officer)


def test_what_stays_as_it_is_is_no_adjustment(base: Base) -> None:
    form = AdjustmentForm({"reason": "。", "kind": base.kind}, base=base, about="kind")
    assert form.errors["kind"] == ["与现在的相同，没有调整。"]


# Done


@pytest.mark.parametrize(
    ("about", "typed", "before", "after"),
    [
        ("kind", {"kind": "international"}, "类型：区域（综合）", "类型：国际"),
        ("other", {"now": "每年一次", "what": "每半年一次"}, "每年一次", "每半年一次"),
    ],
)
def test_experts_two_persons_and_a_document_adjust_a_base(
    base: Base, about: str, typed: dict[str, str], before: str, after: str
) -> None:
    adjustment = assessed(drafted(base, about, **typed))
    assert (adjustment.before, adjustment.after) == (before, after)
    desk().decide(adjustment, "adjust", **DATA)
    base.refresh_from_db()
    adjustment.refresh_from_db()
    assert base.kind == typed.get("kind", "regional")
    assert (adjustment.state, base.state, adjustment.decision.kind) == ("adjusted", "building", "adjustment")
    record = Record.objects.get(subject_id=base.pk, step="adjust_base")
    assert (record.article, record.source, record.target) == ("办法34", "building", "building")
    assert "专家评估" in str(adjustment.decision.content)


def test_the_sector_becomes_another(world: World, base: Base) -> None:
    desk().decide(assessed(drafted(base)), "adjust", **DATA)
    base.refresh_from_db()
    assert base.sector == world.sector


def test_dropped_it_says_why(base: Base) -> None:
    adjustment = drafted(base)
    perform(adjustment, "drop_adjustment", seat=desk().officer, data={"note": "另行研究。"})
    assert Record.objects.get(subject_id=adjustment.pk, step="drop_adjustment").note == "另行研究。"


# Seen


def test_sac_alone_reads_it_before_it_is_decided_and_the_experts_ever(world: World, base: Base) -> None:
    adjustment = assessed(drafted(base))
    sac = {"sac_officer", "sac_approver"}
    file = adjustment.assessments.get()
    concerned = {"preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer"}
    for decided, knows in ((False, sac), (True, sac | concerned)):
        for name, seat in world.seats.items():
            assert (name, visible_to(seat).exists()) == (name, name in knows)
            assert (name, assessments_visible_to(seat).exists()) == (name, name in sac)
            page = client_of(seat).get(f"{adjustment.get_absolute_url()}?tab=experts")
            assert (name, page.status_code) == (name, 200 if name in knows else 404)
            assert (name, "张明" in text_of(page)) == (name, name in sac)
            answer = client_of(seat).get(f"/assessments/adjustments/files/{file.pk}/")
            assert (name, answer.status_code, bool(body(answer))) == (name, 200 if name in sac else 404, True)
        if not decided:
            desk().decide(adjustment, "adjust", **DATA)


def test_an_officer_drafts_and_records_in_two_pages(world: World, base: Base) -> None:
    client = client_of(world.seats["sac_officer"])
    address = f"/assessments/bases/{base.pk}/adjustments/new/?about=kind"
    assert client.post(address, {"reason": "", "kind": "sector"}).status_code == 422
    made = client.post(address, {"reason": "总体布局需要。", "kind": "sector"})
    adjustment = Adjustment.objects.get()
    assert made["Location"] == f"{adjustment.get_absolute_url()}?tab=experts"
    sent = EXPERTS | {"on_day": clock.today().isoformat(), "file": pdf("专家意见.pdf")}
    answer = client.post(f"/assessments/adjustments/{adjustment.pk}/experts/new/", sent)
    assert answer.status_code == 302
    assert "张明" in text_of(client.get(answer["Location"]))

"""定期评估: three steps in order, three results with their effects, a year of 整改 and a second time (办法32, 33)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from assessments.evaluating import NotNow, ask_early, cites, record_finding
from assessments.models import Evaluation, EvaluationCopy
from assessments.queries.evaluations import files_visible_to, visible_to
from bases.models import Base, Decision
from organisations.models import Role
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import DueDate, Record
from procedure.perform import Refused, perform
from procedure.proposals import propose, sign
from procedure.sweep import sweep
from reviews.models import Expert
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.assessments import evaluated as make
from tests.bases.built import building
from tests.deciding import desk, pool
from workbench.demo.deciding.reviewing import new_panel

pytestmark = pytest.mark.rule("B32", "B33")

NOON = datetime(2026, 6, 15, 12, tzinfo=clock.BEIJING)
A_YEAR_ON = datetime(2027, 6, 16, tzinfo=clock.BEIJING)


@pytest.fixture
def base(world: World) -> Base:
    return make.operating(world)


def dues(base: Base, kind: str) -> list[date]:
    """The last days of the base's open dates of a kind."""
    rows = DueDate.objects.filter(subject_id=base.pk, kind=kind, closed_at=None)
    return [(row.due_at - timedelta(microseconds=1)).astimezone(clock.BEIJING).date() for row in rows]


# Refused


def test_only_an_officer_of_sac_begins_one(world: World, base: Base) -> None:
    address = f"/assessments/bases/{base.pk}/evaluations/new/"
    for name, seat in world.seats.items():
        wanted = name == "sac_officer"
        assert (name, client_of(seat).get(address).status_code) == (name, 200 if wanted else 404)
        if not wanted:
            with pytest.raises(NotPermitted):
                make.begin(base, clock.today() + timedelta(days=9), is_again=False, seat=seat, key=None)
    assert not Evaluation.objects.exists()


def test_what_is_not_in_operation_is_not_evaluated(world: World) -> None:
    with pytest.raises(Refused, match="“运行中”的才进行定期评估"):
        make.begun(world, building(world, approved="2024-03-05"))


def test_the_second_one_is_of_a_base_in_remediation_alone(world: World, base: Base) -> None:
    with pytest.raises(Refused, match="“评估整改”的才进行再次评估"):
        make.begun(world, base, is_again=True)


def test_one_evaluation_at_a_time(world: World, base: Base) -> None:
    make.begun(world, base)
    with pytest.raises(Refused, match="已有一次评估在进行"):
        make.begun(world, base)


@pytest.mark.parametrize(
    ("make_row", "forward"),
    [
        (make.begun, ["finish_material", "finish_on_site"]),
        (make.filed, ["finish_on_site", "file_material"]),
        (make.on_site, ["finish_material", "file_material"]),
        (make.overall, ["finish_material", "finish_on_site", "file_material"]),
    ],
)
def test_no_step_is_taken_before_or_after_its_turn(world: World, base: Base, make_row: Any, forward: list[str]) -> None:
    row = make_row(world, base)
    for step in forward:
        with pytest.raises(Refused, match="时办理"):
            perform(row, step, seat=world.seats["submitter" if step == "file_material" else "sac_officer"])
    if row.state != "overall":
        for result in ("优秀", "合格", "不合格"):
            with pytest.raises(Refused, match="须在“综合评议”时办理"):
                propose(row, make.step_of(result), seat=desk().officer, data=make.document())


def test_without_a_record_of_the_review_or_of_the_visit_nothing_goes_on(world: World, base: Base) -> None:
    row = make.filed(world, base)
    with pytest.raises(Refused, match="还没有材料审查的记录"):
        perform(row, "finish_material", seat=desk().officer)
    make.recorded_here(world, row)
    perform(row, "finish_material", seat=desk().officer)
    with pytest.raises(Refused, match="还没有现场核查的记录"):
        perform(row, "finish_on_site", seat=desk().officer)
    assert row.case is None


def test_material_that_lacks_something_is_not_filed(world: World, base: Base) -> None:
    row = make.begun(world, base)
    with pytest.raises(Refused, match="请先补齐"):
        perform(row, "file_material", seat=world.seats["submitter"])


@pytest.mark.parametrize("written", ["优秀", "合格"])
def test_a_result_is_what_the_experts_signed_and_nothing_else(world: World, base: Base, written: str) -> None:
    row = make.signed(world, written, base)
    for result in {"优秀", "合格", "不合格"} - {written}:
        with pytest.raises(Refused, match=f"组长写的结论是“{written}”，不是“{result}”"):
            propose(row, make.step_of(result), seat=desk().officer, data=make.document())
    with pytest.raises(Refused, match="这是本周期的第一次评估"):
        propose(row, "conclude_unqualified_again", seat=desk().officer, data=make.document())


def test_without_experts_there_is_no_result(world: World, base: Base) -> None:
    row = make.overall(world, base)
    with pytest.raises(Refused, match="独立评审还没有结束"):
        propose(row, "conclude_qualified", seat=desk().officer, data=make.document())


@pytest.mark.rule("B05")
def test_nobody_gives_a_result_alone_and_no_delegate_gives_one(world: World, base: Base) -> None:
    row = make.signed(world, "合格", base)
    with pytest.raises(Refused, match="不能一人直接办理"):
        perform(row, "conclude_qualified", seat=desk().officer, data=make.document())
    waiting = propose(row, "conclude_qualified", seat=desk().officer, data=make.document())
    both = world.seat("both", "sac", Role.SAC_APPROVER, person=desk().officer.person)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(waiting, seat=both)
    for name, seat in world.seats.items():
        if name not in ("sac_officer", "sac_approver", "both"):
            with pytest.raises(NotPermitted):
                propose(row, "conclude_qualified", seat=seat, data=make.document())
    base.refresh_from_db()
    assert base.evaluated_on is None


def test_no_result_before_the_shortest_cycle_has_run(world: World) -> None:
    young = make.operating(world, established="2023-06-16")
    row = make.signed(world, "合格", young)
    with pytest.raises(Refused, match="2026年6月16日以后才能形成结果"):
        propose(row, "conclude_qualified", seat=desk().officer, data=make.document())


def test_an_expert_of_the_hosts_unit_is_kept_away(world: World, base: Base) -> None:
    from reviews.composing import NotComposed, appoint

    row = make.overall(world, base)
    assert {party["role"] for party in row.case.parties} == {"承担单位", "申报组织单位", "行业部门或者地方政府"}
    experts = pool()
    Expert.objects.filter(pk=experts[0].pk).update(
        unit=world.units["host"], unit_name=world.units["host"].name, unit_code=world.units["host"].code
    )
    panel = new_panel(desk(), [row.case], size=5)
    with pytest.raises(NotComposed):
        appoint(panel, list(Expert.objects.order_by("email")[:5]), "专业面窄。", desk().officer)


# The three results


def test_excellent_sets_the_mark_and_the_next_cycle_runs_from_it(world: World, base: Base) -> None:
    row = make.concluded(world, "优秀", base)
    assert (row.state, base.state, base.excellent_on, base.evaluated_on) == (
        "excellent", "operating", date(2026, 6, 15), date(2026, 6, 15),
    )  # fmt: skip
    assert dues(base, "evaluation") == [date(2031, 6, 15)]
    assert "优先考虑" in str(row.decision.content)
    record = Record.objects.get(subject_id=base.pk, step="record_excellent")
    assert (record.article, record.cause.step) == ("办法33", "conclude_excellent")


def test_qualified_goes_on_without_the_mark(world: World, base: Base) -> None:
    Base.objects.filter(pk=base.pk).update(excellent_on=date(2023, 6, 10))
    make.concluded(world, "合格", base)
    assert (base.state, base.excellent_on, dues(base, "evaluation")) == ("operating", None, [date(2031, 6, 15)])


def test_unqualified_gives_a_year_and_the_dates_follow(world: World, base: Base) -> None:
    row = make.concluded(world, "不合格", base)
    assert (row.state, base.state, base.evaluated_on) == ("unqualified", "remediation", date(2026, 6, 15))
    assert (dues(base, "remediation"), dues(base, "evaluation")) == ([date(2027, 6, 15)], [])


def test_within_the_year_only_where_the_organiser_asks(world: World, base: Base) -> None:
    make.concluded(world, "不合格", base)
    with clock.at(A_YEAR_ON - timedelta(seconds=1)), pytest.raises(Refused, match="1年的整改时间还没有到"):
        make.begun(world, base, is_again=True)
    page = f"/assessments/bases/{base.pk}/evaluations/early/"
    for name, seat in world.seats.items():
        wanted = 200 if name == "organiser_officer" else 404
        assert (name, client_of(seat).get(page).status_code) == (name, wanted)
    client = client_of(world.seats["organiser_officer"])
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "整改已经完成。"}).status_code == 302
    assert make.begun(world, base, is_again=True).is_again


def test_nobody_asks_early_where_nothing_is_rectified(world: World, base: Base) -> None:
    with pytest.raises(NotNow, match="整改期内才能"):
        ask_early(base, "。", seat=world.seats["organiser_officer"])


def test_after_the_year_the_same_three_steps_lead_back_to_operation(world: World, base: Base) -> None:
    make.concluded(world, "不合格", base)
    with clock.at(A_YEAR_ON):
        sweep()
        row = make.concluded(world, "合格", base, is_again=True, number=12)
    assert (row.is_again, row.state, base.state) == (True, "qualified", "operating")
    assert (base.evaluated_on, dues(base, "evaluation"), dues(base, "remediation")) == (
        date(2027, 6, 16), [date(2032, 6, 16)], [],
    )  # fmt: skip
    phases = [each.phase for each in row.findings.all()]
    assert phases == ["material", "on_site"]


def test_again_unqualified_only_revocation_is_left_and_persons_decide_it(world: World, base: Base) -> None:
    make.concluded(world, "不合格", base)
    with clock.at(A_YEAR_ON):
        row = make.signed(world, "不合格", base, is_again=True)
        with pytest.raises(Refused, match="这是整改后的再次评估"):
            propose(row, "conclude_unqualified", seat=desk().officer, data=make.document(12))
        desk().decide(row, "conclude_unqualified_again", **make.document(12))
        base.refresh_from_db()
        assert (base.state, dues(base, "remediation"), dues(base, "evaluation")) == ("unqualified", [], [])
        sweep()
        with pytest.raises(Refused, match="才进行"):
            make.begun(world, base)
        said = make.document(13) | {"reason": "整改后再次评估仍为不合格。"}
        with pytest.raises(Refused, match="不能一人直接办理"):
            perform(base, "revoke_unqualified", seat=desk().officer, data=said)
        desk().decide(base, "revoke_unqualified", **said)
    base.refresh_from_db()
    assert (base.state, base.ended) == ("revoked", "2027-06-16")
    assert Decision.objects.filter(kind="revocation").get().number == "国标委综合函〔2026〕13号"


@pytest.mark.parametrize("state", ["operating", "remediation"])
def test_revocation_for_evaluation_is_of_the_twice_unqualified_alone(world: World, base: Base, state: str) -> None:
    if state == "remediation":
        make.concluded(world, "不合格", base)
    with pytest.raises(Refused, match="须在“再次评估不合格”时办理"):
        propose(base, "revoke_unqualified", seat=desk().officer, data=make.document(12) | {"reason": "。"})


# The report


def test_the_report_cites_the_cycle_and_is_copied_to_the_recommender(world: World, base: Base) -> None:
    asked: list[Any] = []

    @cites
    def of_cycle(of: Base, since: date | None, until: date) -> list[dict[str, str]]:
        asked.append((of.pk, since, until))
        return [{"label": "2025年度考核", "day": "2025-12-20", "words": "良好"}]

    from assessments import evaluating

    try:
        row = make.concluded(world, "合格", base)
    finally:
        evaluating._SOURCES.remove(of_cycle)
    assert asked == [(base.pk, date(2023, 6, 10), date(2026, 6, 15))]
    assert "2025年度考核（2025年12月20日）：良好。" in str(row.decision.content)
    copy = EvaluationCopy.objects.get()
    assert (copy.unit, copy.opened_at) == (world.units["recommender"], None)
    client_of(world.seats["recommender_officer"]).get(f"{row.get_absolute_url()}?tab=report")
    copy.refresh_from_db()
    assert (copy.opened_at, copy.opened_by_name) == (clock.now(), world.seats["recommender_officer"].name_shown)
    page = text_of(client_of(desk().officer).get(f"{row.get_absolute_url()}?tab=report"))
    assert "抄送推荐单位" in page


# Seen


def test_what_sac_found_only_sac_reads(world: World, base: Base) -> None:
    row = make.overall(world, base)
    sac = {"sac_officer", "sac_approver"}
    concerned = {"preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer"}
    for name, seat in world.seats.items():
        assert (name, visible_to(seat).exists()) == (name, name in sac | concerned)
        assert not files_visible_to(seat).exists()
        page = client_of(seat).get(f"{row.get_absolute_url()}?tab=findings")
        assert (name, page.status_code) == (name, 200 if name in sac | concerned else 404)
        assert (name, "李检" in text_of(page)) == (name, name in sac)


@pytest.mark.parametrize("tab", ["steps", "material", "findings", "report", "records"])
def test_every_tab_can_be_read_to_the_end(world: World, base: Base, tab: str) -> None:
    row = make.concluded(world, "优秀", base)
    for name in ("sac_officer", "submitter", "organiser_officer", "recommender_officer"):
        assert client_of(world.seats[name]).get(f"{row.get_absolute_url()}?tab={tab}").status_code == 200


def test_an_officer_begins_and_records_on_pages(world: World, base: Base) -> None:
    client = client_of(world.seats["sac_officer"])
    address = f"/assessments/bases/{base.pk}/evaluations/new/"
    assert client.post(address, {"material_by": clock.today().isoformat()}).status_code == 422
    assert client.post(address, {"material_by": (clock.today() + timedelta(days=20)).isoformat()}).status_code == 302
    row = Evaluation.objects.get()
    make.fill_dossier(row.dossier, world.seats["preparer"])
    perform(row, "file_material", seat=world.seats["submitter"])
    page = f"/assessments/evaluations/{row.pk}/findings/new/"
    sent = make.finding(on_day=clock.today().isoformat())
    assert client.post(page, sent | {"service": ""}).status_code == 422
    assert client.post(page, sent | {"on_day": "2026-06-14"}).status_code == 422
    assert client.post(page, sent).status_code == 302
    assert [(each.phase, each.service) for each in row.findings.all()] == [("material", "服务有效。")]


def test_nothing_is_recorded_outside_its_phase(world: World, base: Base) -> None:
    row = make.begun(world, base)
    with pytest.raises(NotNow, match="材料审查和现场核查时才能记录"):
        record_finding(row, make.finding(), (), seat=desk().officer)


def test_the_material_is_the_hosts_until_it_is_filed(world: World, base: Base) -> None:
    row = make.begun(world, base)
    writing = f"/assessments/dossiers/{row.dossier_id}/"
    answers = {name: client_of(seat).get(writing).status_code for name, seat in world.seats.items()}
    assert {name for name, status in answers.items() if status == 200} == {"preparer", "submitter"}
    case = row.get_absolute_url()
    assert writing in text_of(client_of(world.seats["preparer"]).get(case))
    for name in ("organiser_officer", "recommender_officer", "sac_officer"):
        assert "评估材料</a>" not in text_of(client_of(world.seats[name]).get(case))


def test_the_material_is_written_by_the_host_and_returned_by_sac(world: World, base: Base) -> None:
    row = make.filed(world, base)
    first = row.dossier_id
    perform(row, "return_material", seat=desk().officer, data={"note": "请补充经费情况。"})
    assert (row.state, row.dossier_id != first) == ("preparing", True)
    perform(row, "file_material", seat=world.seats["submitter"])
    assert row.state == "material"

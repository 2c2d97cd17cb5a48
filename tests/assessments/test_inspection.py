"""监督检查: on a ground, visited, found, answered, closed when all is met (办法31)."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from assessments.models import AnnualAssessment, FollowUp, Inspection, InspectionFile
from bases.models import Base
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import DueDate
from procedure.perform import Refused, perform
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, paper
from tests.assessments.based import SEES, a_base, assessed, inspected, others
from tests.assessments.test_delegation import entrusted
from tests.ground import shared

pytestmark = pytest.mark.rule("B31")
VISIT = {"held_on": "2026-06-15", "place": "贵阳", "people": "张三", "observed": "查看台账。"}


@shared
def base(world: World) -> Base:
    return a_base(world)


@shared
def ground(world: World, base: Base) -> AnnualAssessment:
    return assessed(world, base, concern=True)


@shared
def row(world: World, ground: AnnualAssessment) -> Inspection:
    return inspected(world, ground.base, assessment=ground)


def day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def findings(*items: tuple[str, int]) -> dict[str, str]:
    sent = {"findings": "经费未专账管理。"}
    for number, (text, ahead) in enumerate(items, start=1):
        sent |= {f"item_{number}_text": text, f"item_{number}_due": day(ahead)}
    return sent


def found(world: World, row: Inspection, *items: tuple[str, int]) -> list[FollowUp]:
    officer = world.seats["sac_officer"]
    perform(row, "record_visit", seat=officer, data=VISIT)
    perform(row, "record_findings", seat=officer, data=findings(*items or [("建立专账。", 30), ("补齐台账。", 60)]))
    return list(row.follow_ups.all())


def say(world: World, row: Inspection, step: str, item: FollowUp, **data: str) -> None:
    seat = world.seats["submitter" if step == "answer_follow_up" else "sac_officer"]
    perform(row, step, seat=seat, data={"item": str(item.pk), "note": "已办。"} | data)


def open_cycles(row: Inspection) -> list[int]:
    rows = DueDate.objects.filter(subject_id=row.pk, kind="follow_up", closed_at__isnull=True)
    return sorted(rows.values_list("cycle", flat=True))


# Refused


def test_without_a_ground_there_is_no_inspection(world: World, base: Base) -> None:
    for ground in ("", "  "):
        with pytest.raises(Refused, match="监督检查须有依据"):
            inspected(world, base, ground=ground)
    url = f"/assessments/bases/{base.pk}/inspections/new/"
    answer = client_of(world.seats["sac_officer"]).post(url, {"content": "查台账。", "key": str(uuid.uuid4())})
    assert (answer.status_code, "监督检查须有依据" in text_of(answer), "查台账。" in text_of(answer)) == (
        409,
        True,
        True,
    )
    assert not Inspection.objects.exists()


def test_the_database_knows_no_inspection_without_a_ground_either(row: Inspection) -> None:
    with pytest.raises(IntegrityError, match="inspection_has_ground"), transaction.atomic():
        Inspection.objects.update(assessment=None)


def test_the_ground_is_a_standing_assessment_of_this_base(world: World, base: Base, ground: AnnualAssessment) -> None:
    with pytest.raises(Refused, match="不是该创新基地的"):
        inspected(world, a_base(world), assessment=ground)
    perform(ground, "withdraw_assessment", seat=world.seats["organiser_officer"], data={"note": "年度填错。"})
    with pytest.raises(Refused, match="已经撤回"):
        inspected(world, base, assessment=AnnualAssessment.objects.get(pk=ground.pk))


@pytest.mark.rule("B05")
def test_only_an_officer_of_sac_opens_finds_and_closes(world: World, base: Base, row: Inspection) -> None:
    url = f"/assessments/bases/{base.pk}/inspections/new/"
    for name, seat in world.seats.items():
        if name == "sac_officer":
            continue
        with pytest.raises(NotPermitted):
            inspected(world, base, name=name, ground="举报。")
        assert (name, client_of(seat).get(url).status_code) == (name, 404)
        for step in ("record_visit", "record_findings", "accept_follow_up", "return_follow_up", "close_inspection"):
            with pytest.raises(NotPermitted):
                perform(row, step, seat=seat)


@pytest.mark.parametrize("state", ["building", "revoked"])
def test_only_what_is_established_is_inspected(world: World, state: str) -> None:
    with pytest.raises(Refused, match=r"已经批准成立|不再办理"):
        inspected(world, a_base(world, state), ground="举报。")


def test_nothing_is_found_before_a_visit_and_nothing_closed_before_it_is_met(world: World, row: Inspection) -> None:
    officer = world.seats["sac_officer"]
    with pytest.raises(Refused, match="还没有检查记录"):
        perform(row, "record_findings", seat=officer, data=findings())
    with pytest.raises(Refused, match="须在“落实整改”时办理"):
        perform(row, "close_inspection", seat=officer, data={"note": "办结。"})
    first, _ = found(world, row)
    say(world, row, "accept_follow_up", first)
    with pytest.raises(Refused, match="第 2 项整改要求还没有认定落实"):
        perform(row, "close_inspection", seat=officer, data={"note": "办结。"})


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"item_1_text": "建账。"}, "请填写落实期限"), ({"item_1_due": "2026-07-01"}, "请写明要落实什么"),
        ({"item_1_text": "建账。", "item_1_due": "2026-06-15"}, "期限须晚于今天"),
        ({"item_1_text": "建账。", "item_1_due": "下月"}, "按 2026-06-15 的样子"), ({"findings": ""}, "请填写检查情况"),
    ],
)  # fmt: skip
def test_a_follow_up_says_what_and_until_when(world: World, row: Inspection, sent: dict[str, str], said: str) -> None:
    perform(row, "record_visit", seat=world.seats["sac_officer"], data=VISIT)
    with pytest.raises(Refused, match=said):
        perform(row, "record_findings", seat=world.seats["sac_officer"], data=findings() | sent)
    assert not FollowUp.objects.exists()


@pytest.mark.parametrize("held_on", ["2026-06-14", "2026-06-16"])
def test_a_visit_is_held_after_the_opening_and_before_it_is_recorded(
    world: World, row: Inspection, held_on: str
) -> None:
    with pytest.raises(Refused, match="检查日期不能"):
        perform(row, "record_visit", seat=world.seats["sac_officer"], data=VISIT | {"held_on": held_on})


def test_only_the_host_s_submitter_answers_and_only_what_waits(world: World, row: Inspection) -> None:
    first, _ = found(world, row)
    for name, seat in world.seats.items():
        if name != "submitter":
            with pytest.raises(NotPermitted):
                perform(row, "answer_follow_up", seat=seat, data={"item": str(first.pk), "note": "已办。"})
    say(world, row, "answer_follow_up", first)
    with pytest.raises(Refused, match="选择一个有效的选项"):
        say(world, row, "answer_follow_up", first)
    with pytest.raises(Refused, match="选择一个有效的选项"):
        say(world, row, "return_follow_up", row.follow_ups.get(number=2), due_on=day(90))


def test_an_item_of_another_inspection_is_none_of_this(world: World, base: Base, row: Inspection) -> None:
    found(world, row)
    other = inspected(world, base, ground="举报。")
    (foreign,) = found(world, other, ("整改。", 10))
    with pytest.raises(Refused, match="选择一个有效的选项"):
        say(world, row, "answer_follow_up", foreign)


# The way through


def test_from_the_ground_to_the_end(world: World, base: Base, ground: AnnualAssessment) -> None:
    client, url = client_of(world.seats["sac_officer"]), f"/assessments/bases/{base.pk}/inspections/new/"
    offered = client.get(f"{url}?assessment={ground.pk}")
    assert "2025年度考核：合格（组织单位建议检查）" in text_of(offered)
    sent = {"assessment": str(ground.pk), "content": "查经费。", "key": str(uuid.uuid4())}
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    row = Inspection.objects.get()
    first, second = found(world, row)
    assert open_cycles(row) == [100, 200]
    say(world, row, "answer_follow_up", first, note="已建专账。")
    say(world, row, "return_follow_up", first, note="凭证不全。", due_on=day(45))
    assert open_cycles(row) == [101, 200]
    say(world, row, "answer_follow_up", first, note="已补凭证。")
    say(world, row, "accept_follow_up", first)
    say(world, row, "accept_follow_up", second)
    perform(row, "close_inspection", seat=world.seats["sac_officer"], data={"note": "全部落实。"})
    row.refresh_from_db()
    assert (row.state, open_cycles(row)) == ("closed", [])
    for name in SEES:
        page = text_of(client_of(world.seats[name]).get(row.get_absolute_url()))
        for words in ("经费未专账管理。", "建立专账。", "已建专账。", "凭证不全。", "已补凭证。", "查看台账。"):
            assert (name, words, words in page) == (name, words, True)
    for name, seat in others(world).items():
        assert (name, client_of(seat).get(row.get_absolute_url()).status_code) == (name, 404)


def test_without_follow_ups_it_is_closed_with_its_conclusion(world: World, base: Base) -> None:
    row, officer = inspected(world, base, ground="媒体报道。"), world.seats["sac_officer"]
    perform(row, "record_visit", seat=officer, data=VISIT)
    perform(row, "record_findings", seat=officer, data={"findings": "没有发现问题。"})
    perform(row, "close_inspection", seat=officer, data={"note": "没有发现问题。"})
    assert (row.state, row.ground_words) == ("closed", "媒体报道。")


def test_an_answer_a_second_too_late_is_taken_and_marked(world: World, row: Inspection) -> None:
    first, second = found(world, row, ("建账。", 30), ("补账。", 30))
    ends = DueDate.objects.get(subject_id=row.pk, cycle=100).due_at
    with clock.at(ends - timedelta(seconds=1)):
        say(world, row, "answer_follow_up", first)
    with clock.at(ends):
        say(world, row, "answer_follow_up", second)
        page = text_of(client_of(world.seats["sac_officer"]).get(row.get_absolute_url()))
    assert [item.is_late for item in row.follow_ups.all()] == [False, True]
    assert page.count("逾期答复") == 1


def test_both_sides_add_files_until_it_is_closed(world: World, row: Inspection) -> None:
    url = f"/assessments/enclosures/inspection/{row.pk}/"
    for name, seat in world.seats.items():
        wanted = 200 if name in ("preparer", "submitter", "sac_officer") else 404
        assert (name, client_of(seat).get(url).status_code) == (name, wanted)
    for name in ("submitter", "sac_officer"):
        file = SimpleUploadedFile(f"{name}.pdf", paper(name), "application/pdf")
        assert client_of(world.seats[name]).post(url, {"evidence": [file]}).status_code == 302
    kept = [(each.file.name, each.is_host) for each in InspectionFile.objects.all()]
    assert kept == [("submitter.pdf", True), ("sac_officer.pdf", False)]
    perform(row, "record_visit", seat=world.seats["sac_officer"], data=VISIT)
    perform(row, "record_findings", seat=world.seats["sac_officer"], data={"findings": "没有问题。"})
    perform(row, "close_inspection", seat=world.seats["sac_officer"], data={"note": "办结。"})
    file = SimpleUploadedFile("迟到.pdf", paper("late"), "application/pdf")
    assert client_of(world.seats["submitter"]).post(url, {"evidence": [file]}).status_code == 409
    tab = text_of(client_of(world.seats["recommender_officer"]).get(f"{row.get_absolute_url()}?tab=files"))
    assert tab.index("sac_officer.pdf") < tab.index("承担单位的材料") < tab.index("submitter.pdf")


# In commission


@pytest.fixture
def elsewhere(world: World) -> Inspection:
    """A base under a ministry's body, which lies in the province of the world's own department."""
    base = a_base(world, region=world.units["host"].region, organiser=world.units["body"])
    return inspected(world, base, ground="举报。")


@pytest.mark.rule("B07")
def test_a_department_entrusted_with_visits_records_them_in_sac_s_name(world: World, elsewhere: Inspection) -> None:
    row, seat = elsewhere, world.seats["organiser_officer"]
    with pytest.raises(NotPermitted):
        perform(row, "record_visit", seat=seat, data=VISIT)
    assert client_of(seat).get(row.get_absolute_url()).status_code == 404
    entrusted(row.base, tasks=["inspection"])
    perform(row, "record_visit", seat=seat, data=VISIT)
    assert row.visits.get().on_behalf == "国家标准化管理委员会"
    assert "受国家标准化管理委员会委托" in text_of(client_of(seat).get(row.get_absolute_url()))
    for step in ("record_findings", "accept_follow_up", "return_follow_up", "close_inspection"):
        with pytest.raises(NotPermitted):
            perform(row, step, seat=seat)


@pytest.mark.rule("B07")
def test_another_task_opens_no_inspection(world: World, elsewhere: Inspection) -> None:
    entrusted(elsewhere.base, tasks=["materials"])
    with pytest.raises(NotPermitted):
        perform(elsewhere, "record_visit", seat=world.seats["organiser_officer"], data=VISIT)

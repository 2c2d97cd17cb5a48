"""年度考核: the organiser's, one a base and year, delivered to both, corrected only by another version (办法30)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from assessments.inspecting import open_inspection
from assessments.models import AnnualAssessment, AssessmentVersion, Delivery
from assessments.queries.operating import bases_to_assess, of_cycle, years_to_assess
from bases.models import Base
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import Notification, Outbox
from procedure.notifying import notify
from procedure.perform import Refused, perform
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, paper
from tests.assessments.based import FACTS, SEES, a_base, assessed, others
from tests.ground import shared
from workbench.todo import items

pytestmark = pytest.mark.rule("B30")


@shared
def base(world: World) -> Base:
    return a_base(world)


@shared
def row(world: World, base: Base) -> AnnualAssessment:
    return assessed(world, base)


def url(base: Base) -> str:
    return f"/assessments/bases/{base.pk}/assessments/new/"


def filled(**changes: Any) -> dict[str, Any]:
    facts = {"result": "良好", "grounds": "材料和座谈。", "standing": "运行平稳。", "problems": "经费到位慢。"}
    return facts | {"year": "2025", "key": str(uuid.uuid4())} | changes


# Refused


def test_only_the_organiser_of_the_base_assesses_it(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        if name != "organiser_officer":
            with pytest.raises(NotPermitted):
                assessed(world, base, name=name)
            answers = [
                client_of(seat).get(url(base)).status_code,
                client_of(seat).post(url(base), filled()).status_code,
            ]
            assert (name, answers) == (name, [404, 404])
    assert not AnnualAssessment.objects.exists()


@pytest.mark.parametrize("state", ["building", "passed", "terminated", "revoked"])
def test_only_what_is_established_is_assessed(world: World, state: str) -> None:
    with pytest.raises(Refused, match=r"只对已经批准成立|不再办理"):
        assessed(world, a_base(world, state))


@pytest.mark.parametrize(("year", "there"), [(2024, False), (2025, True), (2026, True), (2027, False)])
def test_the_year_is_one_since_the_establishment(world: World, base: Base, year: int, there: bool) -> None:
    if there:
        assert assessed(world, base, year).year == year
    else:
        with pytest.raises(Refused, match="不在批准成立以来的年度之内"):
            assessed(world, base, year)


def test_one_a_base_and_year(world: World, base: Base, row: AnnualAssessment) -> None:
    with pytest.raises(Refused, match="2025年度的考核结果已经报送"):
        assessed(world, base)
    assert (years_to_assess(base), assessed(world, base, 2026).number) == ([2026], 1)


@pytest.mark.parametrize("name", ["year", "result", "grounds", "standing"])
def test_what_is_missing_is_said_and_nothing_is_lost(world: World, base: Base, name: str) -> None:
    answer = client_of(world.seats["organiser_officer"]).post(url(base), filled(**{name: ""}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])
    assert "经费到位慢。" in text_of(answer)


def test_a_correction_needs_its_reason_and_its_organiser(world: World, row: AnnualAssessment) -> None:
    with pytest.raises(Refused, match="请填写更正理由"):
        perform(row, "correct_assessment", seat=world.seats["organiser_officer"], data=FACTS | {"note": " "})
    for name, seat in world.seats.items():
        if name != "organiser_officer":
            for step in ("correct_assessment", "withdraw_assessment"):
                with pytest.raises(NotPermitted):
                    perform(row, step, seat=seat, data=FACTS | {"note": "理由"})


def test_a_version_that_was_delivered_never_changes(row: AnnualAssessment) -> None:
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        AssessmentVersion.objects.update(result="优秀")


@pytest.mark.rule("B31")
def test_what_an_inspection_rests_on_is_not_withdrawn(world: World, row: AnnualAssessment) -> None:
    facts = {"assessment": row, "ground": "", "content": "查经费。"}
    open_inspection(row.base, facts, seat=world.seats["sac_officer"], key=None)
    with pytest.raises(Refused, match="以它为依据开展监督检查"):
        perform(row, "withdraw_assessment", seat=world.seats["organiser_officer"], data={"note": "报错了。"})


# Delivered


def test_it_is_delivered_once_with_its_files_to_both_at_once(world: World, base: Base) -> None:
    client, sent = client_of(world.seats["organiser_officer"]), filled()
    for _ in range(2):
        file = SimpleUploadedFile("报告.pdf", paper("报告.pdf"), "application/pdf")
        answer = client.post(url(base), sent | {"evidence": [file]})
        assert (answer.status_code, answer["Location"]) == (302, AnnualAssessment.objects.get().get_absolute_url())
    row = AnnualAssessment.objects.get()
    assert (row.files.count(), row.versions.count()) == (1, 1)
    sent_to = [(each.reader, each.at, each.opened_at) for each in Delivery.objects.all()]
    assert sent_to == [("国家标准委", clock.now(), None), ("贵州省人民政府", clock.now(), None)]
    notify(Outbox.objects.get(kind="notify", record__subject_id=row.pk))
    told = set(Notification.objects.filter(url=row.get_absolute_url()).values_list("person", flat=True))
    wanted = ("recommender_officer", "sac_officer", "preparer", "submitter", "unit_admin")
    assert told == {world.seats[name].person_id for name in wanted}


def test_when_it_was_opened_stands_beside_when_it_was_delivered(world: World, row: AnnualAssessment) -> None:
    page, opened = row.get_absolute_url(), f"/assessments/annual-assessments/{row.pk}/opened/"
    for name, seat in world.seats.items():
        if name not in ("recommender_officer", "sac_officer", "sac_approver"):
            assert (name, client_of(seat).post(opened).status_code) == (name, 404)
    assert text_of(client_of(world.seats["organiser_officer"]).get(page)).count("还没有打开") == 2
    reader = client_of(world.seats["recommender_officer"])
    assert f'hx-post="{opened}"' in text_of(reader.get(page))
    with clock.at(clock.now() + timedelta(hours=3)):
        assert reader.post(opened, headers={"HX-Request": "true"}).status_code == 204
        assert reader.post(opened).status_code == 404
    assert f'hx-post="{opened}"' not in text_of(reader.get(page))
    shown = text_of(client_of(world.seats["organiser_officer"]).get(page))
    assert "2026年6月15日 15:00 recommender_officer某" in shown
    assert shown.count("还没有打开") == 1


def test_a_correction_is_another_version_delivered_anew(world: World, row: AnnualAssessment) -> None:
    data = FACTS | {"result": "不合格", "concern": "on", "note": "复核发现数据有误。"}
    perform(row, "correct_assessment", seat=world.seats["organiser_officer"], data=data)
    row.refresh_from_db()
    assert (row.state, row.number, row.result, row.concern) == ("corrected", 2, "不合格", True)
    versions = [(each.number, each.result, each.reason) for each in row.versions.all()]
    assert versions == [(1, "合格", ""), (2, "不合格", "复核发现数据有误。")]
    assert Delivery.objects.filter(version__number=2).count() == 2
    page = text_of(client_of(world.seats["sac_officer"]).get(row.get_absolute_url()))
    for words in ("第 2 版", "复核发现数据有误。", "第 1 版 · 合格", "建议监督检查"):
        assert words in page


def test_what_is_withdrawn_makes_room_for_another(world: World, base: Base, row: AnnualAssessment) -> None:
    perform(row, "withdraw_assessment", seat=world.seats["organiser_officer"], data={"note": "年度填错。"})
    assert years_to_assess(base) == [2026, 2025]
    again = assessed(world, base)
    assert of_cycle(base, 2024, 2026)["assessments"] == [again]


def test_without_a_supervisor_it_reaches_sac_and_the_page_says_so(world: World, base: Base) -> None:
    base.supervisors.update(until="2026-01-01")
    row = assessed(world, Base.objects.get(pk=base.pk))
    assert [each.to for each in Delivery.objects.all()] == ["sac"]
    page = text_of(client_of(world.seats["organiser_officer"]).get(row.get_absolute_url()))
    assert "还没有确定主管的行业部门或者地方政府，没有送达" in page


def test_the_organiser_has_the_year_that_is_over_in_its_list(world: World, base: Base) -> None:
    seat = world.seats["organiser_officer"]
    assert "开展2025年度考核，报送结果" in [item.doing for item in items(seat, clock.now())]
    assert list(bases_to_assess(world.seats["sac_officer"])) == []
    assessed(world, base)
    assert "开展2025年度考核，报送结果" not in [item.doing for item in items(seat, clock.now())]


def test_it_stands_on_the_base_s_page_by_its_year(world: World, base: Base, row: AnnualAssessment) -> None:
    for name in SEES:
        page = text_of(client_of(world.seats[name]).get(f"/cases/base/{base.pk}/?tab=years"))
        assert (name, row.get_absolute_url() in page, "启动监督检查" in page) == (name, True, name == "sac_officer")
    for name, seat in others(world).items():
        assert (name, client_of(seat).get(row.get_absolute_url()).status_code) == (name, 404)

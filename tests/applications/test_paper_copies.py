"""纸质件: four copies, each recorded by the unit that has it, nothing ever taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client

from applications.copies import by_version
from applications.models import Application, PaperReceipt
from procedure import clock
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World
from tests.arriving import arrive
from tests.ground import shared

pytestmark = [pytest.mark.rule("Z32"), pytest.mark.rule("Z51")]


@shared
def case(world: World) -> Application:
    with clock.at(NOON - timedelta(days=10)):
        return arrive(world.draft(), "received")


def record(client: Client, case: Application, copies: list[int], day: str = "2026-06-10", note: str = "") -> Any:
    data = {"version": case.current_id, "copies": copies, "received_on": day, "note": note}
    return client.post(f"/applications/{case.pk}/copies/", data)


def holders(case: Application) -> list[str]:
    (_, copies) = by_version(case)[0]
    return [copy.held.holder.name if copy.held else "" for copy in copies]


def by(world: World, name: str) -> Client:
    return client_of(world.seats[name])


@pytest.mark.parametrize(
    "name", ["unit_admin", "sac_approver", "expert", "other_preparer", "other_recommender_officer", "system_admin"]
)
def test_who_has_no_paper_records_none(world: World, case: Application, name: str) -> None:
    client = by(world, name)
    assert (client.get(f"/applications/{case.pk}/copies/").status_code, record(client, case, [1]).status_code) == (
        404,
        404,
    )
    assert not PaperReceipt.objects.exists()


def test_before_anything_was_filed_there_is_no_paper(world: World) -> None:
    draft = world.draft()
    assert by(world, "preparer").get(f"/applications/{draft.pk}/copies/").status_code == 404


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"copies": []}, "请选择份号。"),
        ({"copies": [5]}, "5"),
        ({"day": "2026-06-16"}, "收到日期不能晚于今天（2026-06-15）。"),
        ({"day": "2026-06-04"}, "收到日期不能早于该版报送的日期（2026-06-05）。"),
        ({"day": ""}, "请填写收到日期。"),
    ],
)
def test_a_receipt_at_fault_is_told_at_its_field(
    world: World, case: Application, facts: dict[str, Any], sentence: str
) -> None:
    answer = record(by(world, "sac_officer"), case, **{"copies": [1], "note": "已写好的说明", **facts})
    page = text_of(answer)
    assert (answer.status_code, sentence in page, "已写好的说明" in page) == (422, True, True)
    assert not PaperReceipt.objects.exists()


def test_a_version_of_another_case_is_no_choice(world: World, case: Application) -> None:
    other = arrive(world.other_draft(), "organiser_review")
    url, data = (
        f"/applications/{case.pk}/copies/",
        {"version": other.current_id, "copies": [1], "received_on": "2026-06-10"},
    )
    assert by(world, "sac_officer").post(url, data).status_code == 422


def test_each_unit_records_what_it_received_and_the_way_is_shown(world: World, case: Application) -> None:
    for name, copies, day in (
        ("preparer", [1, 2, 3, 4], "2026-06-06"), ("organiser_officer", [1, 2, 3, 4], "2026-06-08"),
        ("recommender_officer", [2, 3, 4], "2026-06-10"), ("sac_officer", [3, 4], "2026-06-12"),
    ):  # fmt: skip
        assert record(by(world, name), case, copies, day).status_code == 302
    units = world.units
    assert holders(case) == [
        units["organiser"].name, units["recommender"].name, units["sac"].name, units["sac"].name
    ]  # fmt: skip
    for name in ("submitter", "organiser_officer", "recommender_officer", "sac_officer"):
        page = text_of(by(world, name).get(f"{case.get_absolute_url()}?tab=copies"))
        assert page.count("2026年6月12日") >= 2


def test_a_late_record_of_an_earlier_day_does_not_bring_a_copy_back(world: World, case: Application) -> None:
    record(by(world, "sac_officer"), case, [1], "2026-06-12")
    record(by(world, "organiser_officer"), case, [1], "2026-06-08")
    assert holders(case)[0] == world.units["sac"].name


def test_a_mistake_is_corrected_by_a_further_receipt_with_a_note(world: World, case: Application) -> None:
    officer = by(world, "organiser_officer")
    record(officer, case, [1, 2], "2026-06-12")
    refused = record(officer, case, [1], "2026-06-09")
    assert (refused.status_code, "本单位已登记过第 1 份" in text_of(refused)) == (422, True)
    assert record(officer, case, [1], "2026-06-09", "更正：实为9日收到").status_code == 302
    copy = by_version(case)[0][1][0]
    assert copy.held is not None
    assert (copy.held.received_on.isoformat(), [leg.corrected for leg in copy.legs]) == ("2026-06-09", [False, True])
    assert "（已更正）" in text_of(officer.get(f"{case.get_absolute_url()}?tab=copies"))


def test_what_came_back_is_no_correction(world: World, case: Application) -> None:
    officer = by(world, "organiser_officer")
    record(officer, case, [1], "2026-06-07")
    record(by(world, "recommender_officer"), case, [1], "2026-06-09")
    record(officer, case, [1], "2026-06-11", "推荐单位退回补章")
    copy = by_version(case)[0][1][0]
    assert ([leg.corrected for leg in copy.legs], holders(case)[0]) == ([False] * 3, world.units["organiser"].name)


def test_the_same_sent_twice_is_recorded_once(world: World, case: Application) -> None:
    officer = by(world, "sac_officer")
    record(officer, case, [2, 1], note="顺丰")
    record(officer, case, [1, 2], note="顺丰")
    assert PaperReceipt.objects.count() == 1


@pytest.mark.parametrize("change", [{"note": "改"}, None])
def test_no_receipt_is_changed_or_deleted(world: World, case: Application, change: dict[str, str] | None) -> None:
    record(by(world, "sac_officer"), case, [1])
    rows = PaperReceipt.objects.all()
    with pytest.raises(InternalError), transaction.atomic():
        rows.update(**change) if change else rows.delete()
    assert PaperReceipt.objects.get().note == ""


def test_the_copies_of_an_older_version_are_kept_apart(world: World) -> None:
    with clock.at(NOON - timedelta(days=10)):
        case = arrive(world.draft(), "organiser_review")
        record(by(world, "preparer"), case, [1], "2026-06-05")
        case = arrive(case, "draft", "organiser_review")
    assert [[bool(copy.held) for copy in copies] for _, copies in by_version(case)] == [
        [False] * 4,
        [True, *[False] * 3],
    ]

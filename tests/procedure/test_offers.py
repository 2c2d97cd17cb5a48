"""What a page may show: every step that the person is entitled to, open or with all the reasons why not."""

import pytest
from pytest_django import DjangoAssertNumQueries

from procedure.offers import offers, rows_under
from procedure.steps import TIMER
from tests.factories import Personas
from tests.practice.models import Errand
from tests.practice.road import errand, parcel

pytestmark = pytest.mark.django_db


def shown(root: Errand, seat: object) -> dict[str, list[str]]:
    return {
        f"{offer.subject.machine}.{offer.step.name}": [refusal.sentence for refusal in offer.refusals]
        for offer in offers(root, seat)  # type: ignore[arg-type]
    }


def test_nobody_and_the_outsider_are_offered_nothing(cast: Personas) -> None:
    row = errand(cast, "working")
    for somebody in (None, cast.outsider, cast.organiser, cast.approver):
        assert shown(row, somebody) == {}


def test_caused_and_timers_steps_never_appear(cast: Personas) -> None:
    row = errand(cast, "working")
    names = [
        "nudge",
        "pause",
        "claim_quota",
        "claim_twins_quota",
        "drop",
        "push",
        "shove",
        "send_wrongly",
        "pack",
        "pack_wrongly",
    ]
    names += ["pack_elsewhere", "send_all"]
    assert set(shown(row, cast.applicant)) == {f"errand.{name}" for name in names}
    # Even to the timer only its own step is offered.
    assert set(shown(row, TIMER)) == {"errand.call_in"}


def test_refused_step_is_shown_with_every_reason(cast: Personas) -> None:
    cast.applicant.unit.address = ""
    cast.applicant.unit.save()
    row = errand(cast, title="")
    assert shown(row, cast.applicant) == {"errand.begin": ["还没有标题。", "单位还没有地址。"], "errand.drop": []}
    (begin, drop) = offers(row, cast.applicant)
    assert (begin.is_open, drop.is_open) == (False, True)
    assert begin.refusals[0].article_cited == "《国家技术标准创新基地申报指南》附件2"


def test_guards_on_data_are_not_asked_for_a_button(cast: Personas) -> None:
    assert shown(errand(cast, "working"), cast.applicant)["errand.pause"] == []
    stuck = errand(cast, "working")
    stuck.title = "卡住"
    assert shown(stuck, cast.applicant)["errand.pause"] == ["这一件卡住了。"]


def test_steps_of_every_row_under_the_root_are_offered(cast: Personas) -> None:
    row = errand(cast, "waiting")
    boxes = {parcel(cast, row).pk for _ in range(3)}
    parcel(cast, errand(cast))
    found = [(offer.subject.pk, offer.step.name) for offer in offers(row, cast.officer) if offer.subject != row]
    assert {key for key, _ in found} == boxes
    assert {name for _, name in found} == {"inspect_box", "weigh"}
    assert set(shown(row, cast.officer)) == {
        "errand.send_back", "errand.finish", "errand.shelve", "parcel.inspect_box", "parcel.weigh",
    }  # fmt: skip


@pytest.mark.parametrize("count", [3, 30])
def test_rows_under_a_root_are_found_in_one_query(
    cast: Personas, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = errand(cast, "working")
    for _ in range(count):
        parcel(cast, row)
    with django_assert_num_queries(2):
        # The keys of all machines at once, then the rows of each machine that has any.
        assert len(rows_under(row)) == count + 1
    with django_assert_num_queries(3):
        # And the open proposal.
        offers(row, cast.officer)


def test_root_of_a_machine_that_nothing_stands_under_asks_for_nothing(
    cast: Personas, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    box = parcel(cast, errand(cast))
    with django_assert_num_queries(0):
        assert rows_under(box) == [box]

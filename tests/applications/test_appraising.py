"""论证: each condition beside its answer, a reason where it is not met, and what was found for everybody to read."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from applications import sections
from applications.forms.steps import EndorseForm
from applications.models import Application, Appraisal, Section
from organisations.confirming_rights import may_confirm, may_read_evidence
from organisations.models import Unit
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, answer_conditions, fill
from tests.applications.test_guards import refusals
from tests.arriving import arrive, endorsement, take
from tests.ground import shared

UNMET = "不符合这一条而仍予报送的，请写明理由（办法第十条“原则上应当满足”）。"
OPEN = "请写明这一条是否符合。"


@shared
def case(world: World) -> Application:
    return arrive(world.draft(), "organiser_review")


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["organiser_officer"])


def endorse(officer: Client, case: Application, **changes: str) -> Any:
    url = f"/cases/application/{case.pk}/steps/endorse_plan/"
    return officer.post(url, endorsement(case, **changes) | {"seen": str(case.version)})


def state(case: Application) -> str:
    return Application.objects.get(pk=case.pk).state


# Refused, with nothing lost


@pytest.mark.rule("B10")
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"finding_m1": ""}, OPEN),
        ({"finding_m1": "perhaps"}, "选择一个有效的选项"),
        ({"finding_m1": "unmet"}, UNMET),
        ({"finding_m1": "unmet", "reason_m1": " \n "}, UNMET),
        ({"finding_r6": "unmet"}, "请写明理由（申报指南二（二））"),
        ({"qualified": ""}, "报送推荐单位须声明符合申报条件"),
        ({"note": ""}, "请写明论证意见。"),
    ],
)
def test_what_is_wrong_or_missing_is_told_at_its_field(
    officer: Client, case: Application, changes: dict[str, str], sentence: str
) -> None:
    answer = endorse(officer, case, **{"reason_m2": "已写好的理由", **changes})
    page = text_of(answer)
    assert (answer.status_code, sentence in page, 'aria-invalid="true"' in page) == (409, True, True)
    assert ("已写好的理由" in page, state(case), Appraisal.objects.count()) == (True, "organiser_review", 0)


@pytest.mark.rule("B12")
@pytest.mark.parametrize("name", ["recommender_officer", "sac_officer", "submitter", "other_organiser_officer"])
def test_nobody_else_appraises(world: World, case: Application, name: str) -> None:
    assert endorse(client_of(world.seats[name]), case).status_code == 404
    assert state(case) == "organiser_review"


def test_before_anything_was_filed_the_page_stands_without_answers(world: World, officer: Client) -> None:
    draft = world.draft()
    answer = officer.get(f"/cases/application/{draft.pk}/steps/endorse_plan/")
    assert (answer.status_code, "申报单位没有答复这一条。" in text_of(answer)) == (200, True)


# As it should be


@pytest.mark.rule("B10")
def test_each_condition_stands_with_its_answer_and_evidence_beside_the_finding(
    world: World, officer: Client, case: Application
) -> None:
    page = text_of(officer.get(f"/cases/application/{case.pk}/steps/endorse_plan/"))
    evidence = case.attachments.get()
    assert page.count(f'href="/applications/attachments/{evidence.pk}/"') == len(case.call.conditions(case.kind))
    for number, condition in enumerate(case.call.conditions(case.kind), start=1):
        assert f"{number}. {condition.text}" in page
        assert f'name="finding_{condition.key}"' in page
        assert f'name="reason_{condition.key}"' in page


@pytest.mark.rule("B10")
def test_the_answer_is_that_of_the_frozen_version(world: World, officer: Client) -> None:
    draft = world.draft()
    fill(draft, without=("conditions",))
    answer_conditions(draft, met="no")
    case = arrive(draft, "organiser_review")
    Section.objects.filter(application=case, key=sections.of_condition("m1")).update(
        content={"met": "yes", "text": "改"}
    )
    page = text_of(officer.get(f"/cases/application/{case.pk}/steps/endorse_plan/"))
    assert ("<strong>不满足</strong>" in page, "<strong>满足</strong>" in page) == (True, False)


@pytest.mark.rule("B10")
@pytest.mark.rule("B12")
def test_an_unmet_condition_goes_on_with_a_reason_that_everybody_reads(
    world: World, officer: Client, case: Application
) -> None:
    reason = "成立时间不长，成果突出。"
    answer = endorse(officer, case, finding_m3="unmet", reason_m3=reason, note="同意报送。")
    assert (answer.status_code, state(case)) == (302, "recommender_review")
    for name in ("organiser_officer", "recommender_officer", "sac_officer", "submitter", "unit_admin"):
        page = text_of(client_of(world.seats[name]).get(f"{case.get_absolute_url()}?tab=appraisal"))
        shown = [reason, "同意报送。", "不符合", world.seats["organiser_officer"].name_shown, "符合申报条件"]
        assert [text for text in shown if text not in page] == []


def test_an_optional_condition_may_be_left_open(officer: Client, case: Application) -> None:
    assert endorse(officer, case, finding_r6="").status_code == 302
    assert "r6" not in {item["key"] for item in Appraisal.objects.get().items}


def test_an_earlier_appraisal_stays_to_be_read(world: World, case: Application) -> None:
    case = arrive(case, "recommender_review", "organiser_review", "draft", "recommender_review")
    page = text_of(client_of(world.seats["recommender_officer"]).get(f"{case.get_absolute_url()}?tab=appraisal"))
    assert [page.count(words) for words in ("第 2 版的论证", "第 1 版的论证，", "以前的论证")] == [1, 1, 1]


def test_before_the_appraisal_the_tab_says_what_will_come(world: World, case: Application) -> None:
    page = text_of(client_of(world.seats["submitter"]).get(f"{case.get_absolute_url()}?tab=appraisal"))
    assert "还没有论证" in page


# The unit is confirmed at the organiser's first review


@shared
def newcomer(world: World) -> Unit:
    unit = world.units["host"]
    unit.confirmed_at = None
    unit.save()
    return unit


def test_an_unconfirmed_unit_is_not_endorsed_and_the_way_is_shown(
    world: World, newcomer: Unit, officer: Client, case: Application
) -> None:
    refused = f"{newcomer.name}的全称和代码还没有确认，请先核对其证明材料并确认单位，再办理论证。"
    case = Application.objects.get(pk=case.pk)
    assert refusals(lambda: take(case, "endorse_plan")) == [(refused, "指南附件2填写说明")]
    page = text_of(officer.get(case.get_absolute_url()))
    there = f"/organisations/units/{newcomer.pk}/confirm/?next={quote(case.get_absolute_url(), safe='')}"
    assert f'href="{there}"' in page
    assert f'name="next" value="{case.get_absolute_url()}"' in text_of(officer.get(there))
    newcomer.confirmed_at = case.since
    newcomer.save()
    assert "/confirm/" not in text_of(officer.get(case.get_absolute_url()))
    assert take(Application.objects.get(pk=case.pk), "endorse_plan").target == "recommender_review"


@pytest.mark.parametrize(
    ("name", "state", "confirms", "reads"),
    [
        ("organiser_officer", "draft", False, False),
        ("organiser_officer", "organiser_review", True, True),
        ("other_organiser_officer", "organiser_review", False, False),
        ("recommender_officer", "organiser_review", False, False),
        ("recommender_officer", "recommender_review", False, True),
        ("sac_officer", "draft", True, True),
    ],
)
def test_an_officer_has_to_do_with_the_units_that_filed_with_it(
    world: World, newcomer: Unit, name: str, state: str, confirms: bool, reads: bool
) -> None:
    world.units["host"].confirmed_at = world.call.since
    world.units["host"].save()
    arrive(world.draft(), state)
    seat = world.seats[name]
    assert (may_confirm(seat, newcomer), may_read_evidence(seat, newcomer)) == (confirms, reads)


# Declining


@pytest.mark.rule("B12")
@pytest.mark.parametrize(
    ("step", "before", "name"),
    [("decline_endorsement", "organiser_review", "organiser_officer"),
     ("decline_recommendation", "recommender_review", "recommender_officer")],
)  # fmt: skip
def test_declining_asks_for_reasons_and_ends_the_case(world: World, step: str, before: str, name: str) -> None:
    case = arrive(world.draft(), before)
    client, url = client_of(world.seats[name]), f"/cases/application/{case.pk}/steps/{step}/"
    page = text_of(client.get(url))
    assert ("办理后不能撤销" in page, "本次申报就此结束" in page) == (True, True)
    refused = client.post(url, {"note": " ", "seen": str(case.version)})
    assert (refused.status_code, "请写明理由。" in text_of(refused), state(case)) == (409, True, before)
    assert client.post(url, {"note": "方向不符。", "seen": str(case.version)}).status_code == 302
    assert state(case) == "not_recommended"
    assert "方向不符。" in text_of(client_of(world.seats["preparer"]).get(f"{case.get_absolute_url()}?tab=records"))


def test_under_the_guide_the_reason_is_asked_for_by_the_guide(world: World) -> None:
    call = world.new_call(edition_name="指南-2017", build_years=2)
    form = EndorseForm({"finding_g1": "unmet"}, subject=Application(call=call, kind="regional"))
    assert form.errors["reason_g1"] == ["不符合这一条而仍予报送的，请写明理由（申报指南二（二））。"]

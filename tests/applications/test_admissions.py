"""例外: who is outside the edition's list may act only where SAC has admitted it with a reason."""

from typing import Any

import pytest

from applications.admitting import admit, end_admission
from applications.calling import CallRefused
from applications.models import Admission, Application, Call
from organisations.models import Unit, UnitKind
from procedure import clock
from procedure.acts import NotPermitted
from procedure.perform import Refused, perform, start
from tests.applications.asking import client_of, text_of
from tests.applications.building import CLOSES, World
from tests.applications.test_calls import told
from tests.arriving import arrive, take
from tests.ground import shared

pytestmark = pytest.mark.rule("Z21")

REASON = "兵团所辖区域的布局需要。"


@shared
def corps(world: World) -> tuple[Unit, Unit, Call]:
    """兵团 and its department, in a region of their own, and a call under the guide."""
    region = world.units["host"].region
    above = Unit.objects.create(name="新疆生产建设兵团", kind=UnitKind.CORPS, code="CORPS", region=region)
    below = Unit.objects.create(
        name="兵团市场监督管理局", kind=UnitKind.CORPS_DEPARTMENT, code="CORPSD", region=region, reports_to=above
    )
    world.units |= {"corps": above, "corps_department": below}
    world.seat("corps_officer", "corps", "recommender_officer")
    world.seat("corps_department_officer", "corps_department", "organiser_officer")
    return above, below, world.new_call(edition_name="指南-2017", build_years=2)


def under(corps: tuple[Unit, Unit, Call], world: World) -> Application:
    above, below, call = corps
    return world.unborn(call=call, organiser=below, recommender=above)


def facts(unit: Unit, **changes: Any) -> dict[str, Any]:
    given = {"unit": unit, "part": "recommender", "kind": "regional", "reason": REASON, "application": None}
    return given | changes


def begin(application: Application, world: World) -> Application:
    start(application, seat=world.seats["preparer"])
    return application


def refusals(action: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        action()
    return [refusal.sentence for refusal in refused.value.refusals]


NOT_LISTED = (
    "新疆生产建设兵团不是区域（综合）创新基地的推荐单位，请另选申报组织单位；"
    "确需由其承担的，请与国家标准委联系，由其写明理由作为例外准许。"
)


def test_the_corps_recommends_a_regional_base_by_exception_alone(world: World, corps: Any) -> None:
    above, _, call = corps
    assert refusals(lambda: begin(under(corps, world), world)) == [NOT_LISTED]
    admission = admit(call, facts(above), seat=world.seats["sac_officer"])
    case = arrive(begin(under(corps, world), world), "recommender_review")
    end_admission(admission, seat=world.seats["sac_officer"])
    assert refusals(lambda: take(case, "recommend")) == [NOT_LISTED]
    admit(call, facts(above), seat=world.seats["sac_officer"])
    assert take(case, "recommend").target == "received"


def test_an_exception_for_one_call_opens_no_other_call_type_or_part(world: World, corps: Any) -> None:
    above, _, call = corps
    other = world.new_call(edition_name="指南-2017", title="另一份")
    officer = world.seats["sac_officer"]
    admit(other, facts(above), seat=officer)
    admit(call, facts(above, kind="international"), seat=officer)
    admit(call, facts(above, part="organiser"), seat=officer)
    assert NOT_LISTED in refusals(lambda: begin(under(corps, world), world))


def test_an_exception_for_one_case_is_that_cases_alone(world: World, corps: Any) -> None:
    above, _, call = corps
    officer = world.seats["sac_officer"]
    admission = admit(call, facts(above), seat=officer)
    first = arrive(begin(under(corps, world), world), "recommender_review")
    second = arrive(begin(under(corps, world), world), "recommender_review")
    end_admission(admission, seat=officer)
    admit(call, facts(above, application=first), seat=officer)
    assert refusals(lambda: take(second, "recommend")) == [NOT_LISTED]
    assert take(first, "recommend").target == "received"


@pytest.mark.parametrize("name", ["sac_approver", "recommender_officer", "organiser_officer", "system_admin"])
def test_only_an_sac_officer_admits_and_ends(world: World, corps: Any, name: str) -> None:
    above, _, call = corps
    admission = admit(call, facts(above), seat=world.seats["sac_officer"])
    with pytest.raises(NotPermitted):
        admit(call, facts(above, kind="sector"), seat=world.seats[name])
    with pytest.raises(NotPermitted):
        end_admission(admission, seat=world.seats[name])
    client = client_of(world.seats[name])
    assert client.post(f"/applications/admissions/{admission.pk}/end/").status_code == 404
    assert client.get(f"/applications/calls/{call.pk}/admissions/new/").status_code == 404
    assert Admission.objects.get().ended_at is None


def test_what_is_held_already_or_needs_none_is_refused(world: World, corps: Any) -> None:
    above, below, call = corps
    officer = world.seats["sac_officer"]
    admit(call, facts(above), seat=officer)
    case = begin(under(corps, world), world)
    for again in (facts(above), facts(above, application=case)):
        with pytest.raises(CallRefused, match="不必重复"):
            admit(call, again, seat=officer)
    with pytest.raises(CallRefused, match="不需要例外"):
        admit(call, facts(below, part="organiser"), seat=officer)
    with clock.at(CLOSES):
        perform(call, "close_call", seat=officer)
        with pytest.raises(CallRefused, match="结束受理"):
            admit(call, facts(above, kind="sector"), seat=officer)
    assert Admission.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"reason": ""}, "reason"), ({"unit": "0"}, "unit"), ({"kind": "none"}, "kind"), ({"number": "2026-99"}, "number"),
     ({"number": "²"}, "number")],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(world: World, corps: Any, changes: dict[str, str], field: str) -> None:
    above, _, call = corps
    sent = {"unit": str(above.pk), "part": "recommender", "kind": "regional", "reason": REASON} | changes
    answer = client_of(world.seats["sac_officer"]).post(f"/applications/calls/{call.pk}/admissions/new/", sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Admission.objects.count() == 0


def test_an_exception_is_entered_shown_where_it_concerns_and_ended_once(world: World, corps: Any) -> None:
    above, _, call = corps
    client = client_of(world.seats["sac_officer"])
    sent = {"unit": str(above.pk), "part": "recommender", "kind": "regional", "reason": REASON}
    url = f"/applications/calls/{call.pk}/admissions/new/"
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 422]
    assert told(world) == ["corps_officer"]
    concerned = begin(under(corps, world), world)
    plain = world.draft(call=call)
    preparer = client_of(world.seats["preparer"])
    assert f"理由：{REASON}" in text_of(preparer.get(concerned.get_absolute_url()))
    assert REASON not in text_of(preparer.get(plain.get_absolute_url()))
    tab = f"/cases/call/{call.pk}/?tab=admissions"
    assert REASON in text_of(client.get(tab))
    end = f"/applications/admissions/{Admission.objects.get().pk}/end/"
    assert [client.post(end).status_code for _ in range(2)] == [302, 302]
    assert "终止" in text_of(client.get(tab))
    assert REASON not in text_of(preparer.get(concerned.get_absolute_url()))


def test_one_case_is_named_by_its_number(world: World, corps: Any) -> None:
    above, _, call = corps
    case = world.draft(call=call)
    sent = {"unit": str(above.pk), "part": "recommender", "kind": "regional", "reason": REASON, "number": case.number}
    answer = client_of(world.seats["sac_officer"]).post(f"/applications/calls/{call.pk}/admissions/new/", sent)
    assert answer.status_code == 302
    assert Admission.objects.get().application == case

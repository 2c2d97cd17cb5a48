"""Bringing an application through SAC's own states: the demo's desk with the seats of the test's world."""

from collections.abc import Callable
from datetime import timedelta

from applications import supplementing
from applications.models import Application
from assessments.models import Violation
from organisations.models import Membership, Region, Role, Unit, UnitKind
from organisations.queries import current_seats
from procedure import clock
from procedure.perform import perform, start
from procedure.steps import Step
from reviews.models import ApplicationReview, Expert
from tests.applications.building import SEATED, fill, new_person
from workbench.demo.deciding import Desk, judge, seat_panel
from workbench.demo.deciding.desk import answer_items, reply_to_points

PANEL = 5
POINTS = [{"section": "goals", "text": "请细化目标。"}]


def seat_of(role: str, unit: Unit | None = None) -> Membership:
    """The first seat of today in this role, of this unit where one is named."""
    seats = current_seats(clock.today()).filter(role=role)
    found: Membership = (seats.filter(unit=unit) if unit else seats)[0]
    return found


def desk() -> Desk:
    return Desk(seat_of(Role.SAC_OFFICER), seat_of(Role.SAC_APPROVER))


def pool(count: int = PANEL) -> list[Expert]:
    """Experts with accounts, each of a unit of his own that has to do with nobody; made once."""
    there = list(Expert.objects.filter(email__startswith="pool.").order_by("email")[:count])
    return there + [_expert(number) for number in range(len(there) + 1, count + 1)]


def _expert(number: int) -> Expert:
    region = Region.objects.order_by("code")[0]
    unit = Unit.objects.create(
        name=f"第{number}标准研究所", kind=UnitKind.INSTITUTION, code=f"91POOL{number:012d}", region=region
    )
    person = new_person(f"pool.{number}")
    Membership.objects.create(person=person, unit=unit, role=Role.EXPERT, starts=SEATED)
    return Expert.objects.create(
        person=person, name=person.name, unit=unit, unit_name=unit.name, unit_code=unit.code, title="研究员",
        region=region, email=f"pool.{number:03d}@experts.example",
    )  # fmt: skip


def reviewed(application: Application, result: str) -> None:
    """Through a panel of its own to the recorded conclusion."""
    if not ApplicationReview.objects.filter(application=application).exists():
        seat_panel(desk(), [application], pool())
    judge(desk(), application, result, points=POINTS if result == "修改完善后通过" else ())


def _supplement(application: Application) -> None:
    items = [("applicant", "请修改申报方案。"), ("recommender", "请补充推荐理由。")]
    desk().ask(application, items, item_1_plan="on")


def _amended(application: Application) -> None:
    perform(application, "file_amended_plan", seat=seat_of(Role.SUBMITTER, application.unit), data={})


def _resumed(application: Application) -> None:
    seats = {
        "applicant": seat_of(Role.SUBMITTER, application.unit),
        "organiser": seat_of(Role.ORGANISER_OFFICER, application.organiser),
        "recommender": seat_of(Role.RECOMMENDER_OFFICER, application.recommender),
    }
    if supplementing.plan_item(application):
        _amended(application)
        application.refresh_from_db()
    answer_items(application, seats)
    desk().resume(application)


def _revised(application: Application) -> None:
    seat = seat_of(Role.SUBMITTER, application.unit)
    reply_to_points(application, seat)
    perform(application, "submit_revision", seat=seat, data={})


def _returned(application: Application) -> None:
    data = {"note": "请再改。", "due_on": (clock.today() + timedelta(days=10)).isoformat()}
    perform(application, "return_revision", seat=desk().officer, data=data)


def _pulled(application: Application) -> None:
    case = application.publication_cases.get(item=application.notice_item_id)
    data = {"cases": [str(case.pk)], "kind": "corrected", "note": "名称有误，更正后另行公示。"}
    desk().decide(case.publication, "pull_cases", **data)


def _approved(application: Application) -> None:
    ended = application.notice_item.ends_at if application.notice_item else clock.now()
    with clock.at(max(clock.now(), ended + timedelta(hours=10))):
        desk().approve(application, f"国标委综合函〔{clock.today().year}〕{Application.objects.count()}号")


def violate(application: Application) -> Violation:
    """A violation on the case, opened and with its statement."""
    violation = Violation(
        application=application, ground="false", facts="检测报告系伪造。", opened_by=desk().officer.person,
        statement_by=clock.today() + timedelta(days=15),
    )  # fmt: skip
    start(violation, seat=desk().officer)
    perform(violation, "waive_statement", seat=desk().officer, data={"note": "该单位书面放弃陈述申辩。"})
    return violation


def _violated(application: Application) -> None:
    desk().decide(violate(application), "uphold_violation", note="事实清楚。")


def _plainly(step: str) -> Callable[[Application], None]:
    return lambda application: desk().decide(application, step, note="不符合要求。") and None


def _alone(step: str) -> Callable[[Application], None]:
    return lambda application: perform(application, step, seat=desk().officer, data={"note": "研究后办理。"}) and None


# How each step from SAC's desk on is brought about.
WAYS: dict[str, Callable[[Application], None]] = {
    "start_form_check": lambda application: desk().begin_check(application),
    "pass_form_check": lambda application: desk().pass_check(application),
    "request_supplement": _supplement,
    "file_amended_plan": _amended,
    "resume_form_check": _resumed,
    "reject_form_check": lambda application: desk().reject_check(application),
    "record_pass": lambda application: reviewed(application, "通过"),
    "record_revise": lambda application: reviewed(application, "修改完善后通过"),
    "record_fail": lambda application: reviewed(application, "未通过"),
    "record_guide_pass": lambda application: reviewed(application, "通过"),
    "record_guide_fail": lambda application: reviewed(application, "未通过"),
    "submit_revision": _revised,
    "accept_revision": lambda application: desk().accept_revision(application),
    "return_revision": _returned,
    "publish": lambda application: desk().publish(application) and None,
    "skip_publicity": _alone("skip_publicity"),
    "reject_deliberation": _plainly("reject_deliberation"),
    "close_publicity": lambda application: desk().end_publicity(application),
    "return_to_deliberation": _pulled,
    "approve": _approved,
    "reconsider": _alone("reconsider"),
    "reject_decision": _plainly("reject_decision"),
    "reject_violation": _violated,
}


def bring_about(application: Application, step: Step) -> None:
    """Take a step of SAC's, with everything that has to be there before it."""
    if step.name == "submit_revision":
        fill(application)
    WAYS[step.name](application)
    application.refresh_from_db()

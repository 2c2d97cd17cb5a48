"""Bringing a case to any of its states, step by step, through perform() and by the shortest road."""

from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from applications.models import Application
from applications.numbering import next_number
from organisations.models import Membership
from organisations.queries import current_seats
from procedure import clock
from procedure.machines import Procedure, steps_of
from procedure.models import Record
from procedure.perform import perform
from procedure.steps import Step
from tests.applications.building import fill, seal
from tests.applications.checklists import judge_all
from tests.deciding import WAYS, bring_about

Row = TypeVar("Row", bound=Procedure)

# What the forms of the steps ask for.
DATA: dict[str, dict[str, str]] = {
    "return_plan": {"note": "请补充指标。"},
    "decline_endorsement": {"note": "方向不符。"},
    "return_endorsement": {"note": "请重新论证。"},
    "recommend": {"qualified": "on", "note": "同意推荐。"},
    "decline_recommendation": {"note": "名额有限。"},
    "withdraw": {"note": "本单位另有安排。"},
    "withdraw_recommendation": {"note": "申报单位情况变化。"},
    "resume_form_check": {"note": "不再等待。"},
    "reconsider": {"note": "还需研究。"},
    "reject_form_check": {"note": "不符合要求。"},
    "reject_deliberation": {"note": "不符合要求。"},
    "reject_decision": {"note": "不符合要求。"},
}


def arrive(case: Row, *states: str) -> Row:
    """Pass through these states one after another, at the clock's moment; gives the case back."""
    for state in states:
        for step in road(case, state):
            take(case, step)
    return case


def take(case: Procedure, step: Step | str, **data: Any) -> Any:
    """Take one step by whoever may, with data that its form accepts; gives the Record."""
    declared = steps_of(type(case))[step] if isinstance(step, str) else step
    if isinstance(case, Application) and declared.name in WAYS and not data:
        bring_about(case, declared)
        return Record.objects.filter(subject_id=case.pk).latest("version")
    if declared.name == "submit_plan" and isinstance(case, Application):
        fill(case)
    if declared.name == "recommend" and isinstance(case, Application):
        _send_papers(case)
    if declared.name == "pass_form_check" and isinstance(case, Application):
        judge_all(case)
    return perform(case, declared.name, seat=seat_for(case, declared), data=data_for(case, declared.name) | data)


def _send_papers(case: Application) -> None:
    """The scans, where there is a version to scan and they are not there yet."""
    if case.current_id and (case.scan is None or not case.letter_id):
        seal(case)


def data_for(case: Procedure, step: str) -> dict[str, str]:
    """What the form of a step asks for on this case."""
    if step in OF_CASE and isinstance(case, Application):
        return OF_CASE[step](case)
    return DATA.get(step, {})


def endorsement(case: Application, **changes: str) -> dict[str, str]:
    """Every condition found to be met, and the statement."""
    findings = {f"finding_{condition.key}": "met" for condition in case.call.conditions(case.kind)}
    return {"qualified": "on", "note": "经充分论证，符合条件。"} | findings | changes


def supplement(case: Application, *rows: tuple[str, str], days: int = 20, **changes: str) -> dict[str, str]:
    """One thing asked of each, due so many days from now."""
    asked = {"due_on": f"{clock.today() + timedelta(days=days):%Y-%m-%d}"}
    for number, (to, text) in enumerate(rows or [("applicant", "请补充法人证书。")], start=1):
        asked |= {f"item_{number}_to": to, f"item_{number}_text": text}
    return asked | changes


# What depends on the case, or on the day.
OF_CASE: dict[str, Callable[[Application], dict[str, str]]] = {
    "endorse_plan": endorsement,
    "start_form_check": lambda case: {"sac_number": next_number(case)},
    "request_supplement": supplement,
    "return_revision": lambda case: {"note": "请再改。", "due_on": f"{clock.today() + timedelta(days=10):%Y-%m-%d}"},
}


def road(case: Procedure, state: str) -> list[Step]:
    """The shortest sequence of declared steps from where the case stands; of equal ones the first declared."""
    steps = steps_of(type(case)).values()
    ways: dict[str, list[Step]] = {case.state: []}
    ahead = deque([case.state])
    while ahead and state not in ways:
        here = ahead.popleft()
        for step in steps:
            target = step.leads_to(here)
            if here in step.source and target not in ways:
                ways[target] = [*ways[here], step]
                ahead.append(target)
    assert state in ways, f"no road from {case.state} to {state}"
    return ways[state]


def seat_for(case: Procedure, step: Step) -> Membership:
    """The first seat of today that the step permits."""
    found = next((seat for seat in current_seats(clock.today()) if step.permits(case, seat)), None)
    assert found is not None, f"nobody may {step.name}"
    return found

"""System checks: the declaration hangs together, and the sandbox keeps out of production."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .articles import exists, well_formed
from .machines import MACHINES, Procedure, all_steps, dues_of, final_states, machine_rows, steps_of
from .notifying import declared_audiences
from .steps import SYSTEM, Audience, Birth, Step


@register()
def sandbox_not_in_production(**kwargs: Any) -> list[CheckMessage]:
    if settings.SANDBOX and getattr(settings, "PRODUCTION", False):
        return [Error("演练环境（SANDBOX）不得与生产环境同时启用", id="procedure.E001")]
    return []


@register()
def declarations_hold(**kwargs: Any) -> list[CheckMessage]:
    """Every fault of every declaration, collected before any is reported."""
    return [Error(fault, id="procedure.E002") for fault in faults()]


def faults() -> Iterator[str]:
    for model, step in all_steps():
        yield from (f"{model.machine}.{step.name}：{fault}" for fault in _step_faults(model, step))
    for model in machine_rows().values():
        for birth in model.births:
            yield from (f"{model.machine}.{birth.name}：{fault}" for fault in _common_faults(birth))
        yield from (f"{model.machine}：{fault}" for fault in _machine_faults(model))
    yield from _audience_faults()


def _step_faults(model: type[Procedure], step: Step) -> Iterator[str]:
    if unknown := {state for edge in step.edges for state in edge} - set(model.States.values):
        yield f"状态 {sorted(unknown)} 未声明"
    if step.two_person and not step.decides:
        yield "两人办理的步骤须由审批机关提请"
    if unknown := set(step.closes) - {due.kind for due in dues_of(model)}:
        yield f"所关闭的期限 {sorted(unknown)} 没有步骤开启"
    yield from _common_faults(step)
    yield from _timer_faults(model, step)


def _common_faults(step: Step | Birth) -> Iterator[str]:
    for article in (step.article, *(guard.article for guard in step.guards), *(due.article for due in step.opens)):
        if not well_formed(article) or not exists(article):
            yield f"条文“{article}”不存在"
    for cause in step.caused_by:
        machine, _, name = cause.partition(".")
        if machine not in MACHINES or name not in steps_of(MACHINES[machine]):
            yield f"起因 {cause} 不存在"
    if _causes_itself(step, step):
        yield "追溯起因时回到了自己"


def _causes_itself(step: Step | Birth, origin: Step | Birth, depth: int = 0) -> bool:
    causes = [cause.partition(".") for cause in step.caused_by]
    above = [steps_of(MACHINES[machine]).get(name) for machine, _, name in causes if machine in MACHINES]
    # Deeper than any chain of rooms: a ring that does not lead through the origin itself.
    return depth > 10 or any(cause is origin or (cause and _causes_itself(cause, origin, depth + 1)) for cause in above)


def _timer_faults(model: type[Procedure], step: Step) -> Iterator[str]:
    for due in step.opens:
        fired = steps_of(model).get(due.fires)
        if due.fires and (fired is None or fired.permission is not SYSTEM):
            yield f"期限 {due.kind} 到期所办步骤 {due.fires} 不存在，或不是系统定时步骤"


def _machine_faults(model: type[Procedure]) -> Iterator[str]:
    if not model.births:
        yield "没有声明如何建立"
    if unreached := set(model.States.values) - _reached(model):
        yield f"状态 {sorted(unreached)} 无从到达"
    names = {trigger.name for trigger in model._meta.triggers}  # type: ignore[attr-defined]
    if missing := {"state_needs_record", "birth_needs_record", "never_deleted"} - names:
        yield f"缺少触发器 {sorted(missing)}"
    if not final_states(model):
        yield "没有终结状态"
    if unknown := set(model.roots) - set(MACHINES):
        yield f"所属事项 {sorted(unknown)} 不存在"


def _reached(model: type[Procedure]) -> set[str]:
    """The states that a row can come to, step by step from its birth."""
    reached = {str(birth.state) for birth in model.births}
    edges = [edge for step in steps_of(model).values() for edge in step.edges]
    while further := {target for source, target in edges if source in reached} - reached:
        reached |= further
    return reached


def _audience_faults() -> Iterator[str]:
    """The outbox keeps audiences by name: two of one name would tell the wrong people."""
    known: dict[str, Audience] = {}
    for audience in declared_audiences():
        if known.setdefault(audience.name, audience) is not audience:
            yield f"告知对象“{audience.name}”重名"

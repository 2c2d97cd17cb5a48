"""System checks: the declaration hangs together, and the sandbox keeps out of production."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .articles import exists, well_formed
from .machines import MACHINES, Procedure, all_steps, final_states, machine_rows, steps_of
from .steps import Step


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
        yield from (f"{model.machine}：{fault}" for fault in _machine_faults(model))


def _step_faults(model: type[Procedure], step: Step) -> Iterator[str]:
    states = set(model.States.values)
    if unknown := {*step.source, step.target} - states:
        yield f"状态 {sorted(unknown)} 未声明"
    for article in (step.article, *(guard.article for guard in step.guards), *(due.article for due in step.opens)):
        if not well_formed(article) or not exists(article):
            yield f"条文“{article}”不存在"
    for due in step.opens:
        if due.fires and due.fires not in steps_of(model):
            yield f"期限 {due.kind} 到期所办步骤 {due.fires} 不存在"
    for cause in step.caused_by:
        machine, _, name = cause.partition(".")
        if machine not in MACHINES or name not in steps_of(MACHINES[machine]):
            yield f"起因 {cause} 不存在"


def _machine_faults(model: type[Procedure]) -> Iterator[str]:
    if not model.births:
        yield "没有声明如何建立"
    reached = {birth.state for birth in model.births} | {step.target for step in steps_of(model).values()}
    if unreached := set(model.States.values) - reached:
        yield f"状态 {sorted(unreached)} 无从到达"
    names = {trigger.name for trigger in model._meta.triggers}  # type: ignore[attr-defined]
    if missing := {"state_needs_record", "birth_needs_record", "never_deleted"} - names:
        yield f"缺少触发器 {sorted(missing)}"
    if not final_states(model):
        yield "没有终结状态"

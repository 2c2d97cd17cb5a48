"""The declaration told again: as a table, as JSON, and as a chart."""

from collections.abc import Iterator
from typing import Any

from .machines import MACHINES, Procedure, all_steps, machine_rows, steps_of
from .steps import Permission, Step

COLUMNS = (
    "machine",
    "step",
    "label",
    "article",
    "source",
    "target",
    "permission",
    "two_person",
    "caused_by",
    "opens",
    "guards",
)


def rows() -> list[dict[str, Any]]:
    """Every declared step, by machine and then in the order of its file."""
    return [row_of(model, step) for model, step in all_steps()]


def row_of(model: type[Procedure], step: Step) -> dict[str, Any]:
    permission, two_person = effective(step)
    return {
        "machine": model.machine,
        "step": step.name,
        "label": step.label,
        "article": str(step.article),
        "source": list(step.source),
        "target": step.target,
        "permission": permission.name,
        "two_person": two_person is not None,
        "caused_by": list(step.caused_by),
        "opens": [due.kind for due in step.opens],
        "guards": [guard.name for guard in step.guards],
    }


def effective(step: Step) -> tuple[Permission, Permission | None]:
    """Who takes the step and who signs it; a caused step shows its cause's, however far up that is."""
    while step.permission is None:
        step = cause_of(step)
    return step.permission, step.two_person


def cause_of(step: Step) -> Step:
    machine, name = step.caused_by[0].split(".")
    return steps_of(MACHINES[machine])[name]


def markdown() -> str:
    """The table as Markdown, a section for each machine, with states and roles in the words of the law."""
    return "\n".join(line for model in machine_rows().values() for line in _section(model))


def mermaid(machine: str | None = None) -> str:
    """State diagrams, sorted and stable; one machine's, or all of them one after another."""
    models = [MACHINES[machine]] if machine else list(machine_rows().values())
    return "\n".join(line for model in models for line in _diagram(model))


def _section(model: type[Procedure]) -> Iterator[str]:
    yield f"## {model.machine_label}（`{model.machine}`）\n"
    yield "| 步骤 | 依据 | 从 | 到 | 由谁 | 两人 | 条件 | 期限 |"
    yield "|---|---|---|---|---|---|---|---|"
    for step in steps_of(model).values():
        yield "| " + " | ".join(_cells(model, step)) + " |"
    yield ""


def _cells(model: type[Procedure], step: Step) -> list[str]:
    permission, two_person = effective(step)
    return [
        f"{step.label} `{step.name}`",
        str(step.article),
        "、".join(_label(model, state) for state in step.source),
        _label(model, step.target),
        permission.label + (f"（由 {'、'.join(step.caused_by)} 带动）" if step.caused_by else ""),
        two_person.label if two_person else "",
        "、".join(f"`{guard.name}`（{guard.article}）" for guard in step.guards),
        "、".join(due.label for due in step.opens),
    ]


def _label(model: type[Procedure], state: str) -> str:
    return str(model.States(state).label)


def _diagram(model: type[Procedure]) -> Iterator[str]:
    yield f"%% {model.machine_label}"
    yield "stateDiagram-v2"
    for state in sorted(model.States.values):
        yield f"    {state} : {_label(model, state)}"
    edges = {f"    [*] --> {birth.state} : {birth.label}（{birth.article}）" for birth in model.births}
    for step in steps_of(model).values():
        edges |= {f"    {source} --> {step.target} : {step.label}（{step.article}）" for source in step.source}
    yield from sorted(edges)
    yield ""

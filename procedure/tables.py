"""The declaration told again: as a table, as JSON, and as a chart."""

from collections.abc import Iterator
from typing import Any

from .machines import MACHINES, Procedure, all_steps, final_states, machine_rows, steps_of
from .steps import Permission, Step


def rows() -> list[dict[str, Any]]:
    """Every declared step, by machine and then in the order of its file."""
    return [row_of(model, step) for model, step in all_steps()]


def row_of(model: type[Procedure], step: Step) -> dict[str, Any]:
    pressed = pressed_for(step)
    return {
        "machine": model.machine,
        "step": step.name,
        "label": step.label,
        "article": str(step.article),
        "source": list(step.source),
        "target": step.target,
        "permission": "、".join(dict.fromkeys(_permission(cause).name for cause in pressed)),
        "two_person": any(cause.two_person for cause in pressed),
        "caused_by": list(step.caused_by),
        "opens": [due.kind for due in step.opens],
        "guards": [guard.name for guard in step.guards],
    }


def pressed_for(step: Step) -> list[Step]:
    """The steps that somebody presses for this one: itself, or its causes, however far up they are."""
    if not step.caused_by:
        return [step]
    return [pressed for cause in step.caused_by for pressed in pressed_for(_named(cause))]


def _named(cause: str) -> Step:
    machine, name = cause.split(".")
    return steps_of(MACHINES[machine])[name]


def _permission(step: Step) -> Permission:
    assert step.permission is not None
    return step.permission


def markdown() -> str:
    """The table as Markdown, a section for each machine, with states and roles in the words of the law."""
    return "\n".join(line for model in machine_rows().values() for line in _section(model))


def mermaid(machine: str) -> str:
    """One machine's state diagram, sorted and stable."""
    return "\n".join(_diagram(MACHINES[machine]))


def mermaid_of_all() -> str:
    return "\n".join(f"%% {model.machine_label}\n{mermaid(name)}\n" for name, model in machine_rows().items())


def diagrams() -> str:
    """Every machine's state diagram, as a page of Markdown."""
    pages = (
        f"## {model.machine_label}（`{name}`）\n\n```mermaid\n{mermaid(name)}\n```\n"
        for name, model in machine_rows().items()
    )
    return "\n".join(pages)


def _section(model: type[Procedure]) -> Iterator[str]:
    yield f"## {model.machine_label}（`{model.machine}`）\n"
    yield "| 步骤 | 依据 | 从 | 到 | 由谁 | 另由谁审批 | 条件 | 期限 |"
    yield "|---|---|---|---|---|---|---|---|"
    for step in steps_of(model).values():
        yield "| " + " | ".join(_cells(model, step)) + " |"
    yield ""


def _cells(model: type[Procedure], step: Step) -> list[str]:
    pressed = pressed_for(step)
    who = "、".join(dict.fromkeys(_permission(cause).label for cause in pressed))
    signs = dict.fromkeys(cause.two_person.label for cause in pressed if cause.two_person)
    return [
        f"{step.label} `{step.name}`",
        str(step.article),
        "、".join(_label(model, state) for state in step.source),
        _label(model, step.target) if step.target else "不变",
        who + (f"（由 {'、'.join(f'`{cause}`' for cause in step.caused_by)} 带动）" if step.caused_by else ""),
        "、".join(signs),
        "、".join(f"`{guard.name}`（{guard.article}）" for guard in step.guards),
        "、".join(due.label for due in step.opens),
    ]


def _label(model: type[Procedure], state: str) -> str:
    return str(model.States(state).label)


def _diagram(model: type[Procedure]) -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in sorted(model.States.values):
        yield f"    {state} : {_label(model, state)}"
    edges = {f"    [*] --> {birth.state} : {birth.label}（{birth.article}）" for birth in model.births}
    edges |= {f"    {state} --> [*]" for state in final_states(model)}
    for step in steps_of(model).values():
        edges |= {f"    {source} --> {target} : {step.label}（{step.article}）" for source, target in step.edges}
    yield from sorted(edges)

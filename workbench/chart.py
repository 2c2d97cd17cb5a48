"""The flow charts of 指南附件1, drawn from the declaration that the program runs: a step declared is a step drawn."""

from typing import Any

from django.apps import apps
from django.utils.safestring import SafeString

from procedure.articles import MEASURES, cite, parse
from procedure.machines import MACHINES, Procedure, final_states, steps_of
from procedure.steps import Birth, Step
from procedure.tables import pressed_for

from .chart_drawing import draw
from .chart_graph import Arrow, Caption, Graph, Node
from .chart_layout import lay_out
from .stages import main_road

START = "start"
START_LABEL = "开始"
# What the procedure begins with comes first; the others follow in the order of their rooms.
FIRST = ("call", "application")


def page() -> dict[str, Any]:
    """What the page of the flow charts shows: every machine's chart with its table beneath."""
    return {
        "charts": [
            {"machine": model.machine, "label": model.machine_label, "svg": svg(model), "rows": rows(model)}
            for model in product_machines()
        ]
    }


def product_machines() -> list[type[Procedure]]:
    """Machines of the rooms, which are packages of the top level; what lies deeper is for practice only."""
    models = [model for model in MACHINES.values() if _room(model).isidentifier()]
    return sorted(models, key=lambda model: FIRST.index(model.machine) if model.machine in FIRST else len(FIRST))


def _room(model: type[Procedure]) -> str:
    config = apps.get_containing_app_config(model.__module__)
    return str(config.name) if config else ""


def svg(model: type[Procedure]) -> SafeString:
    """The machine's flow chart."""
    drawn = graph(model)
    return draw(
        drawn,
        lay_out(drawn),
        name=model.machine,
        title=f"{model.machine_label}流程图",
        description=f"主线：{'、'.join(node.label for node in drawn.road)}。各步骤的依据和办理人见图下的表。",
    )


def rows(model: type[Procedure]) -> list[dict[str, Any]]:
    """The same in a table: births, then steps, in the order of the procedure's file."""
    return [_row(model, act) for act in _acts(model)]


def graph(model: type[Procedure]) -> Graph:
    road = main_road(model)
    return Graph(
        road=(Node(START, START_LABEL, "start"), *(_node(model, state) for state in road)),
        side=tuple(_node(model, state) for state in model.States.values if state not in road),
        arrows=_arrows(model),
    )


def _node(model: type[Procedure], state: str) -> Node:
    return Node(state, _label(model, state), "end" if state in final_states(model) else "state")


def _label(model: type[Procedure], state: str) -> str:
    return START_LABEL if state == START else str(model.States(state).label)


def _acts(model: type[Procedure]) -> list[Birth | Step]:
    return [*model.births, *steps_of(model).values()]


def _edges(act: Birth | Step) -> tuple[tuple[str, str], ...]:
    return ((START, act.state),) if isinstance(act, Birth) else act.edges


def _arrows(model: type[Procedure]) -> tuple[Arrow, ...]:
    captions: dict[tuple[str, str], list[Caption]] = {}
    for act in _acts(model):
        for source, target in _edges(act):
            captions.setdefault((source, target), []).append(_caption(act))
    return tuple(Arrow(source, target, tuple(stack)) for (source, target), stack in captions.items())


def _caption(act: Birth | Step) -> Caption:
    signers = _signers(act)
    signed = f"提请，{signers}审批" if signers else "办理"
    story = f"{act.label}：由{_takers(act)}{signed}。依据：{cite(act.article)}"
    return Caption(act.name, act.label, _short(act.article), story)


def _short(article: str) -> str:
    """As much of the citation as fits beside a line; the draft is called a draft here too."""
    places = [
        reference.text.key + ("（征求意见稿）" if reference.text is MEASURES else "") + reference.place
        for reference in parse(article)
    ]
    return "、".join(places) or str(article)


def _takers(act: Birth | Step) -> str:
    return "、".join(dict.fromkeys(pressed.permission.label for pressed in _pressed(act) if pressed.permission))


def _signers(act: Birth | Step) -> str:
    steps = [pressed for pressed in _pressed(act) if isinstance(pressed, Step)]
    return "、".join(dict.fromkeys(step.two_person.label for step in steps if step.two_person))


def _pressed(act: Birth | Step) -> list[Birth | Step]:
    """What somebody presses for it: itself, or what causes it."""
    if isinstance(act, Step):
        return [*pressed_for(act)]
    causes = (cause.split(".") for cause in act.caused_by)
    return [pressed for machine, name in causes for pressed in pressed_for(steps_of(MACHINES[machine])[name])] or [act]


def _row(model: type[Procedure], act: Birth | Step) -> dict[str, Any]:
    edges = _edges(act)
    signers = _signers(act)
    return {
        "name": act.name,
        "label": act.label,
        "article": cite(act.article),
        "sources": [_label(model, source) for source, _ in edges],
        "target": "不变" if isinstance(act, Step) and not act.target else _label(model, edges[0][1]),
        "who": _takers(act),
        "two_person": bool(signers),
        "signer": signers,
    }

"""The flow chart shows what is declared, all of it, and nothing stands in the way of anything else."""

from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.models import Application, Call
from applications.procedure import ApplicationProcedure, State
from procedure.machines import MACHINES, Procedure, steps_of
from procedure.steps import NONE, SYSTEM, Birth, Permission, Step, step
from procedure.tables import rows as table
from workbench import chart
from workbench.chart_drawing import draw, rounded
from workbench.chart_graph import LEFT, STRAIGHT
from workbench.chart_layout import Box, Layout, lay_out
from workbench.chart_words import width_of, wrap

SVG = "{http://www.w3.org/2000/svg}"
CLERK = Permission("clerk", "经办", holds=lambda subject, seat: True)
CHIEF = Permission("chief", "审批", holds=lambda subject, seat: True)
product = pytest.mark.parametrize("model", [Call, Application], ids=lambda model: model.machine)


def fake(labels: dict[str, str], steps: list[Step], births: tuple[Birth, ...] | None = None) -> type[Procedure]:
    """What the chart asks of a machine: its declaration, without a row or a table."""
    first = next(iter(labels))
    states = models.TextChoices("States", {key.upper(): (key, label) for key, label in labels.items()})
    methods = {declared.name: _method(declared) for declared in steps}
    births = births or (Birth("开始", "办法9", first, CLERK),)
    facts = {"machine": "fake", "machine_label": "试画", "States": states, "births": births, "road": ()}
    return type("Fake", (), {**facts, **methods})


def _method(declared: Step) -> Any:
    def method() -> None: ...

    method.step = declared  # type: ignore[attr-defined]
    return method


def move(name: str, label: str, source: str, target: str, *, article: str = "办法12", **more: Any) -> Step:
    return Step(name, label, article, tuple(source.split()), target, **({"permission": CLERK} | more))


def drawn(model: type[Procedure]) -> ElementTree.Element:
    return ElementTree.fromstring(chart.svg(model))  # noqa: S314 - our own drawing


def words(element: ElementTree.Element, css: str) -> str:
    return next("".join(text.itertext()) for text in element.iter(f"{SVG}text") if text.get("class") == css)


def states_drawn(svg: ElementTree.Element) -> dict[str, str]:
    groups = [group for group in svg.iter(f"{SVG}g") if group.get("data-state")]
    return {group.attrib["data-state"]: words(group, "flow-name") for group in groups}


def steps_drawn(svg: ElementTree.Element) -> list[tuple[str, str, str, str]]:
    groups = [group for group in svg.iter(f"{SVG}g") if group.get("data-step")]
    return sorted(
        (*(group.attrib[f"data-{name}"] for name in ("step", "from", "to")), words(group, "flow-label"))
        for group in groups
    )


def lines_drawn(svg: ElementTree.Element) -> set[tuple[str, str]]:
    return {(p.attrib["data-from"], p.attrib["data-to"]) for p in svg.iter(f"{SVG}path") if p.get("data-from")}


def declared_steps(model: type[Procedure]) -> list[tuple[str, str, str, str]]:
    births = [(birth.name, "start", birth.state, birth.label) for birth in model.births]
    steps = [(s.name, *edge, s.label) for s in steps_of(model).values() for edge in s.edges]
    return sorted(births + steps)


def assert_shows_its_declaration(model: type[Procedure]) -> None:
    svg = drawn(model)
    assert states_drawn(svg) == {"start": "开始", **dict(model.States.choices)}
    assert steps_drawn(svg) == declared_steps(model)
    assert lines_drawn(svg) == {(source, target) for _, source, target, _ in declared_steps(model)}


# Nothing unescaped, nothing that the page's policy would refuse


def test_words_and_keys_cannot_become_markup() -> None:
    evil = """<script>alert("1")</script>&'"""
    model = fake({"a": evil, "b": "乙"}, [move("go", evil, "a", "b", article=NONE(evil))])
    model.machine_label = evil
    assert "<script" not in chart.svg(model)
    assert states_drawn(drawn(model))["a"] == evil
    assert steps_drawn(drawn(model))[0][3] == evil


@product
def test_a_drawing_has_classes_only(model: type[Procedure]) -> None:
    names = {name for element in drawn(model).iter() for name in element.attrib}
    assert not names & {"style", "fill", "stroke", "font-family", "font-size"}
    assert not [name for name in names if name.startswith("on")]
    assert not {element.tag for element in drawn(model).iter()} & {f"{SVG}style", f"{SVG}script", f"{SVG}foreignObject"}


def test_machines_for_practice_stay_off_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    practice = fake({"a": "甲", "b": "乙"}, [move("go", "前往", "a", "b")])
    practice.machine, practice.__module__ = "practice", "tests.practice.models"
    monkeypatch.setitem(MACHINES, "practice", practice)
    assert practice not in chart.product_machines()


# The declaration, all of it


def test_the_page_lists_the_machines_in_the_order_of_the_road() -> None:
    charts = chart.page()["charts"]
    assert [shown["machine"] for shown in charts][:2] == ["call", "application"]
    assert [shown["label"] for shown in charts][:2] == ["申报指南", "申报"]
    assert [shown["svg"] for shown in charts] == [chart.svg(model) for model in chart.product_machines()]


@product
def test_every_state_and_step_is_drawn_as_declared(model: type[Procedure]) -> None:
    assert_shows_its_declaration(model)


@pytest.mark.rule("Z61")
@product
def test_the_lines_are_the_transitions_that_the_program_runs(model: type[Procedure]) -> None:
    run = {(t.name, t.source, t.target or t.source) for t in model._meta.get_field("state").get_all_transitions(model)}
    assert {(name, *ends) for name, *ends, _ in steps_drawn(drawn(model)) if name != "start"} == run


@pytest.mark.rule("Z61")
def test_a_step_added_to_the_declaration_changes_the_drawing() -> None:
    class Longer(ApplicationProcedure):
        class Meta:
            abstract = True

        @step("直接退回填报", article="办法12", source=State.RECEIVED, target=State.DRAFT, permission=CLERK)
        def send_home(self, act: Any) -> None: ...

    added = ("send_home", "received", "draft", "直接退回填报")
    assert chart.svg(Longer) != chart.svg(ApplicationProcedure)
    assert steps_drawn(drawn(Longer)) == sorted([*steps_drawn(drawn(ApplicationProcedure)), added])
    assert ("received", "draft") in lines_drawn(drawn(Longer)) - lines_drawn(drawn(ApplicationProcedure))


def test_the_road_runs_down_and_an_end_of_its_own_closes_it() -> None:
    assert [node.label for node in chart.graph(Call).road] == ["开始", "拟制中", "已发布", "已结束"]
    graph = chart.graph(Application)
    assert [node.key for node in graph.road] == [
        "start", "draft", "organiser_review", "recommender_review", "received", "form_check", "expert_review",
        "deliberation", "publicity", "decision", "approved",
    ]  # fmt: skip
    assert {(node.label, node.kind) for node in graph.side} == {
        ("补充材料", "state"), ("修改完善", "state"), ("修改稿核对", "state"),
        ("不予推荐", "end"), ("未予批准", "end"), ("已撤回", "end"),
    }  # fmt: skip
    boxes = lay_out(graph).boxes
    assert all(boxes[a.key].bottom < boxes[b.key].y for a, b in pairwise(graph.road))
    assert {boxes[node.key].centre for node in graph.road} == {boxes["draft"].centre}
    assert all(boxes[node.key].x > boxes["draft"].right for node in graph.side)


def test_returns_run_on_the_left_and_their_words_stand_there() -> None:
    layout = lay_out(chart.graph(Application))
    returns = [route for route in layout.routes if route.channel == LEFT]
    assert [(route.arrow.source, route.arrow.target) for route in returns] == [
        ("organiser_review", "draft"), ("recommender_review", "organiser_review"),
        ("publicity", "deliberation"), ("decision", "deliberation"),
    ]  # fmt: skip
    road = layout.boxes["draft"]
    assert all(x <= road.x for route in returns for x, _ in route.points)
    beside = [label for label in layout.labels if label.anchor == "end" and label.arrow in {r.arrow for r in returns}]
    assert [label.box.right < road.x for label in beside] == [True] * 5


def test_several_steps_between_two_states_share_a_line_with_their_words_in_a_stack() -> None:
    steps = [move("one", "甲法", "a", "b"), move("two", "乙法", "a", "b"), move("back", "丙法", "b", "a")]
    layout = lay_out(chart.graph(fake({"a": "甲", "b": "乙"}, steps)))
    assert [(r.arrow.source, r.arrow.target, r.channel) for r in layout.routes] == [
        ("start", "a", STRAIGHT), ("a", "b", STRAIGHT), ("b", "a", LEFT),
    ]  # fmt: skip
    first, second = (label.box for label in layout.labels if label.arrow.source == "a")
    assert (first.x, first.bottom + 4) == (second.x, second.y)


def test_the_draft_of_the_measures_is_called_a_draft_on_the_drawing_too() -> None:
    assert {words(group, "flow-article") for group in drawn(Application).iter(f"{SVG}g") if group.get("data-step")} == {
        *(f"办法（征求意见稿）第{number}条" for number in ("十二", "十三", "十四", "十五", "十六", "三十六")),
        "办法（征求意见稿）第十四条、指南三（五）", "指南三（二）", "指南三（四）", "指南三（五）", "指南三（六）",
        "无条文：管理需要",
    }  # fmt: skip
    titles = [title.text for title in drawn(Application).iter(f"{SVG}title")]
    assert titles[0] == "申报流程图"
    assert (
        "不予推荐：由推荐单位办理。依据：《国家技术标准创新基地管理办法（公开征求意见稿）》第十二条" in titles
    )  # what the pointer is told


# The table beneath


@product
def test_the_table_names_every_birth_and_step_in_the_order_of_the_file(model: type[Procedure]) -> None:
    assert [row["name"] for row in chart.rows(model)] == [
        *(birth.name for birth in model.births), *(r["step"] for r in table() if r["machine"] == model.machine),
    ]  # fmt: skip


def test_a_row_says_who_and_where_in_words() -> None:
    assert next(row for row in chart.rows(Application) if row["name"] == "withdraw") == {
        "name": "withdraw",
        "label": "撤回申报",
        "article": "无条文：管理需要",
        "sources": ["填报中", "组织单位论证", "推荐单位审核"],
        "target": "已撤回",
        "who": "申报单位报送人",
        "two_person": False,
        "signer": "",
    }


def test_what_is_caused_shows_who_causes_it_and_who_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    cause = fake({"a": "甲", "b": "乙"}, [move("approve", "批准", "a", "b", two_person=CHIEF)])
    monkeypatch.setitem(MACHINES, "cause", cause)
    caused = fake(
        {"a": "甲", "b": "乙"},
        [move("follow", "随之", "a", "b", permission=None, caused_by=("cause.approve",))],
        (Birth("随之开始", "办法16", "a", caused_by=("cause.approve",)),),
    )
    shown = [(row["who"], row["two_person"], row["signer"]) for row in chart.rows(caused)]
    assert shown == [("经办", True, "审批"), ("经办", True, "审批")]
    assert "提请，审批审批" in chart.svg(caused)


def test_the_timer_is_named_too() -> None:
    timed = fake({"a": "甲", "b": "乙"}, [move("lapse", "期满", "a", "b", permission=SYSTEM)])
    assert [row["who"] for row in chart.rows(timed)] == ["经办", "系统定时"]


# Any machine that could ever be declared

labels = st.text("基地申报审核（一），ABC x<&", min_size=1, max_size=40)
articles = st.sampled_from(["办法12", "办法5（三）、办法13第二款", "指南四.3", NONE("管理需要")])


@st.composite
def machines(draw_from: st.DrawFn) -> type[Procedure]:
    keys = [f"s{number}" for number in range(draw_from(st.integers(2, 14)))]
    state = st.sampled_from(keys)
    several = st.lists(state, min_size=1, max_size=6, unique=True)
    ends = draw_from(st.lists(st.tuples(several, state, labels, articles), max_size=30))
    # A chain through the first states, so that there is a road to speak of.
    chain = [([a], b, "前往", "办法9") for a, b in pairwise(keys[: draw_from(st.integers(1, len(keys)))])]
    steps = [
        Step(f"step_{number}", label, article, tuple(sources), target, CLERK)
        for number, (sources, target, label, article) in enumerate(chain + ends)
    ]
    births = draw_from(st.lists(state, max_size=2))
    return fake(
        {key: draw_from(labels) for key in keys},
        steps,
        tuple(
            Birth(f"开始{number}", "办法9", key, CLERK, name=f"birth_{number}")
            for number, key in enumerate([keys[0], *births])
        ),
    )


def test_words_of_the_road_keep_clear_of_a_state_that_nothing_joins_to_it() -> None:
    layout = lay_out(chart.graph(fake({"a": "甲", "b": "乙"}, [move("stay", "留", "b", "b")])))
    words = [label.box for label in layout.labels]
    assert not [box for box in layout.boxes.values() for word in words if box.overlaps(word)]


def strokes(layout: Layout) -> list[tuple[str, Box]]:
    """Every straight piece of every line as a thin box, with what it leads to."""
    return [
        (route.arrow.target, Box(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])))
        for route in layout.routes
        for a, b in pairwise(route.points)
    ]


def crosses(stroke: Box, box: Box) -> bool:
    """Whether the stroke runs through the inside of the box; to touch its edge is to arrive."""
    across = stroke.x < box.right and stroke.right > box.x
    along = stroke.y < box.bottom and stroke.bottom > box.y
    return across and along


def together(one: Box, other: Box) -> bool:
    """Whether two strokes run over each other, rather than cross."""
    if one.height == other.height == 0:
        return one.y == other.y and one.x < other.right and other.x < one.right
    if one.width == other.width == 0:
        return one.x == other.x and one.y < other.bottom and other.y < one.bottom
    return False


@settings(max_examples=120, deadline=None)
@given(machines())
def test_nothing_stands_in_the_way_of_anything(model: type[Procedure]) -> None:
    layout = lay_out(chart.graph(model))
    solid = [*layout.boxes.values(), *(label.box for label in layout.labels)]
    assert not [pair for pair in combinations(solid, 2) if pair[0].overlaps(pair[1])]
    lines = strokes(layout)
    assert not [(stroke, box) for _, stroke in lines for box in solid if crosses(stroke, box)]
    assert not [
        pair for pair in combinations(lines, 2) if pair[0][0] != pair[1][0] and together(pair[0][1], pair[1][1])
    ]
    for box in [*solid, *(stroke for _, stroke in lines)]:
        assert 0 < box.x <= box.right < layout.width
        assert 0 < box.y <= box.bottom < layout.height


@settings(max_examples=60, deadline=None)
@given(machines())
def test_any_declaration_is_drawn_whole_and_always_alike(model: type[Procedure]) -> None:
    assert_shows_its_declaration(model)
    graph = chart.graph(model)
    assert draw(graph, lay_out(graph), "fake", "题", "说明") == draw(graph, lay_out(graph), "fake", "题", "说明")


@settings(max_examples=60, deadline=None)
@given(machines())
def test_a_line_begins_and_ends_at_the_edges_of_its_boxes(model: type[Procedure]) -> None:
    layout = lay_out(chart.graph(model))
    for route in layout.routes:
        ends = ((route.arrow.source, route.points[0]), (route.arrow.target, route.points[-1]))
        for key, (x, y) in ends:
            box = layout.boxes[key]
            if route.channel == STRAIGHT:
                assert (x, y) in {(box.centre, box.y), (box.centre, box.bottom)}
            else:
                assert x in {box.x, box.right}
                assert box.y < y < box.bottom


# Words and curves


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("不予推荐", ("不予推荐",)),
        ("论证通过，报送推荐单位", ("论证通过，", "报送推荐单", "位")),
        ("一二三四五。六", ("一二三四五。", "六")),  # no line begins with a full stop
        ("", ("",)),
    ],
)
def test_words_are_broken_where_the_line_is_full(text: str, lines: tuple[str, ...]) -> None:
    assert wrap(text, 10, 50) == lines


@given(st.text(max_size=60))
def test_no_word_is_lost_in_breaking(text: str) -> None:
    assert "".join(wrap(text, 13, 100)) == text


def test_a_latin_letter_takes_less_room_than_a_character() -> None:
    assert (width_of("国标", 10), width_of("GB", 10)) == (20, 13)


def test_corners_are_cut_no_deeper_than_the_strokes_allow() -> None:
    assert rounded(((0, 0), (40, 0), (40, 100), (60, 100))) == "M0 0L32 0Q40 0 40 8L40 92Q40 100 48 100L60 100"
    assert rounded(((0, 0), (40, 0), (40, 6), (60, 6))) == "M0 0L32 0Q40 0 40 3L40 3Q40 6 48 6L60 6"
    assert rounded(((0, 0), (0, 9))) == "M0 0L0 9"

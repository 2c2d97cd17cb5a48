"""Every declared fault is found before the portal starts, all at once."""

from dataclasses import replace
from typing import Any

import pytest

from procedure import checks
from procedure.forms import StepForm
from procedure.machines import machine_rows, steps_of
from procedure.steps import NONE, SYSTEM, Audience, Birth, Due, Permission, Step, guard, step
from procedure.taking import form_of
from tests.practice.models import Errand, Round
from tests.practice.procedure import DOER, OFFICER, S, title_given


def test_every_machine_is_without_fault() -> None:
    assert list(checks.faults()) == []
    assert checks.declarations_hold() == []


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> dict[str, Step]:
    """The errand's steps, to be declared wrongly."""
    steps = dict(steps_of(Errand))
    unchanged = {model: steps_of(model) for model in checks.machine_rows().values()}

    def wrong(model: Any) -> dict[str, Step]:
        return steps if model is Errand else unchanged[model]

    def everything() -> Any:
        return ((model, found) for model in unchanged for found in wrong(model).values())

    for name in ("procedure.checks", "procedure.machines"):
        monkeypatch.setattr(f"{name}.steps_of", wrong)
    monkeypatch.setattr("procedure.checks.all_steps", everything)
    return steps


WRONG = {
    "unknown state": ("push", {"target": "gone"}, "errand.push：状态 ['gone'] 未声明"),
    "unknown source": ("drop", {"source": ("draft", "gone")}, "errand.drop：状态 ['gone'] 未声明"),
    "no such article": ("drop", {"article": "办法99"}, "errand.drop：条文“办法99”不存在"),
    "ill-written article": ("drop", {"article": "第十二条"}, "errand.drop：条文“第十二条”不存在"),
    "guard without article": (
        "begin", {"guards": (replace(title_given, article="办法77"),)}, "errand.begin：条文“办法77”不存在",
    ),
    "date without article": (
        "begin", {"opens": (Due("finish", "期限", "办法88", lambda s, a: None),)}, "errand.begin：条文“办法88”不存在",
    ),
    "timer on a person's step": (
        "begin", {"opens": (Due("finish", "期限", "办法9", lambda s, a: None, fires="drop"),)},
        "errand.begin：期限 finish 到期所办步骤 drop 不存在，或不是系统定时步骤",
    ),
    "timer on no step": (
        "begin", {"opens": (Due("finish", "期限", "办法9", lambda s, a: None, fires="fly"),)},
        "errand.begin：期限 finish 到期所办步骤 fly 不存在，或不是系统定时步骤",
    ),
    "closes what nobody opens": ("pause", {"closes": ("finis",)}, "errand.pause：所关闭的期限 ['finis'] 没有步骤开启"),
    "unknown cause": ("be_pushed", {"caused_by": ("errand.fly",)}, "errand.be_pushed：起因 errand.fly 不存在"),
    "two persons, no authority": ("drop", {"two_person": OFFICER}, "errand.drop：两人办理的步骤须由审批机关提请"),
    "causes itself": ("be_pushed", {"caused_by": ("errand.be_pushed",)}, "errand.be_pushed：追溯起因时回到了自己"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_declaration_is_found(declared: dict[str, Step], name: str) -> None:
    step_name, change, fault = WRONG[name]
    declared[step_name] = replace(declared[step_name], **change)
    assert list(checks.faults()) == [fault]


def test_faults_are_collected_all(declared: dict[str, Step]) -> None:
    declared["drop"] = replace(declared["drop"], article="办法99")
    declared["pause"] = replace(declared["pause"], closes=("finis",))
    assert len(list(checks.faults())) == 2
    assert {message.id for message in checks.declarations_hold()} == {"procedure.E002"}


def test_state_that_nothing_leads_to_is_found(declared: dict[str, Step]) -> None:
    # Other steps lead there too, but only from one another.
    declared["begin"] = replace(declared["begin"], target="dropped")
    assert list(checks.faults()) == ["errand：状态 ['done', 'waiting', 'working'] 无从到达"]


def test_birth_is_checked_like_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Round, "births", (Birth("拟定", "办法99", "planned", OFFICER),))
    assert list(checks.faults()) == ["round.start：条文“办法99”不存在"]


def test_machine_without_birth_trigger_or_end_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Round, "births", ())
    monkeypatch.setattr(Round._meta, "triggers", [])
    assert list(checks.faults()) == [
        "round：没有声明如何建立",
        "round：状态 ['closed', 'planned'] 无从到达",
        "round：缺少触发器 ['birth_needs_record', 'never_deleted', 'state_needs_record']",
    ]


def test_two_audiences_of_one_name_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    other = Audience("practice_doers", "别人", lambda subject: [])
    monkeypatch.setattr(Round, "births", (replace(Round.births[0], notifies=(other,)),))
    assert list(checks.faults()) == ["告知对象“practice_doers”重名"]


# What the declaration itself refuses


FACTS: dict[str, Any] = {"article": NONE("练习"), "source": S.DRAFT, "target": S.DONE}


@pytest.mark.parametrize(
    "facts",
    [
        {**FACTS, "source": "*", "permission": DOER},
        {**FACTS, "source": [], "permission": DOER},
        FACTS,
        {**FACTS, "permission": DOER, "caused_by": "errand.push"},
        {**FACTS, "caused_by": "errand.push", "form": "PauseForm"},
        {**FACTS, "caused_by": "errand.push", "two_person": DOER},
    ],
)
def test_step_cannot_be_declared_so(facts: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="试试"):
        step("试试", **facts)


def test_birth_has_a_permission_or_a_cause() -> None:
    for facts in ({}, {"permission": DOER, "caused_by": ("errand.push",)}):
        with pytest.raises(TypeError):
            Birth("试试", "办法9", "draft", **facts)


def test_guard_carries_its_article_and_name() -> None:
    @guard("办法12")
    def must_be_so(subject: Any, act: Any) -> str | None:
        return "不行。"

    assert (must_be_so.name, must_be_so.article) == ("must_be_so", "办法12")
    refusal = must_be_so.refusal(None, None)  # type: ignore[arg-type]
    assert refusal is not None
    assert refusal.article_cited == "《国家技术标准创新基地管理办法（公开征求意见稿）》第十二条"


def test_permission_denies_by_default() -> None:
    everybody = Permission("everybody", "人人", lambda subject, seat: True)
    assert everybody.allows(None, None) is False
    assert SYSTEM.allows(None, None) is False


@pytest.mark.django_db
def test_every_form_of_a_step_is_a_kernels_one_and_takes_no_name_that_its_page_needs_itself() -> None:
    """The step's page posts the version that was seen, the key of the click, and what is done with a proposal."""
    taken = {"seen", "key", "act", "csrfmiddlewaretoken"}
    declared = [(row, step) for row in machine_rows().values() for step in steps_of(row).values()]
    forms = {f"{row.machine}.{step.name}": form_of(row(), step) for row, step in declared}
    found = {name: taken & set(form.base_fields) for name, form in forms.items() if form}
    assert {name: names for name, names in found.items() if names} == {}
    assert [name for name, form in forms.items() if form and not issubclass(form, StepForm)] == []

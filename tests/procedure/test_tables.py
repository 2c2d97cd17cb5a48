"""Tables and charts of the practice machines, where two persons and causes are declared."""

import pytest

from procedure import tables
from procedure.machines import final_states, steps_of
from tests.practice.models import Errand, Parcel


def row(machine: str, step: str) -> dict[str, object]:
    return next(row for row in tables.rows() if (row["machine"], row["step"]) == (machine, step))


def test_steps_stand_by_machine_in_the_order_of_their_file() -> None:
    assert list(steps_of(Parcel)) == ["close_box", "inspect_box", "weigh", "send", "lose"]
    machines = [found["machine"] for found in tables.rows()]
    assert machines == sorted(machines)


def test_caused_step_shows_its_causes_permission_and_second_person() -> None:
    assert row("errand", "be_closed") == {
        "machine": "errand", "step": "be_closed", "label": "随批关闭", "article": "办法18", "source": ["waiting"],
        "target": "done", "permission": "officer", "two_person": True, "caused_by": ["round.close_round"],
        "opens": [], "guards": [],
    }  # fmt: skip
    assert row("errand", "be_pushed")["permission"] == "doer"
    assert row("errand", "be_pushed")["caused_by"] == ["errand.push", "errand.shove"]


def test_step_of_two_persons_says_so() -> None:
    assert (row("errand", "finish")["two_person"], row("errand", "finish")["permission"]) == (True, "officer")
    assert row("errand", "call_in")["permission"] == "system"
    assert row("errand", "begin")["opens"] == ["finish"]


def test_states_that_no_step_leaves_are_final() -> None:
    assert final_states(Errand) == {"done", "dropped"}
    assert final_states(Parcel) == {"sent", "lost"}


def test_a_step_that_stays_is_told_for_every_state_it_may_be_taken_in() -> None:
    assert (row("parcel", "weigh")["source"], row("parcel", "weigh")["target"]) == (["open", "packed"], "")
    assert [line.strip() for line in tables.mermaid("parcel").split("\n") if "称重" in line] == [
        "open --> open : 称重（办法14）", "packed --> packed : 称重（办法14）",
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "| 称重 `weigh` | 办法14 | 未封、已封 | 不变 | 经办 |  |  |  |",
    "| 办结 `finish` | 办法16 | 等待中 | 已办结 | 经办 | 审批 | `no_parcel_open`（办法16） |  |",
    "| 随批关闭 `be_closed` | 办法18 | 等待中 | 已办结 | 经办（由 `round.close_round` 带动） | 审批 |  |  |",
    "| 占用名额 `claim_quota` | 办法13 | 办理中 | 等待中 | 承办人 |  | `quota_left`（办法13） |  |",
    "（指南附件2）、`unit_has_address`（指南附件1） | 办结期限 |",
])  # fmt: skip
def test_markdown_speaks_the_words_of_the_law(text: str) -> None:
    assert text in tables.markdown()

"""The edges of a call and of an application, typed by hand from the regulations: article, from, to, who."""

import pytest

from procedure import tables
from procedure.machines import machine_rows

# 办法 of 2023 (draft) and the guide, with design.md 3 where they say nothing.
# machine, step, article, from, to, who, by two persons
GOLDEN = [
    # 办法9: 国家标准委根据需要编制创新基地申报指南
    ("call", "publish_call", "办法9", ["draft"], "published", "sac_officer", False),
    # 指南四.3: 受理时间为5月5日—7月30日
    ("call", "close_call", "指南四.3", ["published"], "closed", "sac_officer", False),
    # 指南三（二）: 申报单位……报送申报组织单位
    ("application", "submit_plan", "指南三（二）", ["draft"], "organiser_review", "submitter", False),
    # 办法12: 行业标准化主管机构、地方标准化主管部门充分论证申报方案后
    ("application", "return_plan", "办法12", ["organiser_review"], "draft", "organiser", False),
    # 办法12: ……提交行业部门、地方政府审核
    ("application", "endorse_plan", "办法12", ["organiser_review"], "recommender_review", "organiser", False),
    ("application", "decline_endorsement", "办法12", ["organiser_review"], "not_recommended", "organiser", False),
    # 办法12: 行业部门、地方政府认为符合申报条件的，择优向国家标准委推荐
    ("application", "return_endorsement", "办法12", ["recommender_review"], "organiser_review", "recommender", False),
    ("application", "recommend", "办法12", ["recommender_review"], "received", "recommender", False),
    (
        "application", "decline_recommendation", "办法12",
        ["recommender_review"], "not_recommended", "recommender", False,
    ),
    # no article: the applicant's own until it has reached SAC, then the recommender's
    (
        "application", "withdraw", "无条文：管理需要",
        ["draft", "organiser_review", "recommender_review"], "withdrawn", "submitter", False,
    ),
    ("application", "withdraw_recommendation", "无条文：管理需要", ["received"], "withdrawn", "recommender", False),
]  # fmt: skip
# machine, first state, article, who
BIRTHS = [
    ("call", "draft", "办法9", "sac_officer"),
    ("application", "draft", "指南三（二）", "preparer"),
]
STATES = {
    "call": {"draft", "published", "closed"},
    "application": {
        "draft", "organiser_review", "recommender_review", "received", "not_recommended", "withdrawn",
    },
}  # fmt: skip


def declared(machine: str) -> list[tuple[object, ...]]:
    columns = ("machine", "step", "article", "source", "target", "permission", "two_person")
    rows = [row for row in tables.rows() if row["machine"] == machine]
    return sorted((tuple(row[column] for column in columns) for row in rows), key=str)


@pytest.mark.rule("B12")
@pytest.mark.parametrize("machine", sorted(STATES))
def test_the_declared_edges_are_those_of_the_regulations(machine: str) -> None:
    assert declared(machine) == sorted((row for row in GOLDEN if row[0] == machine), key=str)


@pytest.mark.parametrize("machine", sorted(STATES))
def test_a_machine_has_exactly_the_states_of_the_regulations(machine: str) -> None:
    assert set(machine_rows()[machine].States.values) == STATES[machine]


def test_every_birth_is_declared_with_its_article_and_who() -> None:
    births = [
        (name, str(birth.state), str(birth.article), birth.permission.name if birth.permission else None)
        for name in STATES
        for birth in machine_rows()[name].births
    ]
    assert sorted(births) == sorted(BIRTHS)


def test_no_step_of_these_machines_is_caused_by_another() -> None:
    assert [row["step"] for row in tables.rows() if row["machine"] in STATES and row["caused_by"]] == []

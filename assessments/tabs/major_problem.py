"""What pages show of a major problem, and for whom it waits (办法17)."""

from collections.abc import Mapping
from typing import Any

from assessments.beginning import beginning
from assessments.entry import Beginning, Entry, Files
from assessments.models import MajorProblem
from assessments.problems import may_answer
from assessments.procedure.major_problem import MajorProblemState as S
from assessments.queries.major_problems import files_visible_to, visible_to
from bases.models import Base
from bases.procedure import IN_BUILD
from organisations.models import Membership, Role
from organisations.tabs import Tab

TABS = {"facts": Tab("问题和答复", "assessments/tab_problem.html")}


def context(name: str, problem: MajorProblem, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {
        "problem": problem, "base": problem.base, "files": problem.files.select_related("file"),
        "answers": problem.answers.select_related("unit"), "may_answer": may_answer(problem, seat),
    }  # fmt: skip


def begins(base: Base, seat: Membership) -> list[Beginning]:
    if base.state not in IN_BUILD:
        return []
    return beginning(MajorProblem(base=base), base, "assessments:problem_reported", seat)


# Everybody above has it at once and may answer; SAC closes it.
_SEEN = "处理承担单位报告的重大问题"
ENTRY = Entry(
    "major_problem", visible_to, TABS, context,
    turns={
        S.REPORTED: {
            Role.ORGANISER_OFFICER: _SEEN, Role.RECOMMENDER_OFFICER: _SEEN, Role.SAC_OFFICER: f"{_SEEN}，处理后办结",
        },
    },
    files=(Files(files_visible_to, "problem", "assessments:problem_file"),), begins=begins,
)  # fmt: skip

"""Shape of a plan's content: what an applicant types, before anything is frozen."""

import datetime as dt
from dataclasses import dataclass, field

SECTIONS = (
    "meaning", "necessity", "groundwork", "qualifications", "advantages", "goals",
    "tasks", "indicators", "schedule", "organisation", "policy", "funding",
)  # fmt: skip

ATTACHMENT_KINDS = {
    "legal_person": "法人资格证明",
    "standards_work": "标准化工作证明",
    "research_project": "科技项目证明",
    "test_platform": "试验验证平台证明",
    "policy_support": "政策支持文件",
    "funding": "经费承诺",
    "staff": "人员名册",
    "other": "其他材料",
}


# The portal's own kinds of evidence, by the demo's.
EVIDENCE = {
    "legal_person": "legal", "standards_work": "standing", "research_project": "resources",
    "test_platform": "resources", "policy_support": "support", "funding": "team", "staff": "team", "other": "other",
}  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One key task (重点任务)."""

    title: str
    content: str


@dataclass(frozen=True)
class Indicator:
    """One indicator; `target` and `midterm` hold a number or words as typed."""

    kind: str
    name: str
    unit: str
    target: str
    midterm: str

    @property
    def numeric(self) -> bool:
        return self.target.replace(".", "", 1).isdigit()


@dataclass(frozen=True)
class Milestone:
    """One milestone; `task` is the place of its task in the list, None for the whole base."""

    due: dt.date
    content: str
    task: int | None


@dataclass(frozen=True)
class Attachment:
    """Name and kind of a supporting document; its bytes are made by whoever loads it."""

    name: str
    kind: str


@dataclass(frozen=True)
class Answer:
    """How a condition is met; ``kind`` is that of the attachments that prove it, as the portal names it."""

    kind: str
    text: str


@dataclass(frozen=True)
class PlanContent:
    """Everything an applicant types into one plan; an absent section has not been written yet."""

    name: str
    kind: str
    build_years: int
    sections: dict[str, str]
    tasks: tuple[Task, ...]
    indicators: tuple[Indicator, ...]
    milestones: tuple[Milestone, ...]
    attachments: tuple[Attachment, ...]
    # By the condition's key, more than any one call asks for.
    answers: dict[str, Answer] = field(default_factory=dict)

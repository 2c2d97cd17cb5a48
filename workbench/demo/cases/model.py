"""What a case of the demo is: who applied where, and what happened to it when."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
DEMO_NOW = dt.datetime(2026, 6, 22, 10, 0, tzinfo=BEIJING)

# Who may press what: the unit of the case that acts, and the role its person needs there.
ACTORS = {
    "submit_plan": ("applicant", "submitter"),
    "withdraw": ("applicant", "submitter"),
    "return_plan": ("organiser", "organiser_officer"),
    "endorse_plan": ("organiser", "organiser_officer"),
    "decline_endorsement": ("organiser", "organiser_officer"),
    "return_endorsement": ("recommender", "recommender_officer"),
    "recommend": ("recommender", "recommender_officer"),
    "decline_recommendation": ("recommender", "recommender_officer"),
    "withdraw_recommendation": ("recommender", "recommender_officer"),
}
TARGETS = {
    "submit_plan": "organiser_review",
    "withdraw": "withdrawn",
    "return_plan": "draft",
    "endorse_plan": "recommender_review",
    "decline_endorsement": "not_recommended",
    "return_endorsement": "organiser_review",
    "recommend": "received",
    "decline_recommendation": "not_recommended",
    "withdraw_recommendation": "withdrawn",
}


def year_of(call: str) -> int:
    """The year that a call's key begins with."""
    return int(call[:4])


@dataclass(frozen=True)
class Call:
    """A call (申报指南) with its window: `closes` is the first moment that is too late."""

    key: str
    year: int
    title: str
    edition: str
    build_years: int
    published: dt.datetime
    opens: dt.datetime
    closes: dt.datetime
    closed: bool


@dataclass(frozen=True)
class Event:
    """One step: when, by whom (address), which, with what typed in.

    `amendments` are paragraphs the applicant adds to sections before this submission, by section.
    """

    at: dt.datetime
    person: str
    step: str
    data: dict[str, object]
    amendments: dict[str, str]


@dataclass(frozen=True)
class Case:
    """One application; `filled` is the share of the plan that is written, in percent."""

    key: str
    call: str
    name: str
    kind: str
    applicant: str
    organiser: str
    recommender: str
    region: str
    sector: str | None
    topic: str
    started: dt.datetime
    preparer: str
    filled: int
    timeline: tuple[Event, ...]

    @property
    def state(self) -> str:
        """State the timeline leads to."""
        return TARGETS[self.timeline[-1].step] if self.timeline else "draft"

"""A panel at work, for tests of what it writes: the demo's own way with the seats of the test's world."""

from dataclasses import dataclass
from typing import Any

from applications.models import Application
from organisations.models import Membership
from reviews import composing, concluding, plans, sheets
from reviews.models import ApplicationReview, Case, Conclusion, Expert, Member, Panel
from tests.applications.building import World
from tests.arriving import arrive
from tests.deciding import desk, pool
from workbench.demo.deciding import Desk, seat_panel
from workbench.demo.deciding.reviewing import conclude, expert_seat, meet, new_panel

FULL: dict[str, Any] = {
    each.key: {"opinion": f"{each.label}的意见。", "score": 80, "unfamiliar": False} for each in plans.ASPECTS
} | {"overall": "总体可行。"}


@dataclass
class AtWork:
    """One application with its case, panel and members; the first member is the chair."""

    application: Application
    case: Case
    panel: Panel
    members: list[Member]

    @property
    def review(self) -> ApplicationReview:
        return ApplicationReview.objects.get(case=self.case)

    @property
    def seats(self) -> list[Membership]:
        return [expert_seat(member) for member in self.members]

    def fresh(self) -> Case:
        return Case.objects.select_related("panel", "version").get(pk=self.case.pk)

    def meet(self) -> "AtWork":
        meet(desk(), self.panel)
        return self

    def conclude(self, result: str = "通过", points: Any = ()) -> "AtWork":
        conclude(self.fresh(), result, points=points)
        return self

    def written(self) -> Conclusion:
        """The chair's word alone, nobody has signed."""
        return concluding.write(
            self.fresh(), result="通过", text="专家组一致认为可行。", points=[], base="", seat=self.seats[0]
        )


def at_work(world: World, *, confirmed: bool = True, others: bool = False, **changes: Any) -> AtWork:
    """A panel of five with the host's case, or with the other host's."""
    application = arrive((world.other_draft if others else world.draft)(**changes), "expert_review")
    panel = (seat_panel if confirmed else _appointed)(desk(), [application], pool())
    members = list(panel.members.select_related("expert__person").order_by("seat"))
    case = Case.objects.select_related("panel", "version").get(review__application=application)
    return AtWork(application, case, panel, members)


def _appointed(by: Desk, cases: list[Application], experts: list[Expert]) -> Panel:
    """The same before anybody is asked."""
    panel = new_panel(by, cases, size=len(experts))
    composing.appoint(panel, experts, panel.appoint_reason, by.officer)
    return panel


def write(work: AtWork, number: int, content: Any = None, *, submit: bool = True, reason: str = "") -> Any:
    """A member's own save, and his submission."""
    case, seat = work.fresh(), work.seats[number]
    base = sheets.sheet_of(case, work.members[number]).version
    saved = sheets.save(case, content or FULL, base=base, seat=seat)
    assert isinstance(saved, sheets.Saved)
    if submit:
        return sheets.submit(case, shown=saved.sheet.version, reason=reason, seat=seat)
    return saved.sheet

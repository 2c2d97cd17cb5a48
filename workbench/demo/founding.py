"""SAC's decisions on the earlier calls: one panel reviews all of a call, one notice publishes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from applications import assigning
from applications.models import Application
from bases.models import Base
from organisations.models import Role
from procedure.perform import perform
from procedure.reckoning import Period
from reviews.models import ApplicationReview, Expert
from workbench.demo.cases import FOUNDED, GRANTS
from workbench.demo.deciding import seat_panel
from workbench.demo.deciding.desk import reply_to_points
from workbench.demo.deciding.reviewing import conclude, meet, record
from workbench.demo.endings import desk, on, seat_in
from workbench.demo.numbering import next_number


@dataclass(frozen=True)
class Calendar:
    """When SAC did what with a call; a call under the guide is revised, one under the measures published."""

    checked: date
    seated: date
    met: date
    revised: date | None = None
    published: date | None = None


CALENDARS = {
    "2019": Calendar(date(2019, 9, 3), date(2019, 9, 17), date(2019, 10, 15), revised=date(2019, 11, 8)),
    "2020": Calendar(date(2020, 9, 2), date(2020, 9, 16), date(2020, 10, 20), revised=date(2020, 11, 12)),
    "2022": Calendar(date(2022, 9, 6), date(2022, 9, 20), date(2022, 10, 18), revised=date(2022, 11, 10)),
    "2023": Calendar(date(2023, 9, 5), date(2023, 9, 19), date(2023, 10, 17), published=date(2023, 11, 6)),
    "2024": Calendar(date(2024, 9, 3), date(2024, 9, 18), date(2024, 10, 15), published=date(2024, 10, 28)),
    "2025": Calendar(date(2025, 9, 3), date(2025, 9, 23), date(2025, 10, 21), published=date(2025, 11, 10)),
}
_LONGER = "任务涉及国家标准立项、验证和报批的完整周期，两年难以完成，经研究建设期定为三年。"


def found(begun: dict[str, Application], experts: Sequence[Expert]) -> dict[str, Base]:
    """From the recommendation to the approval; the bases by the keys of their cases."""
    bases: dict[str, Base] = {}
    for call, days in CALENDARS.items():
        keys = [case.key for case in FOUNDED if case.call == call and case.key in begun]
        if keys:
            _review([begun[key] for key in keys], days, experts)
        for key in keys:
            bases[key] = _approve(key, begun[key], days)
    return bases


def _review(cases: list[Application], days: Calendar, experts: Sequence[Expert]) -> None:
    with on(days.checked):
        for case in cases:
            desk().begin_check(case)
            assigning.take(case, seat=desk().officer)
            desk().pass_check(case)
    with on(days.seated):
        title = f"{days.seated.year}年度创新基地申报专家评审组"
        panel = seat_panel(desk(), cases, experts, title=title, meeting_on=days.met)
    with on(days.met):
        meet(desk(), panel)
        for review in ApplicationReview.objects.select_related("case__panel").filter(case__panel=panel):
            conclude(review.case, "通过")
            record(desk(), ApplicationReview.objects.get(pk=review.pk), "通过")
        perform(panel, "finish_panel", seat=desk().officer)
    for case in cases:
        case.refresh_from_db()
    if days.published:
        with on(days.published):
            desk().publish(*cases)


def _approve(key: str, case: Application, days: Calendar) -> Base:
    grant = GRANTS[key]
    if days.revised:
        _revise(case, days.revised)
    else:
        _end_publicity(case)
    with on(grant.approved):
        kept = case.call.edition.build_period.is_kept_by(Period(grant.years, "y"))
        facts = {"build_years": str(grant.years), "reason": "" if kept else _LONGER}
        desk().approve(case, next_number(), english_name=grant.english_name, **facts)
    assert case.base is not None
    return Base.objects.get(pk=case.base.pk)


def _end_publicity(case: Application) -> None:
    assert case.notice_item is not None
    with on(case.notice_item.ends_at.date()):
        desk().end_publicity(case)


def _revise(case: Application, day: date) -> None:
    """The guide asks for a revised plan of everybody who passes, and for no publicity."""
    with on(day):
        reply_to_points(case, seat_in(case.unit, Role.PREPARER))
        perform(
            case, "submit_revision", seat=seat_in(case.unit, Role.SUBMITTER), data={"note": "已按专家意见修改完善。"}
        )
    with on(day, 15):
        desk().accept_revision(case)
        perform(case, "skip_publicity", seat=desk().officer, data={"note": ""})

"""The call's window, an organiser's own date, and the dates that follow from them (指南四.3, 三（一）)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from applications import models
from procedure import clock
from procedure.acts import Act
from procedure.reckoning import chinese_date, end_instant
from procedure.steps import Audience, Due, Fixed, guard

from .people import APPLICANTS, ORGANISERS, RECOMMENDERS

if TYPE_CHECKING:
    from applications.models import Application


def last_day_of(ends: datetime) -> str:
    """The day that an exclusive end still holds, and with it its hour where that is no midnight."""
    end = ends.astimezone(clock.BEIJING)
    if end == end.replace(hour=0, minute=0, second=0, microsecond=0):
        return f"{chinese_date((end - timedelta(days=1)).date())}24时"
    return f"{chinese_date(end.date())}{end:%H:%M:%S}"


@guard("指南四.3")
def before_window_end(application: "Application", act: Act) -> str | None:
    if act.at < application.closes_at:
        return None
    return f"“{application.call.title}”的受理期已于{last_day_of(application.closes_at)}结束。"


@guard("指南四.3")
def window_open(application: "Application", act: Act) -> str | None:
    if act.at < application.call.opens_at:
        first = application.call.opens_at.astimezone(clock.BEIJING)
        return f"受理期自{chinese_date(first.date())}开始，现在还不能推荐。"
    return before_window_end.check(application, act)


@guard("指南三（一）")
def before_organisers_date(application: "Application", act: Act) -> str | None:
    """An organiser's own date binds what comes to it for the first time; what it returned comes back when it can."""
    if application.submitted_at is not None:
        return None
    ends = organisers_end(application)
    if ends is None or act.at < ends:
        return None
    return f"{application.organiser.name}规定的内部截止日为{last_day_of(ends)}，已经过了；请与其联系调整。"


def organisers_end(application: "Application") -> datetime | None:
    """The first moment that is too late for the organiser, where it has set a day of its own."""
    day = (
        models.Organising.objects.filter(call=application.call_id, organiser=application.organiser_id)
        .values_list("last_day", flat=True)
        .first()
    )
    return end_instant(day) if day else None


# Until when: all that leads to the recommendation must be done within the call's window


def window_fixed(application: "Application") -> Fixed:
    """The end of the window as a due date, with its reason."""
    said = "经国家标准委延长后，" if application.extended_to else ""
    why = (
        f"“{application.call.title}”{said}受理期至{last_day_of(application.closes_at)}，"
        "报送、论证和推荐都须在此之前完成；固定日期不因节假日顺延。"
    )
    return Fixed(application.closes_at, why)


def submission_fixed(application: "Application") -> Fixed:
    """The organiser's own date where it comes first, else the window's end."""
    window = window_fixed(application)
    ends = organisers_end(application) if application.submitted_at is None else None
    if ends is None or ends >= window.due_at:
        return window
    return Fixed(ends, f"{application.organiser.name}规定的内部截止日为{last_day_of(ends)}，只约束由其组织的申报单位。")


def _window_end(application: "Application", act: Act) -> Fixed:
    return window_fixed(application)


def _submission_end(application: "Application", act: Act) -> Fixed:
    return submission_fixed(application)


def _until(kind: str, label: str, tells: Audience) -> Due:
    reckon = _submission_end if kind == "submit_plan" else _window_end
    return Due(kind, label, "指南四.3", reckon, reminders=(14, 7, 3, 1), tells=(tells,))


SUBMIT_DUE = _until("submit_plan", "报送申报方案", APPLICANTS)
ENDORSE_DUE = _until("endorse_plan", "论证并报送推荐单位", ORGANISERS)
RECOMMEND_DUE = _until("recommend", "审核推荐", RECOMMENDERS)

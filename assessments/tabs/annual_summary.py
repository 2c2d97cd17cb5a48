"""What the case page shows of an annual summary: the dossier, last year's plan beside it, the year's achievements."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from assessments.achievement_kinds import TREND
from assessments.entry import Beginning, Entry
from assessments.models import AnnualSummary
from assessments.procedure.annual_summary import AnnualSummaryState as S
from assessments.queries import kept
from assessments.queries.operating import summaries_visible_to, years_to_summarise
from assessments.summarising import achieved_in, may_give_opinion
from bases.models import Base
from bases.procedure import ESTABLISHED
from bases.procedure.operating import SUMMARY
from bases.procedure.people import HOST
from documents import rich
from organisations.models import Membership, Role
from organisations.tabs import Tab

from . import filled

TABS = {
    "summary": Tab("总结和计划", "assessments/tab_summary.html"),
    "beside": Tab("对照去年的计划", "assessments/tab_beside.html"),
    "year": Tab("本年度成果", "assessments/tab_year.html"),
}


def context(name: str, row: AnnualSummary, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"row": row, "seat": seat} | _BUILDERS[name](row, seat)


def _summary(row: AnnualSummary, seat: Membership) -> dict[str, Any]:
    return filled.context("report", row, seat, {}) | {
        "opinions": row.opinions.select_related("unit"),
        "may_say": may_give_opinion(row, seat),
    }


def _beside(row: AnnualSummary, seat: Membership) -> dict[str, Any]:
    """Last year's plan as it was filed, and what this year's summary says."""
    last = AnnualSummary.objects.filter(base=row.base, year=row.year - 1).select_related("dossier").first()
    planned = last.dossier if last and last.filed_at else None
    return {"last": last, "planned": _filed(planned, "plan"), "said": _written(row.dossier, "summary")}


def _filed(dossier: Any, key: str) -> SafeString:
    sections = (dossier.content or {}).get("sections", ()) if dossier else ()
    return _clean(next((part["text"] for part in sections if part["key"] == key), ""))


def _written(dossier: Any, key: str) -> SafeString:
    section = dossier.sections.filter(key=key).first()
    return _clean(section.text if section else "")


def _clean(text: str) -> SafeString:
    return mark_safe(rich.clean(text))  # noqa: S308  (cleaned)


def _year(row: AnnualSummary, seat: Membership) -> dict[str, Any]:
    """As they were counted at the filing; before it, as they stand."""
    return {
        "achieved": row.achieved if row.filed_at else achieved_in(row.base, row.year),
        "has_trend": kept.has_reported(row.base, TREND, year=row.year),
    }


_BUILDERS = {"summary": _summary, "beside": _beside, "year": _year}


def begins(base: Base, seat: Membership) -> list[Beginning]:
    if base.state not in ESTABLISHED or not HOST.allows(base, seat) or not years_to_summarise(base):
        return []
    return [Beginning("填报年度总结和计划", reverse("assessments:summary_begun", args=[base.pk]))]


ENTRY = Entry(
    "annual_summary", summaries_visible_to, TABS, context,
    turns={
        S.DRAFT: {Role.PREPARER: "填报{about}年度总结和计划", Role.SUBMITTER: "填报并报送{about}年度总结和计划"},
        S.CORRECTING: {Role.PREPARER: "更正{about}年度总结和计划", Role.SUBMITTER: "更正并报送{about}年度总结和计划"},
        S.FILED: {Role.SAC_OFFICER: "接收{about}年度总结和计划"},
    },
    about="year", answers=(SUMMARY,), begins=begins,
    files=filled.files_of("annualsummary"),
    related=("base__region", "base__sector", "base__organiser", "dossier"),
)  # fmt: skip

"""What SAC's page of a publication shows, tab by tab."""

from collections.abc import Mapping
from typing import Any

from notices.models import Objection
from notices.procedure import NoticeState
from notices.publishing import shown_end
from notices.shown import shown
from organisations.models import Membership, Role
from organisations.tabs import Tab

from .drafting_notices import case_words, today_words
from .models import Publication
from .procedure import PublicationState

TABS = {
    "overview": Tab("公示", "applications/publication_tab_overview.html"),
    "objections": Tab("异议", "applications/publication_tab_objections.html"),
}


def context(name: str, publication: Publication, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    may = {"may_write": seat.role == Role.SAC_OFFICER, "is_draft": publication.state == PublicationState.DRAFT}
    return {"publication": publication, **may} | _BUILDERS[name](publication)


def _overview(publication: Publication) -> dict[str, Any]:
    notice = publication.notice
    if notice is None:
        return _draft(publication)
    return {
        "notice": notice,
        "items": shown(notice).items,
        "withdrawn": notice.state == NoticeState.WITHDRAWN,
        "pulled": publication.cases.filter(pulled_at__isnull=False).exists(),
        "prints": notice.prints.order_by("-format"),
        "corrected_by": publication.corrected_by.order_by("since"),
    }


def _draft(publication: Publication) -> dict[str, Any]:
    from procedure import clock, reckoning

    today = clock.today()
    found = reckoning.publicity(today)
    end = shown_end(publication, today)
    return {
        "items": [{"item": item} for item in case_words(publication)],
        "text": today_words(publication),
        "start": today,
        "end": end,
        "why": found.why,
        "judged": reckoning.judge_publicity_end(today, end),
    }


def _objections(publication: Publication) -> dict[str, Any]:
    items = publication.cases.filter(item__isnull=False).values("item")
    rows = Objection.objects.filter(item__in=items).select_related("item").order_by("received_at", "id")
    return {"objections": rows}


_BUILDERS = {"overview": _overview, "objections": _objections}

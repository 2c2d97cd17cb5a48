"""The tabs of the case page on what was judged and sealed: 论证, 推荐材料, 纸质件."""

from collections.abc import Mapping
from typing import Any

from organisations.models import Membership, Role

from . import copies, papers
from .appraising import appraisals_of
from .models import Application
from .procedure import State
from .supplementing import may_seal


def _appraisal(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"appraisals": appraisals_of(application)}


def _papers(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return papers_context(application, seat)


def _copies(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"versions": copies.by_version(application), "may_record": copies.may_record(application, seat)}


def papers_context(application: Application, seat: Membership) -> dict[str, Any]:
    """The scans of every version and the letter, for the tab and for the page where they are uploaded."""
    scans = list(papers.scans_of(application))
    current = [scan for scan in scans if scan.version_id == application.current_id]
    scan = next((scan for scan in current if scan.replaced_at is None), None)
    return {
        "application": application,
        "scan": scan,
        "older": [each for each in scans if each != scan],
        "reading_failed": scan is not None and papers.reading_failed(scan),
        "letter": papers.letters_for(application).filter(applications=application).first(),
        "seat": seat,
        "writes": writes_papers(application, seat),
        "seals": seals(application, seat),
    }


def writes_papers(application: Application, seat: Membership) -> bool:
    return _own(application, seat) and application.state == State.RECOMMENDER_REVIEW


def seals(application: Application, seat: Membership) -> bool:
    """Whether the seat may upload the sealed scan: with the other papers, or alone where a supplement asks for it."""
    return writes_papers(application, seat) or (_own(application, seat) and may_seal(application))


def _own(application: Application, seat: Membership) -> bool:
    return seat.role == Role.RECOMMENDER_OFFICER and seat.unit_id == application.recommender_id


BUILDERS = {"appraisal": _appraisal, "papers": _papers, "copies": _copies}

"""What the case page shows of an application, tab by tab."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from organisations.models import Membership, Role

from . import forms, sections
from .models import Application, BaseKind, Indicator, Version
from .procedure import State
from .queries import attachments_visible_to, versions_visible_to
from .returns import counted

COMMENTERS = (Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER, Role.SAC_OFFICER)


@dataclass(frozen=True)
class Tab:
    label: str
    template: str


TABS = {
    "plan": Tab("申报方案", "applications/tab_plan.html"),
    "comments": Tab("意见", "applications/tab_comments.html"),
    "files": Tab("文件", "applications/tab_files.html"),
}


def context(name: str, application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    """The context of one tab; ``asked`` may name a version's number."""
    return {"application": application, "seat": seat} | _BUILDERS[name](application, seat, asked)


def writable(application: Application, seat: Membership) -> bool:
    """Whether this seat's people write the plan now."""
    return (
        application.state == State.DRAFT
        and seat.unit_id == application.unit_id
        and seat.role in (Role.PREPARER, Role.SUBMITTER)
    )


def _may_comment(application: Application, seat: Membership) -> bool:
    """Of a case that has ended nobody is asked for comments; what is said is said of the newest version."""
    return seat.role in COMMENTERS and not application.is_final


def _plan(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    versions = list(versions_visible_to(seat).filter(application=application).order_by("-number").defer("content"))
    chosen = next((version for version in versions if str(version.number) == asked.get("version")), None)
    chosen = chosen or (versions[0] if versions else None)
    return {
        "versions": versions,
        "version": chosen,
        "plan": _laid_out(chosen) if chosen else None,
        "may_comment": chosen is not None and chosen == versions[0] and _may_comment(application, seat),
    }


def _laid_out(version: Version) -> dict[str, Any]:
    """The frozen content with the headings of annex 2, ready to be read."""
    content, counts = version.content, counted(version)
    kinds = dict(Indicator.Kind.choices)
    return {
        "content": content,
        "kind": BaseKind(content["kind"]).label,
        "basic": [(label, content["applicant"].get(name, "")) for name, label in sections.BASIC_FIELDS.items()],
        "texts": [(part, content["sections"][part.key]["text"], counts[part.key]) for part in sections.SECTIONS],
        "comments_on_basic": counts[sections.BASIC],
        "comments_on_attachments": counts[sections.ATTACHMENTS],
        "indicators": [row | {"kind_label": kinds[row["kind"]]} for row in content["indicators"]],
        "milestones": [row | {"due_on": date.fromisoformat(row["due"])} for row in content["milestones"]],
    }


def _comments(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    versions = versions_visible_to(seat).filter(application=application)
    newest = versions.order_by("-number").defer("content").first()
    comments = [comment for version in _with_comments(versions) for comment in version.comments.all()]
    led: set[str] = set()
    for comment in comments:
        comment.heading = sections.heading_of(comment.section)
        comment.leads = comment.section not in led
        led.add(comment.section)
    may = newest is not None and _may_comment(application, seat)
    form = forms.CommentForm(initial={"section": asked.get("section", "")}) if may else None
    return {"comments": comments, "version": newest, "form": form}


def _with_comments(versions: Any) -> Any:
    return versions.order_by("-number").defer("content").prefetch_related("comments__unit")


def _files(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    versions = versions_visible_to(seat).filter(application=application).order_by("-number").defer("content")
    return {
        "prints": list(versions.select_related("print__file")),
        "attachments": list(_attachments(application, seat)),
    }


def _attachments(application: Application, seat: Membership) -> Any:
    """The draft's to its own unit; to everybody else the newest version's, whatever became of the draft."""
    rows = attachments_visible_to(seat).filter(application=application).select_related("file")
    if seat.unit_id == application.unit_id:
        return rows.filter(removed_at__isnull=True)
    filed = application.current.content["attachments"] if application.current else []
    return rows.filter(pk__in=[row["id"] for row in filed])


_BUILDERS = {"plan": _plan, "comments": _comments, "files": _files}

"""What the case page shows of an application, tab by tab."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString, mark_safe

from documents import rich
from organisations.deciding import SAC
from organisations.models import Membership, Role
from organisations.tabs import Tab

from . import approval_tab, checking, desk_tabs, forms, judged_tabs, papers, publicity_tab, revision_shown, sections
from .appraising import answers
from .models import Application, BaseKind, Comment, Indicator, RevisionRound, Supplement, Version
from .procedure import State
from .queries import attachments_visible_to, like_named, versions_visible_to
from .writable import is_written

COMMENTERS = (Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER, Role.SAC_OFFICER)


def _is_published(application: Application) -> bool:
    return application.state in (State.PUBLICITY, State.DECISION) or application.notice_item_id is not None


TABS = {
    "plan": Tab("申报方案", "applications/tab_plan.html"),
    "appraisal": Tab("论证", "applications/tab_appraisal.html"),
    "comments": Tab("意见", "applications/tab_comments.html"),
    "files": Tab("文件", "applications/tab_files.html"),
    "papers": Tab("推荐材料", "applications/tab_papers.html", papers.READERS),
    "copies": Tab("纸质件", "applications/tab_copies.html"),
    "check": Tab("形式审查", "applications/desk_tab_check.html", checking.READERS, lambda each: bool(each.sac_number)),
    "supplements": Tab(
        "补充材料", "applications/desk_tab_supplements.html", desk_tabs.ASKED, lambda each: each.was_supplemented
    ),
    "revision": Tab(
        "修改完善", "applications/revision_tab.html", revision_shown.READERS, lambda each: each.was_revised
    ),
    "publicity": Tab("公示", "applications/tab_publicity.html", there=_is_published),
    "approval": Tab(
        "批准文件", "applications/approval_tab.html", approval_tab.READERS, lambda each: bool(each.base_id)
    ),
}


def shown_to(seat: Membership, application: Application) -> dict[str, Tab]:
    """The tabs of a case read by ``with_tabs`` that are for this seat and not empty."""
    own = {name: tab for name, tab in TABS.items() if not tab.readers or seat.role in tab.readers}
    return {name: tab for name, tab in own.items() if tab.there(application)}


def with_tabs(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Read with each case what says whether a tab is empty."""
    supplements, rounds = Supplement.objects.all(), RevisionRound.objects.all()
    return rows.annotate(
        was_supplemented=Exists(supplements.filter(application=OuterRef("pk"))),
        was_revised=Exists(rounds.filter(application=OuterRef("pk"))),
    )


def context(name: str, application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    """The context of one tab; ``asked`` may name a version's number."""
    return {"application": application, "seat": seat} | _BUILDERS[name](application, seat, asked)


def writable(application: Application, seat: Membership) -> bool:
    """Whether this seat's people write the plan now."""
    return (
        seat.unit_id == application.unit_id and seat.role in (Role.PREPARER, Role.SUBMITTER) and is_written(application)
    )


def _may_comment(application: Application, seat: Membership) -> bool:
    """Of a case that has ended nobody is asked for comments; what is said is said of the newest version."""
    return seat.role in COMMENTERS and not application.is_final


def _plan(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    sections_commented = Comment.objects.filter(version=OuterRef("pk")).order_by().values("section")
    visible = versions_visible_to(seat).filter(application=application).order_by("-number").defer("content")
    versions = list(visible.annotate(commented=ArraySubquery(sections_commented)))
    chosen = next((version for version in versions if str(version.number) == asked.get("version")), None)
    chosen = chosen or (versions[0] if versions else None)
    # The newest came with the case, its content with it.
    version = application.current if chosen and chosen.pk == application.current_id else chosen
    return {
        "versions": versions,
        "version": version,
        "plan": laid_out(version, chosen.commented) if version and chosen else None,
        "like_named": like_named(application) if seat.role in SAC else [],
        "may_comment": chosen is not None and chosen == versions[0] and _may_comment(application, seat),
    }


def laid_out(version: Version, commented: Iterable[str] = ()) -> dict[str, Any]:
    """The frozen content with the headings of annex 2, ready to be read; ``commented`` has a part for every comment."""
    content, counts = version.content, Counter(commented)
    kinds = dict(Indicator.Kind.choices)
    return {
        "content": content,
        "kind": BaseKind(content["kind"]).label,
        "basic": [(label, content["applicant"].get(name, "")) for name, label in sections.BASIC_FIELDS.items()],
        "texts": [(part, _read(content["sections"][part.key]), counts[part.key]) for part in sections.SECTIONS],
        "comments_on_basic": counts[sections.BASIC],
        "comments_on_attachments": counts[sections.ATTACHMENTS],
        "indicators": [row | {"kind_label": kinds[row["kind"]]} for row in content["indicators"]],
        "milestones": [row | {"due_on": date.fromisoformat(row["due"])} for row in content["milestones"]],
        "answers": list(answers(content).values()),
        "comments_on_conditions": counts[sections.CONDITIONS],
    }


def _read(section: Mapping[str, str]) -> SafeString:
    """The text of a frozen section for reading, cleaned again: it may have been frozen under an older rule."""
    html = rich.clean(section["text"]) if section["format"] == "html" else rich.from_text(section["text"])
    return mark_safe(html)  # noqa: S308  (the one is cleaned, the other escaped)


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


def _revision(application: Application, seat: Membership, asked: Mapping[str, str]) -> dict[str, Any]:
    return {"rounds": revision_shown.rounds_for(application, seat)}


def _attachments(application: Application, seat: Membership) -> Any:
    """The draft's to its own unit; to everybody else the newest version's, whatever became of the draft."""
    rows = attachments_visible_to(seat).filter(application=application).select_related("file")
    if seat.unit_id == application.unit_id:
        return rows.filter(removed_at__isnull=True)
    filed = application.current.content["attachments"] if application.current else []
    return rows.filter(pk__in=[row["id"] for row in filed])


_BUILDERS = {
    "plan": _plan, "comments": _comments, "files": _files, "publicity": publicity_tab.context, "revision": _revision,
    "approval": approval_tab.context, **judged_tabs.BUILDERS, **desk_tabs.BUILDERS,
}  # fmt: skip

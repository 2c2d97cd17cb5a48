"""终止: when a base may be ended under an article, on what facts, and the decision that ends it (办法20, 21, 36)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from documents.official import Document, Heading, Paragraph
from procedure.acts import Act
from procedure.articles import cite
from procedure.reckoning import beijing_day, chinese_date

from . import deciding, periods
from .dates import words
from .procedure.states import BaseState, DecisionKind

if TYPE_CHECKING:
    from .models import Base


def last_moment(base: "Base") -> datetime | None:
    """The first moment at which nothing is timely any more; None where the base has no such end."""
    if base.state == BaseState.RECTIFYING:
        return periods.rectification_end(base.rectify_since).due_at if base.rectify_since else None
    return periods.build_end_due(base.build_ends).due_at if base.build_ends else None


def day_before(moment: datetime) -> date:
    """The day that this moment ends."""
    return beijing_day(moment - timedelta(microseconds=1))


def ground(base: "Base") -> str:
    """Which of the cases of article 20 it is."""
    if base.extended_from:
        return "延期后未按期完成建设任务"
    return "延期申请未获批准" if base.extension_refused else "未按规定提出延期申请"


def terminate(base: "Base", act: Act) -> None:
    """Write the decision under the step's article; the day of the document is the day of the end."""
    deciding.decide(
        act, DecisionKind.TERMINATION, [base], document(base, act.step.article, act.note), reason=act.note
    )  # fmt: skip
    base.ended, base.termination_proposed_at = act.data["dated"].isoformat(), None


def document(base: "Base", article: str, reason: str) -> Document:
    """The notice of the end, with the facts on which it rests."""
    return deciding.drafted([base], f"终止{base.full_name}建设", _body(base, article, reason))


def facts(base: "Base") -> list[str]:
    """What is known of the build's course, a sentence each: for the officer who proposes, and in the document."""
    return list(_facts(base))


def _body(base: "Base", article: str, reason: str) -> Iterator[Heading | Paragraph]:
    yield Paragraph(f"{base.full_name}{''.join(_facts(base))}现将有关事项通知如下：")
    yield Heading(1, "决定")
    yield Paragraph(f"根据{cite(article)}，终止{base.full_name}建设。")
    yield Heading(1, "理由")
    yield from deciding.remarks(reason)
    yield Heading(1, "有关要求")
    yield Paragraph(f"自本文件印发之日起，不得再以“{base.full_name}”的名义开展活动。请组织承担单位做好善后工作。")


def _facts(base: "Base") -> Iterator[str]:
    if base.approved:
        number = f"（{base.approval_number}）" if base.approval_number else ""
        yield f"于{words(base.approved)}经批准建设{number}。"
    if base.build_starts and base.build_ends:
        yield f"建设期自{chinese_date(base.build_starts)}起至{chinese_date(base.build_ends)}止。"
    yield from (sentence.format(chinese_date(day)) for day, sentence in _dated(base) if day)
    if standing := _standing(base):
        yield standing


def _dated(base: "Base") -> list[tuple[date | None, str]]:
    return [
        (base.extended_from, "建设期原至{}，经批准延期。"),
        (base.extension_refused, "延期申请于{}未获批准。"),
        (base.rectify_since, "验收意见（{}）为“整改”。"),
        (base.opened_until, "经同意可以在{}前申请验收。"),
        (base.violation_found, "于{}经认定违规。"),
    ]


def _standing(base: "Base") -> str:
    """What the base has not done, by where it stands."""
    if base.state == BaseState.RECTIFYING and base.rectify_since:
        ends = periods.rectification_end(base.rectify_since).end
        return f"整改期至{chinese_date(ends)}止，尚未再次提出验收申请。"
    if base.state == BaseState.FAILED:
        return "验收意见为“未通过”。"
    return f"{ground(base)}。" if base.state == BaseState.BUILDING and not base.violation_found else ""

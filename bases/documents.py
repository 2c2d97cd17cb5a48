"""The papers of a decision by GB/T 9704, made in the worker, and those who are told of them (办法5)."""

from dataclasses import replace

from django.db import transaction

from documents import papers
from documents.official import Document
from procedure.models import Outbox
from procedure.notifying import tell_once_each
from procedure.outbox import handler

from .deciding import PAPERS
from .models import Base, Decision, DecisionPaper
from .procedure import DecisionKind as Kind
from .procedure.people import HOSTS, ORGANISERS, SUPERVISORS

# What a letter and a red-head document of each kind are called.
_CALLED = {
    Kind.EXTENSION: ("复函", "批复"),
    Kind.NO_EXTENSION: ("复函", "批复"),
    Kind.ACCEPTANCE: ("函", "通知"),
    Kind.ESTABLISHMENT: ("函", "通知"),
    Kind.TERMINATION: ("函", "通知"),
    Kind.EVALUATION: ("函", "通知"),
    Kind.CHANGE: ("复函", "批复"),
    Kind.ADJUSTMENT: ("函", "通知"),
    Kind.REVOCATION: ("函", "决定"),
}


def in_form(decision: Decision, form: str) -> Document:
    """The document that was signed, as the letter or the red-head form has it."""
    said = decision.document
    letter, red_head = _CALLED[Kind(decision.kind)]
    called = letter if form == DecisionPaper.Form.LETTER else red_head
    return replace(said, form=papers.LAYOUTS[DecisionPaper.Form(form)], title=said.title + called)


@handler(PAPERS)
def make_papers(row: Outbox) -> None:
    """All four or none, and then everybody concerned is told; made already, there is nothing to do."""
    decision = Decision.objects.get(pk=row.payload["decision"])
    if decision.papers.exists():
        return
    with transaction.atomic():
        papers.keep(decision.papers, decision.number, lambda form: in_form(decision, form))
        for each in decision.bases.select_related("base"):
            _tell(decision, each.base)


def _tell(decision: Decision, base: Base) -> None:
    """主送 who is above the base, 抄送 organiser and host."""
    tell_once_each(
        base,
        [
            (audience, f"{base}：{decision.get_kind_display()}（{part}）", f"{decision.number}{part}贵单位，{_WHERE}")
            for audience, part in ((SUPERVISORS, "主送"), (ORGANISERS, "抄送"), (HOSTS, "抄送"))
        ],
        at=decision.at,
    )


_WHERE = "信函和文件两种格式见“文件”。"

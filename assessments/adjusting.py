"""调整: drafting one, what experts said, and the decision (办法34)."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bases.deciding import decide, drafted, remarks
from bases.models import Base
from bases.procedure import DecisionKind
from documents.official import Block, Heading, Paragraph
from organisations.models import Membership
from procedure import clock
from procedure.acts import Act
from procedure.articles import cite
from procedure.locking import lock_root
from procedure.perform import start
from procedure.reckoning import chinese_date

from . import models
from .changing import matter_words, present_words
from .procedure.adjustment import AdjustmentState as S

if TYPE_CHECKING:
    from .models import Adjustment, ExpertAssessment


class NotDraft(Exception):
    """Nothing can be recorded any more; the text is a sentence for the person."""


def draft(base: Base, facts: Mapping[str, Any], *, seat: Membership, key: uuid.UUID | None) -> "Adjustment":
    """What is to become of the base, not yet proposed. Raises Refused, NotPermitted."""
    row = models.Adjustment(base=base, **facts)
    row.before, row.after = present_words(base, "matter", row.values), matter_words(row.values)
    drafted_row = start(row, seat=seat, key=key)
    assert isinstance(drafted_row, models.Adjustment)
    return drafted_row


@transaction.atomic
def record_assessment(adjustment: "Adjustment", facts: Mapping[str, Any], *, seat: Membership) -> "ExpertAssessment":
    """Keep what the experts said, with the file that they signed. Raises NotDraft."""
    lock_root(adjustment)
    adjustment.refresh_from_db()
    if adjustment.state != S.DRAFT:
        raise NotDraft(f"现在是“{adjustment.state_label}”，专家评估不能再记录。")
    said = dict(facts)
    file = said.pop("file").keep(seat.person)
    return models.ExpertAssessment.objects.create(
        adjustment=adjustment, file=file, at=clock.now(), by=seat.person, by_name=seat.name_shown, **said
    )


def adjust(adjustment: Any, act: Act) -> None:
    """Write the decision with its document, and let the base follow at once."""
    base = adjustment.base
    found = adjustment.assessments.order_by("on_day").last()
    body: list[Block] = [
        Paragraph(
            f"根据{cite('办法34')}，按照创新基地总体布局需要和实际运行情况，在{chinese_date(found.on_day)}专家评估的"
            f"基础上，现对{base.full_name}作如下调整："
        ),
        Heading(1, "调整事项"),
        Paragraph(f"由“{adjustment.before}”调整为“{adjustment.after}”。"),
        Heading(1, "理由"),
        *remarks(adjustment.reason),
        *remarks(act.data.get("remarks", "")),
    ]
    document = drafted([base], f"调整{base.full_name}", body)
    adjustment.decision = decide(act, DecisionKind.ADJUSTMENT, [base], document, reason=adjustment.reason)
    act.cause(base, "adjust_base", {"values": adjustment.values})

"""A decision about bases, written in the commit that signs it; its papers are made in the worker (办法5)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from documents import official
from documents.official import Document, Form, Paragraph
from documents.papers import once
from organisations.deciding import ISSUER
from procedure.acts import Act

from . import models, numbering

if TYPE_CHECKING:
    from .models import Base, Decision

# Made in the worker, see ``documents``.
PAPERS = "decision_papers"


def drafted(bases: Iterable["Base"], about: str, body: Iterable[official.Block]) -> Document:
    """The document about these bases: 关于 what, to whom it goes above them, with copies for organisers and hosts."""
    bases = list(bases)
    above = once(*(_above(base) for base in bases))
    below = once(*(unit for base in bases for unit in _below(base)))
    return Document(
        form=Form.LETTER,
        issuer=ISSUER,
        title=f"{ISSUER}关于{about}的",
        addressee="、".join(above),
        body=tuple(body),
        signed_by=(ISSUER,),
        copies_to=tuple(unit for unit in below if unit not in above),
        printed_by=f"{ISSUER}办公室",
        names=once(*(base.full_name for base in bases), *above, *below),
    )


def remarks(text: str) -> Iterable[Paragraph]:
    """What an officer typed in several lines, a paragraph each."""
    return [Paragraph(line.strip()) for line in text.split("\n") if line.strip()]


def decide(act: Act, kind: str, bases: Iterable["Base"], document: Document, *, reason: str = "") -> "Decision":
    """Write the decision that this signature makes, by the number and day of its form, and owe its papers.

    Raises Refused where the number was given to another document since it was proposed.
    """
    assert act.proposal is not None
    assert act.seat is not None
    number, dated = act.data["number"], act.data["dated"]
    numbering.claim(number, act.step.article)
    decision = models.Decision.objects.create(
        kind=kind, number=number, dated=dated, reason=reason,
        content=official.kept(replace(document, number=number, dated=dated, printed_on=dated)),
        proposed_by_name=act.proposal.proposed_by_name, signed_by_name=act.seat.name_shown, at=act.at,
    )  # fmt: skip
    for base in bases:
        models.DecisionBase.objects.create(decision=decision, base=base)
    act.owe(PAPERS, decision=decision.pk)
    return decision


def _above(base: "Base") -> str:
    """The ministry or government above the base now; else the recommender that its approval names."""
    spell = base.supervisors.filter(until="").select_related("unit").first()
    return spell.unit.name if spell else base.recommender_name


def _below(base: "Base") -> list[str]:
    hosts = base.hosts.filter(until="").values_list("name", flat=True)
    return [base.organiser.name if base.organiser else "", *hosts]

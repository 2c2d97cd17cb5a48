"""The label of the envelope in which sealed plans go to SAC (指南 五): for a DL envelope, or to be pasted on."""

from typing import Any

from django.template.loader import render_to_string

from documents import printing

WORDS = "创新基地申报材料"
FIELDS = ("name", "office", "address", "postcode", "phone", "contact")
POSTCODE = 6

Facts = dict[str, Any]


def render_label(facts: Facts) -> bytes:
    """`recipient` and `sender` with any of `FIELDS`; `words` if not those of 指南; `note`, as the name of the base."""
    parties = {key: _party(facts.get(key) or {}) for key in ("recipient", "sender")}
    said = {"words": facts.get("words") or WORDS, "note": facts.get("note") or ""}
    printing.check([*said.values(), *(text for party in parties.values() for text in party.values())])
    boxes = list(parties["recipient"]["postcode"].ljust(POSTCODE))
    return printing.to_pdf(render_to_string("documents/label.html", {**parties, **said, "boxes": boxes}), "label.css")


def _party(given: Facts) -> dict[str, str]:
    return {field: str(given.get(field) or "").strip() for field in FIELDS}

"""The conclusion of a case: what the chair wrote, and who signed it as it stands."""

import hashlib
import json
from typing import Any

from . import models


def members_of(case: "models.Case") -> list["models.Member"]:
    """Who judges the case: the members of its panel who said yes and are in, by their seats."""
    if case.panel_id is None:
        return []
    rows = models.Member.objects.filter(panel=case.panel_id, out_at__isnull=True, answer="accepted")
    return list(rows.select_related("expert", "absence"))


def digest_of(case: "models.Case", conclusion: "models.Conclusion") -> str:
    """What is signed: the conclusion and every submitted sheet as it stands; any change is another digest."""
    states = models.SheetState.objects.filter(sheet__case=case, sheet__member__in=members_of(case))
    content = {
        "case": str(case.pk),
        "version": case.version.digest if case.version else "",
        "result": conclusion.result,
        "text": conclusion.text,
        "points": conclusion.points,
        "sheets": [
            list(row) for row in states.order_by("sheet_id", "number").values_list("sheet_id", "number", "digest")
        ],
    }
    return digest(content)


def digest(content: Any) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def conclusion_of(case: "models.Case") -> "models.Conclusion | None":
    return models.Conclusion.objects.filter(case=case).first()


def unsigned(case: "models.Case") -> list[str]:
    """The members who have not signed the conclusion as it stands and are not recorded as absent, by name."""
    found = conclusion_of(case)
    signed = valid_signatures(case, found) if found else {}
    waiting = [each for each in members_of(case) if each.pk not in signed and not hasattr(each, "absence")]
    return [each.expert.name for each in waiting]


def valid_signatures(case: "models.Case", conclusion: "models.Conclusion") -> dict[int, "models.Signature"]:
    """By member, the signatures under the conclusion as it stands; those under an earlier wording do not count."""
    rows = conclusion.signatures.filter(digest=digest_of(case, conclusion))
    return {row.member_id: row for row in rows.select_related("member__expert")}

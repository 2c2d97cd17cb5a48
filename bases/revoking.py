"""撤销: the decision with its document; the base stays in the register (办法3, 33, 36)."""

from typing import Any

from documents.official import Block, Heading, Paragraph
from procedure.acts import Act
from procedure.articles import cite

from .deciding import decide, drafted, remarks
from .procedure import DecisionKind

_GROUNDS = {
    # 办法33, 办法36
    "revoke_unqualified": "定期评估结果为不合格，经1年整改后再次评估结果仍为不合格",
    "revoke_violation": "经认定存在办法第三十六条所列情形",
}


def revoke(base: Any, act: Act) -> None:
    """Write the decision, and the day of the end."""
    body: list[Block] = [
        Paragraph(f"{base.full_name}{_GROUNDS[act.step.name]}。根据{cite(act.step.article)}，经研究，决定予以撤销。"),
        Heading(1, "理由"),
        *remarks(act.data["reason"]),
        Heading(1, "其他"),
        Paragraph("自本文件成文之日起，不得再以国家技术标准创新基地的名义开展活动。"),
    ]
    decide(
        act, DecisionKind.REVOCATION, [base], drafted([base], f"撤销{base.full_name}", body), reason=act.data["reason"]
    )
    base.ended = act.data["dated"].isoformat()

"""The states of a base, from the approval of its build to its end."""

from collections.abc import Sequence

from django.db import models as db


class BaseKind(db.TextChoices):
    REGIONAL = "regional", "区域（综合）"
    SECTOR = "sector", "领域（专业）"
    INTERNATIONAL = "international", "国际"


class BaseState(db.TextChoices):
    RECORDED = "recorded", "历史补录"
    BUILDING = "building", "建设中"
    AWAITING_ACCEPTANCE = "awaiting_acceptance", "申请验收"
    RECTIFYING = "rectifying", "验收整改"
    FAILED = "failed", "验收未通过"
    PASSED = "passed", "验收通过"
    OPERATING = "operating", "运行中"
    REMEDIATION = "remediation", "评估整改"
    UNQUALIFIED = "unqualified", "再次评估不合格"
    TERMINATED = "terminated", "已终止"
    REVOKED = "revoked", "已撤销"


class DecisionKind(db.TextChoices):
    """What SAC decides about a base after its approval, each by a document of its own."""

    EXTENSION = "extension", "同意延期"
    NO_EXTENSION = "no_extension", "不同意延期"
    ACCEPTANCE = "acceptance", "验收意见"
    ESTABLISHMENT = "establishment", "批准成立"
    TERMINATION = "termination", "终止建设"
    EVALUATION = "evaluation", "评估结果"
    CHANGE = "change", "同意变更"
    ADJUSTMENT = "adjustment", "调整"
    REVOCATION = "revocation", "撤销"


S = BaseState
# Approved to build and not yet established (办法16至21): these file the report of 办法17.
IN_BUILD = (S.BUILDING, S.AWAITING_ACCEPTANCE, S.RECTIFYING, S.FAILED, S.PASSED)
# Established and not ended: these file the summary and plan of 办法29 and are assessed and evaluated.
ESTABLISHED = (S.OPERATING, S.REMEDIATION, S.UNQUALIFIED)
# What has come to its end takes no place in an area or a sector any more (指南一).
ENDED = (S.TERMINATED, S.REVOKED)


def is_planned(state: str, gaps: Sequence[str]) -> bool:
    """Whether a name is shown with （筹）: as long as the base is being built, where that is known."""
    return state in IN_BUILD and "state" not in gaps

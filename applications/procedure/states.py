"""The states of a call, of an application and of a publication, and the three types of base."""

from django.db import models as db

from bases.procedure import BaseKind

__all__ = ["BEFORE_PUBLICITY", "BEFORE_SAC", "ENDED", "WITH_SAC", "BaseKind", "CallState", "PublicationState", "State"]


class CallState(db.TextChoices):
    DRAFT = "draft", "拟制中"
    PUBLISHED = "published", "已发布"
    CLOSED = "closed", "已结束"


class State(db.TextChoices):
    DRAFT = "draft", "填报中"
    ORGANISER_REVIEW = "organiser_review", "组织单位论证"
    RECOMMENDER_REVIEW = "recommender_review", "推荐单位审核"
    RECEIVED = "received", "国家标准委已收到"
    FORM_CHECK = "form_check", "形式审查"
    SUPPLEMENTING = "supplementing", "补充材料"
    EXPERT_REVIEW = "expert_review", "专家评审"
    REVISING = "revising", "修改完善"
    REVISION_CHECK = "revision_check", "修改稿核对"
    DELIBERATION = "deliberation", "研究审议"
    PUBLICITY = "publicity", "公示"
    DECISION = "decision", "公示期满，待决定"
    APPROVED = "approved", "批准建设"
    NOT_RECOMMENDED = "not_recommended", "不予推荐"
    REJECTED = "rejected", "未予批准"
    WITHDRAWN = "withdrawn", "已撤回"


class PublicationState(db.TextChoices):
    DRAFT = "draft", "拟制中"
    PUBLISHED = "published", "已公示"
    DROPPED = "dropped", "已作废"


# What ended short of a base: it counts for no quota.
ENDED = (State.NOT_RECOMMENDED, State.REJECTED, State.WITHDRAWN)
# The states in which a case can miss its call's window.
BEFORE_SAC = (State.DRAFT, State.ORGANISER_REVIEW, State.RECOMMENDER_REVIEW)
# From its arrival until it is published, the recommender may take a case back by itself.
BEFORE_PUBLICITY = (
    *(State.RECEIVED, State.FORM_CHECK, State.SUPPLEMENTING, State.EXPERT_REVIEW),
    *(State.REVISING, State.REVISION_CHECK, State.DELIBERATION),
)
WITH_SAC = (*BEFORE_PUBLICITY, State.PUBLICITY, State.DECISION)

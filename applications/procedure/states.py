"""The states of a call and of an application, and the three types of base."""

from django.db import models as db


class BaseKind(db.TextChoices):
    REGIONAL = "regional", "区域（综合）"
    SECTOR = "sector", "领域（专业）"
    INTERNATIONAL = "international", "国际"


class CallState(db.TextChoices):
    DRAFT = "draft", "拟制中"
    PUBLISHED = "published", "已发布"
    CLOSED = "closed", "已结束"


class State(db.TextChoices):
    DRAFT = "draft", "填报中"
    ORGANISER_REVIEW = "organiser_review", "组织单位论证"
    RECOMMENDER_REVIEW = "recommender_review", "推荐单位审核"
    RECEIVED = "received", "国家标准委已收到"
    NOT_RECOMMENDED = "not_recommended", "不予推荐"
    WITHDRAWN = "withdrawn", "已撤回"


# What ended short of a base: it counts for no quota.
ENDED = (State.NOT_RECOMMENDED, State.WITHDRAWN)
# The states in which a case can miss its call's window.
BEFORE_SAC = (State.DRAFT, State.ORGANISER_REVIEW, State.RECOMMENDER_REVIEW)

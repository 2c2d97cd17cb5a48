"""年度考核: the organiser's result of a year, delivered to the supervisor and to SAC at once (办法30)."""

from typing import TYPE_CHECKING, Any, cast

from django.db import models as db

from assessments import assessing
from bases.procedure import ESTABLISHED
from bases.procedure.people import HOSTS, ORGANISER, SAC_OFFICERS, SUPERVISORS
from procedure.acts import Act
from procedure.machines import Procedure
from procedure.reckoning import beijing_day
from procedure.steps import NONE, Birth, guard, step

if TYPE_CHECKING:
    from assessments.models import AnnualAssessment

_ARTICLE = "办法30"
_READERS = (SUPERVISORS, SAC_OFFICERS, HOSTS)


class AnnualAssessmentState(db.TextChoices):
    DELIVERED = "delivered", "已报送"
    CORRECTED = "corrected", "已更正"
    WITHDRAWN = "withdrawn", "已撤回"


S = AnnualAssessmentState
STANDING = (S.DELIVERED, S.CORRECTED)


def is_established(row: Any, act: Act) -> str | None:
    if row.base.state in ESTABLISHED:
        return None
    return f"该创新基地现为“{row.base.state_label}”，本事项只对已经批准成立的创新基地办理。"


base_is_established = guard(_ARTICLE)(is_established)


@guard(_ARTICLE)
def year_has_come(row: "AnnualAssessment", act: Act) -> str | None:
    """From the year of establishment on, where that is known, to the one that runs."""
    first = int(row.base.established[:4] or 0)
    if first <= row.year <= beijing_day(act.at).year:
        return None
    return f"{row.year}年不在批准成立以来的年度之内。"


@guard(_ARTICLE)
def once_a_year(row: "AnnualAssessment", act: Act) -> str | None:
    rows = type(row)._default_manager.filter(base=row.base, year=row.year, state__in=STANDING).exclude(pk=row.pk)
    return f"{row.year}年度的考核结果已经报送，有误的请更正那一份。" if rows.exists() else None


@guard("办法31")
def is_no_ground(row: "AnnualAssessment", act: Act) -> str | None:
    """What an inspection rests on stays."""
    return "国家标准委已经以它为依据开展监督检查，不能撤回；有误的请更正。" if row.inspections.exists() else None


class AnnualAssessmentProcedure(Procedure):
    """年度考核."""

    machine = "annual_assessment"
    machine_label = "年度考核"
    States = S
    road = (S.DELIVERED,)
    roots = ("base",)
    births = (
        Birth("报送年度考核结果", _ARTICLE, S.DELIVERED, ORGANISER,
              guards=(base_is_established, year_has_come, once_a_year), notifies=_READERS),
    )  # fmt: skip

    base: Any
    year: Any
    result: Any
    concern: Any
    number: Any

    class Meta:
        abstract = True

    @step("更正年度考核结果", article=_ARTICLE, source=STANDING, target=S.CORRECTED, permission=ORGANISER,
          form="CorrectAssessmentForm", notifies=_READERS)  # fmt: skip
    def correct_assessment(self, act: Act) -> None:
        """写明理由，另成一版，重新报送行业部门或者地方政府和国家标准委；以前的各版保留。"""
        assessing.write_version(cast("AnnualAssessment", self), act.data, act)

    @step("撤回年度考核结果", article=NONE("管理需要"), source=STANDING, target=S.WITHDRAWN, permission=ORGANISER,
          guards=[is_no_ground], form="AssessmentReasonForm", notifies=_READERS)  # fmt: skip
    def withdraw_assessment(self, act: Act) -> None:
        """报错了创新基地或者年度的，写明理由撤回；撤回之后可以重新报送。"""

"""批准建设: the decision, the base that comes of it with its promises, and the papers that are owed (办法16)."""

from typing import TYPE_CHECKING, Any

from bases import numbering
from bases.models import Base, BaseIndicator, BaseMilestone, BaseTask, HostSpell, SupervisorSpell
from bases.periods import build_end
from bases.procedure import BaseState
from notices.models import ItemOutcome
from organisations.models import UnitKind
from procedure.acts import Act

from . import models

if TYPE_CHECKING:
    from .models import Application, Approval

# Made in the worker, see ``documents_approval``.
PAPERS = "approval_papers"
_DECIDED = ("number", "dated", "build_starts", "build_years", "reason", "remarks")
# 行业部门 or 省级人民政府 watches over a base; another recommender leaves the place open (办法6).
_SUPERVISING = (UnitKind.MINISTRY, UnitKind.PROVINCIAL_GOVERNMENT)


def approve(application: Any, act: Act) -> None:
    """Write the decision, list the base, and owe its papers, all in the commit that signs it."""
    approval = _decide(application, act)
    base = act.start(_base(application, act, approval))
    assert isinstance(base, Base)
    application.base = base
    _seat_units(application, base)
    assert application.current is not None
    copy_promises(application.current.content, base)
    if application.notice_item_id:
        ItemOutcome.objects.create(item_id=application.notice_item_id, kind=ItemOutcome.Kind.APPROVED, at=act.at)
    act.owe(PAPERS, approval=approval.pk)


def copy_promises(content: dict[str, Any], base: Base) -> None:
    """The rows of the plan as it was frozen, each under the key that it has there."""
    BaseTask.objects.bulk_create(
        BaseTask(id=row["id"], base=base, position=place, title=row["title"], content=row["content"])
        for place, row in enumerate(content["tasks"], start=1)
    )
    for place, row in enumerate(content["indicators"], start=1):
        # One by one: its save reads the number in the target.
        BaseIndicator(base=base, position=place, **row).save(force_insert=True)
    BaseMilestone.objects.bulk_create(
        BaseMilestone(
            id=row["id"], base=base, position=place, due=row["due"], content=row["content"], task_id=row["task"]
        )
        for place, row in enumerate(content["milestones"], start=1)
    )


def _decide(application: "Application", act: Act) -> "Approval":
    facts = {name: act.data[name] for name in _DECIDED}
    assert act.proposal is not None
    assert act.seat is not None
    facts |= {"proposed_by_name": act.proposal.proposed_by_name, "signed_by_name": act.seat.name_shown, "at": act.at}
    facts["build_ends"] = build_end(facts["build_starts"], facts["build_years"])
    # The form has looked; another document may have come in between.
    numbering.claim(facts["number"], "办法16")
    return models.Approval.objects.create(application=application, **facts)


def _base(application: "Application", act: Act, approval: "Approval") -> Base:
    return Base(
        state=BaseState.BUILDING,
        inner_name=application.inner_name,
        english_name=act.data["english_name"],
        kind=application.kind,
        region=application.region,
        sector=application.sector,
        organiser=application.organiser,
        recommender_name=application.recommender.name,
        approval_number=approval.number,
        approved=approval.dated.isoformat(),
        build_starts=approval.build_starts,
        build_ends=approval.build_ends,
        build_reason=approval.reason,
        plan_period=str(application.call.edition.preset.construction_plan.value),
        gaps=[] if _supervises(application) else ["supervisor"],
    )


def _seat_units(application: "Application", base: Base) -> None:
    HostSpell.objects.create(base=base, unit=application.unit, name=application.unit.name, since=base.approved)
    if _supervises(application):
        SupervisorSpell.objects.create(base=base, unit=application.recommender, since=base.approved)


def _supervises(application: "Application") -> bool:
    return application.recommender.kind in _SUPERVISING

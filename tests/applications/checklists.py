"""The checklist of the form check filled in by an officer, as a test needs it."""

from applications import checking
from applications.models import Application
from organisations.models import Membership, Role


def officer_of_sac() -> Membership:
    return Membership.objects.filter(role=Role.SAC_OFFICER).select_related("person", "unit").earliest("pk")


def judge(
    case: Application,
    key: str,
    result: str = "met",
    reason: str = "",
    *,
    seat: Membership | None = None,
    base: str = "",
) -> checking.Judged:
    """One result on what is there now, or on what ``base`` says was there."""
    item = item_of(case, key)
    return checking.judge(case, item.point, result, reason, base=base or item.base, seat=seat or officer_of_sac())


def judge_all(case: Application, **unmet: str) -> None:
    """Everything met, but for what is named with its reason (dashes of a key as underlines)."""
    case.refresh_from_db()
    reasons = {key.replace("_", "-"): reason for key, reason in unmet.items()}
    for item in checking.items(case):
        reason = reasons.get(item.key, "")
        judge(case, item.key, "unmet" if reason else "met", reason)


def item_of(case: Application, key: str) -> checking.CheckItem:
    return next(item for item in checking.items(case) if item.key == key)

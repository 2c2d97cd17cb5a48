"""形式审查: the checklist of a case, item by item: what the portal found, and what the officer judged (办法13)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from organisations.deciding import SAC
from organisations.models import Membership, Role
from procedure import clock

from . import models
from .holding import held
from .precheck import Hint, hints_of
from .procedure.states import BaseKind, State

if TYPE_CHECKING:
    from .models import Application, CheckResult

READERS = SAC
PROOF, PLAN, SEAL, LETTER, COPIES = "proof", "plan", "seal", "letter", "copies"
ORGANISER, RECOMMENDER, REGION_QUOTA, SECTOR_QUOTA = "organiser", "recommender", "region-quota", "sector-quota"


@dataclass(frozen=True)
class Point:
    """One thing to be checked, under the article that asks for it."""

    key: str
    heading: str
    label: str
    article: str


@dataclass(frozen=True)
class CheckItem:
    """A point with what the portal found, and the officer's result; ``current`` if that is on the current version."""

    point: Point
    hint: Hint
    result: "CheckResult | None"
    current: bool
    base: str

    @property
    def key(self) -> str:
        return self.point.key

    @property
    def is_unmet(self) -> bool:
        return self.current and self.result is not None and self.result.result == models.CheckResult.Result.UNMET

    @property
    def tone(self) -> str:
        """How the result looks; its word is always said too."""
        if self.result is None or not self.current:
            return "plain"
        return {"met": "done", "unmet": "final"}.get(self.result.result, "plain")


@dataclass(frozen=True)
class Judged:
    """What came of a result: kept, or refused because somebody else wrote in between."""

    result: "CheckResult | None"
    base: str
    kept: bool


def points(application: "Application") -> list[Point]:
    """What the call asks to be checked of a case of this type, in the order of the checklist."""
    conditions = application.call.conditions(application.kind)
    proofs = [
        Point(f"{PROOF}-{each.key}", f"申报条件第 {number} 条的证明材料", each.text, each.article)
        for number, each in enumerate(conditions, start=1)
    ]
    return [*proofs, *_PAPERS, *_ENTITLED, *_quotas(application)]


_PAPERS = (
    Point(PLAN, "申报方案完整", "附件2 所列必填部分都已填写，附有证明材料", "指南附件2"),
    Point(SEAL, "盖章扫描件", "申报单位、组织单位盖章的扫描件与报送的版本一致，没有缺页", "指南三（三）"),
    Point(LETTER, "推荐函", "推荐单位的正式推荐函，文号、日期齐全，推荐的是本案", "指南三（三）"),
    Point(COPIES, "纸质件", "盖章的申报方案一式四份，已收到", "指南五"),
)
_ENTITLED = (
    Point(ORGANISER, "申报组织单位", "该类型创新基地可以由其组织申报，或者已准许例外", "办法11"),
    Point(RECOMMENDER, "推荐单位", "该类型创新基地可以由其推荐，或者已准许例外", "办法12"),
)


def _quotas(application: "Application") -> list[Point]:
    call = application.call
    if application.kind == BaseKind.REGIONAL and call.one_regional_per_region:
        return [Point(REGION_QUOTA, "区域限额", "同一区域内，同一推荐单位限推荐一个区域（综合）", "指南四.1")]
    if application.kind == BaseKind.SECTOR and call.one_per_sector:
        return [Point(SECTOR_QUOTA, "领域限额", "相同或相近领域内，同一推荐单位限推荐一个领域（专业）", "指南四.2")]
    return []


def items(application: "Application") -> list[CheckItem]:
    """The whole checklist, with what the portal can say to each point by itself."""
    results, bases, hints = _results(application), _bases(application), hints_of(application)
    return [
        CheckItem(
            point, hints.get(point.key, Hint()), result := results.get(point.key),
            current=result is not None and result.version_id == application.current_id,
            base=_base(application, bases.get(point.key, 0)),
        )
        for point in points(application)
    ]  # fmt: skip


def unjudged(application: "Application") -> int:
    """How many points have no result on the current version."""
    judged = _judged(application)
    return sum(point.key not in judged for point in points(application))


def unmet(application: "Application") -> int:
    judged = _judged(application)
    return sum(judged.get(point.key) == models.CheckResult.Result.UNMET for point in points(application))


def writes(application: "Application", seat: Membership) -> bool:
    return seat.role == Role.SAC_OFFICER and application.state == State.FORM_CHECK


def judge(application: "Application", point: Point, result: str, reason: str, *, base: str, seat: Membership) -> Judged:
    """Keep a result on the version that was on the page; the same one again is its receipt. Raises Moved."""
    with held(application, State.FORM_CHECK) as locked:
        stored = _results(locked).get(point.key)
        now = _base(locked, _bases(locked).get(point.key, 0))
        if stored and (stored.result, stored.reason, stored.version_id) == (result, reason, locked.current_id):
            return Judged(stored, now, kept=True)
        if base != now:
            return Judged(stored, now, kept=False)
        stored = stored or models.CheckResult(application=locked, key=point.key)
        _write(stored, result, reason, locked, seat)
        return Judged(stored, _base(locked, _bases(locked)[point.key]), kept=True)


def _write(row: Any, result: str, reason: str, application: "Application", seat: Membership) -> None:
    row.result, row.reason, row.version = result, reason, application.current
    row.by, row.by_name, row.at = seat.person, seat.name_shown, clock.now()
    # simple-history reads who from this.
    row._history_user = seat.person
    row.save()


def _judged(application: "Application") -> dict[str, str]:
    rows = models.CheckResult.objects.filter(application=application.pk, version=application.current_id)
    return dict(rows.values_list("key", "result"))


def _results(application: "Application") -> "dict[str, CheckResult]":
    rows = models.CheckResult.objects.filter(application=application.pk).select_related("version")
    return {row.key: row for row in rows.defer("version__content")}


def _bases(application: "Application") -> dict[str, int]:
    """The last written state of each result: what a page was opened on."""
    rows: Any = models.CheckResult.history.filter(application_id=application.pk)
    return dict(rows.values_list("key").annotate(last=Max("history_id")))


def _base(application: "Application", last: int) -> str:
    number = application.current.number if application.current else 0
    return f"{number}-{last}"

"""A draw of the portal: frozen, bound by two persons' numbers, and drawn by the last reveal; nobody presses 抽取."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from organisations.deciding import SAC
from organisations.models import Membership, Region, Role
from procedure import clock

from . import avoiding, models
from .avoiding import Standing
from .composing import NotComposed, hold
from .draw import drawing
from .draw.dry_run import DryRun, dry_run, refusals
from .draw.frozen import Entry, Frozen, Rule, Seat, new_nonce, new_salt
from .draw.numbers import Contribution, Draw
from .draw.walk import Outcome, drawn
from .exporting import frozen_facts
from .procedure.panel import PanelState

Side = models.Contribution.Side
REVEAL_WITHIN = timedelta(minutes=30)
_SIDES = {Side.OFFICER: (Role.SAC_OFFICER,), Side.WITNESS: SAC}


class DrawVoidedError(Exception):
    """The draw was voided by what was just done; the text says under whose name."""


@dataclass(frozen=True)
class Trial:
    """The pool before a panel and what a draw would find, told to nobody."""

    standings: list[Standing]
    run: DryRun

    @property
    def out(self) -> list[Standing]:
        return [each for each in self.standings if each.excluded]

    @property
    def undecided(self) -> list[Standing]:
        return [each for each in self.standings if each.open and not each.excluded]


def trial(panel: "models.Panel") -> Trial:
    found = avoiding.standings(panel)
    return Trial(found, dry_run([_entry(each, salt="") for each in found], rule_of(panel)))


def rule_of(panel: "models.Panel") -> Rule:
    """The panel's settings as the rule of a draw: a province stands for its cities too."""
    seats = [*panel.seats, *({"label": "不限", "fields": [], "regions": []} for _ in range(panel.size))][: panel.size]
    asked = {code for seat in seats for code in seat["regions"]}
    cities: dict[str, list[str]] = {}
    for code, parent in Region.objects.filter(parent__code__in=asked).values_list("code", "parent__code"):
        cities.setdefault(parent, []).append(code)
    return Rule(tuple(_seat(seat, cities) for seat in seats), panel.alternates, panel.per_unit)


def _seat(seat: dict[str, Any], cities: dict[str, list[str]]) -> Seat:
    regions = {code for region in seat["regions"] for code in (region, *cities.get(region, []))}
    return Seat(seat["label"], tuple(sorted(seat["fields"])), tuple(sorted(regions)))


@transaction.atomic
def freeze(panel: "models.Panel", seat: Membership) -> "models.Draw":
    """Fix the pool with all facts used, the rule and the server's own number. Raises NotComposed."""
    locked = hold(panel, PanelState.COMPOSING)
    if locked.method != models.Panel.Method.DRAW:
        raise NotComposed("评审组的产生方式是指定；要抽取，请先在“设置”中改变产生方式。")
    if locked.draws.filter(voided_at__isnull=True).exists():
        raise NotComposed("已有一次有效的抽取；要重新抽取，须由两人决定作废。")
    if not locked.cases.exists():
        raise NotComposed("评审组还没有要评审的事项。")
    found = avoiding.standings(locked)
    if waiting := [each.expert.name for each in found if each.open and not each.excluded]:
        raise NotComposed(f"请先判断{'、'.join(waiting)}是否须回避。")
    frozen = Frozen(
        panel=str(locked.pk), ordinal=locked.draws.count() + 1, rule=rule_of(locked), nonce=new_nonce(),
        pool=tuple(_entry(each, salt=new_salt()) for each in found),
    )  # fmt: skip
    if sentences := refusals(frozen):
        raise NotComposed("".join(sentences))
    facts = drawing.frozen_part(frozen) | {"panel": locked, "excluded": [_kept(each) for each in found if each.found]}
    return models.Draw.objects.create(
        **facts, frozen_at=clock.now(), frozen_by=seat.person, frozen_by_name=seat.name_shown
    )


def _entry(standing: Standing, *, salt: str) -> Entry:
    expert = standing.expert
    return Entry(
        id=str(expert.pk), salt=salt, unit=expert.unit_code or expert.unit_name, region=expert.region.code,
        fields=tuple(sorted(field.code for field in expert.fields.all())), title=expert.title,
        excluded=standing.excluded,
    )  # fmt: skip


def _kept(standing: Standing) -> dict[str, Any]:
    """The grounds against somebody, and what was decided of the uncertain ones."""
    decided = {avoiding.ground_of(each): decision for each, decision in standing.judged}
    grounds = []
    for each in standing.found:
        decision = decided.get(avoiding.ground_of(each))
        word = {"avoids": decision.avoids, "reason": decision.reason, "by": decision.by_name} if decision else {}
        grounds.append({"label": each.label, "fact": each.fact, "source": each.source, "certain": each.certain} | word)
    return {"expert": str(standing.expert.pk), "name": standing.expert.name, "grounds": grounds}


@transaction.atomic
def commit(draw: "models.Draw", side: str, number: str, seat: Membership) -> Contribution:
    """Bind a person's number by its digest; the slip that comes back is shown once and kept nowhere."""
    locked = _hold(draw)
    if (refusal := _not_committing(locked, side, seat)) is not None:
        raise NotComposed(refusal)
    made = Contribution(number, new_salt())
    if made.faults:
        raise NotComposed("".join(made.faults))
    models.Contribution.objects.create(
        draw=locked, side=side, person=seat.person, person_name=seat.name_shown, digest=made.commit,
        committed_at=clock.now(),
    )  # fmt: skip
    return made


def may_commit(draw: "models.Draw", side: str, seat: Membership) -> bool:
    return _not_committing(draw, side, seat) is None


def _not_committing(draw: "models.Draw", side: str, seat: Membership) -> str | None:
    if draw.voided_at is not None or draw.drawn_at is not None:
        return "这次抽取已经结束，不能再提交数字。"
    if side not in Side.values or seat.role not in _SIDES[Side(side)]:
        return "您的岗位不能提供这一方的数字。"
    there = list(draw.contributions.all())
    if any(each.side == side for each in there):
        return "这一方的数字已经提交，不能更改。"
    if any(each.person_id == seat.person_id for each in there):
        return "两个数字须由两人分别提供，您已经提交过一个。"
    return None


def reveal(draw: "models.Draw", number: str, random: str, seat: Membership) -> "models.Draw":
    """Open one's number; the last one draws. What does not match, or comes too late, voids the draw and says so."""
    with transaction.atomic():
        locked = _hold(draw)
        mine = next((each for each in locked.contributions.all() if each.person_id == seat.person_id), None)
        refusal = _not_revealing(locked, mine)
        if refusal:
            raise NotComposed(refusal)
        assert mine is not None
        made = Contribution(number, random)
        if made.faults:
            raise NotComposed("".join(made.faults))
        voided = _late(locked) or ("" if made.opens(mine.digest) else f"{mine.person_name}公布的数字与先前的承诺不符")
        if voided:
            _void(locked, voided)
        else:
            mine.number, mine.random, mine.revealed_at = number, random, clock.now()
            mine.save(update_fields=["number", "random", "revealed_at"])
            _draw_if_last(locked)
    if voided:
        # Outside of the transaction: the voiding must stay.
        raise DrawVoidedError(f"{voided}，这次抽取作废。")
    return locked


@transaction.atomic
def expire(draw: "models.Draw") -> bool:
    """Void a draw whose numbers were not revealed in time; whether it was so."""
    locked = _hold(draw)
    words = "" if locked.voided_at or locked.drawn_at else _late(locked)
    if words:
        _void(locked, words)
    return bool(words)


def reveal_ends(draw: "models.Draw") -> datetime | None:
    """Until when both must have revealed; nothing before both are bound."""
    bound = [each.committed_at for each in draw.contributions.all()]
    return max(bound) + REVEAL_WITHIN if len(bound) == len(Side.values) else None


def _not_revealing(draw: "models.Draw", mine: "models.Contribution | None") -> str:
    if draw.voided_at is not None:
        return "这次抽取已经作废。"
    if mine is None:
        return "您没有为这次抽取提交过数字。"
    if mine.revealed_at is not None:
        return "您的数字已经公布。"
    return "" if reveal_ends(draw) else "两人的数字都提交之后才能公布。"


def _late(draw: "models.Draw") -> str:
    ends = reveal_ends(draw)
    if ends is None or clock.now() < ends:
        return ""
    names = [each.person_name for each in draw.contributions.all() if each.revealed_at is None]
    return f"{'、'.join(names)}没有在 30 分钟内公布数字" if names else ""


def _draw_if_last(draw: "models.Draw") -> None:
    numbers = _in_place(draw)
    if any(each.revealed_at is None for each in numbers):
        return
    made = Draw(
        drawing.read_frozen(frozen_facts(draw)), tuple(Contribution(each.number, each.random) for each in numbers)
    )
    found = drawing.results(made)
    draw.seed, draw.result, draw.drawn_at = found.seed, drawing.drawn_part(made, found), clock.now()
    draw.save(update_fields=["seed", "result", "drawn_at"])
    models.Member.objects.bulk_create(
        models.Member(
            panel_id=draw.panel_id, draw=draw, expert_id=expert, seat=number, origin=models.Member.Origin.DRAWN
        )
        for number, expert in enumerate(drawn(found.rows, Outcome.SEAT), 1)
    )


def _in_place(draw: "models.Draw") -> "Sequence[models.Contribution]":
    """The officer's number first, whoever came first."""
    places = list(Side.values)
    return sorted(draw.contributions.all(), key=lambda each: places.index(each.side))


def _void(draw: "models.Draw", reason: str) -> None:
    draw.voided_at, draw.void_reason = clock.now(), reason
    draw.save(update_fields=["voided_at", "void_reason"])


def _hold(draw: "models.Draw") -> "models.Draw":
    """The draw under the lock of its panel, as it stands now."""
    hold(draw.panel, PanelState.COMPOSING)
    return models.Draw.objects.select_for_update(of=("self",), no_key=True).select_related("panel").get(pk=draw.pk)

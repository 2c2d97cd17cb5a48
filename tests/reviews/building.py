"""A pool of experts with accounts, and panels before they are confirmed."""

from datetime import date, timedelta
from typing import Any

from applications.models import Application
from organisations.models import Membership, Role, Sector
from procedure import clock
from procedure.perform import perform
from reviews import composing, drawing_desk
from reviews.models import Draw, Expert, ExpertRelation, Member, Panel
from tests.applications.building import World, new_person
from tests.arriving import arrive
from tests.factories import UnitFactory

NUMBERS = {"officer": "314159", "witness": "271828182845"}


def in_review(world: World) -> Application:
    """An application of the host for which a panel is to be found."""
    return arrive(world.draft(filled=True), "expert_review")


def expert(world: World, number: int, **facts: Any) -> Expert:
    """An expert of a unit of his own, with an account and a seat."""
    unit = facts.pop("of", None) or UnitFactory(region=world.units["sac"].region)
    person = facts.pop("person", None) or new_person(f"expert{number}")
    Membership.objects.create(person=person, unit=unit, role=Role.EXPERT, starts=date(2024, 1, 1))
    usual = {
        "name": f"专家{number:02}", "unit": unit, "unit_name": unit.name, "unit_code": unit.code or f"E{number:017}",
        "title": "研究员", "region": unit.region, "email": person.email, "person": person,
    }  # fmt: skip
    row = Expert.objects.create(**usual | facts)
    row.fields.add(world.sector)
    return row


def pool(world: World, size: int = 12) -> list[Expert]:
    return [expert(world, number) for number in range(1, size + 1)]


def panel(world: World, *applications: Application, **facts: Any) -> Panel:
    day = clock.today()
    usual = {
        "title": "第一评审组", "size": 5, "alternates": 3, "answer_by": day + timedelta(days=3),
        "opinions_by": day + timedelta(days=10), "meeting_on": day + timedelta(days=12), "meeting_place": "北京",
    }  # fmt: skip
    return composing.compose(Panel(**usual | facts), applications, world.seats["sac_officer"])


def appointed(world: World, application: Application, experts: list[Expert], **facts: Any) -> Panel:
    made = panel(world, application, method=Panel.Method.APPOINT, size=len(experts), **facts)
    composing.appoint(made, experts, "专业面窄。", world.seats["sac_officer"])
    return made


def bound(world: World, made: Panel) -> tuple[Draw, dict[str, Any]]:
    """A frozen draw with both numbers bound, and the slips."""
    draw = drawing_desk.freeze(made, world.seats["sac_officer"])
    slips = {
        side: drawing_desk.commit(draw, side, number, world.seats[seat])
        for (side, number), seat in zip(NUMBERS.items(), ("sac_officer", "sac_approver"), strict=True)
    }
    return draw, slips


def drawn(world: World, made: Panel) -> Draw:
    draw, slips = bound(world, made)
    for side, seat in (("witness", "sac_approver"), ("officer", "sac_officer")):
        drawing_desk.reveal(draw, slips[side].number, slips[side].random, world.seats[seat])
    draw.refresh_from_db()
    return draw


def invited(world: World, made: Panel) -> Panel:
    perform(made, "invite_members", seat=world.seats["sac_officer"])
    return made


def members(made: Panel) -> list[Member]:
    return list(made.members.filter(out_at__isnull=True).select_related("expert__person", "panel"))


def seat_of(member: Member) -> Membership:
    return Membership.objects.get(person=member.expert.person_id, role=Role.EXPERT)


def relation(one: Expert, name: str, by: Any, **facts: Any) -> ExpertRelation:
    return ExpertRelation.objects.create(expert=one, kind="project", unit_name=name, declared_by=by, **facts)


def sector(code: str, name: str) -> Sector:
    return Sector.objects.create(code=code, name=name)

"""A base of the test's world, in its build or established, as the import of history brings it there."""

from typing import Any

from assessments.assessing import deliver
from assessments.inspecting import open_inspection
from assessments.models import AnnualAssessment, Inspection
from bases.models import Base, BaseIndicator
from organisations.models import Membership
from procedure.perform import perform
from tests.applications.building import World
from tests.bases.built import recorded

# Who sees the page of the base, by the names of the world's seats.
SEES = (
    *("preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer"),
    *("sac_officer", "sac_approver"),
)
FACTS: dict[str, Any] = {
    "result": "合格", "concern": False, "grounds": "材料和座谈。", "standing": "运行平稳。", "problems": "",
}  # fmt: skip


def a_base(world: World, state: str = "operating", whose: str = "", **facts: Any) -> Base:
    """Hosted, organised and supervised by the world's own, with one promised indicator."""
    told = {"approved": "2022-03-01", "established": "2025-05-20"} | facts
    base = recorded(world, "光伏", whose, **told)
    BaseIndicator.objects.create(base=base, position=1, kind="quantity", name="国家标准", unit="项", target="10")
    perform(base, f"record_{state}", seat=world.seats["sac_officer"])
    return base


def assessed(world: World, base: Base, year: int = 2025, name: str = "organiser_officer", **facts: Any) -> Any:
    return deliver(AnnualAssessment(base=base, year=year), FACTS | facts, [], seat=world.seats[name], key=None)


def inspected(world: World, base: Base, name: str = "sac_officer", **facts: Any) -> Inspection:
    told = {"assessment": None, "ground": "", "content": "查经费和台账。"} | facts
    return open_inspection(base, told, seat=world.seats[name], key=None)


def others(world: World) -> dict[str, Membership]:
    """Everybody who has nothing to do with the base."""
    return {name: seat for name, seat in world.seats.items() if name not in SEES}

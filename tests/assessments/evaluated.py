"""An established base on its way through an evaluation: every step by perform(), with the seats of the test's world."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from assessments.evaluating import begin, phase_of, record_finding
from assessments.models import Evaluation
from bases.models import Base, BaseIndicator
from procedure import clock
from procedure.perform import perform
from reviews.models import Case, Panel
from tests.applications.building import World
from tests.assessments.built import fill_dossier
from tests.bases.built import recorded
from tests.deciding import desk, pool
from workbench.demo.deciding import seat_panel
from workbench.demo.deciding.reviewing import conclude, meet

POINTS = [{"section": "management", "text": "请健全组织架构。"}]
NEEDS_POINTS = "不合格"


def operating(world: World, name: str = "光伏", whose: str = "", established: str = "2023-06-10") -> Base:
    """Established three years and five days before the test's noon."""
    base = recorded(world, name, whose, approved="2020-03-05", established=established)
    BaseIndicator.objects.create(base=base, kind="quantity", name="国家标准", unit="项", target="50", midterm="20")
    perform(base, "record_operating", seat=world.seats["sac_officer"])
    return base


def begun(world: World, base: Base, *, is_again: bool = False) -> Evaluation:
    by = clock.today() + timedelta(days=30)
    return begin(base, by, is_again=is_again, seat=world.seats["sac_officer"], key=None)


def filed(world: World, base: Base, *, is_again: bool = False) -> Evaluation:
    row = begun(world, base, is_again=is_again)
    fill_dossier(row.dossier, world.seats["preparer"], 国家标准="52")
    perform(row, "file_material", seat=world.seats["submitter"])
    return row


def finding(**changes: Any) -> dict[str, Any]:
    said: dict[str, Any] = {
        "on_day": clock.today(), "people": "李检、王核", "management": "架构健全。", "service": "服务有效。",
        "innovation": "机制有创新。",
    }  # fmt: skip
    return said | changes


def recorded_here(world: World, row: Evaluation) -> None:
    assert phase_of(row)
    record_finding(row, finding(), (), seat=world.seats["sac_officer"])


def on_site(world: World, base: Base, *, is_again: bool = False) -> Evaluation:
    row = filed(world, base, is_again=is_again)
    recorded_here(world, row)
    perform(row, "finish_material", seat=world.seats["sac_officer"])
    return row


def overall(world: World, base: Base, *, is_again: bool = False) -> Evaluation:
    row = on_site(world, base, is_again=is_again)
    recorded_here(world, row)
    perform(row, "finish_on_site", seat=world.seats["sac_officer"])
    return row


def with_panel(world: World, base: Base, *, is_again: bool = False) -> tuple[Evaluation, Panel]:
    row = overall(world, base, is_again=is_again)
    assert row.case is not None
    return row, seat_panel(desk(), [row.case], pool(), meeting_place="南京")


def signed(world: World, result: str, base: Base, *, is_again: bool = False) -> Evaluation:
    """The chair has written this result, and every member has signed it."""
    row, panel = with_panel(world, base, is_again=is_again)
    meet(desk(), panel)
    points: Sequence[Any] = POINTS if result == NEEDS_POINTS else ()
    conclude(Case.objects.select_related("panel").get(pk=row.case_id), result, points=points)
    return Evaluation.objects.get(pk=row.pk)


_STEPS = {"优秀": "conclude_excellent", "合格": "conclude_qualified", "不合格": "conclude_unqualified"}


def step_of(result: str, *, is_again: bool = False) -> str:
    return f"{_STEPS[result]}_again" if is_again and result == NEEDS_POINTS else _STEPS[result]


def document(number: int = 11, dated: date | None = None) -> dict[str, str]:
    return {"number": f"国标委综合函〔2026〕{number}号", "dated": (dated or clock.today()).isoformat()}


def concluded(world: World, result: str, base: Base, *, is_again: bool = False, number: int = 11) -> Evaluation:
    """To the result signed by two; the base has followed."""
    row = signed(world, result, base, is_again=is_again)
    desk().decide(row, step_of(result, is_again=is_again), **document(number))
    base.refresh_from_db()
    return Evaluation.objects.get(pk=row.pk)

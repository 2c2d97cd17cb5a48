"""A base with promises under construction, and dossiers filled as far as they must be."""

from datetime import date, datetime
from typing import Any

from applications.models import Application
from assessments import dossiers
from assessments.dossiers.asked import FORMS
from assessments.models import BuildReport, Dossier, LedgerEntry
from assessments.reporting import begin_report
from bases.models import Base, BaseIndicator, BaseMilestone, BaseTask
from organisations.models import Membership
from procedure import clock
from procedure.perform import perform
from tests.applications.building import World
from tests.arriving import arrive
from tests.bases.built import building


def promising(world: World, **facts: Any) -> Base:
    """A base under construction with a task, an indicator and a milestone, by the short way of history."""
    base = building(world, **facts)
    task = BaseTask.objects.create(base=base, title="研制光伏组件标准", content="研制三项国家标准。")
    BaseIndicator.objects.create(base=base, kind="quantity", name="国家标准", unit="项", target="50", midterm="20")
    BaseMilestone.objects.create(base=base, due=date(2028, 6, 30), content="完成标准草案", task=task)
    return base


def approved(world: World, **changes: Any) -> Base:
    """A base that was approved by SAC, with the promises of its plan and the dates that the approval opens."""
    case = arrive(world.draft(filled=True, **changes), "publicity", "approved")
    assert isinstance(case, Application)
    assert case.base is not None
    return Base.objects.get(pk=case.base.pk)


def noon_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.BEIJING)


def fill_dossier(dossier: Dossier, seat: Membership, **values: str) -> None:
    """Everything that it asks for; ``values`` by the name of an indicator."""
    form = FORMS[dossier.kind]
    for part in form.parts:
        stored = dossier.sections.filter(key=part.key).first()
        base = stored.version if stored else 0
        dossiers.save_section(dossier, part.key, {"text": f"<p>{part.title}的正文。</p>"}, base=base, seat=seat)
    for entry in dossier.entries.select_related("indicator", "milestone", "dossier__base"):
        dossiers.save_entry(entry, said_of(entry, values), base=entry.version, seat=seat)


def said_of(entry: LedgerEntry, values: dict[str, str]) -> dict[str, str]:
    asked = FORMS[entry.dossier.kind].rows[entry.rows]
    said = {"status": str(asked.statuses[0]) if asked.statuses else "", "value": "", "note": "按计划开展。"}
    if isinstance(entry.promised, BaseIndicator):
        said["value"] = values.get(entry.promised.name, "10")
    if isinstance(entry.promised, BaseMilestone) and asked.value:
        said["value"] = entry.promised.due.isoformat()
    return said


def filed_report(base: Base, year: int, seats: dict[str, Membership], **values: str) -> BuildReport:
    """Written and filed by the host, sent on by the organiser."""
    report = begin_report(base, year, seat=seats["preparer"])
    fill_dossier(report.dossier, seats["preparer"], **values)
    perform(report, "file_report", seat=seats["submitter"])
    perform(report, "send_report", seat=seats["organiser_officer"], data={})
    return report

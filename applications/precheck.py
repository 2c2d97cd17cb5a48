"""What the portal itself can say to each point of the form check: a hint with its evidence, never a result."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from procedure import clock
from procedure.acts import Act
from procedure.steps import Guard

from . import models, sections
from .appraising import Answer, Found, answers, appraisals_of
from .copies import by_version
from .procedure.entitled import (
    organiser_and_recommender_belong_together,
    organiser_entitled,
    organiser_of_area,
    recommender_entitled,
)
from .procedure.quotas import one_per_sector, one_regional_per_region

if TYPE_CHECKING:
    from .models import Application


@dataclass(frozen=True)
class Evidence:
    """A paper to look at: its name, and its place in one of the case's tabs."""

    label: str
    tab: str
    place: str


@dataclass(frozen=True)
class Hint:
    """Sentences, whether they speak for or against it (None: neither), and where to look."""

    sentences: tuple[str, ...] = ()
    good: bool | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def tone(self) -> str:
        return {True: "done", False: "waiting", None: "plain"}[self.good]


def hints_of(application: "Application") -> dict[str, Hint]:
    """The hints by key of the point."""
    return {
        **_proofs(application),
        "plan": _plan(application),
        "seal": _seal(application),
        "letter": _letter(application),
        "copies": _copies(application),
        "organiser": _units(application, "organiser", organiser_entitled, organiser_of_area),
        "recommender": _units(
            application, "recommender", recommender_entitled, organiser_and_recommender_belong_together
        ),
        "region-quota": _by_guards(application, one_regional_per_region),
        "sector-quota": _by_guards(application, one_per_sector),
    }


def _proofs(application: "Application") -> dict[str, Hint]:
    given = answers(application.current.content) if application.current else {}
    appraisal = next((row for row in appraisals_of(application) if row.version_id == application.current_id), None)
    found: Iterable[Found] = appraisal.found if appraisal else ()  # type: ignore[attr-defined]
    judged = {each.number: each for each in found}
    conditions = application.call.conditions(application.kind)
    return {
        f"proof-{each.key}": _proof(given.get(each.key), judged.get(number))
        for number, each in enumerate(conditions, start=1)
    }


def _proof(answer: Answer | None, found: Found | None) -> Hint:
    if answer is None:
        return Hint(("申报单位没有答复这一条。",), good=False)
    said = [f"申报单位答：{answer.claim}；列出证明材料 {len(answer.evidence)} 份。"]
    if found is not None:
        reason = f"，理由：{found.reason}" if found.reason else ""
        said.append(f"申报组织单位论证：{found.finding}{reason}。")
    papers = tuple(Evidence(name, "files", f"attachment-{key}") for key, name in answer.evidence)
    return Hint(tuple(said), good=bool(papers) and answer.claim == "满足", evidence=papers)


def _plan(application: "Application") -> Hint:
    if application.current is None:
        return Hint(("还没有报送过方案。",), good=False)
    missing = lacking(application.current.content)
    if missing:
        return Hint((f"{application.current}中没有填写：{'、'.join(missing)}。",), good=False)
    return Hint((f"{application.current}的必填部分都已填写。",), good=True)


def lacking(content: dict[str, Any]) -> list[str]:
    """What a frozen plan lacks of all that annex 2 asks for."""
    basic = [
        label
        for name, label in sections.BASIC_FIELDS.items()
        if name not in sections.BASIC_OPTIONAL and not str(content["applicant"].get(name, "")).strip()
    ]
    texts = [
        part.title for part in sections.SECTIONS if part.required and not content["sections"][part.key]["text"].strip()
    ]
    lists = {"tasks": "重点任务", "indicators": "考核指标", "milestones": "进度计划", "attachments": "附件"}
    return [*basic, *texts, *(label for name, label in lists.items() if not content[name])]


def _seal(application: "Application") -> Hint:
    scan = application.scan
    if scan is None:
        return Hint((f"没有{application.current or '本案'}的盖章扫描件。",), good=False)
    paper = (Evidence(scan.file.name, "papers", "scan"),)
    if scan.read_at is None:
        return Hint(("扫描件正在机读核对。",), evidence=paper)
    said = "机读核验码一致。" if scan.matches else "没有通过机读核对。"
    accepted = (f"推荐单位人工核对：{scan.accepted_reason}",) if scan.accepted_reason else ()
    return Hint((said + scan.verdict, *accepted), good=scan.is_good, evidence=paper)


def _letter(application: "Application") -> Hint:
    letter = models.Letter.objects.filter(applications=application.pk).first()
    if letter is None:
        return Hint(("没有推荐函。",), good=False)
    said = f"{letter.number}，成文日期 {letter.dated:%Y-%m-%d}。"
    return Hint((said,), good=True, evidence=(Evidence(f"推荐函 {letter.number}", "papers", "letter"),))


def _copies(application: "Application") -> Hint:
    """Where the four sealed copies of the current version are."""
    rows = dict(by_version(application))
    found = next((copies for version, copies in rows.items() if version.pk == application.current_id), [])
    here = [copy.held for copy in found if copy.held is not None]
    at_sac = [row for row in here if row.holder.kind == "sac"]
    units = sorted({row.holder.name for row in here if row.holder.kind != "sac"})
    elsewhere = f"其余登记在{'、'.join(units)}。" if units else ""
    return Hint((f"国家标准委登记收到 {len(at_sac)} 份，应为 4 份。{elsewhere}",), good=len(at_sac) == 4)


def _units(application: "Application", part: str, *guards: Guard) -> Hint:
    refused = _refusals(application, guards)
    if refused:
        return Hint(tuple(refused), good=False)
    unit = getattr(application, part)
    admitted = models.Admission.for_case(application).filter(unit=unit, part=part).select_related("unit", "call")
    exceptions = tuple(row.sentence() for row in admitted)
    return Hint((f"{unit.name}：系统核对符合。", *exceptions), good=True)


def _by_guards(application: "Application", *guards: Guard) -> Hint:
    refused = _refusals(application, guards)
    return Hint(tuple(refused), good=False) if refused else Hint(("同一推荐单位没有推荐其他同类申报。",), good=True)


def _refusals(application: "Application", guards: Iterable[Guard]) -> list[str]:
    act = Act(application, application.births[0], None, clock.now())
    return [sentence for guard in guards if (sentence := guard.check(application, act))]

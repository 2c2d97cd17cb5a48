"""定期评估: beginning one, what is found, the case of its experts, the report and its copies (办法32, 33)."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from assessments import dossiers
from bases.deciding import decide, drafted, remarks
from bases.models import Base
from bases.procedure import DecisionKind
from bases.procedure.evaluating import evaluated_from
from documents.models import File
from documents.official import Block, Heading, Paragraph
from documents.uploads import Checked
from organisations.models import Membership, Unit
from procedure import clock
from procedure.acts import Act
from procedure.articles import cite
from procedure.locking import lock_root
from procedure.perform import start
from procedure.reckoning import beijing_day, chinese_date
from reviews import material
from reviews.concluding import close
from reviews.models import Case
from reviews.opening import open_case

from . import models
from .evaluation_kind import ASPECTS, EVALUATION
from .procedure.evaluation import RESULTS
from .procedure.evaluation import EvaluationState as S

if TYPE_CHECKING:
    from .models import Evaluation, EvaluationFinding

Uploads = Iterable[tuple[Any, Checked]]
_PHASES = {"material": S.MATERIAL, "on_site": S.ON_SITE}
_EFFECTS = {
    "优秀": "请行业部门或者地方政府在政策、资金、项目、人才、奖励等方面给予优先考虑。",
    "合格": "请继续加强运行管理。",
    "不合格": "请组织承担单位自本文件成文之日起1年内完成整改，整改后再次评估。",
}
_AGAIN_UNQUALIFIED = "整改后再次评估结果仍为不合格，按规定予以撤销，撤销决定另行印发。"


# What gives the rows that a report cites: of a base, from a day (None where it is not known) until a day.
Source = Callable[[Base, date | None, date], list[dict[str, str]]]
_SOURCES: list[Source] = []


def cites(source: Source) -> Source:
    """Register what annual assessments and inspections there are, each as its label, day and words (办法33)."""
    if source not in _SOURCES:
        _SOURCES.append(source)
    return source


class NotNow(Exception):
    """What cannot be done at this stage; the text is a sentence for the person."""


@transaction.atomic
def begin(base: Base, material_by: date, *, is_again: bool, seat: Membership, key: uuid.UUID | None) -> "Evaluation":
    """The evaluation with its open dossier; begun twice by one page it is one. Raises Refused, NotPermitted."""
    lock_root(base)
    title = "再次评估材料" if is_again else "定期评估材料"
    dossier = dossiers.open_dossier(base, models.Dossier.Kind.EVALUATION, title, seat=seat)
    row = models.Evaluation(
        base=base, dossier=dossier, is_again=is_again, begun_at=clock.now(), material_by=material_by,
        cycle_from=evaluated_from(base),
    )  # fmt: skip
    begun = start(row, seat=seat, key=key)
    assert isinstance(begun, models.Evaluation)
    if begun.pk != row.pk:
        transaction.set_rollback(True)
    return begun


def phase_of(evaluation: "Evaluation") -> str:
    """The phase in which something can be recorded now; empty where none can."""
    return next((phase for phase, state in _PHASES.items() if evaluation.state == state), "")


@transaction.atomic
def record_finding(
    evaluation: "Evaluation", said: Mapping[str, Any], files: Uploads, *, seat: Membership
) -> "EvaluationFinding":
    """Keep what was found in the phase that is on. Raises NotNow."""
    lock_root(evaluation)
    evaluation.refresh_from_db()
    phase = phase_of(evaluation)
    if not phase:
        raise NotNow(f"评估现在是“{evaluation.state_label}”，材料审查和现场核查时才能记录。")
    finding = models.EvaluationFinding.objects.create(
        evaluation=evaluation, phase=phase, at=clock.now(), by=seat.person, by_name=seat.name_shown, **said
    )
    for upload, checked in files:
        file = File.store(upload, checked.name, seat.person, checked.content_type)
        models.EvaluationFile.objects.create(finding=finding, file=file)
    return finding


@transaction.atomic
def ask_early(base: Base, reason: str, *, seat: Membership) -> None:
    """The organiser's wish, once for each result. Raises NotNow."""
    lock_root(base)
    base.refresh_from_db()
    if base.state != "remediation" or base.evaluated_on is None:
        raise NotNow(f"创新基地现在是“{base.state_label}”，整改期内才能申请提前再次评估。")
    said = {"reason": reason, "at": clock.now(), "by": seat.person, "by_name": seat.name_shown}
    models.EarlyEvaluation.objects.get_or_create(base=base, for_result=base.evaluated_on, defaults=said)


# What the experts read


def open_review(evaluation: "Evaluation", act: Act) -> Case:
    """The case of the overall review, with its material frozen and what the report will cite."""
    from .accepting import parties_of

    evaluation.cited = cited(evaluation)
    return open_case(
        EVALUATION, title=str(evaluation), parties=parties_of(evaluation.base), conclusions=RESULTS, aspects=ASPECTS,
        material=list(_material(evaluation)), files=list(_files(evaluation)),
    )  # fmt: skip


def _material(evaluation: "Evaluation") -> Iterator[material.Part]:
    content = evaluation.dossier.content or {}
    for section in content.get("sections", ()):
        yield material.Part(section["key"], section["title"], [material.rich(section["text"])])
    for phase in models.EvaluationFinding.Phase:
        found = list(evaluation.findings.filter(phase=phase))
        if found:
            yield material.Part(phase.value, str(phase.label), [_facts(finding) for finding in found])
    yield material.Part("cited", "年度考核和监督检查", [material.facts(_cited_rows(evaluation))])


def _facts(finding: "EvaluationFinding") -> material.Block:
    return material.facts([
        ("日期", chinese_date(finding.on_day)), ("人员", finding.people), ("组织管理情况", finding.management),
        ("服务能力与运行实效", finding.service), ("运行模式与工作机制创新", finding.innovation),
    ])  # fmt: skip


def _day(cited: Mapping[str, str]) -> str:
    return chinese_date(date.fromisoformat(cited["day"]))


def _cited_rows(evaluation: "Evaluation") -> list[tuple[str, str]]:
    rows = [(f"{each['label']}（{_day(each)}）", each["words"]) for each in evaluation.cited]
    return rows or [("评估期内", "没有年度考核和监督检查的记录")]


def _files(evaluation: "Evaluation") -> Iterator[tuple[str, str, File]]:
    for row in evaluation.dossier.files.filter(removed_at=None).select_related("file"):
        yield "files", row.title, row.file
    for file in models.EvaluationFile.objects.filter(finding__evaluation=evaluation).select_related("finding", "file"):
        yield file.finding.phase, file.file.name, file.file


# The report


def settle(evaluation: Any, act: Act, step_of_base: str) -> None:
    """Write the report with its result, copy it to the recommender, and let the base follow."""
    base, result = evaluation.base, evaluation.case.conclusion.result
    day = act.data["dated"]
    close(evaluation.case, act.at)
    evaluation.result_on = day
    document = drafted([base], f"{evaluation}结果", _body(evaluation, act, result))
    evaluation.decision = decide(act, DecisionKind.EVALUATION, [base], document, reason=act.data.get("remarks", ""))
    for unit in recommenders_of(base):
        models.EvaluationCopy.objects.create(evaluation=evaluation, unit=unit, sent_at=act.at)
    act.cause(base, step_of_base, {"day": day})


def recommenders_of(base: Base) -> list[Unit]:
    """推荐单位: who recommended it by the approval, else whoever stands above it."""
    named = Unit.objects.filter(name=base.recommender_name)
    above = [base.supervisor_unit_id] if base.supervisor_unit_id else []
    return list(named or Unit.objects.filter(pk__in=above))


def _body(evaluation: "Evaluation", act: Act, result: str) -> Iterator[Block]:
    assert evaluation.case is not None
    base, conclusion = evaluation.base, evaluation.case.conclusion
    since = f"自{chinese_date(evaluation.cycle_from)}起的评估期" if evaluation.cycle_from else "本评估期"
    yield Paragraph(
        f"根据{cite('办法32')}和{cite('办法33')}，国家标准委对{base.full_name}{since}的运行情况进行了"
        f"{'再次' if evaluation.is_again else '定期'}评估，经材料审查、现场核查和综合评议，评估结果为“{result}”。"
    )
    yield Heading(1, "评议意见")
    yield from remarks(conclusion.text)
    yield Heading(1, "年度考核和监督检查情况")
    yield from (Paragraph(f"{label}：{words.rstrip('。')}。") for label, words in _cited_rows(evaluation))
    yield Heading(1, "结果运用")
    yield Paragraph(_AGAIN_UNQUALIFIED if evaluation.is_again and result == "不合格" else _EFFECTS[result])
    yield from remarks(act.data.get("remarks", ""))


def cited(evaluation: "Evaluation") -> list[dict[str, str]]:
    """The annual assessments and inspections of the cycle, as they stand now."""
    since = evaluation.cycle_from
    found = [each for source in _SOURCES for each in source(evaluation.base, since, beijing_day(clock.now()))]
    return sorted(found, key=lambda each: each["day"])

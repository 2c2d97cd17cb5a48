"""受理: an application for acceptance becomes a case that a panel can judge, its material frozen (办法21)."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from assessments.procedure.acceptance import CONCLUSIONS, RECTIFY
from documents.models import File
from procedure.reckoning import beijing_day, chinese_date
from reviews import opening
from reviews.kinds import Aspect, Kind, register
from reviews.material import Block, Part, facts, rich, table, words
from reviews.models import Case

if TYPE_CHECKING:
    from assessments.models import Acceptance
    from bases.models import Base

ASPECTS = (
    Aspect("tasks", "任务完成情况", "重点任务完成情况", "tasks"),
    Aspect("indicators", "考核指标完成情况", "考核指标完成情况", "indicators"),
    Aspect("results", "成果和作用", "自查报告：主要成果和作用", "results"),
    Aspect("operation", "转入运行的条件", "自查报告：转入运行的条件", "operation"),
)
_LEDGER = {
    "tasks": ("重点任务完成情况", ("任务", "主要内容", "自查", "完成情况")),
    "indicators": ("考核指标完成情况", ("指标", "建设期满目标", "实际达到", "自查", "核算依据")),
    "milestones": ("进度计划完成情况", ("节点内容", "完成时间", "自查", "说明")),
}


def _places(case: Case) -> Mapping[str, str]:
    return {part["key"]: part["heading"] for part in case.material}


def _fields(case: Case) -> list[str]:
    sector = case.acceptance.base.sector
    return [str(sector)] if sector else []


ACCEPTANCE = register(
    Kind(
        name="acceptance",
        verb="验收",
        label=lambda case: "验收",
        asked="国家技术标准创新基地的验收专家",
        material="验收材料",
        advice="对照申报方案，评价任务和指标的完成情况、成果和作用、转入运行的条件，说明结论的理由；"
        "承担单位会看到这段文字，请勿写出专家姓名。",
        points="整改要求",
        pointed=(RECTIFY,),
        places=_places,
        fields=_fields,
        page=lambda case: case.acceptance.get_absolute_url(),
        means=("听取汇报", "查阅资料", "质询答疑", "现场考察"),
    )
)


def open_case(acceptance: "Acceptance") -> Case:
    """Title, parties to avoid, the three conclusions, and all that was filed; nobody sees it before a panel does."""
    base, content = acceptance.base, acceptance.self_check.dossier.content
    # It was filed, or the application would rest on nothing.
    assert content is not None
    return opening.open_case(
        ACCEPTANCE,
        title=f"{base.full_name}验收" + ("（再次）" if acceptance.is_again else ""),
        parties=parties_of(base),
        conclusions=CONCLUSIONS,
        aspects=ASPECTS,
        material=[_request(acceptance), *_earlier(acceptance), *_report(content), *_ledger(content), _FILES],
        files=[*_own_files(acceptance), *_files_of(content)],
    )


_FILES = Part("files", "自查材料", [])


def _request(acceptance: "Acceptance") -> Part:
    base, check = acceptance.base, acceptance.self_check
    filed = chinese_date(beijing_day(acceptance.first_filed_at)) if acceptance.first_filed_at else ""
    spell = base.hosts.filter(until="").first()
    rows = [
        ("创新基地", base.full_name),
        ("承担单位", spell.name if spell else ""),
        ("申报组织单位", base.organiser.name if base.organiser else ""),
        ("建设期", _build(base)),
        ("提出申请", filed),
        ("组织单位的认定", f"{check.state_label}。{check.finding}"),
    ]
    return Part("request", "验收申请", [facts(rows), words(acceptance.statement)])


def _build(base: "Base") -> str:
    if base.build_starts is None or base.build_ends is None:
        return ""
    return f"{chinese_date(base.build_starts)}至{chinese_date(base.build_ends)}"


def _earlier(acceptance: "Acceptance") -> Iterator[Part]:
    """What the experts before asked to be rectified."""
    for before in acceptance.base.acceptance_rows.filter(state="rectify").order_by("opinion_on"):
        assert before.case is not None
        assert before.opinion_on is not None
        found = before.case.conclusion
        rows = [(str(number), each["text"]) for number, each in enumerate(found.points, start=1)]
        said: list[Block] = [words(found.text), table(("序号", "整改要求"), rows)]
        yield Part(f"earlier-{before.opinion_on:%Y%m%d}", f"{chinese_date(before.opinion_on)}的验收意见：整改", said)


def _report(content: Mapping[str, Any]) -> Iterator[Part]:
    for section in content["sections"]:
        yield Part(section["key"], f"自查报告：{section['title']}", [rich(section["text"])])


def _ledger(content: Mapping[str, Any]) -> Iterator[Part]:
    for name, (heading, head) in _LEDGER.items():
        yield Part(name, heading, [table(head, [_row(name, row) for row in content[name]])])


def _row(name: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    promised, now = row["promised"], row["now"]
    said = (now["status_label"], now["note"])
    if name == "tasks":
        return (promised["title"], promised["content"], *said)
    if name == "indicators":
        unit = promised["unit"]
        return (promised["name"], f"{promised['target']}{unit}", f"{now['value']}{unit}", *said)
    return (promised["content"], promised["due"], *said)


def _own_files(acceptance: "Acceptance") -> Iterator[tuple[str, str, File]]:
    for row in acceptance.files.filter(removed_at=None).select_related("file"):
        yield "request", row.label, row.file


def _files_of(content: Mapping[str, Any]) -> Iterator[tuple[str, str, File]]:
    """Those that the filed dossier lists, by their digests."""
    found = {file.sha256: file for file in File.objects.filter(sha256__in=[row["sha256"] for row in content["files"]])}
    for row in content["files"]:
        yield "files", row["title"], found[row["sha256"]]


def parties_of(base: "Base") -> list[dict[str, Any]]:
    """The units whose people must not judge the base."""
    host = base.hosts.filter(until="").select_related("unit").first()
    supervisor = base.supervisors.filter(until="").select_related("unit").first()
    units = [
        ("承担单位", host.unit if host else None),
        ("申报组织单位", base.organiser),
        ("行业部门或者地方政府", supervisor.unit if supervisor else None),
    ]
    return [{"role": role, "name": unit.name, "code": unit.code, "people": []} for role, unit in units if unit]

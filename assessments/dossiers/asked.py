"""What each kind of dossier asks: its sections, and what is to be said of each promised row."""

from collections.abc import Mapping
from dataclasses import dataclass

from applications.sections import Section
from assessments.models.dossier import Dossier, LedgerEntry

Kind = Dossier.Kind
Status = LedgerEntry.Status
ROWS = {"tasks": "重点任务", "indicators": "考核指标", "milestones": "进度计划"}


@dataclass(frozen=True)
class Part(Section):
    """A narrative section; a ``carried`` one begins with the last dossier's text of the same kind, others show it."""

    carried: bool = False


@dataclass(frozen=True)
class Asked:
    """What is asked of each row of one list: no statuses, no value or no note where it has no use."""

    statuses: tuple[LedgerEntry.Status, ...] = ()
    value: str = ""
    note: str = ""
    note_wanted: bool = False
    # A new entry of a row that lies ahead says this by itself.
    ahead: str = ""


@dataclass(frozen=True)
class Form:
    """The sections of a kind in their order, and what it asks of tasks, indicators and milestones.

    ``reports`` is whether its values are the state of the base, and not a plan.
    """

    parts: tuple[Part, ...]
    rows: Mapping[str, Asked]
    reports: bool = True

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)


_PROGRESS = (Status.DONE, Status.ONGOING, Status.NOT_STARTED)
_REACHED = (Status.DONE, Status.ONGOING, Status.NOT_STARTED, Status.NOT_MET)


def _part(key: str, title: str, instruction: str, *, required: bool = True, carried: bool = False) -> Part:
    return Part(key, "", title, instruction, required=required, carried=carried)


FORMS: dict[str, Form] = {
    Kind.CONSTRUCTION_PLAN: Form(
        parts=(
            _part("overview", "总体安排", "说明建设的总体思路，以及申报方案的各项任务如何分解到各年度、各单位。"),
            _part("organisation", "组织机构和分工", "说明管理机构、运行机制、参与单位及其分工。"),
            _part("schedule", "分年度实施安排", "按年度列出要完成的工作和可以检查的成果。"),
            _part("funding", "经费和条件保障", "说明经费来源和分年度预算，以及人员、场地、设备等条件。"),
        ),
        rows={
            "tasks": Asked((Status.KEPT, Status.DROPPED), note="实施措施和分工", note_wanted=True),
            "indicators": Asked((), value="本方案的目标", note="如何达到、如何考核"),
            "milestones": Asked((Status.KEPT, Status.DROPPED), value="本方案的完成时间", note="说明"),
        },
        reports=False,
    ),
    Kind.BUILD_REPORT: Form(
        parts=(
            _part("progress", "本年度建设情况", "对照申报方案，说明本年度开展的主要工作。"),
            _part("results", "主要成效", "说明形成的标准、技术、产品和应用，以及对产业的作用。"),
            _part("support", "得到的支持", "说明行业部门、地方政府在政策、资金、项目、人才、奖励等方面给予的支持。"),
            _part("problems", "问题和建议", "说明存在的困难和问题，以及需要协调的事项；没有的写“无”。"),
            _part("next", "下一年度安排", "说明下一年度的主要工作；建设期即将届满的，说明自查和验收的准备。"),
        ),
        rows={
            "tasks": Asked(_PROGRESS, note="进展说明"),
            "indicators": Asked(value="目前达到", note="说明"),
            "milestones": Asked(_REACHED, note="说明", ahead=Status.NOT_STARTED),
        },
    ),
    Kind.MIDTERM_REVIEW: Form(
        parts=(
            _part("organised", "评估的组织情况", "说明何时、由谁、以何种方式开展评估，查阅了哪些材料，是否到现场。"),
            _part("overall", "总体评价", "说明建设的总体进度，与申报方案的符合程度，中期目标的完成情况。"),
            _part("problems", "问题", "说明发现的问题和影响按期完成的因素；没有的写“无”。"),
            _part("advice", "意见和要求", "对下一步建设的意见和要求。"),
        ),
        rows={
            "tasks": Asked(_REACHED, note="评估意见", note_wanted=True),
            "indicators": Asked((Status.MET, Status.NOT_MET), value="目前达到", note="评估意见", note_wanted=True),
            "milestones": Asked(_REACHED, note="评估意见", ahead=Status.NOT_STARTED),
        },
    ),
    Kind.SELF_CHECK: Form(
        parts=(
            _part("overview", "建设情况总结", "对照申报方案，总结建设期内的组织、投入和完成情况。"),
            _part("results", "主要成果和作用", "说明形成的成果及其对技术、产业、标准的作用。"),
            _part("problems", "未完成的事项", "逐项说明没有完成的任务、指标及其原因；都已完成的写“无”。"),
            _part("operation", "转入运行的条件", "说明运行机制、人员、经费等长期运行的条件。"),
        ),
        rows={
            "tasks": Asked((Status.DONE, Status.NOT_MET), note="完成情况", note_wanted=True),
            "indicators": Asked((Status.MET, Status.NOT_MET), value="实际达到", note="核算依据", note_wanted=True),
            "milestones": Asked((Status.DONE, Status.NOT_MET), note="说明"),
        },
    ),
    Kind.ANNUAL_SUMMARY: Form(
        parts=(
            _part("summary", "本年度工作总结", "说明本年度开展的主要工作和取得的成效。"),
            _part("problems", "问题和建议", "说明存在的困难和问题，以及建议；没有的写“无”。"),
            _part("plan", "下一年度工作计划", "说明下一年度的目标、主要任务和保障。"),
        ),
        rows={
            "tasks": Asked(_PROGRESS, note="进展说明"),
            "indicators": Asked(value="目前达到", note="说明"),
            "milestones": Asked(),
        },
    ),
    Kind.EVALUATION: Form(
        parts=(
            _part("operation", "运行情况", "说明组织机构、制度、人员、经费和运行情况。"),
            _part("results", "主要成果和作用", "说明评估期内形成的标准、技术、产品和应用，以及对产业的作用。"),
            _part("problems", "问题和打算", "说明存在的问题和下一步打算。"),
        ),
        rows={
            "tasks": Asked(_PROGRESS, note="完成情况"),
            "indicators": Asked(value="目前达到", note="核算依据"),
            "milestones": Asked(),
        },
    ),
}  # fmt: skip

# The dossiers whose values are the state of the base.
REPORTING = tuple(kind for kind, form in FORMS.items() if form.reports)


def form_of(dossier: Dossier) -> Form:
    return FORMS[dossier.kind]


def asked_of(entry: LedgerEntry) -> Asked:
    return FORMS[entry.dossier.kind].rows[entry.rows]

"""An established base through its evaluations to a result, to 整改 and to its revocation, from the day it begins."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from assessments import dossiers
from assessments.dossiers.asked import FORMS
from assessments.evaluating import ask_early, begin, record_finding
from assessments.models import Dossier, Evaluation
from bases.models import Base, BaseIndicator
from organisations.models import Membership, Role
from procedure import clock
from procedure.perform import perform
from reviews.models import Case, Expert, Panel
from workbench.demo.deciding import seat_panel
from workbench.demo.deciding.reviewing import conclude, meet
from workbench.demo.endings import desk, numbered, on, organiser_of, seat_in, unit_of
from workbench.demo.workdays import later

_TEXTS = {
    "operation": "设立理事会和专职办公室，专职标准化人员二十三人，年度经费列入单位预算，各项制度运行正常。",
    "results": "评估期内发布国家标准四十六项，牵头国际标准三项，标准验证平台服务企业一百六十余家。",
    "problems": "中小企业参与标准制修订的渠道还不够畅通，下一步建设在线服务窗口。",
}
_GOOD = {
    "management": "理事会、专家委员会和办公室设置齐全，制度按年修订。",
    "service": "标准验证和检测服务形成规模，企业评价良好。",
    "innovation": "建立科技项目与标准同步立项机制，已有九个项目采用。",
}  # fmt: skip
_POOR = {
    "management": "办公室长期无专职人员，理事会两年未召开。", "service": "验证平台停用，年度任务完成不足四成。",
    "innovation": "没有形成稳定的运行模式。",
}  # fmt: skip
_STEPS = {"优秀": "conclude_excellent", "合格": "conclude_qualified", "不合格": "conclude_unqualified"}


def start_evaluation(base: Base, day: date, *, again: bool = False) -> Evaluation:
    """Begun; the host has a month for its material."""
    with on(day):
        return begin(base, later(day, 30), is_again=again, seat=desk().officer, key=None)


def file_material(base: Base, day: date, *, again: bool = False) -> Evaluation:
    """Under review of its material."""
    row = start_evaluation(base, day, again=again)
    with on(later(day, 20)):
        host = unit_of(base.host_unit_id)
        fill(row.dossier, seat_in(host, Role.PREPARER))
        perform(row, "file_material", seat=seat_in(host, Role.SUBMITTER))
    return row


def visit(base: Base, day: date, *, again: bool = False, poor: bool = False) -> Evaluation:
    """Before the experts, after the visit."""
    row = file_material(base, day, again=again)
    said: dict[str, Any] = {"people": "标准创新管理司评估组", **(_POOR if poor else _GOOD)}
    for after, step in ((35, "finish_material"), (50, "finish_on_site")):
        with on(later(day, after)):
            officer = desk().officer
            record_finding(row, said | {"on_day": clock.today()}, (), seat=officer)
            perform(row, step, seat=officer)
    return row


def evaluate(
    base: Base, day: date, result: str, number: str, experts: Sequence[Expert], *, again: bool = False
) -> Evaluation:
    """To the result signed by two; three months and some days after it began."""
    poor = result == "不合格"
    row = visit(base, day, again=again, poor=poor)
    panel = seat(row, day, experts)
    with on(later(day, 80)):
        meet(desk(), panel)
        points = [{"section": "management", "text": "配齐专职人员，按章程召开理事会。"}] if poor else ()
        assert row.case_id is not None
        conclude(Case.objects.select_related("panel").get(pk=row.case_id), result, points=points)
    with on(later(day, 95)):
        row = Evaluation.objects.get(pk=row.pk)
        desk().decide(row, _STEPS[result] + ("_again" if again and poor else ""), **numbered(number))
        perform(panel, "finish_panel", seat=desk().officer)
    base.refresh_from_db()
    return row


def seat(row: Evaluation, day: date, experts: Sequence[Expert]) -> Panel:
    """Two months after the beginning on a day, before they meet."""
    with on(later(day, 60)):
        assert row.case is not None
        return seat_panel(desk(), [row.case], experts, meeting_place="北京")


def ask_for_early(base: Base, day: date) -> None:
    with on(day):
        ask_early(base, "专职人员已经配齐，验证平台恢复运行，理事会已召开两次，整改提前完成。", seat=organiser_of(base))


def revoke(base: Base, day: date, number: str, *, violation: bool = False) -> None:
    """After the second 不合格, or after a violation found."""
    reason = (
        "提供的检测数据系编造，经立案、听取陈述申辩后认定。" if violation else "整改一年后再次评估，结果仍为不合格。"
    )
    with on(day):
        step = "revoke_violation" if violation else "revoke_unqualified"
        desk().decide(base, step, reason=reason, **numbered(number))
    base.refresh_from_db()


def fill(dossier: Dossier, seat: Membership) -> None:
    """Everything that the material asks for."""
    form = FORMS[dossier.kind]
    for part in form.parts:
        stored = dossier.sections.filter(key=part.key).first()
        text = {"text": f"<p>{_TEXTS[part.key]}</p>"}
        dossiers.save_section(dossier, part.key, text, base=stored.version if stored else 0, seat=seat)
    for entry in dossier.entries.select_related("indicator", "dossier__base"):
        asked = form.rows[entry.rows]
        value = (entry.value or entry.promised.target) if isinstance(entry.promised, BaseIndicator) else ""
        said = {"status": str(asked.statuses[0]) if asked.statuses else "", "value": value, "note": "按计划完成。"}
        dossiers.save_entry(entry, said, base=entry.version, seat=seat)

"""What must be there before a plan may go on: plan, conditions, sealed scans (指南附件2, 三（三）; 办法10)."""

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

from procedure.acts import Act
from procedure.steps import guard

if TYPE_CHECKING:
    from applications.models import Application


@guard("指南附件2")
def plan_complete(application: "Application", act: Act) -> str | None:
    from applications.completeness import missing_of_form

    _read_sections(application)
    missing = missing_of_form(application)
    return f"申报方案还缺少 {len(missing)} 项，补齐后才能报送。" if missing else None


@guard("办法10")
def conditions_answered(application: "Application", act: Act) -> str | None:
    from applications.completeness import missing_conditions

    _read_sections(application)
    missing = missing_conditions(application)
    return f"申报条件还有 {len(missing)} 条没有答复完整，补齐后才能报送。" if missing else None


def _read_sections(application: "Application") -> None:
    """Once for both guards and for the freezing behind them: under the lock nobody saves in between."""
    prefetch_related_objects([application], "sections")


@guard("指南三（三）")
def scans_present(application: "Application", act: Act) -> str | None:
    lacking = [
        name
        for name, there in (("盖章后的申报方案扫描件", application.scan), ("正式推荐函扫描件", application.letter_id))
        if not there
    ]
    return f"还没有上传{'和'.join(lacking)}，请先在“推荐材料”中上传。" if lacking else None


@guard("指南三（三）")
def scans_match_version(application: "Application", act: Act) -> str | None:
    scan = application.scan
    if scan is None or scan.is_good:
        return None
    if scan.read_at is None:
        return "盖章扫描件正在机读核对，稍候再办理。"
    return f"盖章扫描件没有通过机读核对：{scan.verdict}确系同一版本且没有缺页的，请写明人工核对情况。"

"""The stage of what comes of a decision: papers of an approval, a base in the register, a violation with a file."""

import uuid
from datetime import timedelta
from typing import Any

from applications.models import Application, Approval, ApprovalPaper
from assessments.models import Violation, ViolationFile
from bases.history_rows import COLUMNS
from bases.importing import import_bases
from bases.models import Base, Decision, DecisionBase, DecisionPaper
from procedure import clock
from procedure.perform import perform, start

NONE = "none"
_APPLICANTS = {"preparer", "submitter", "unit_admin"}
_SAC = {"sac_officer", "sac_approver"}
HISTORY = f"{','.join(COLUMNS)}\n重庆,区域（综合）{',' * 12}\n"

READS_APPROVALS = {"own": _APPLICANTS | _SAC | {"organiser_officer", "recommender_officer"}, NONE: set()}
# Of a base of history that has neither host nor organiser: SAC alone.
READS_DECISIONS = {"own": _SAC, NONE: set()}
KNOWS = {"own": _APPLICANTS | _SAC, NONE: set()}
ESTABLISHES = {"own": {"sac_officer"}, NONE: set()}
ADDS = {"own": {"preparer", "submitter", "sac_officer"}, NONE: set()}


def urls(case: Application, officer: Any) -> dict[str, dict[str, dict[str, Any]]]:
    file, day = case.attachments.get().file, clock.today()
    approval = Approval.objects.create(
        application=case, number="国标委综合函〔2026〕9号", dated=day, build_starts=day, build_years=3, build_ends=day,
        proposed_by_name="经办", signed_by_name="审批", at=clock.now(),
    )  # fmt: skip
    violation = Violation(
        application=case, ground="false", facts="检测报告系伪造。", statement_by=day + timedelta(days=15),
        opened_by=officer.person,
    )  # fmt: skip
    start(violation, seat=officer)
    import_bases(HISTORY.encode(), seat=officer)
    rows: dict[str, Any] = {
        "approval paper": ApprovalPaper.objects.create(approval=approval, form="letter", format="pdf", file=file),
        "base": Base.objects.get(inner_name="重庆"),
        "passed base": _passed(case, officer),
        "decision paper": DecisionPaper.objects.create(
            decision=_decided(Base.objects.get(inner_name="重庆")), form="letter", format="pdf", file=file
        ),
        "violation": violation,
        "violation file": ViolationFile.objects.create(violation=violation, file=file),
    }
    return {kind: {"own": {"key": row.pk}, NONE: {"key": _nothing(row.pk)}} for kind, row in rows.items()}


def _passed(case: Application, officer: Any) -> Base:
    base = start(Base(state="recorded", inner_name="氢能", kind="sector", organiser=case.organiser), seat=officer)
    perform(base, "record_passed", seat=officer)
    assert isinstance(base, Base)
    return base


def _decided(base: Base) -> Decision:
    decision = Decision.objects.create(
        kind="termination", number="国标委综合函〔2026〕10号", dated=clock.today(), content={},
        proposed_by_name="经办", signed_by_name="审批", at=clock.now(),
    )  # fmt: skip
    DecisionBase.objects.create(decision=decision, base=base)
    return decision


def _nothing(key: Any) -> Any:
    return 2**40 if isinstance(key, int) else uuid.uuid4()

"""An extension brought to a state by those whose turn it is."""

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from assessments.models import Extension, ExtensionFile
from bases.models import Base
from documents.models import File
from organisations.models import Membership, Role
from procedure import clock
from procedure.perform import perform, start
from procedure.proposals import propose, sign
from tests.deciding import desk, seat_of

# In the window before 20 July 2029.
IN_TIME = datetime(2029, 5, 10, 10, tzinfo=clock.BEIJING)
NUMBER = "国标委综合函〔2029〕21号"


def organiser(base: Base) -> Membership:
    return seat_of(Role.ORGANISER_OFFICER, base.organiser)


def supervisor(base: Base) -> Membership:
    return seat_of(Role.RECOMMENDER_OFFICER, base.supervisors.get(until="").unit)


def drafted(base: Base, *, seat: Membership | None = None, **facts: Any) -> Extension:
    """With all that is asked for."""
    writer = seat or organiser(base)
    row = Extension(**{
        "base": base, "drafted_by": writer.person, "asked_months": 6, "reason": "中试平台建设延期。",
        "progress": "八项任务已完成七项。", "measures": "年底前完成中试平台。",
    } | facts)  # fmt: skip
    start(row, seat=writer)
    file = File.store(ContentFile(b"%PDF-1.4 sealed"), "延期申请.pdf", writer.person, "application/pdf")
    ExtensionFile.objects.create(extension=row, file=file)
    return row


def filed(base: Base, **facts: Any) -> Extension:
    row = drafted(base, **facts)
    perform(row, "file_extension", seat=organiser(base))
    return row


def agreed(base: Base, **facts: Any) -> Extension:
    row = filed(base, **facts)
    perform(row, "agree_extension", seat=supervisor(base), data={"note": "同意。"})
    return row


def answer(step: str = "grant_extension", **changes: Any) -> dict[str, str]:
    given = {"number": NUMBER, "dated": clock.today().isoformat()}
    wanted = {"months": "6", "exception": "", "note": ""} if step == "grant_extension" else {"note": "理由不充分。"}
    return given | wanted | changes


def decided(row: Extension, step: str = "grant_extension", **changes: Any) -> None:
    """By two persons of SAC."""
    sign(propose(row, step, seat=desk().officer, data=answer(step, **changes)), seat=desk().approver)
    row.refresh_from_db()
    row.base.refresh_from_db()

"""Making the prints of a plan, and reading the scans of sealed ones, in the worker."""

from documents import codes, printing, scans
from documents.models import File
from procedure.models import Outbox
from procedure.outbox import PostponedError, handler

from . import models
from .papers import READ_SCAN, expected, note_reading


@handler("print")
def make_print(row: Outbox) -> None:
    """Make one ordered print; made already, there is nothing to do."""
    order = models.Print.objects.select_related("version", "application").get(pk=row.payload["print"])
    if order.file_id is not None:
        return
    if reason := printing.available():
        raise PostponedError(reason)
    version = order.version
    code = codes.Code(version.digest, version.code) if version else None
    content = printing.render_plan(order.what(), code=code)
    order.file = File.store(content, file_name(order), order.asked_by, "application/pdf")
    order.save(update_fields=["file"])


def file_name(order: "models.Print") -> str:
    what = f"第{order.version.number}版" if order.version else "草稿"
    return f"申报方案（{order.application.inner_name}）{what}.pdf"


@handler(READ_SCAN)
def read_scan(row: Outbox) -> None:
    """Read the codes on a scan and say whether it is its version, whole; replaced or read already, nothing is done."""
    scan = models.Scan.objects.select_related("file", "version").get(pk=row.payload["scan"])
    if scan.read_at is not None or scan.replaced_at is not None:
        return
    try:
        with scan.file.open_verified() as content:
            verdict = scans.judge(scans.read(content), *expected(scan.version))
    except scans.UnreadableScanError as error:
        note_reading(scan, matches=None, verdict=str(error))
    else:
        # Of the right version but with pages that were not found, it is for a person to say that nothing is missing.
        note_reading(scan, matches=verdict.complete, verdict=verdict.sentence)

"""Making the prints of a plan, in the worker."""

from documents import codes, printing
from documents.models import File
from procedure.models import Outbox
from procedure.outbox import PostponedError, handler

from . import models


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

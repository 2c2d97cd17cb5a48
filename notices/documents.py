"""The notice as an official document by GB/T 9704, made in the worker: PDF for everybody, Word for SAC's system."""

from documents import official, printing
from documents.models import File
from procedure import clock
from procedure.models import Outbox
from procedure.outbox import PostponedError, handler

from . import models
from .models import Notice

_ISSUER = "国家标准化管理委员会"
_HEADER = ("序号", "名称", "承担单位", "推荐单位", "类型")
_WIDTHS = (2, 9, 7, 6, 5)
_MAKERS = {"pdf": official.pdf, "docx": official.docx}


@handler("notice_print")
def make_notice_print(row: Outbox) -> None:
    """Make what is not there yet; both formats say the same."""
    if reason := printing.available():
        raise PostponedError(reason)
    notice = models.Notice.objects.get(pk=row.payload["notice"])
    document = content_of(notice)
    there = set(notice.prints.values_list("format", flat=True))
    for form, make in _MAKERS.items():
        if form not in there:
            file = File.store(make(document), f"{notice.title}.{form}")
            models.NoticePrint.objects.create(notice=notice, format=form, file=file, at=clock.now())


def content_of(notice: Notice) -> official.Document:
    items = list(notice.items.all())
    rows = tuple(
        (str(item.position), item.name, item.host, item.recommender, item.kind_label) for item in items
    )  # fmt: skip
    contact = [f"受理部门：{notice.office}", f"联系电话：{notice.phone}"]
    contact += [f"电子邮箱：{notice.email}"] if notice.email else []
    contact += [f"通讯地址：{notice.address}"]
    text = [official.Paragraph(line) for line in notice.text.split("\n") if line.strip()]
    table = official.Table(_HEADER, rows, _WIDTHS)
    return official.Document(
        form=official.Form.LETTER,
        issuer=_ISSUER,
        title=notice.title,
        body=(*text, *(official.Paragraph(line) for line in contact)),
        attachments=(official.Annex("拟批准建设的国家技术标准创新基地", (table,)),),
        signed_by=(_ISSUER,),
        dated=notice.published_on,
        note="（此件公开发布）",
        names=tuple(item.name for item in items),
    )

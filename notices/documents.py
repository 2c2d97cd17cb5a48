"""The notice as an official document by GB/T 9704, made in the worker: PDF for everybody, Word for SAC's system."""

from documents import official, printing
from documents.models import File
from organisations.deciding import ISSUER
from procedure import clock
from procedure.models import Outbox
from procedure.outbox import PostponedError, handler

from . import models
from .models import Notice, NoticeItem

_HEADER = ("序号", "名称", "承担单位", "推荐单位", "类型")
_WIDTHS = (2, 9, 7, 6, 5)
_CHANGED_HEADER = ("序号", "名称", "承担单位", "推荐单位", "变更事项")
_CHANGED_WIDTHS = (2, 6, 5, 4, 12)
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
    contact = [f"受理部门：{notice.office}", f"联系电话：{notice.phone}"]
    contact += [f"电子邮箱：{notice.email}"] if notice.email else []
    contact += [f"通讯地址：{notice.address}"]
    text = [official.Paragraph(line) for line in notice.text.split("\n") if line.strip()]
    return official.Document(
        form=official.Form.LETTER,
        issuer=ISSUER,
        title=notice.title,
        body=(*text, *(official.Paragraph(line) for line in contact)),
        attachments=(_annex(items),),
        signed_by=(ISSUER,),
        dated=notice.published_on,
        note="此件公开发布",
        names=tuple(item.name for item in items),
    )


def _annex(items: list[NoticeItem]) -> official.Annex:
    """What is to be approved, or what is to be changed."""
    facts = [(str(each.position), each.name, each.host, each.recommender) for each in items]
    if any(each.change for each in items):
        rows = tuple((*fact, each.change) for fact, each in zip(facts, items, strict=True))
        return official.Annex("拟变更的事项", (official.Table(_CHANGED_HEADER, rows, _CHANGED_WIDTHS),))
    rows = tuple((*fact, each.kind_label) for fact, each in zip(facts, items, strict=True))
    return official.Annex("拟批准建设的国家技术标准创新基地", (official.Table(_HEADER, rows, _WIDTHS),))

"""The papers of an approval by GB/T 9704: letter and red head, PDF and .docx, made in the worker (办法16)."""

from collections.abc import Iterator

from django.db import transaction

from bases import names
from documents import papers
from documents.official import Document, Heading, Paragraph
from documents.papers import once
from organisations.deciding import ISSUER
from procedure.articles import cite
from procedure.models import Outbox
from procedure.notifying import tell_once_each
from procedure.outbox import handler
from procedure.reckoning import Period, chinese_date

from .approving import PAPERS
from .models import Approval, ApprovalPaper
from .procedure.people import APPLICANTS, ORGANISERS, RECOMMENDERS

_KINDS = {ApprovalPaper.Form.LETTER: "复函", ApprovalPaper.Form.RED_HEAD: "批复"}


@handler(PAPERS)
def make_papers(row: Outbox) -> None:
    """All four or none, and then everybody concerned is told; made already, there is nothing to do."""
    approval = Approval.objects.select_related(
        *("application__unit", "application__organiser", "application__recommender"),
        *("application__call", "application__base", "application__letter"),
    ).get(pk=row.payload["approval"])
    if approval.papers.exists():
        return
    with transaction.atomic():
        papers.keep(approval.papers, approval.number, lambda form: document(approval, form))
        _tell_all(approval)


def document(approval: Approval, form: str) -> Document:
    """The decision as the letter or the red-head form says it."""
    application = approval.application
    kind = _KINDS[ApprovalPaper.Form(form)]
    word = application.call.edition.approval_word.value
    name = application.full_name
    return Document(
        form=papers.LAYOUTS[ApprovalPaper.Form(form)],
        issuer=ISSUER,
        number=approval.number,
        title=f"{ISSUER}关于{word}{name}的{kind}",
        addressee=application.recommender.name,
        body=tuple(_body(approval, word)),
        signed_by=(ISSUER,),
        dated=approval.dated,
        copies_to=once(application.organiser.name, application.unit.name),
        printed_by=f"{ISSUER}办公室",
        printed_on=approval.dated,
        names=once(name, application.unit.name, application.organiser.name, application.recommender.name),
    )


def _body(approval: Approval, word: str) -> Iterator[Paragraph | Heading]:
    application, base = approval.application, approval.application.base
    assert base is not None
    said = f"（{application.letter.number}）" if application.letter else ""
    through = "专家评审和公示" if application.notice_item_id else application.call.edition.review.name
    yield Paragraph(
        f"你单位推荐的{application.full_name}申报材料{said}收悉。根据{cite('办法16')}，经{through}，现{word}"
        f"{application.full_name}，有关事项如下："
    )
    yield Heading(1, "承担单位和申报组织单位")
    yield Paragraph(f"承担单位为{application.unit.name}，申报组织单位为{application.organiser.name}。")
    yield Heading(1, "建设期")
    yield Paragraph(_period(approval))
    yield Heading(1, "名称")
    yield Paragraph(f"中文名称为“{application.full_name}”，英文名称为“{names.english(base.english_name)}”。")
    yield Heading(1, "建设要求")
    yield Paragraph("请组织承担单位按照申报方案开展建设，申报方案所列重点任务、考核指标和进度计划为建设和验收的依据。")
    for line in filter(str.strip, approval.remarks.split("\n")):
        yield Paragraph(line.strip())


def _period(approval: Approval) -> str:
    starts, ends = chinese_date(approval.build_starts), chinese_date(approval.build_ends)
    said = f"建设期{Period(approval.build_years, 'y').words}，自{starts}起至{ends}止。"
    if not approval.reason:
        return said
    limit = approval.application.call.edition.build_period
    return f"{said}超过“{limit.words}”的理由：{approval.reason.rstrip('。')}。"


def _tell_all(approval: Approval) -> None:
    """主送 the recommender, 抄送 organiser and host; who has two parts hears of the first."""
    application = approval.application
    tell_once_each(
        application,
        [
            (audience, f"{application}：批准文件（{part}）", f"{approval.number}{part}贵单位，{_WHERE}")
            for audience, part in ((RECOMMENDERS, "主送"), (ORGANISERS, "抄送"), (APPLICANTS, "抄送"))
        ],
        at=approval.at,
    )


_WHERE = "信函和文件两种格式见“批准文件”。"

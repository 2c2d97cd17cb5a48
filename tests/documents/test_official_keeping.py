"""A document that is kept as data and read again is the same document."""

import json
from datetime import date

import pytest

from documents import official
from documents.official import Annex, Document, Facts, Form, Heading, Paragraph, Signatures, Table, kept, read_again
from tests.documents.officials import LETTER, RED_HEAD, SHEET

WHOLE = Document(
    form=Form.RED_HEAD, title="关于同意延期的批复", number="国标委综合函〔2026〕6号", dated=date(2026, 7, 20),
    body=(
        Paragraph("一段。", plain=True), Heading(1, "期限"), Table(("甲", "乙"), (("1", "2"),), widths=(1, 2)),
        Facts((("名称", "光伏"),)), Signatures(("姓名",), (("张三",),)),
    ),
    attachments=(Annex("名单", (Paragraph("附件一段。"),)),), names=("光伏",), printed_on=None,
)  # fmt: skip


@pytest.mark.parametrize("document", [WHOLE, RED_HEAD, LETTER, SHEET])
def test_a_document_comes_back_as_it_was(document: Document) -> None:
    again = read_again(json.loads(json.dumps(kept(document), ensure_ascii=False)))
    assert again == document
    assert official.docx(again) == official.docx(document)

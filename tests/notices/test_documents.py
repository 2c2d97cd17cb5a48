"""The notice as an official document: the same words as the page, in PDF for everybody and Word for SAC."""

from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from pypdf import PdfReader

from applications.models import Publication
from documents import printing
from notices.documents import content_of
from notices.models import NoticePrint
from procedure.models import Outbox
from procedure.outbox import PostponedError, deliver
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.routes.stage import body


def printed(publication: Publication) -> Outbox:
    row = Outbox.objects.get(kind="notice_print")
    deliver(row.pk)
    row.refresh_from_db()
    return row


def test_nothing_is_there_before_the_worker_made_it(world: World, published: Publication) -> None:
    key = published.notice_id
    assert "PDF 正在生成" in text_of(Client().get(f"/notices/{key}/"))
    assert Client().get(f"/notices/{key}/file/").status_code == 404
    assert client_of(world.seats["sac_officer"]).get(f"/notices/{key}/draft/docx/").status_code == 404


def test_without_fonts_it_waits_and_no_try_is_used_up(published: Publication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "available", lambda: "缺少字体。")
    row = printed(published)
    assert (row.attempts, row.done_at, row.last_error) == (0, None, "缺少字体。")
    assert issubclass(PostponedError, Exception)
    assert not NoticePrint.objects.exists()


@pytest.mark.rule("B15")
def test_both_formats_say_name_host_recommender_and_period(world: World, published: Publication) -> None:
    assert printed(published).done_at is not None
    pdf = body(Client().get(f"/notices/{published.notice_id}/file/"))
    word = body(client_of(world.seats["sac_officer"]).get(f"/notices/{published.notice_id}/draft/docx/"))
    read = Document(BytesIO(word))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    said = {
        "pdf": "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split()),
        "docx": "".join("".join([*(paragraph.text for paragraph in read.paragraphs), *cells]).split()),
    }
    wanted = (
        "国家技术标准创新基地（光伏）", "昇阳光伏科技有限公司", "贵州省人民政府",
        "2026年6月15日至2026年7月15日", "010-82261094/2903",
    )  # fmt: skip
    missing = {form: [words for words in wanted if words not in text] for form, text in said.items()}
    assert missing == {"pdf": [], "docx": []}


def test_made_twice_it_is_there_once(published: Publication) -> None:
    printed(published)
    again = Outbox.objects.create(
        kind="notice_print", payload={"notice": str(published.notice_id)}, next_try=published.since
    )
    deliver(again.pk)
    assert sorted(NoticePrint.objects.values_list("format", flat=True)) == ["docx", "pdf"]


def test_the_document_is_dated_and_signed_as_it_was_published(published: Publication) -> None:
    assert published.notice is not None
    document = content_of(published.notice)
    assert (document.signed_by, document.dated) == (("国家标准化管理委员会",), published.notice.published_on)
    # The brackets are the form's own.
    assert content_of(published.notice).note == "此件公开发布"

"""Objecting as the public does: received at its second, once, within bounds, and with nothing typed lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.models import Publication
from notices.models import NoticeItem, Objection
from procedure import clock
from procedure.models import Outbox, Record
from tests.applications.asking import text_of
from tests.applications.building import NOON
from tests.deciding import desk
from tests.ground import shared
from tests.notices.conftest import ENDS
from tests.notices.filing import MAIL, NAME, PHONE, REASON, address, form, objected, page_key, pdf


@shared
def item(published: Publication) -> NoticeItem:
    assert published.notice is not None
    found: NoticeItem = published.notice.items.get()
    return found


@pytest.fixture
def client() -> Client:
    return Client()


# Refused, with nothing lost


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "请填写姓名或者单位名称。"),
        ("name", "   ", "请填写姓名或者单位名称。"),
        ("reason", "", "请填写异议的事实和理由。"),
        ("email", "not-an-address", "请填写有效的电子邮箱"),
        ("homepage", "https://buy.example", "请留空后重新提交"),
    ],
)
def test_a_fault_stands_at_its_field_and_the_rest_is_kept(
    client: Client, item: NoticeItem, field: str, value: str, said: str
) -> None:
    typed = form(page_key(client, item), **{field: value})
    answer = client.post(address(item), typed)
    page = text_of(answer)
    assert (answer.status_code, said in page) == (422, True)
    assert typed["key"] in page
    assert [kept for kept in {NAME, REASON, PHONE} - {form("")[field]} if kept not in page] == []
    assert not Objection.objects.exists()


def test_a_way_to_be_reached_is_asked_for(client: Client, item: NoticeItem) -> None:
    answer = client.post(address(item), form(page_key(client, item), contact="", email=""))
    assert "请填写联系电话或者电子邮箱，至少一项。" in text_of(answer)
    assert not Objection.objects.exists()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([SimpleUploadedFile("证明.pdf", b"MZ\x90\x00 a program", "application/pdf")], "的内容不是"),
        ([SimpleUploadedFile("空.pdf", b"", "application/pdf")], "文件是空的"),
        ([SimpleUploadedFile("方案.exe.pdf", b"%PDF-1.7", "application/pdf")], "夹有扩展名 .exe"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_the_text_is_kept(
    client: Client, item: NoticeItem, files: list[Any], said: str
) -> None:
    answer = client.post(address(item), form(page_key(client, item)) | {"evidence": files})
    page = text_of(answer)
    assert (answer.status_code, said in page, REASON in page) == (422, True, True)
    assert "只有文件须重新选择" in page
    assert not Objection.objects.exists()


def test_more_than_five_files_or_20_mb_are_refused(
    client: Client, item: NoticeItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    six = [pdf(f"{number}.pdf", f"Number {number}") for number in range(6)]
    assert "一次最多 5 个文件，您选了 6 个" in text_of(
        client.post(address(item), form(page_key(client, item)) | {"evidence": six})
    )
    monkeypatch.setattr("notices.forms.fields.MOST_TOGETHER", 1000)
    two = [pdf("甲.pdf", "One"), pdf("乙.pdf", "Two")]
    assert "文件合计超过 20 MB" in text_of(client.post(address(item), form(page_key(client, item)) | {"evidence": two}))
    assert not Objection.objects.exists()


def test_too_many_from_one_address_are_told_the_way_on_paper(client: Client, item: NoticeItem, settings: Any) -> None:
    settings.OBJECTIONS_PER_ADDRESS_AN_HOUR = 2
    answers = [client.post(address(item), form(page_key(client, item))) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    page = text_of(answers[2])
    assert ("提交得太频繁" in page, REASON in page, item.notice.phone in page) == (True, True, True)
    assert Objection.objects.count() == 2
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert elsewhere.post(address(item), form(page_key(elsewhere, item))).status_code == 302


@pytest.mark.parametrize("name", ["OBJECTIONS_PER_ITEM_A_DAY", "OBJECTIONS_A_DAY"])
def test_too_many_in_a_day_are_refused_whoever_sends_them(item: NoticeItem, settings: Any, name: str) -> None:
    setattr(settings, name, 1)
    codes = []
    for number in (1, 2):
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        codes.append(client.post(address(item), form(page_key(client, item))).status_code)
    assert codes == [302, 429]


def test_what_was_taken_out_of_a_notice_receives_no_more(
    client: Client, item: NoticeItem, published: Publication
) -> None:
    key = page_key(client, item)
    desk().decide(published, "pull_cases", cases=[str(published.cases.get().pk)], kind="corrected", note="有误。")
    answer = client.post(address(item), form(key))
    page = text_of(answer)
    assert (answer.status_code, "请到新的公示提出异议" in page, REASON in page) == (409, True, True)
    assert not Objection.objects.exists()


def test_a_token_is_asked_for(item: NoticeItem) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(item), form("11111111-1111-4111-8111-111111111111")).status_code == 403
    assert not Objection.objects.exists()


# Received


def test_an_objection_is_receipted_with_number_and_second(client: Client, item: NoticeItem) -> None:
    answer = client.post(address(item), form(page_key(client, item)) | {"evidence": [pdf()]}, follow=True)
    objection = Objection.objects.get()
    page = text_of(answer)
    assert re.fullmatch(r"YY2606-00001-[0-9A-HJKMNP-TV-Z]{6}", objection.number)
    assert objection.number in page
    assert "2026年6月15日 12:00:00" in page
    assert (objection.name, objection.contact, objection.email) == (NAME, PHONE, MAIL)
    assert [each.file.name for each in objection.files.all()] == ["证明.pdf"]
    assert "no-store" in answer["Cache-Control"]


def test_the_second_press_gives_the_first_receipt(client: Client, item: NoticeItem) -> None:
    typed = form(page_key(client, item))
    answers = [client.post(address(item), typed | {"evidence": [pdf()]}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"] == f"/notices/receipts/{typed['key']}/"
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("moment", "late"),
    [(ENDS - timedelta(microseconds=1), False), (ENDS - timedelta(seconds=1), False), (ENDS, True)],
    ids=["last instant", "last second", "24:00"],
)
@pytest.mark.rule("B16")
def test_in_time_and_late_are_told_apart_by_the_second(
    client: Client, item: NoticeItem, moment: Any, late: bool
) -> None:
    with clock.at(moment):
        client.post(address(item), form(page_key(client, item)))
    objection = Objection.objects.get()
    assert (objection.received_at, objection.is_late, objection.state) == (moment, late, "received")


def test_a_late_one_is_told_that_it_is(client: Client, item: NoticeItem) -> None:
    with clock.at(ENDS):
        page = text_of(client.get(address(item)))
        receipt = text_of(client.post(address(item), form(page_key(client, item)), follow=True))
    assert "现在提出的异议照样收下，注明期满后收到" in page
    assert "公示期满后收到" in receipt


def test_numbers_run_through_a_month_and_begin_anew(item: NoticeItem) -> None:
    numbers = [objected(item, NOON + timedelta(days=days)).number[:12] for days in (0, 1, 20)]
    assert numbers == ["YY2606-00001", "YY2606-00002", "YY2607-00001"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_get_numbers_of_their_own(item: NoticeItem, race: Any) -> None:
    results = race(*[lambda: objected(item, NOON) for _ in range(6)])
    serials = sorted(result.number.split("-")[1] for result in results)
    assert serials == ["00001", "00002", "00003", "00004", "00005", "00006"]


# Found again


def test_a_receipt_is_found_by_its_number_as_people_type_it(client: Client, item: NoticeItem) -> None:
    number = objected(item).number
    answer = client.post("/notices/receipt/", {"number": f" {number.lower()} "})
    page = text_of(answer)
    assert (answer.status_code, "已收到" in page) == (200, True)
    for secret in (NAME, PHONE, MAIL, REASON):
        assert secret not in page


def test_a_number_is_not_found_by_its_serial_alone(client: Client, item: NoticeItem, settings: Any) -> None:
    settings.RECEIPT_TRIES_AN_HOUR = 2
    number = objected(item).number
    wrong = f"{number[:-6]}{'000000' if number[-6:] != '000000' else '111111'}"
    codes = [client.post("/notices/receipt/", {"number": wrong}).status_code for _ in range(3)]
    assert codes == [404, 404, 429]
    assert client.post("/notices/receipt/", {"number": ""}).status_code == 422


def test_the_answer_is_read_there(client: Client, item: NoticeItem) -> None:
    objection = objected(item)
    perform_and_close(objection)
    page = text_of(client.post("/notices/receipt/", {"number": objection.number}))
    assert ("办结：符合要求" in page, "经核实，检测能力符合要求。" in page) == (True, True)


def perform_and_close(objection: Objection) -> None:
    from procedure.perform import perform

    perform(objection, "admit_objection", seat=desk().officer, data={"note": ""})
    desk().decide(objection, "close_met", answer="经核实，检测能力符合要求。", note="")


# Nobody is named


def test_no_record_and_no_message_names_the_objector(item: NoticeItem) -> None:
    objection = objected(item)
    perform_and_close(objection)
    told = [str(row.payload) for row in Outbox.objects.all()]
    kept = [f"{row.actor_name} {row.note} {row.label}" for row in Record.objects.filter(root=objection.pk)]
    assert Record.objects.filter(root=objection.pk).first().actor_name == "社会公众"  # type: ignore[union-attr]
    for secret in (NAME, PHONE, MAIL):
        assert not [text for text in (*told, *kept) if secret in text]

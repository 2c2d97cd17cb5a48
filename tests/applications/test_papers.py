"""推荐材料: scans that are read and compared, letters that carry several cases, and who may touch them when."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from applications import papers
from applications.models import Application, Letter, Scan
from applications.papers import normalised_number
from documents import codes
from procedure import clock, outbox
from procedure.models import Outbox
from procedure.perform import perform
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, paper
from tests.applications.test_guards import refusals
from tests.arriving import arrive, take
from tests.documents.hostile import docx
from tests.ground import shared
from tests.routes.stage import body
from workbench.demo.papers import sealed

pytestmark = pytest.mark.rule("Z33")

NUMBER = "黔府函〔2026〕6号"


@shared
def case(world: World) -> Application:
    return arrive(world.draft(), "recommender_review")


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["recommender_officer"])


def pdf(words: str = "Letter", name: str = "函.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, paper(words), "application/pdf")


def scanned(case: Application, name: str = "盖章件.pdf") -> SimpleUploadedFile:
    assert case.current is not None
    return SimpleUploadedFile(name, sealed(codes.Code(case.current.digest, case.current.code)), "application/pdf")


def upload(officer: Client, case: Application, file: Any, **facts: Any) -> Any:
    data = {"file": file, "version": str(case.current_id)} | facts
    return officer.post(f"/applications/{case.pk}/papers/scan/", data)


def send_letter(officer: Client, case: Application, **facts: Any) -> Any:
    data = {"number": NUMBER, "dated": "2026-06-10", "file": pdf()} | facts
    return officer.post(f"/applications/{case.pk}/papers/letter/", data)


def deliver() -> None:
    for row in Outbox.objects.filter(kind="read_scan", done_at__isnull=True):
        outbox.deliver(row.pk)


def fresh(case: Application) -> Application:
    return Application.objects.select_related("current", "letter").get(pk=case.pk)


# Who may, and when


@pytest.mark.parametrize("name", ["organiser_officer", "sac_officer", "submitter", "other_recommender_officer"])
def test_only_the_recommenders_own_officers_touch_the_papers(world: World, case: Application, name: str) -> None:
    client = client_of(world.seats[name])
    url = f"/applications/{case.pk}/papers/"
    answers = [client.get(url), *(client.post(f"{url}{act}/") for act in ("scan", "scan/accept", "letter"))]
    assert [one.status_code for one in answers] == [404] * 4
    assert upload(client, case, scanned(case)).status_code == 404
    assert not Scan.objects.exists()


@pytest.mark.parametrize("state", ["organiser_review", "received", "not_recommended"])
def test_once_the_case_has_moved_on_nothing_is_changed(world: World, officer: Client, state: str) -> None:
    case = arrive(world.draft(), "recommender_review", state)
    before = Scan.objects.count(), Letter.objects.count(), fresh(case).letter_id
    answers = [upload(officer, case, scanned(case)), send_letter(officer, case)]
    assert [one.status_code for one in answers] == [409, 409]
    assert f"本案现在是“{case.state_label}”" in text_of(answers[0])
    assert (Scan.objects.count(), Letter.objects.count(), fresh(case).letter_id) == before


def test_a_case_that_moves_on_while_one_uploads_is_refused_under_the_lock(world: World, case: Application) -> None:
    seat, old = world.seats["recommender_officer"], fresh(case)
    arrive(case, "organiser_review")
    with pytest.raises(papers.Moved, match="本案现在是“组织单位论证”"):
        papers.choose_letter(old, None, seat=seat)


def test_the_page_of_an_older_version_uploads_nothing(officer: Client, case: Application) -> None:
    old = str(case.current_id)
    case = arrive(case, "organiser_review", "draft", "recommender_review")
    answer = upload(officer, case, scanned(case), version=old)
    assert (answer.status_code, "方案已有新的版本" in text_of(answer), Scan.objects.count()) == (409, True, 0)


@pytest.mark.parametrize(
    ("name", "sees"),
    [("recommender_officer", True), ("organiser_officer", True), ("sac_officer", True), ("sac_approver", True),
     ("submitter", False), ("unit_admin", False), ("other_recommender_officer", False)],
)  # fmt: skip
def test_who_reads_the_papers(world: World, officer: Client, case: Application, name: str, sees: bool) -> None:
    upload(officer, case, scanned(case))
    send_letter(officer, case)
    client, wanted = client_of(world.seats[name]), 200 if sees else 404
    files = [f"/applications/scans/{Scan.objects.get().pk}/", f"/applications/letters/{Letter.objects.get().pk}/"]
    answers = [client.get(url) for url in files]
    assert ([one.status_code for one in answers], all(map(body, answers))) == ([wanted, wanted], True)
    tab = client.get(f"{case.get_absolute_url()}?tab=papers")
    assert (tab.status_code == 200 and NUMBER in text_of(tab)) == sees


# The scan


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "请选择要上传的盖章后的申报方案扫描件。"),
        (SimpleUploadedFile("空.pdf", b""), "文件是空的（0 字节），请检查后重新上传。"),
        (SimpleUploadedFile("方案.pdf", b"MZ\x90\x00 no pdf at all"), "这个文件的内容不是"),
        (SimpleUploadedFile("方案.jpg", paper()), "文件内容是PDF，文件名“方案.jpg”却扩展名是 .jpg"),
    ],
)
def test_a_file_that_cannot_be_a_scan_is_told_at_the_field(
    officer: Client, case: Application, file: Any, sentence: str
) -> None:
    if file is not None:
        file.seek(0)
    answer = officer.post(
        f"/applications/{case.pk}/papers/scan/", {"version": str(case.current_id)} | ({"file": file} if file else {})
    )
    page = text_of(answer)
    assert (answer.status_code, sentence in page, 'aria-invalid="true"' in page) == (422, True, True)
    assert not Scan.objects.exists()


def test_a_word_document_is_no_scan(officer: Client, case: Application) -> None:
    answer = upload(officer, case, SimpleUploadedFile("方案.docx", docx()))
    assert (answer.status_code, "这里只能上传 PDF、JPG、PNG" in text_of(answer)) == (422, True)


def test_a_scan_is_read_by_the_worker_and_then_lets_the_case_go_on(
    world: World, officer: Client, case: Application
) -> None:
    assert upload(officer, case, scanned(case)).status_code == 302
    send_letter(officer, case)
    waiting = text_of(officer.get(f"/applications/{case.pk}/papers/scan/reading/"))
    assert ("hx-trigger" in waiting, "X-Background" in waiting, "正在机读核对" in waiting) == (True, True, True)
    assert refusals(lambda: take(fresh(case), "recommend")) == [
        ("盖章扫描件正在机读核对，稍候再办理。", "指南三（三）")
    ]
    deliver()
    scan = Scan.objects.get()
    assert (scan.matches, scan.by_name, len(scan.file.sha256)) == (
        True,
        world.seats["recommender_officer"].name_shown,
        64,
    )
    read = text_of(officer.get(f"/applications/{case.pk}/papers/scan/reading/"))
    assert ("hx-trigger" in read, "核对一致。" in read, scan.verdict in read) == (False, True, True)
    assert take(fresh(case), "recommend").target == "received"


def test_reading_twice_changes_nothing(officer: Client, case: Application) -> None:
    upload(officer, case, scanned(case))
    deliver()
    read_at = Scan.objects.get().read_at
    Outbox.objects.filter(kind="read_scan").update(done_at=None)
    with clock.at(clock.now() + timedelta(hours=1)):
        deliver()
    assert Scan.objects.get().read_at == read_at


def test_another_versions_scan_is_refused_unless_the_officer_says_why(officer: Client, case: Application) -> None:
    old = scanned(case)
    case = arrive(case, "organiser_review", "draft", "recommender_review")
    upload(officer, case, old)
    send_letter(officer, case)
    deliver()
    scan = Scan.objects.get()
    assert (scan.matches, "另一版本" in scan.verdict) == (False, True)
    told = refusals(lambda: take(fresh(case), "recommend"))
    assert (len(told), scan.verdict in told[0][0]) == (1, True)
    url = f"/applications/{case.pk}/papers/scan/accept/"
    empty = officer.post(url, {"scan": scan.pk, "reason": " "})
    assert (empty.status_code, "请写明为什么确系同一版本。" in text_of(empty)) == (422, True)
    assert officer.post(url, {"scan": scan.pk, "reason": "已逐页核对，仅页眉重印。"}).status_code == 302
    scan.refresh_from_db()
    assert (scan.accepted_reason, scan.accepted_at) == ("已逐页核对，仅页眉重印。", clock.now())
    assert take(fresh(case), "recommend").target == "received"


def test_a_scan_without_codes_says_so_and_asks_a_person(officer: Client, case: Application) -> None:
    upload(officer, case, pdf("no code", "盖章.pdf"))
    deliver()
    scan = Scan.objects.get()
    assert (scan.matches, scan.is_good) == (False, False)
    page = text_of(officer.get(f"/applications/{case.pk}/papers/"))
    assert (scan.verdict in page, "写明人工核对情况" in page) == (True, True)


def test_a_reason_is_asked_for_only_where_the_machine_cannot_tell(
    world: World, officer: Client, case: Application
) -> None:
    upload(officer, case, scanned(case))
    scan, seat = Scan.objects.get(), world.seats["recommender_officer"]
    with pytest.raises(papers.PaperRefused, match="正在机读核对"):
        papers.accept_scan(case, scan.pk, "一样", seat=seat)
    deliver()
    with pytest.raises(papers.PaperRefused, match="不必另写"):
        papers.accept_scan(case, scan.pk, "一样", seat=seat)


def test_where_the_worker_has_given_up_a_person_may_say_so(world: World, officer: Client, case: Application) -> None:
    upload(officer, case, scanned(case))
    Outbox.objects.filter(kind="read_scan").update(failed_at=clock.now())
    assert "机器几次都没有读成" in text_of(officer.get(f"/applications/{case.pk}/papers/"))
    papers.accept_scan(case, Scan.objects.get().pk, "已逐页核对。", seat=world.seats["recommender_officer"])
    assert Scan.objects.get().is_good


def test_a_new_scan_replaces_the_older_one_which_stays_listed(officer: Client, case: Application) -> None:
    upload(officer, case, pdf("first", "第一次.pdf"))
    upload(officer, case, scanned(case, "第二次.pdf"))
    deliver()
    assert list(Scan.objects.order_by("pk").values_list("replaced_at", "matches")) == [
        (clock.now(), None),
        (None, True),
    ]
    page = text_of(officer.get(f"/applications/{case.pk}/papers/"))
    assert ("第一次.pdf" in page, "以前的扫描件 1 份" in page) == (True, True)


def test_after_a_return_and_a_new_version_the_old_scan_counts_no_more(
    world: World, officer: Client, case: Application
) -> None:
    upload(officer, case, scanned(case))
    send_letter(officer, case)
    deliver()
    case = arrive(fresh(case), "organiser_review", "draft", "recommender_review")
    sentence = "还没有上传盖章后的申报方案扫描件，请先在“推荐材料”中上传。"
    seat = world.seats["recommender_officer"]
    assert (sentence, "指南三（三）") in refusals(
        lambda: perform(fresh(case), "recommend", seat=seat, data={"qualified": "on"})
    )
    assert fresh(case).letter is not None


# The letter


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("黔府函〔2026〕6号", NUMBER), ("黔府函[2026]6号", NUMBER), ("黔府函(2026)6号", NUMBER),
        ("黔府函（2026）６号", NUMBER), ("黔府函【2026】6号", NUMBER), ("黔府函\uff3b2026\uff3d6号", NUMBER),
        (" 黔府函 〔 2026 〕 6 号 ", NUMBER), ("国市监函〔2026〕第12号", "国市监函〔2026〕第12号"),
        ("黔府函6号", None), ("黔府函〔2026〕", None), ("〔2026〕6号", None), ("黔府函〔26〕6号", None),
        ("无文号", None),
    ],
)  # fmt: skip
def test_the_number_of_a_letter_as_it_is_printed(typed: str, number: str | None) -> None:
    assert normalised_number(typed) == number


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"number": ""}, "请填写文号。"),
        ({"number": "黔府函6号"}, "文号应有年份和顺序号"),
        ({"dated": ""}, "请填写成文日期。"),
        ({"dated": "2026-06-16"}, "成文日期不能晚于今天（2026-06-15）。"),
        ({"dated": "六月"}, "成文日期请按 2026-06-15 的样子填写。"),
        ({"file": ""}, "请选择要上传的推荐函扫描件。"),
    ],
)
def test_a_letter_at_fault_is_told_at_its_field(
    officer: Client, case: Application, facts: dict[str, str], sentence: str
) -> None:
    answer = send_letter(officer, case, **facts)
    assert (answer.status_code, sentence in text_of(answer), Letter.objects.count()) == (422, True, 0)
    assert facts.get("number", NUMBER) in text_of(answer)


def test_one_letter_carries_several_cases(world: World, officer: Client, case: Application) -> None:
    other = arrive(world.draft(inner_name="氢能", kind="international"), "recommender_review")
    assert send_letter(officer, case).status_code == 302
    letter = Letter.objects.get()
    url = f"/applications/{other.pk}/papers/letter/choose/"
    assert officer.post(url, {"letter": letter.pk}).status_code == 302
    assert {fresh(case).letter, fresh(other).letter} == {letter}
    assert officer.post(url, {"letter": ""}).status_code == 302
    assert (fresh(case).letter, fresh(other).letter) == (letter, None)
    history = list(other.history.order_by("history_id").values_list("history_change_reason", flat=True))
    assert history[-2:] == [f"选用推荐函{NUMBER}", "不再使用原推荐函"]


def test_the_same_letter_sent_twice_is_one_and_another_with_its_number_is_refused(
    officer: Client, case: Application
) -> None:
    assert [send_letter(officer, case).status_code for _ in range(2)] == [302, 302]
    answer = send_letter(officer, case, file=pdf("another letter"))
    assert (answer.status_code, f"已有文号为{NUMBER}的推荐函" in text_of(answer), Letter.objects.count()) == (
        422,
        True,
        1,
    )


def test_a_letter_of_another_call_or_recommender_carries_nothing(
    world: World, officer: Client, case: Application
) -> None:
    theirs = arrive(world.other_draft(), "recommender_review")
    send_letter(client_of(world.seats["other_recommender_officer"]), theirs)
    elsewhere = arrive(world.draft(call=world.new_call(title="另一指南")), "recommender_review")
    send_letter(officer, elsewhere)
    url = f"/applications/{case.pk}/papers/letter/choose/"
    assert [officer.post(url, {"letter": letter.pk}).status_code for letter in Letter.objects.all()] == [422, 422]
    assert fresh(case).letter is None


def test_a_picture_of_the_letter_will_do(officer: Client, case: Application) -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 600), "white").save(out, "PNG")
    answer = send_letter(officer, case, file=SimpleUploadedFile("函.png", out.getvalue()))
    assert (answer.status_code, Letter.objects.get().file.content_type) == (302, "image/png")


def test_both_papers_are_asked_for(world: World, case: Application) -> None:
    seat = world.seats["recommender_officer"]
    sentence = "还没有上传盖章后的申报方案扫描件和正式推荐函扫描件，请先在“推荐材料”中上传。"
    found = refusals(lambda: perform(case, "recommend", seat=seat, data={"qualified": "on"}))
    assert found == [(sentence, "指南三（三）")]

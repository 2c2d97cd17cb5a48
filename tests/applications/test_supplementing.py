"""补充材料: asked of one unit, answered straight to SAC, never rejected by itself (指南三（四）)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications import papers, supplementing
from applications.forms import SupplementForm
from applications.holding import Moved
from applications.models import Application, Scan, Supplement, SupplementFile, SupplementItem
from applications.queries import waiting_for
from organisations.models import Role
from procedure import clock
from procedure.models import DueDate, Notification
from procedure.perform import NotPermitted, perform
from procedure.sweep import sweep
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, paper
from tests.applications.checklists import judge_all
from tests.applications.refusing import refusals
from tests.arriving import arrive, supplement, take
from tests.ground import shared
from tests.routes.stage import body

pytestmark = pytest.mark.rule("Z34")

DUE = date(2026, 7, 5)
LAST = datetime(2026, 7, 5, 23, 59, 59, tzinfo=clock.BEIJING)
THREE = (("applicant", "请补法人证书。"), ("organiser", "请说明论证过程。"), ("recommender", "请补推荐函附件。"))


@shared
def checked(world: World) -> Application:
    return arrive(world.draft(), "form_check")


@shared
def case(checked: Application) -> Application:
    """One thing asked of each unit."""
    take(checked, "request_supplement", **supplement(checked, *THREE))
    return checked


def item_to(to: str) -> SupplementItem:
    return SupplementItem.objects.select_related("supplement__application").get(to=to)


def pdf(name: str = "证书.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, paper("Proof") if content is None else content, "application/pdf")


def send(client: Client, item: SupplementItem, text: str = "见材料。", *files: Any) -> Any:
    return client.post(f"/applications/supplements/{item.pk}/", {"text": text, "material": list(files)})


def asks(case: Application, **changes: str) -> list[tuple[str, str]]:
    """What is refused of a request, as field and sentence."""
    form = SupplementForm(supplement(case) | changes, subject=case, seat=None)
    return [(field, sentence) for field, said in form.errors.items() for sentence in said]


# Refused


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"due_on": "2026-06-15"}, "due_on", "补齐期限须晚于今天（2026-06-15）。"),
        ({"due_on": ""}, "due_on", "请填写补齐期限。"),
        ({"due_on": "下周"}, "due_on", "补齐期限请按 2026-06-15 的样子填写。"),
        ({"item_1_text": " "}, "item_1_text", "请写明要补充什么。"),
        ({"item_1_to": ""}, "item_1_to", "请选择向谁要。"),
        ({"item_3_text": "补一页"}, "item_3_to", "请选择向谁要。"),
        (
            {"item_1_to": "organiser", "item_1_plan": "on"}, "item_1_plan",
            "申报方案由申报单位修改，这一项请选“申报单位”。",
        ),
        (
            {"item_1_sealed": "on"}, "item_1_sealed",
            "重新盖章的，或者同时要求修改申报方案，或者向推荐单位要现有版本的扫描件。",
        ),
        ({"item_1_to": "", "item_1_text": ""}, "item_1_text", "请至少写一项要求，并选择向谁要。"),
    ],
)  # fmt: skip
def test_a_request_says_what_of_whom_and_by_when(
    checked: Application, changes: dict[str, str], field: str, sentence: str
) -> None:
    assert asks(checked, **changes) == [(field, sentence)]


def test_an_address_of_nobody_is_refused_at_its_line(checked: Application) -> None:
    assert [field for field, _ in asks(checked, item_1_to="press")] == ["item_1_to"]


@pytest.mark.parametrize("name", ["sac_approver", "submitter", "organiser_officer", "recommender_officer"])
def test_only_an_officer_asks_and_resumes(world: World, checked: Application, name: str) -> None:
    with pytest.raises(NotPermitted):
        perform(checked, "request_supplement", seat=world.seats[name], data=supplement(checked))
    take(checked, "request_supplement")
    with pytest.raises(NotPermitted):
        perform(checked, "resume_form_check", seat=world.seats[name], data={"note": "不等了。"})
    assert Supplement.objects.get().closed_at is None


@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("submitter", "organiser"), ("submitter", "recommender"), ("organiser_officer", "applicant"),
        ("recommender_officer", "organiser"), ("preparer", "applicant"), ("unit_admin", "applicant"),
        ("other_submitter", "applicant"), ("other_organiser_officer", "organiser"),
        ("other_recommender_officer", "recommender"), ("sac_officer", "applicant"), ("sac_approver", "applicant"),
        ("expert", "applicant"),
    ],
)  # fmt: skip
def test_an_item_is_answered_by_whom_it_asks_and_nobody_else(
    world: World, case: Application, name: str, to: str
) -> None:
    client, item = client_of(world.seats[name]), item_to(to)
    answers = (client.get(f"/applications/supplements/{item.pk}/"), send(client, item))
    assert [answer.status_code for answer in answers] == [404, 404]
    assert item_to(to).answered_at is None


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("preparer", 1), ("submitter", 1), ("unit_admin", 1), ("organiser_officer", 1), ("recommender_officer", 1),
        ("sac_officer", 3), ("sac_approver", 3), ("other_submitter", 0), ("other_organiser_officer", 0),
    ],
)  # fmt: skip
def test_each_unit_sees_what_is_asked_of_it(world: World, case: Application, name: str, sees: int) -> None:
    seat = world.seats[name]
    assert supplementing.items_visible_to(seat).count() == sees
    page = client_of(seat).get(case.get_absolute_url())
    shown = [text for _, text in THREE if page.status_code == 200 and text in text_of(page)]
    assert len(shown) == sees
    tab = client_of(seat).get(f"{case.get_absolute_url()}?tab=supplements")
    assert tab.status_code == page.status_code


@pytest.mark.parametrize(
    ("text", "files", "field", "sentence"),
    [
        (" ", [], "text", "请写答复，或者上传材料。"),
        ("长" * 4001, [], "text", "4000"),
        ("见材料", [("空.pdf", b"")], "material", "空的"),
        ("见材料", [("方案.pdf", b"MZ\x90\x00 program")], "material", "“方案.pdf”：这个文件的内容不是"),
        ("见材料", [("好.pdf", None), ("坏.jpg", None)], "material", "“坏.jpg”"),
    ],
)
def test_a_faulty_answer_is_told_and_nothing_of_it_kept(
    world: World, case: Application, text: str, files: list[Any], field: str, sentence: str
) -> None:
    page = send(client_of(world.seats["submitter"]), item_to("applicant"), text, *(pdf(*file) for file in files))
    errors = page.context["form"].errors
    assert (page.status_code, list(errors), sentence in " ".join(errors[field])) == (422, [field], True)
    assert text.strip() in text_of(page)
    assert (SupplementFile.objects.count(), item_to("applicant").answered_at) == (0, None)


def test_after_the_end_of_the_request_nothing_is_answered(world: World, case: Application) -> None:
    take(case, "resume_form_check", note="不再等待。")
    client, item = client_of(world.seats["submitter"]), item_to("applicant")
    page = send(client, item, "补上了。")
    assert (page.status_code, item_to("applicant").answered_at) == (409, None)
    assert "补上了。" in text_of(page)
    # Asked again, the former request stays closed.
    take(case, "request_supplement")
    with pytest.raises(Moved, match="已结束这次补充"):
        supplementing.answer(item, "补上了。", [], seat=world.seats["submitter"])
    assert send(client, item, "补上了。").status_code == 409


def test_what_a_colleague_answered_stays(world: World, case: Application) -> None:
    other = world.seat("second_submitter", "host", Role.SUBMITTER)
    send(client_of(other), item_to("applicant"), "同事的答复。")
    page = send(client_of(world.seats["submitter"]), item_to("applicant"), "我的答复。")
    assert (page.status_code, item_to("applicant").answer) == (409, "同事的答复。")
    assert f"已由{other.name_shown}" in text_of(page)
    assert "我的答复。" in text_of(page)


def test_a_plan_is_filed_and_not_described(world: World, checked: Application) -> None:
    take(checked, "request_supplement", **supplement(checked, item_1_plan="on"))
    assert send(client_of(world.seats["submitter"]), item_to("applicant")).status_code == 404


def test_no_plan_is_filed_that_nobody_asked_for(world: World, case: Application) -> None:
    sentence = "国家标准委没有要求修改申报方案，或者修改后的方案已经报送。"
    seat = world.seats["submitter"]
    assert refusals(lambda: perform(case, "file_amended_plan", seat=seat, data={})) == [(sentence, "指南三（四）")]


def test_letting_go_of_what_was_not_answered_wants_a_reason(world: World, case: Application) -> None:
    seat = world.seats["sac_officer"]
    send(client_of(world.seats["submitter"]), item_to("applicant"))

    def resumed(**data: str) -> Any:
        return perform(case, "resume_form_check", seat=seat, data=data)

    assert [said for said, _ in refusals(resumed)] == ["还有 2 项没有答复，请写明不再等待的理由。"]
    assert resumed(note="材料已经够用。").target == "form_check"
    closed = Supplement.objects.get()
    assert (closed.close_note, closed.closed_at) == ("材料已经够用。", clock.now())


def test_a_scan_is_uploaded_only_while_one_is_asked_for(world: World, case: Application) -> None:
    seat = world.seats["recommender_officer"]
    page = client_of(seat).post(f"/applications/{case.pk}/papers/scan/", {"file": pdf(), "version": case.current_id})
    assert (page.status_code, Scan.objects.count()) == (409, 1)
    with pytest.raises(Moved, match="没有要求重新盖章"):
        papers.accept_scan(case, Scan.objects.get().pk, "一样。", seat=seat)


def test_files_are_of_sac_and_of_the_unit_that_sent_them(world: World, case: Application) -> None:
    send(client_of(world.seats["submitter"]), item_to("applicant"), "", pdf())
    url = f"/applications/supplements/files/{SupplementFile.objects.get().pk}/"
    answers = {name: client_of(seat).get(url) for name, seat in world.seats.items()}
    readers = {name for name, answer in answers.items() if answer.status_code == 200}
    assert readers == {"preparer", "submitter", "unit_admin", "sac_officer", "sac_approver"}
    assert {answer.status_code for name, answer in answers.items() if name not in readers} == {404}
    assert {body(answers[name]) for name in readers} == {paper("Proof")}
    assert client_of(world.seats["sac_officer"]).get("/applications/supplements/files/999999/").status_code == 404


# The day


def test_overdue_by_a_second_is_shown_and_ends_nothing(world: World, case: Application) -> None:
    pages = {}
    for moment in (LAST, LAST + timedelta(seconds=1)):
        with clock.at(moment):
            sweep()
            case.refresh_from_db()
            assert (case.state, Supplement.objects.get().closed_at) == ("supplementing", None)
            for name in ("submitter", "sac_officer"):
                pages[moment, name] = text_of(client_of(world.seats[name]).get(case.get_absolute_url()))
    late = {key: "逾期未答复" in page for key, page in pages.items()}
    assert late == {(moment, name): moment > LAST for moment, name in pages}
    assert "由经办人决定" in pages[LAST + timedelta(seconds=1), "sac_officer"]


@pytest.mark.parametrize(("after", "late"), [(0, False), (1, True)])
def test_an_answer_after_the_day_is_taken_and_marked(world: World, case: Application, after: int, late: bool) -> None:
    with clock.at(LAST + timedelta(seconds=after)):
        assert send(client_of(world.seats["submitter"]), item_to("applicant")).status_code == 302
        page = text_of(client_of(world.seats["sac_officer"]).get(f"{case.get_absolute_url()}?tab=supplements"))
    [(_, items)] = supplementing.requests_for(case, world.seats["submitter"])
    assert [(item.waits, item.late) for item in items] == [(False, late)]
    assert ('已答复</span> <span class="state state-waiting">逾期' in page) == late
    bodies = set(Notification.objects.filter(title__contains="补充材料").values_list("body", flat=True))
    assert any("已逾期" in words for words in bodies) == late


def test_the_date_is_open_while_it_runs_and_closed_after(case: Application) -> None:
    due = DueDate.objects.get(kind="supplement")
    assert (due.due_at, due.closed_at, due.fires) == (LAST + timedelta(seconds=1), None, "")
    take(case, "resume_form_check", note="不再等待。")
    due.refresh_from_db()
    assert due.closed_at == clock.now()


# Done


def test_an_answer_goes_straight_to_sac(world: World, case: Application) -> None:
    other = world.seat("other_officer", "sac", Role.SAC_OFFICER)
    Application.objects.filter(pk=case.pk).update(officer=other.person)
    assert send(client_of(world.seats["submitter"]), item_to("applicant"), "补上了。", pdf()).status_code == 302
    item = item_to("applicant")
    kept = (item.answer, item.answered_by_name, item.answered_at, [file.title for file in item.files.all()])
    assert kept == ("补上了。", world.seats["submitter"].name_shown, clock.now(), ["证书"])
    told = Notification.objects.filter(body__startswith="第 1 项（申报单位）的答复已到").order_by("pk")
    # Whoever has the case first; the recommender, whom nothing passes through, not at all.
    assert [row.person_id for row in told] == [other.person_id, world.seats["sac_officer"].person_id]


def test_sent_twice_it_is_one_answer(world: World, case: Application) -> None:
    client = client_of(world.seats["organiser_officer"])
    codes = [send(client, item_to("organiser"), "论证会议记录见附件。", pdf()).status_code for _ in range(2)]
    assert (codes, SupplementFile.objects.count()) == ([302, 302], 1)


def test_what_is_asked_waits_for_those_who_are_asked(world: World, case: Application) -> None:
    def waiting() -> set[str]:
        names = ("preparer", "submitter", "organiser_officer", "recommender_officer", "sac_officer", "other_submitter")
        return {name for name in names if waiting_for(world.seats[name]).filter(pk=case.pk).exists()}

    everybody = {"preparer", "submitter", "organiser_officer", "recommender_officer", "sac_officer"}
    assert waiting() == everybody
    assert supplementing.addressees(case) == {"applicant", "organiser", "recommender"}
    send(client_of(world.seats["organiser_officer"]), item_to("organiser"))
    assert waiting() == everybody - {"organiser_officer"}
    assert supplementing.addressees(case) == {"applicant", "recommender"}
    assert supplementing.asked_of(world.seats["recommender_officer"]).get() == case
    assert case.inner_name in text_of(client_of(world.seats["recommender_officer"]).get("/home/"))
    arrive(case, "withdrawn")
    assert waiting() == set()


def test_those_who_were_asked_hear_of_the_end(case: Application) -> None:
    take(case, "resume_form_check", note="不再等待。")
    assert supplementing.addressees(case) == {"applicant", "organiser", "recommender"}


def test_a_changed_plan_is_a_new_version_and_its_answer(world: World, checked: Application) -> None:
    take(checked, "request_supplement", **supplement(checked, item_1_plan="on"))
    assert supplementing.plan_item(checked) == item_to("applicant")
    take(checked, "file_amended_plan", note="已改。")
    item = item_to("applicant")
    checked.refresh_from_db()
    assert (item.version.number, item.version_id, item.answer) == (2, checked.current_id, "已改。")
    assert (checked.state, supplementing.plan_item(checked)) == ("supplementing", None)
    assert supplementing.addressees(checked) == set()


def test_a_plan_to_be_sealed_again_waits_for_the_recommenders_scan(world: World, checked: Application) -> None:
    seat = world.seats["recommender_officer"]
    take(checked, "request_supplement", **supplement(checked, item_1_plan="on", item_1_sealed="on"))
    assert not supplementing.may_seal(checked)
    assert not waiting_for(seat).exists()
    take(checked, "file_amended_plan")
    assert supplementing.addressees(checked) == {"recommender"}
    assert waiting_for(seat).get() == checked
    checked.refresh_from_db()
    client = client_of(seat)
    assert "第 2 版须重新盖章" in text_of(client.get(checked.get_absolute_url()))
    url = f"/applications/{checked.pk}/papers/"
    answer = client.post(f"{url}scan/", {"file": pdf("盖章.pdf"), "version": checked.current_id})
    assert (answer.status_code, checked.current.scans.count()) == (302, 1)
    assert supplementing.addressees(checked) == set()
    # A bad one may be replaced while the request runs; the letter is not asked for.
    assert supplementing.may_seal(checked)
    assert client.post(f"{url}letter/choose/", {"letter": ""}).status_code == 409
    take(checked, "resume_form_check", note="不再等待。")
    assert client.post(f"{url}scan/", {"file": pdf(), "version": checked.current_id}).status_code == 409


def test_a_scan_of_the_version_that_is_there_answers_the_recommenders_item(world: World, checked: Application) -> None:
    take(checked, "request_supplement", **supplement(checked, ("recommender", "第 3 页缺章。"), item_1_sealed="on"))
    seat = world.seats["recommender_officer"]
    client_of(seat).post(f"/applications/{checked.pk}/papers/scan/", {"file": pdf(), "version": checked.current_id})
    item = item_to("recommender")
    assert (item.answer, item.version_id) == ("已上传第 1 版的盖章扫描件。", checked.current_id)
    assert item.answered_by_name == seat.name_shown


def test_the_form_begins_with_what_was_found_wanting(world: World, checked: Application) -> None:
    judge_all(checked, seal="第 3 页缺章。", plan="没有进度计划。")
    url = f"{checked.get_absolute_url()}steps/request_supplement/"
    page = client_of(world.seats["sac_officer"]).get(url)
    rows = page.context["form"].rows
    offered = [(row["to"].value(), row["text"].value()) for row in rows[:3]]
    assert offered == [
        ("applicant", "申报方案完整：没有进度计划。"), ("recommender", "盖章扫描件：第 3 页缺章。"), ("", ""),
    ]  # fmt: skip
    assert [row["folded"] for row in rows] == [False] * 3 + [True] * 7


def test_a_refused_request_loses_nothing(world: World, checked: Application) -> None:
    url = f"{checked.get_absolute_url()}steps/request_supplement/"
    data = supplement(checked, ("organiser", "第一项。"), due_on="2026-01-01", item_9_text="第九项。")
    page = client_of(world.seats["sac_officer"]).post(url, data | {"seen": checked.version})
    assert page.status_code == 409
    text = text_of(page)
    assert all(words in text for words in ("第一项。", "第九项。", "2026-01-01"))
    assert [row["number"] for row in page.context["form"].rows if not row["folded"]] == [1, 2, 3, 9]


def test_ten_items_at_most_each_with_its_number(world: World, checked: Application) -> None:
    rows = [("applicant", f"第{number}样。") for number in range(1, 11)]
    take(checked, "request_supplement", **supplement(checked, *rows))
    assert list(SupplementItem.objects.values_list("number", "text")) == [
        (number, text) for number, (_, text) in enumerate(rows, start=1)
    ]

"""SAC's side of an objection: who sees it, the inquiry that gives nobody away, paper, and the pairs that close it."""

import uuid
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from applications.models import Application, Publication
from documents import uploads
from notices import handling
from notices.handling import HandlingRefused
from notices.identity import given_away
from notices.models import Inquiry, NoticeItem, Objection
from notices.objecting import Evidence, file_objection
from procedure import clock
from procedure.models import Notification, Outbox
from procedure.outbox import deliver
from procedure.perform import NotPermitted, Refused, perform
from procedure.proposals import propose, sign
from procedure.steps import VISITOR
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World, paper
from tests.applications.refusing import refusals
from tests.deciding import desk
from tests.ground import shared
from tests.notices.conftest import ENDS
from tests.notices.filing import HOME, MAIL, NAME, PERSON, PHONE, REASON, objected, pdf
from tests.routes.stage import body

OUTSIDERS = (
    "preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "expert", "other_preparer",
    "system_admin", "audit_admin",
)  # fmt: skip
SECRETS = (NAME, PHONE, MAIL, HOME)


@shared
def item(published: Publication) -> NoticeItem:
    assert published.notice is not None
    found: NoticeItem = published.notice.items.get()
    return found


@shared
def objection(item: NoticeItem) -> Objection:
    return objected(item)


@shared
def admitted(objection: Objection) -> Objection:
    perform(objection, "admit_objection", seat=desk().officer, data={"note": ""})
    return objection


def passing(objection: Objection) -> str:
    return f"/notices/objections/{objection.pk}/pass-on/"


def inquired(objection: Objection, unit: Any, due_on: date = date(2026, 6, 25)) -> Inquiry:
    return handling.pass_on(objection, unit, "请说明检测能力。", due_on, seat=desk().officer)


# Who may not


@pytest.mark.parametrize("name", OUTSIDERS)
def test_nobody_but_sac_reaches_an_objection(world: World, objection: Objection, name: str) -> None:
    client = client_of(world.seats[name])
    addresses = [objection.get_absolute_url(), "/notices/objections/", "/notices/objections/paper/", passing(objection)]
    assert [client.get(url).status_code for url in addresses] == [404] * 4
    assert client.post(passing(objection), {"text": "看看"}).status_code == 404


@pytest.mark.parametrize("name", OUTSIDERS)
def test_the_evidence_is_sacs_alone(world: World, item: NoticeItem, name: str) -> None:
    upload = pdf()
    facts = PERSON | {"reason": REASON}
    found = file_objection(item, facts, at=NOON, key=uuid.uuid4(), files=[Evidence(upload, uploads.check(upload))])
    url = f"/notices/objections/files/{found.files.get().pk}/"
    assert client_of(world.seats[name]).get(url).status_code == 404
    assert body(client_of(world.seats["sac_approver"]).get(url)) == paper("Evidence")


@pytest.mark.parametrize("step", ["admit_objection", "refuse_objection"])
def test_the_public_files_and_does_nothing_more(objection: Objection, step: str) -> None:
    with pytest.raises(NotPermitted):
        perform(objection, step, seat=VISITOR, data={"answer": "同意"})


@pytest.mark.rule("B16")
@pytest.mark.parametrize("step", ["close_met", "close_to_correct", "close_unfit"])
def test_who_proposes_the_end_does_not_sign_it(world: World, admitted: Objection, step: str) -> None:
    both = world.seat("both", "sac", "sac_officer")
    signs = world.seat("both_signs", "sac", "sac_approver", person=both.person)
    proposal = propose(admitted, step, seat=both, data={"answer": "已核实。"})
    assert refusals(lambda: sign(proposal, seat=signs)) == [
        ("提请人与审批人不能是同一人，请由另一位审批人员办理。", "办法16")
    ]
    with pytest.raises(Refused):
        perform(admitted, step, seat=both, data={"answer": "已核实。"})
    admitted.refresh_from_db()
    assert admitted.state == "handling"
    assert sign(proposal, seat=desk().approver).target == step.removeprefix("close_")


def test_an_anonymous_letter_is_a_lead_and_is_not_admitted(item: NoticeItem) -> None:
    lead = objected(item, name="", contact="", email="", address="")
    refused = refusals(lambda: perform(lead, "admit_objection", seat=desk().officer, data={"note": ""}))
    assert [article for _, article in refused] == ["办法16"]
    assert "匿名来信作为线索处理" in refused[0][0]
    desk().decide(lead, "refuse_objection", answer="匿名，作为线索另行核查。")
    assert lead.pk
    lead.refresh_from_db()
    assert lead.state == "not_admitted"


# The objector is not given away


@pytest.mark.parametrize(
    "text",
    [
        "异议人周明理反映", "异议人周 明 理反映", "电话139-0000-7777", "电话１３９００００７７７７",
        "ZHOU@public.example", "住贵阳市花溪区 九号",
    ],
)  # fmt: skip
def test_a_text_that_gives_the_objector_away_is_refused_at_its_field(
    world: World, admitted: Objection, text: str
) -> None:
    client = client_of(world.seats["sac_officer"])
    data = {"unit": str(world.units["host"].pk), "text": f"请说明：{text}。", "due_on": "2026-06-25"}
    answer = client.post(passing(admitted), data)
    page = text_of(answer)
    assert (answer.status_code, "异议人的身份只有国家标准委可以知道" in page, text in page) == (422, True, True)
    assert not Inquiry.objects.exists()


def test_a_text_without_the_objector_goes(admitted: Objection) -> None:
    assert given_away(admitted, REASON) == ""
    assert given_away(admitted, "1390000") == ""


@pytest.mark.parametrize("field", ["answer", "note"])
def test_neither_answer_nor_note_of_a_step_names_the_objector(admitted: Objection, field: str) -> None:
    data = {"answer": "已核实。", "note": ""} | {field: f"{NAME}所述不实。"}
    with pytest.raises(Refused):
        propose(admitted, "close_met", seat=desk().officer, data=data)


def test_no_page_of_the_units_shows_the_objector(world: World, case: Application, admitted: Objection) -> None:
    inquiry = inquired(admitted, world.units["host"])
    for row in list(Outbox.objects.filter(done_at__isnull=True).exclude(kind="notice_print")):
        deliver(row.pk)
    for name in ("preparer", "submitter", "organiser_officer", "recommender_officer", "other_preparer", "expert"):
        client = client_of(world.seats[name])
        tabs = [f"{case.get_absolute_url()}?tab={tab}" for tab in ("publicity", "records", "files", "comments")]
        for url in [*tabs, "/home/", "/messages/", f"/notices/inquiries/{inquiry.pk}/"]:
            page = text_of(client.get(url))
            assert not [secret for secret in (*SECRETS, admitted.number, REASON) if secret in page], (name, url)
    bodies = " ".join(f"{row.title}{row.body}" for row in Notification.objects.all())
    mails = " ".join(str(row.payload) for row in Outbox.objects.all())
    assert not [secret for secret in SECRETS if secret in bodies + mails]


def test_sac_sees_who_it_was(world: World, objection: Objection) -> None:
    page = text_of(client_of(world.seats["sac_approver"]).get(objection.get_absolute_url()))
    assert [secret for secret in SECRETS if secret not in page] == []


# Passing on


def test_only_what_is_being_handled_is_passed_on(world: World, objection: Objection) -> None:
    with pytest.raises(HandlingRefused):
        inquired(objection, world.units["host"])
    data = {"unit": str(world.units["host"].pk), "text": "请说明。", "due_on": "2026-06-25"}
    answer = client_of(world.seats["sac_officer"]).post(passing(objection), data)
    assert (answer.status_code, "受理之后、办结之前才能转办" in text_of(answer)) == (422, True)


def test_it_goes_to_the_units_of_the_case_and_to_no_other(world: World, admitted: Objection) -> None:
    client = client_of(world.seats["sac_officer"])
    page = text_of(client.get(passing(admitted)))
    named = [world.units[name].name in page for name in ("host", "organiser", "recommender")]
    assert named == [True, True, True]
    data = {"unit": str(world.units["other_host"].pk), "text": "请说明。", "due_on": "2026-06-25"}
    assert client.post(passing(admitted), data).status_code == 422
    assert client.post(passing(admitted), data | {"unit": str(world.units["organiser"].pk)}).status_code == 302
    assert Inquiry.objects.get().unit == world.units["organiser"]


def test_a_unit_answers_its_own_once_and_late_too(world: World, admitted: Objection) -> None:
    inquiry = inquired(admitted, world.units["host"])
    url = f"/notices/inquiries/{inquiry.pk}/"
    for name in ("other_preparer", "organiser_officer", "recommender_officer", "expert", "unit_admin"):
        assert client_of(world.seats[name]).get(url).status_code == 404
    assert client_of(world.seats["sac_officer"]).post(url, {"answer": "代答"}).status_code == 404
    client = client_of(world.seats["submitter"])
    assert client.post(url, {"answer": ""}).status_code == 422
    with clock.at(NOON + timedelta(days=20)):
        assert "已超期 10 天" in text_of(client.get(url))
        assert client.post(url, {"answer": "检测能力见附件。", "evidence": [pdf()]}).status_code == 302
        assert "这件转办已经有结果" in text_of(client.post(url, {"answer": "再答一次。"}))
    inquiry.refresh_from_db()
    assert (inquiry.answer, inquiry.files.count()) == ("检测能力见附件。", 1)


def test_an_answers_file_is_sacs_and_its_units(world: World, admitted: Objection) -> None:
    inquiry = inquired(admitted, world.units["host"])
    client_of(world.seats["submitter"]).post(
        f"/notices/inquiries/{inquiry.pk}/", {"answer": "见附件。", "evidence": [pdf()]}
    )
    url = f"/notices/inquiries/files/{inquiry.files.get().pk}/"
    read = {}
    for name in ("preparer", "sac_officer", "recommender_officer", "other_preparer"):
        response = client_of(world.seats[name]).get(url)
        read[name] = (response.status_code, body(response) == paper("Evidence"))
    nothing = (404, False)
    assert read == {
        "preparer": (200, True), "sac_officer": (200, True), "recommender_officer": nothing, "other_preparer": nothing,
    }  # fmt: skip


@pytest.mark.rule("B16")
def test_what_waits_for_an_answer_is_not_closed_until_it_comes_or_is_ended(world: World, admitted: Objection) -> None:
    inquiry = inquired(admitted, world.units["host"])
    data = {"answer": "已核实。", "note": ""}
    refused = refusals(lambda: propose(admitted, "close_met", seat=desk().officer, data=data))
    assert refused == [("还有 1 件转办尚未答复；收到答复，或者写明理由结束转办后，才能办结。", "办法16")]
    client = client_of(world.seats["sac_officer"])
    assert client.post(f"/notices/inquiries/{inquiry.pk}/close/", {"reason": ""}).status_code == 422
    assert client.post(f"/notices/inquiries/{inquiry.pk}/close/", {"reason": "已另行核实。"}).status_code == 302
    desk().decide(admitted, "close_met", **data)
    admitted.refresh_from_db()
    assert (admitted.state, admitted.answer) == ("met", "已核实。")


# On paper


def entry(of: NoticeItem, **changes: Any) -> dict[str, Any]:
    facts = PERSON | {"reason": REASON, "item": str(of.pk), "received_at": "2026-06-15T11:00:00"}
    return facts | {"key": "22222222-2222-4222-8222-222222222222", "evidence": [pdf("来件.pdf")]} | changes


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"evidence": []}, "请选择来件的扫描件。"),
        ({"received_at": "2026-06-15T12:00:01"}, "收到时间不能晚于现在。"),
        ({"received_at": "2026-06-15T11:59:59"}, "收到时间早于公示发布的时间，请核对。"),
        ({"received_at": "昨天"}, "请填写日期和时间"),
        ({"item": "0"}, "这一项不在可以提出异议的公示中"),
        ({"reason": ""}, "请填写异议的事实和理由。"),
    ],
)
def test_a_faulty_entry_is_refused_at_its_field(
    world: World, item: NoticeItem, changes: dict[str, Any], said: str
) -> None:
    answer = client_of(world.seats["sac_officer"]).post("/notices/objections/paper/", entry(item, **changes))
    assert (answer.status_code, said in text_of(answer)) == (422, True)
    assert not Objection.objects.exists()


@pytest.mark.rule("B16")
@pytest.mark.parametrize(("moment", "late"), [("2026-07-15T23:59:59", False), ("2026-07-16T00:00:00", True)])
def test_paper_is_in_time_or_late_by_its_receipt(world: World, item: NoticeItem, moment: str, late: bool) -> None:
    client = client_of(world.seats["sac_officer"])
    with clock.at(ENDS + timedelta(days=2)):
        answers = [client.post("/notices/objections/paper/", entry(item, received_at=moment)) for _ in range(2)]
    objection = Objection.objects.get()
    assert [answer["Location"] for answer in answers] == [objection.get_absolute_url()] * 2
    assert (objection.channel, objection.is_late, objection.files.count()) == ("paper", late, 1)


def test_an_approver_reads_the_queue_and_enters_nothing(world: World, objection: Objection) -> None:
    client = client_of(world.seats["sac_approver"])
    page = text_of(client.get("/notices/objections/"))
    assert (objection.number in page, "录入书面异议" in page) == (True, False)
    assert client.get("/notices/objections/paper/").status_code == 404
    assert objection.number not in text_of(client.get("/notices/objections/?state=met"))


def test_the_workbook_of_objections_names_no_objector(world: World, objection: Objection) -> None:
    for name, seat in world.seats.items():
        answer = client_of(seat).get("/notices/objections.xlsx")
        assert (name, answer.status_code) == (name, 200 if name in ("sac_officer", "sac_approver") else 404)
        body(answer)
    sheet = load_workbook(BytesIO(body(client_of(world.seats["sac_officer"]).get("/notices/objections.xlsx")))).active
    assert sheet is not None
    _, row = sheet.iter_rows(values_only=True)
    assert (row[0], row[1]) == (objection.number, objection.item.name)
    assert [secret for secret in (NAME, PHONE, MAIL, REASON) if any(secret in str(cell) for cell in row)] == []

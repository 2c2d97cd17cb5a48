"""The system administrator's and the audit administrator's pages: each only their own, every act on record."""

import csv
import io
from typing import Any

import pytest
from django.core import mail
from django.db import InternalError, transaction
from django.test import Client, override_settings
from openpyxl import load_workbook

from accounts.events import record
from accounts.models import EventKind, Person, SandboxLetter, SecurityEvent
from accounts.views.events import plain
from tests.accounts.test_lockout import fail
from tests.accounts.test_sign_in import is_signed_in, sign_in
from tests.applications.building import PASSWORD, World, new_person


@pytest.fixture
def admin(world: World) -> Client:
    return signed_in(world, "system_admin")


@pytest.fixture
def auditor(world: World) -> Client:
    return signed_in(world, "audit_admin")


def signed_in(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.seats[role].person)
    return client


@pytest.mark.parametrize("role", ["security_admin", "audit_admin", "sac_officer", "preparer"])
def test_the_people_are_the_system_administrator_s_alone(world: World, role: str) -> None:
    client = signed_in(world, role)
    assert client.get("/accounts/persons/").status_code == 404
    assert client.post(f"/accounts/persons/{world.seats['preparer'].person_id}/disable/").status_code == 404


@pytest.mark.parametrize("role", ["security_admin", "system_admin", "sac_officer", "preparer"])
def test_the_record_is_the_audit_administrator_s_alone(world: World, role: str) -> None:
    client = signed_in(world, role)
    assert client.get("/accounts/events/").status_code == 404
    assert client.post("/accounts/events/export/").status_code == 404


def test_a_reason_is_asked_for_and_nothing_happens_without(admin: Client, world: World) -> None:
    whom = world.seats["preparer"].person
    refused = admin.post(f"/accounts/persons/{whom.pk}/disable/", {"reason": " "})
    assert (refused.status_code, Person.objects.get(pk=whom.pk).is_active) == (422, True)


def test_disabling_ends_the_session_and_enabling_lets_back_in(admin: Client, world: World) -> None:
    whom = world.seats["preparer"].person
    theirs = signed_in(world, "preparer")
    assert admin.post(f"/accounts/persons/{whom.pk}/disable/", {"reason": "已离职"}).status_code == 302
    assert not is_signed_in(theirs)
    assert admin.post(f"/accounts/persons/{whom.pk}/disable/", {"reason": "再来"}).status_code == 404
    assert admin.post(f"/accounts/persons/{whom.pk}/enable/", {"reason": "返聘"}).status_code == 302
    assert sign_in(theirs, whom.email, PASSWORD).status_code == 302
    on_record = SecurityEvent.objects.filter(kind__in=["disabled", "enabled"]).order_by("pk")
    by = world.seats["system_admin"].person.name
    told = on_record.values_list("kind", "detail", "by__name")
    assert list(told) == [
        ("disabled", "已离职", by),
        ("enabled", "返聘", by),
    ]


def test_a_lock_is_opened_only_where_there_is_one(admin: Client, world: World) -> None:
    whom = world.seats["preparer"].person
    address = f"/accounts/persons/{whom.pk}/"
    assert "解除锁定" not in admin.get(address).content.decode()
    fail(Client(), whom.email)
    assert "解除锁定" in admin.get(address).content.decode()
    assert admin.post(f"{address}unlock/", {"reason": "本人来电"}).status_code == 302
    assert "unlock" not in [act["name"] for act in admin.get(address).context["acts"]]


def test_nobody_disables_themselves(admin: Client, world: World) -> None:
    own = world.seats["system_admin"].person_id
    assert admin.post(f"/accounts/persons/{own}/disable/", {"reason": "误按"}).status_code == 404


def test_people_are_found_by_the_beginning_of_name_or_address(admin: Client, db: None) -> None:
    new_person("findme")
    for asked in ("findme", "FINDME.", "findme某"):
        page = admin.get("/accounts/persons/", {"q": asked}).content.decode()
        assert page.count("<tr>") == 2, asked
    assert "没有找到" in admin.get("/accounts/persons/", {"q": "indme%"}).content.decode()


def test_a_list_goes_on_by_key(admin: Client, db: None) -> None:
    newest = [new_person(f"many{number}") for number in range(60)]
    first = admin.get("/accounts/persons/").content.decode()
    assert f"before={newest[10].pk}" in first
    second = admin.get("/accounts/persons/", {"before": newest[10].pk}).content.decode()
    assert (newest[9].email in second, newest[10].email in second) == (True, False)


def test_an_address_that_has_an_account_is_refused_at_its_field(admin: Client, world: World) -> None:
    taken = world.seats["preparer"].person.email.upper()
    answer = admin.post("/accounts/persons/new/", {"name": "重复", "email": taken})
    assert (answer.status_code, "已经有账号" in answer.content.decode()) == (422, True)


def test_a_new_account_s_person_sets_the_password_by_letter(
    admin: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        admin.post("/accounts/persons/new/", {"name": "新来者", "email": "New.One@portal.example", "phone": "010-1"})
    person = Person.objects.get(email="new.one@portal.example")
    assert (person.has_usable_password(), person.must_change_password) == (False, True)
    letter = str(mail.outbox[-1].body)
    link = next(word for word in letter.split() if "/password/reset/key/" in word)
    client = Client()
    form = client.get(link)["Location"]
    client.post(form, {"password1": "brand-new-Word-1", "password2": "brand-new-Word-1"})
    assert sign_in(client, person.email, "brand-new-Word-1")["Location"] == "/home/"
    assert is_signed_in(client)
    kinds = set(SecurityEvent.objects.filter(person=person).values_list("kind", flat=True))
    assert {"account_made", "password_reset", "signed_in"} <= kinds


# The record


def test_the_record_is_only_added_to(db: None) -> None:
    event = record(EventKind.EXPORTED, detail="一")
    with pytest.raises(InternalError), transaction.atomic():
        SecurityEvent.objects.filter(pk=event.pk).update(detail="二")
    with pytest.raises(InternalError), transaction.atomic():
        event.delete()
    assert SecurityEvent.objects.get(pk=event.pk).detail == "一"


def test_the_record_is_filtered_by_kind_person_and_day(auditor: Client, world: World) -> None:
    whom = world.seats["preparer"].person
    record(EventKind.SEAT_GIVEN, person=whom, detail="授予填报人")
    record(EventKind.SEAT_ENDED, person=whom, detail="收回填报人")
    page = auditor.get("/accounts/events/", {"kind": "seat_given", "who": whom.name}).content.decode()
    assert ("授予填报人" in page, "收回填报人" in page) == (True, False)
    assert "没有符合条件" in auditor.get("/accounts/events/", {"day": "2020-01-01"}).content.decode()
    assert auditor.get("/accounts/events/", {"day": "9999-99-99", "kind": "x", "before": "²"}).status_code == 200


def test_the_export_holds_no_formula_and_is_itself_on_record(auditor: Client, world: World) -> None:
    record(EventKind.DISABLED, person=world.seats["preparer"].person, detail='=HYPERLINK("http://evil")')
    answer = auditor.post("/accounts/events/export/", {"kind": "disabled"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0][0] == "时间"
    assert [row[-1] for row in rows[1:]] == ['\'=HYPERLINK("http://evil")']
    assert SecurityEvent.objects.filter(kind=EventKind.EXPORTED).count() == 1


def test_the_people_are_a_workbook_whose_taking_is_on_record(admin: Client, world: World) -> None:
    Person.objects.filter(pk=world.seats["preparer"].person_id).update(name="=1+1", phone="010-1")
    assert signed_in(world, "security_admin").post("/accounts/persons/export/").status_code == 404
    answer = admin.post("/accounts/persons/export/", {"q": "=1"})
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.iter_rows())  # type: ignore[union-attr]
    assert [[cell.value for cell in row][:3] for row in rows] == [
        ["姓名", "邮箱", "电话"],
        ["=1+1", world.seats["preparer"].person.email, "010-1"],
    ]
    assert rows[1][0].data_type == "s"
    assert SecurityEvent.objects.get(kind=EventKind.EXPORTED).detail == "人员：=1"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", " \r\n=1", "\uff1d1"])
def test_what_could_be_a_formula_is_quoted(cell: str) -> None:
    assert plain(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "张三", "a=b", "2026-01-01 10:00"])
def test_plain_text_stays_as_it_is(cell: str) -> None:
    assert plain(cell) == cell


# The sandbox's letters


@override_settings(EMAIL_BACKEND="accounts.mailbox.Backend")
def test_the_sandbox_s_letters_are_read_on_a_page(client: Client, db: None) -> None:
    person = new_person("reader")
    client.post("/accounts/password/reset/", {"email": person.email})
    page = client.get("/accounts/mailbox/", {"to": person.email}).content.decode()
    assert "重设登录密码" in page
    assert "/accounts/password/reset/key/" in page
    assert "还没有信" in client.get("/accounts/mailbox/", {"to": "nobody@"}).content.decode()


@override_settings(EMAIL_BACKEND="accounts.mailbox.Backend")
def test_the_oldest_letters_go(db: None) -> None:
    for number in range(203):
        mail.send_mail(f"第{number}封", "", None, ["a@portal.example"])
    assert SandboxLetter.objects.count() == 200
    assert not SandboxLetter.objects.filter(subject="第2封").exists()


def test_outside_the_sandbox_there_is_no_mailbox(client: Client, db: None, settings: Any) -> None:
    settings.SANDBOX = False
    assert client.get("/accounts/mailbox/").status_code == 404

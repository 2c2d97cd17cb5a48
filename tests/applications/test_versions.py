"""What was filed: frozen as typed, with digest and code; never changed; comments stay with their version."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client

from applications.models import Application, Comment, Section, Task, Version
from applications.saving import save_section
from documents import codes
from organisations.models import Membership
from procedure.conditions import conditions
from tests.applications.building import BASIC, NOON, TEXTS, World, attach
from tests.arriving import arrive
from tests.ground import shared


@shared
def application(world: World) -> Application:
    return arrive(world.draft(filled=True), "organiser_review")


def current(application: Application) -> Version:
    found = Application.objects.get(pk=application.pk).current
    assert found is not None
    return found


def returned_and_changed(application: Application, world: World, text: str) -> Application:
    arrive(application, "draft")
    base = Section.objects.get(application=application, key="goals").version
    save_section(application, "goals", {"text": text}, base=base, seat=world.seats["preparer"])
    return arrive(application, "organiser_review")


# Frozen content


def test_the_frozen_content_is_what_was_typed(world: World, application: Application) -> None:
    task, indicator, milestone = application.tasks.get(), application.indicators.get(), application.milestones.get()
    paper, organiser = application.attachments.get(), world.units["organiser"]
    empty = {"format": "text", "text": ""}
    expected: dict[str, Any] = {
        "format": 1,
        "name": "国家技术标准创新基地（光伏）",
        "kind": "regional",
        "date": "2026-06-15",
        "applicant": {"name": "昇阳光伏科技有限公司", "code": "91HOST", **BASIC},
        "organiser": {
            "name": "贵州省市场监督管理局", "contact": "联系人", "contact_title": "", "phone": "010-1", "fax": "",
            "postcode": "100000", "email": organiser.email, "address": "贵州省市场监督管理局地址",
        },
        "recommender": {"name": "贵州省人民政府"},
        "build_years": 3,
        "sections": {
            **{key: {"format": "text", "text": text} for key, text in TEXTS.items()},
            "tasks": empty, "indicators": empty, "schedule": empty,
        },
        "tasks": [{"id": str(task.pk), "title": "研制标准", "content": "研制国家标准十项。"}],
        "indicators": [{
            "id": str(indicator.pk), "kind": "quantity", "name": "国家标准", "unit": "项", "target": "10",
            "midterm": "4",
        }],
        "milestones": [
            {"id": str(milestone.pk), "due": "2027-06-30", "content": "完成中期目标", "task": str(task.pk)}
        ],
        "attachments": [{
            "id": str(paper.pk), "name": "法人证书", "category": "other", "kind": "application/pdf",
            "size": paper.file.size, "sha256": paper.file.sha256,
        }],
        "english_name": "",
        "conditions": [
            {
                "key": condition.key, "text": condition.text, "article": condition.article, "met": "yes",
                "answer": "见证明材料。", "evidence": [str(paper.pk)],
            }
            for condition in conditions("办法-2023", "regional", type_lists=True)
        ],
    }  # fmt: skip
    assert current(application).content == expected


def test_digest_and_code_are_those_of_the_stored_content(application: Application) -> None:
    version = current(application)
    assert version.digest == codes.digest(version.content)
    assert version.code == codes.check_code(version.digest, application.pk, 1)
    assert (version.number, version.frozen_at) == (1, NOON)


def test_a_second_submission_is_a_second_version_and_the_current_one(world: World, application: Application) -> None:
    first = current(application)
    second = current(returned_and_changed(application, world, "改过的目标。"))
    assert (first.number, second.number) == (1, 2)
    assert first.content["sections"]["goals"]["text"] == "目标的正文。"
    assert second.content["sections"]["goals"]["text"] == "改过的目标。"
    assert first.code != second.code
    assert Version.objects.get(pk=first.pk).content == first.content


def test_the_same_words_filed_again_have_a_code_of_their_own(application: Application) -> None:
    first = current(application)
    second = current(arrive(application, "draft", "organiser_review"))
    assert first.digest == second.digest
    assert first.code != second.code


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE applications_version SET digest = 'x'",
        "DELETE FROM applications_version",
        "UPDATE applications_comment SET text = 'x'",
        "DELETE FROM applications_comment",
        "UPDATE applications_sectionstate SET format = 'x'",
        "DELETE FROM applications_sectionstate",
        "UPDATE documents_file SET name = 'x'",
        "DELETE FROM documents_file",
        "DELETE FROM applications_application",
    ],
)
def test_the_database_keeps_what_was_filed_as_it_was(world: World, application: Application, statement: str) -> None:
    save_section(world.draft(inner_name="储能"), "goals", {"text": "目标"}, base=0, seat=world.seats["preparer"])
    comment(application, world.seats["organiser_officer"])
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_two_versions_have_one_number(application: Application) -> None:
    version = current(application)
    version.pk, version.code, version._state.adding = uuid.uuid4(), "0000-0000-0001", True
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


# The public check of a code


def test_a_code_that_nobody_was_given_is_unknown(client: Client, application: Application) -> None:
    answer = client.get("/P/0000-0000-0000/")
    assert answer.status_code == 404
    assert "核验码不存在" in answer.content.decode()


def test_a_genuine_code_is_current_until_the_next_version(
    client: Client, world: World, application: Application
) -> None:
    first = current(application)
    before = client.get(f"/P/{first.code}/").content.decode()
    second = current(returned_and_changed(application, world, "改过的目标。"))
    after = client.get(f"/P/{first.code}/").content.decode()
    assert ("真实，是当前版本" in before, "真实，但已不是当前版本" in after) == (True, True)
    assert "真实，是当前版本" in client.get(f"/p/{second.code.lower()}/").content.decode()


def test_a_sheet_with_another_digest_is_said_to_differ(client: Client, application: Application) -> None:
    version = current(application)
    plain = version.code.replace("-", "")
    same = client.get(f"/P/{plain}/1.20.{version.digest[:8].upper()}/").content.decode()
    other = client.get(f"/P/{plain}/1.20.00000000/").content.decode()
    assert ("打印件与报送的版本不一致" in same, "打印件与报送的版本不一致" in other) == (False, True)


def test_the_public_page_names_no_person_and_no_outcome(client: Client, application: Application) -> None:
    page = client.get(f"/P/{current(application).code}/").content.decode()
    for private in ("submitter某", "欧阳喆", "翁䶮", "0851-8888888", "组织单位论证"):
        assert private not in page


@pytest.mark.parametrize("typed", ["0", "ABCD-EFGH", "不是核验码", "UUUU-UUUU-UUUU"])
def test_what_cannot_be_a_code_is_told_at_the_field(client: Client, db: None, typed: str) -> None:
    page = client.get("/verify/", {"code": typed}).content.decode()
    assert "核验码应为 12 位字母和数字" in page


def test_a_code_typed_with_spaces_and_small_letters_is_found(client: Client, application: Application) -> None:
    code = current(application).code
    answer = client.get("/verify/", {"code": f" {code.lower().replace('-', ' ')} "})
    assert (answer.status_code, answer["Location"]) == (302, f"/P/{code}/")


# Comments


def comment(application: Application, seat: Membership, **data: Any) -> Any:
    client = Client()
    client.force_login(seat.person)
    url = f"/applications/versions/{current(application).pk}/comments/"
    return client.post(url, {"section": "goals", "text": "目标请量化。", **data})


@pytest.mark.parametrize("data", [{"text": " "}, {"section": "secrets"}, {"text": "字" * 4001}, {"row": "1"}])
def test_a_faulty_comment_is_told_and_comes_back(world: World, application: Application, data: dict[str, str]) -> None:
    answer = comment(application, world.seats["organiser_officer"], **data)
    assert answer.status_code == 422
    assert Comment.objects.count() == 0
    assert data.get("text", "目标请量化。").strip()[:50] in answer.content.decode()


def test_a_comment_stays_with_its_version_unit_and_row(world: World, application: Application) -> None:
    row = application.tasks.get().pk
    assert comment(application, world.seats["organiser_officer"], section="tasks", row=str(row)).status_code == 302
    version = current(application)
    returned_and_changed(application, world, "改过的目标。")
    kept = Comment.objects.get()
    assert (kept.version, kept.section, kept.row, kept.text) == (version, "tasks", row, "目标请量化。")
    assert (kept.unit, kept.author_name, kept.at) == (world.units["organiser"], "organiser_officer某", NOON)


def test_the_applicant_reads_the_comments_after_a_return(
    client: Client, world: World, application: Application
) -> None:
    comment(application, world.seats["organiser_officer"])
    arrive(application, "draft")
    client.force_login(world.seats["preparer"].person)
    page = client.get(f"/cases/application/{application.pk}/?tab=comments").content.decode()
    assert ("目标请量化。" in page, "四（一）目标" in page) == (True, True)


# What others see of the next draft


def seen_by(seat: Membership, url: str) -> int:
    client = Client()
    client.force_login(seat.person)
    answer = client.get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_an_attachment_added_after_a_return_is_the_applicants_until_filed(
    world: World, application: Application
) -> None:
    arrive(application, "draft")
    added = attach(application, "补充材料")
    url, organiser = f"/applications/attachments/{added.pk}/", world.seats["organiser_officer"]
    assert (seen_by(organiser, url), seen_by(world.seats["unit_admin"], url)) == (404, 200)
    assert "补充材料" not in tab(organiser, application, "files")
    arrive(application, "organiser_review")
    assert seen_by(organiser, url) == 200
    assert "补充材料" in tab(organiser, application, "files")


def test_an_attachment_taken_out_after_a_return_stays_with_the_version_that_filed_it(
    world: World, application: Application
) -> None:
    paper, organiser = application.attachments.get(), world.seats["organiser_officer"]
    arrive(application, "draft")
    application.attachments.update(removed_at=NOON)
    assert seen_by(organiser, f"/applications/attachments/{paper.pk}/") == 200
    assert "法人证书" in tab(organiser, application, "files")
    assert "法人证书" not in tab(world.seats["preparer"], application, "files")


def test_a_changed_draft_is_not_read_before_it_is_filed(world: World, application: Application) -> None:
    arrive(application, "draft")
    base = Section.objects.get(application=application, key="goals").version
    save_section(application, "goals", {"text": "尚未报送的目标。"}, base=base, seat=world.seats["preparer"])
    Task.objects.create(application=application, position=2, title="尚未报送的任务", content="内容")
    for name in ("organiser_officer", "sac_officer"):
        page = tab(world.seats[name], application, "plan")
        assert ("目标的正文。" in page, "尚未报送" in page) == (True, False)


def tab(seat: Membership, application: Application, name: str) -> str:
    client = Client()
    client.force_login(seat.person)
    return str(client.get(f"/cases/application/{application.pk}/?tab={name}").content.decode())


def test_the_plan_carries_the_day_of_its_submission(application: Application) -> None:
    assert date.fromisoformat(current(application).content["date"]) == NOON.date()

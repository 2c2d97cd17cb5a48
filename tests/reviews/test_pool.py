"""The pool: read by SAC, kept by its officers, taken in from a workbook by its good lines."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from organisations import edits
from organisations.models import Membership, Role
from procedure import clock
from reviews import pool
from reviews.models import Expert, ExpertLeave, ExpertRelation
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, new_person
from tests.reviews import building
from tests.reviews.test_pool_import import CODE, workbook
from tests.routes.stage import body

pytestmark = pytest.mark.django_db


@pytest.fixture
def sac(world: World) -> Client:
    return client_of(world.seats["sac_officer"])


def typed(world: World, **changes: Any) -> dict[str, Any]:
    facts = {
        "name": "欧阳敏", "unit_name": "北方材料大学", "unit_code": CODE, "title": "教授", "fields": [world.sector.pk],
        "region": world.units["sac"].region.pk, "phone": "13800138000", "email": "Min@bf.example", "note": "",
    }  # fmt: skip
    return facts | changes


def row(**changes: Any) -> dict[str, Any]:
    return {
        "姓名": "欧阳敏", "单位全称": "北方材料大学", "统一社会信用代码": CODE, "职称/职务": "教授", "专业领域": "C38",
        "所在地": "北京市", "手机": "13800138000", "电子邮箱": "min@bf.example", "回避关系": "昇阳光伏科技有限公司",
    } | changes  # fmt: skip


def upload(client: Client, *rows: dict[str, Any]) -> Any:
    file = SimpleUploadedFile("experts.xlsx", workbook(*rows))
    return client.post("/reviews/experts/import/", {"file": file})


@pytest.mark.parametrize("role", ["preparer", "expert", "organiser_officer", "recommender_officer", "audit_admin"])
def test_the_pool_is_sacs_alone(world: World, role: str) -> None:
    one = building.expert(world, 1)
    client = client_of(world.seats[role])
    pages = ("experts/", "experts/new/", "experts/import/", "experts/template.xlsx", "experts.xlsx")
    for address in (*pages, f"experts/{one.pk}/"):
        assert client.get(f"/reviews/{address}").status_code == 404


def test_the_approver_reads_and_does_not_write(world: World) -> None:
    one = building.expert(world, 1)
    client = client_of(world.seats["sac_approver"])
    assert client.get("/reviews/experts/").status_code == 200
    sheet = load_workbook(BytesIO(body(client.get("/reviews/experts.xlsx")))).active
    assert sheet is not None
    assert [cells[0] for cells in sheet.iter_rows(values_only=True)] == ["姓名", one.name]
    assert client.get(f"/reviews/experts/{one.pk}/").status_code == 200
    for name in ("edit", "leaves/new", "relations/new", "retire"):
        assert client.post(f"/reviews/experts/{one.pk}/{name}/", {}).status_code == 404
    assert client.post("/reviews/experts/new/", typed(world)).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"unit_code": "123"}, "unit_code"),
        ({"email": "no-address"}, "有效的电子邮箱"),
        ({"fields": []}, "请至少选择一个专业领域"),
        ({"phone": "8888"}, "11 位手机号码"),
        ({"name": ""}, "请填写姓名"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(world: World, sac: Client, change: Any, said: str) -> None:
    answer = sac.post("/reviews/experts/new/", typed(world, **change))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "北方材料大学" in text_of(answer)
    assert not Expert.objects.exists()


def test_enters_and_links_the_account_of_the_same_mail(world: World, sac: Client) -> None:
    person = new_person("min")
    Membership.objects.create(person=person, unit=world.units["sac"], role=Role.EXPERT, starts=clock.today())
    answer = sac.post("/reviews/experts/new/", typed(world, email=person.email.upper()))
    one = Expert.objects.get()
    assert answer.headers["Location"] == f"/reviews/experts/{one.pk}/"
    assert one.person == person
    assert list(one.fields.all()) == [world.sector]
    assert one.history.earliest("history_id").history_user == world.seats["sac_officer"].person


def test_an_account_without_an_experts_seat_is_not_linked(world: World, sac: Client) -> None:
    sac.post("/reviews/experts/new/", typed(world, email=new_person("min").email))
    assert Expert.objects.get().person is None
    assert "还没有可以登录的专家账号" in text_of(sac.get(f"/reviews/experts/{Expert.objects.get().pk}/"))


def test_one_mail_one_expert(world: World, sac: Client) -> None:
    one = building.expert(world, 1)
    answer = sac.post("/reviews/experts/new/", typed(world, email=one.email.upper()))
    assert "专家库中已有这个邮箱" in text_of(answer)


def test_a_change_in_between_is_said_and_nothing_is_lost(world: World, sac: Client) -> None:
    one = building.expert(world, 1)
    base = edits.version_of(one)
    one.title = "教授"
    edits.save(one, world.seats["sac_approver"].person, "修改")
    address = f"/reviews/experts/{one.pk}/edit/"
    answer = sac.post(address, typed(world, name="改名", base=base))
    assert answer.status_code == 422
    assert "另有修改" in text_of(answer)
    assert "改名" in text_of(answer)
    again = sac.post(address, typed(world, name="改名", base=answer.context["base"]))
    assert again.status_code == 302
    one.refresh_from_db()
    assert one.name == "改名"


def test_lists_by_name_field_region_and_standing(world: World, sac: Client) -> None:
    first, second = building.expert(world, 1, name="甲"), building.expert(world, 2, name="乙")
    other = building.sector("L02", "氢能")
    second.fields.set([other])
    second.region = world.units["host"].region
    second.save()
    first.leaves.create(starts=clock.today(), ends=clock.today())
    for query, expected in (
        ("q=乙", [second]), (f"field={other.pk}", [second]), (f"region={second.region_id}", [second]),
        ("standing=away", [first]), ("standing=retired", []), ("after=garbage", [second, first]),
    ):  # fmt: skip
        assert sac.get(f"/reviews/experts/?{query}").context["page"].rows == expected


def test_pages_by_key_with_a_fixed_number_of_queries(
    world: World, sac: Client, django_assert_max_num_queries: Any
) -> None:
    people = building.pool(world, 27)
    counts = []
    for query in ("?q=专家01", ""):
        with CaptureQueriesContext(connection) as caught:
            first = sac.get(f"/reviews/experts/{query}").context["page"]
        counts.append(len(caught))
    assert counts[0] == counts[1]
    rest = sac.get("/reviews/experts/", {"after": first.following}).context["page"]
    assert [each.pk for each in (*first.rows, *rest.rows)] == [each.pk for each in people]
    assert rest.following == ""


def test_load_counts_the_panels_of_twelve_months(world: World, sac: Client) -> None:
    people = building.pool(world, 5)
    made = building.appointed(world, building.in_review(world), people)
    assert pool.loads(people) == {}
    building.invited(world, made)
    assert pool.loads(people) == dict.fromkeys([each.pk for each in people], 1)
    with clock.at(clock.now() + timedelta(days=367)):
        assert pool.loads(people) == {}


def test_leaves_are_entered_and_taken_back(world: World, sac: Client) -> None:
    one, day = building.expert(world, 1), clock.today()
    address = f"/reviews/experts/{one.pk}/leaves/new/"
    refused = sac.post(address, {"starts": day, "ends": day - timedelta(days=1)})
    assert "止日不能早于起日" in text_of(refused)
    sac.post(address, {"starts": day, "ends": day + timedelta(days=5), "reason": "出差"})
    leave = ExpertLeave.objects.get()
    sac.post(f"/reviews/leaves/{leave.pk}/end/")
    leave.refresh_from_db()
    assert leave.ended_at == clock.now()


def test_relations_are_entered_and_ended_and_stay_listed(world: World, sac: Client) -> None:
    one = building.expert(world, 1)
    sac.post(f"/reviews/experts/{one.pk}/relations/new/", {"kind": "kin", "unit_name": "昇阳光伏科技有限公司"})
    relation = ExpertRelation.objects.get()
    assert relation.declared_by == world.seats["sac_officer"].person
    sac.post(f"/reviews/relations/{relation.pk}/end/")
    assert "终止" in text_of(sac.get(f"/reviews/experts/{one.pk}/"))
    relation.refresh_from_db()
    assert relation.ended_at is not None


def test_retiring_needs_a_reason_and_is_undone(world: World, sac: Client) -> None:
    one = building.expert(world, 1)
    address = f"/reviews/experts/{one.pk}"
    assert sac.post(f"{address}/retire/", {"reason": ""}).status_code == 422
    sac.post(f"{address}/retire/", {"reason": "退休"})
    assert sac.get("/reviews/experts/").context["page"].rows == []
    sac.post(f"{address}/restore/")
    assert sac.get("/reviews/experts/").context["page"].rows == [one]


def test_a_workbook_is_reported_line_by_line_and_only_good_lines_come_in(world: World, sac: Client) -> None:
    there = building.expert(world, 1)
    answer = upload(
        sac, row(), row(电子邮箱=there.email.lower()), row(姓名="乙", 电子邮箱="yi@bf.example", 所在地="火星")
    )
    shown = text_of(answer)
    assert "可以导入 <strong>1</strong> 行" in shown
    assert "已在专家库中" in shown
    assert "火星" in shown
    assert Expert.objects.count() == 1
    kept = answer.context["kept"]
    sac.post("/reviews/experts/import/", {"kept": kept})
    one = Expert.objects.get(email="min@bf.example")
    assert (one.name, one.region.name, [each.code for each in one.fields.all()]) == ("欧阳敏", "北京市", ["C38"])
    assert [each.unit_name for each in one.relations.all()] == ["昇阳光伏科技有限公司"]


def test_a_report_is_taken_in_once_and_by_who_saw_it(world: World, sac: Client) -> None:
    kept = upload(sac, row()).context["kept"]
    other = client_of(world.seat("second_officer", "sac", Role.SAC_OFFICER))
    other.post("/reviews/experts/import/", {"kept": kept})
    assert not Expert.objects.exists()
    sac.post("/reviews/experts/import/", {"kept": kept})
    answer = sac.post("/reviews/experts/import/", {"kept": kept}, follow=True)
    assert "没有导入" in text_of(answer)
    assert Expert.objects.count() == 1


def test_no_workbook_is_said_at_the_field(sac: Client) -> None:
    assert sac.post("/reviews/experts/import/", {}).status_code == 422
    odd = sac.post("/reviews/experts/import/", {"file": SimpleUploadedFile("a.xlsx", b"no workbook")})
    assert odd.status_code == 422
    assert odd.context["form"].has_error("file")


def test_the_template_is_a_workbook(sac: Client) -> None:
    answer = sac.get("/reviews/experts/template.xlsx")
    assert answer.content[:2] == b"PK"

"""The authorities' directory: read by all, kept by SAC's officers, with whoever belongs together (办法12)."""

from typing import Any

import pytest
from django.test import Client

from organisations.authorities import may_report_to, whom
from organisations.models import Region, Unit, UnitConfirmation, UnitKind
from tests.applications.asking import client_of, text_of
from tests.applications.building import World

pytestmark = pytest.mark.django_db
PAGE = "/organisations/authorities/"
K = UnitKind


def place(code: str, parent: Region | None = None) -> Region:
    return Region.objects.create(code=code, name=code, short_name=code, kind="province", parent=parent)


@pytest.fixture
def units() -> dict[str, Unit]:
    province, other, west = place("440000"), place("520000"), place("650000")
    city, corps = place("440300", province), place("660000", west)
    made = {
        "province": (K.PROVINCIAL_GOVERNMENT, province), "other": (K.PROVINCIAL_GOVERNMENT, other),
        "west": (K.PROVINCIAL_GOVERNMENT, west), "city": (K.CITY_GOVERNMENT, city), "corps": (K.CORPS, corps),
        "ministry": (K.MINISTRY, other), "association": (K.ASSOCIATION, other), "second": (K.ASSOCIATION, other),
        "local": (K.LOCAL_DEPARTMENT, province), "in_city": (K.CITY_DEPARTMENT, city),
        "in_corps": (K.CORPS_DEPARTMENT, corps), "body": (K.MINISTRY_BODY, other), "firm": (K.ENTERPRISE, province),
    }  # fmt: skip
    return {name: Unit.objects.create(name=name, kind=kind, region=region) for name, (kind, region) in made.items()}


BELONGS = {
    "local": {"province"},
    "in_city": {"city", "province"},
    "in_corps": {"corps", "west"},
    "body": {"ministry"},
    "association": {"association", "ministry", "province", "other", "west", "city", "corps"},
    "firm": set(),
    "province": set(),
}


@pytest.mark.rule("B12")
@pytest.mark.parametrize("organiser", BELONGS)
def test_organiser_and_recommender_belong_together(units: dict[str, Unit], organiser: str) -> None:
    mine = units[organiser]
    assert {name for name, unit in units.items() if may_report_to(mine, unit)} == BELONGS[organiser]
    assert whom(mine).endswith("。")


FACTS = {
    "name": "湖北省市场监督管理局", "kind": "local_department", "region": "", "sector": "", "reports_to": "",
    "code": "11420000MB1234567L", "odd_reason": "", "office": "标准化处", "contact": "余楚云", "phone": "027-86659000",
    "fax": "", "postcode": "430000", "address": "武汉市武昌区公正路", "email": "bzh@hubei.example",
}  # fmt: skip


def facts(world: World, **changes: Any) -> dict[str, Any]:
    values = FACTS | {"code": "", "region": world.units["organiser"].region_id} | changes
    return {name: getattr(value, "pk", value) for name, value in values.items()}


@pytest.fixture
def officer(world: World) -> Client:
    return client_of(world.seats["sac_officer"])


def test_everybody_signed_in_reads_the_directory(world: World) -> None:
    assert Client().get(PAGE).status_code == 302
    answer = client_of(world.seats["preparer"]).get(PAGE)
    page = text_of(answer)
    assert "贵州省市场监督管理局" in page
    assert "领域目录" in page
    assert world.units["host"] not in answer.context["units"]
    assert "录入单位" not in page
    one = text_of(client_of(world.seats["preparer"]).get(f"{PAGE}{world.units['organiser'].pk}/"))
    assert "贵州省人民政府" in one
    assert "修改记录" not in one


def test_the_directory_is_filtered_by_what_stands_in_the_address(world: World) -> None:
    client = client_of(world.seats["preparer"])
    region = world.units["organiser"].region_id

    def found(query: str) -> set[str]:
        return {unit.name for unit in client.get(f"{PAGE}?{query}").context["units"]}

    assert found("kind=ministry") == {"能源部"}
    assert found(f"region={region}") == {"贵州省市场监督管理局", "贵州省人民政府"}
    assert found(f"region={region}&kind=provincial_government") == {"贵州省人民政府"}
    assert found("name=%E8%A3%85%E5%A4%87") == {"中国装备工业联合会"}
    assert found("kind=no-such&region=x") == set()


@pytest.mark.parametrize("asked", ["name=%00", "kind=%00", "region=%00"])
def test_what_no_database_can_hold_is_looked_for_all_the_same(world: World, asked: str) -> None:
    answer = client_of(world.seats["preparer"]).get(f"/organisations/authorities/?{asked}")
    assert answer.status_code == 200


@pytest.mark.parametrize("who", ["preparer", "organiser_officer", "sac_approver", "security_admin"])
def test_nobody_else_keeps_it(world: World, who: str) -> None:
    client, unit = client_of(world.seats[who]), world.units["organiser"]
    for url in (f"{PAGE}add/", f"{PAGE}{unit.pk}/edit/"):
        assert client.get(url).status_code == 404
        assert client.post(url, facts(world)).status_code == 404
    assert not Unit.objects.filter(name=FACTS["name"]).exists()


@pytest.mark.rule("B12")
def test_an_officer_enters_an_authority_with_its_recommender(world: World, officer: Client) -> None:
    answer = officer.post(f"{PAGE}add/", facts(world, reports_to=world.units["recommender"]))
    unit = Unit.objects.get(name=FACTS["name"])
    assert answer["Location"] == f"{PAGE}{unit.pk}/"
    assert (unit.office, unit.reports_to) == ("标准化处", world.units["recommender"])
    assert unit.history.get().history_user == world.seats["sac_officer"].person


@pytest.mark.rule("B12")
def test_what_does_not_belong_together_is_refused_with_a_sentence(world: World, officer: Client) -> None:
    answer = officer.post(f"{PAGE}add/", facts(world, reports_to=world.units["other_recommender"]))
    assert answer.status_code == 422
    assert "只能报送本省" in text_of(answer)
    assert "武汉市武昌区公正路" in text_of(answer)
    assert not Unit.objects.filter(name=FACTS["name"]).exists()


@pytest.mark.rule("B12")
def test_only_an_association_recommends_itself(world: World, officer: Client) -> None:
    itself = {"name": "中国新协会", "own_recommender": "on"}
    assert "只有行业协会" in text_of(officer.post(f"{PAGE}add/", facts(world, **itself)))
    both = facts(world, kind="association", reports_to=world.units["ministry"], **itself)
    assert "只能选一样" in text_of(officer.post(f"{PAGE}add/", both))
    assert officer.post(f"{PAGE}add/", facts(world, kind="association", **itself)).status_code == 302
    unit = Unit.objects.get(name="中国新协会")
    assert unit.reports_to == unit
    page = officer.get(f"{PAGE}{unit.pk}/edit/")
    assert page.context["form"]["own_recommender"].value() is True


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "请填写单位全称"),
        ({"name": "贵州省人民政府"}, "已有同名的单位"),
        ({"kind": "enterprise"}, "enterprise"),
        ({"kind": "sac"}, "sac"),
        ({"code": "11420000MB1234567I"}, "第 18 位"),
        ({"phone": "打总机"}, "电话只用数字"),
        ({"email": "x"}, "请填写有效的电子邮箱"),
        ({"region": "99999"}, "所在地"),
        ({"sector": "x", "reports_to": "-1"}, "所属领域"),
    ],
)
def test_a_wrong_value_is_told_at_its_field(
    world: World, officer: Client, changes: dict[str, str], sentence: str
) -> None:
    answer = officer.post(f"{PAGE}add/", facts(world, **changes))
    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_a_code_that_fails_its_check_needs_the_officers_word(world: World, officer: Client) -> None:
    odd = facts(world, code="12100000400000624E")
    answer = officer.post(f"{PAGE}add/", odd)
    assert "校验码与前 17 位不符" in text_of(answer)
    assert officer.post(f"{PAGE}add/", odd | {"odd_reason": "已核对批文原件。"}).status_code == 302
    said = UnitConfirmation.objects.get()
    assert (said.odd_code, said.reason, said.by) == (True, "已核对批文原件。", world.seats["sac_officer"].person)


def edit(world: World, name: str, **changes: Any) -> tuple[str, dict[str, Any]]:
    unit = world.units[name]
    values = facts(world, name=unit.name, kind=unit.kind, region=unit.region, reports_to=unit.reports_to or "")
    base = unit.history.latest("history_id").history_id
    return f"{PAGE}{unit.pk}/edit/", values | {"base": base} | changes


def test_a_change_is_kept_with_who_made_it(world: World, officer: Client) -> None:
    url, values = edit(world, "organiser", office="标准创新处", reports_to="")
    assert officer.post(url, values).status_code == 302
    page = text_of(officer.get(f"{PAGE}{world.units['organiser'].pk}/"))
    assert "经办处室：（空） → 标准创新处" in page
    assert "报送的推荐单位：贵州省人民政府 → （空）" in page
    assert "sac_officer某" in page


def test_a_stale_edit_shows_what_changed_and_loses_nothing(world: World, officer: Client) -> None:
    url, values = edit(world, "organiser", office="标准创新处")
    officer.post(url, values)
    late = officer.post(url, values | {"office": "质量处", "contact": "新联系人"})
    assert late.status_code == 409
    assert "经办处室：（空） → 标准创新处" in text_of(late)
    assert "新联系人" in text_of(late)
    world.units["organiser"].refresh_from_db()
    assert world.units["organiser"].office == "标准创新处"
    again = values | {"office": "质量处", "base": late.context["version"]}
    assert officer.post(url, again).status_code == 302


def test_the_kind_stays_what_it_was_entered_as(world: World, officer: Client) -> None:
    url, values = edit(world, "organiser", kind="ministry")
    assert officer.post(url, values).status_code == 302
    world.units["organiser"].refresh_from_db()
    assert world.units["organiser"].kind == K.LOCAL_DEPARTMENT


@pytest.mark.rule("B12")
def test_a_government_does_not_move_away_from_its_departments(world: World, officer: Client) -> None:
    url, values = edit(world, "recommender", region=world.units["other_host"].region_id)
    answer = officer.post(url, values)
    assert answer.status_code == 422
    assert "贵州省市场监督管理局" in text_of(answer)


def test_a_host_is_no_entry_of_the_directory(world: World, officer: Client) -> None:
    unit = world.units["host"]
    assert [officer.get(f"{PAGE}{unit.pk}/{tail}").status_code for tail in ("", "edit/")] == [404, 404]

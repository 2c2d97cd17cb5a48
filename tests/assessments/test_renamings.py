"""更名: the same unit by another name, recorded with its evidence; whether article 35 applies SAC's officer says."""

from datetime import date
from typing import Any

import pytest

from assessments.models import HostRenaming
from assessments.renaming import to_rename
from bases.models import Base
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.assessments.changes import pdf
from tests.bases.built import building

pytestmark = pytest.mark.rule("B35")


@pytest.fixture
def base(world: World) -> Base:
    """Its host has registered another name since."""
    base = building(world, approved="2024-03-05")
    unit = world.units["host"]
    unit.name = "昇阳新能源科技有限公司"
    unit.save()
    return base


def address(base: Base) -> str:
    return f"/assessments/bases/{base.pk}/renamings/new/"


def typed(**changes: Any) -> dict[str, Any]:
    said = {"since": "2026-06-01", "is_change": "no", "reason": "同一单位更名。"}
    return said | changes


def test_only_an_officer_of_sac_records_it(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        wanted = 200 if name == "sac_officer" else 404
        assert (name, client_of(seat).get(address(base)).status_code) == (name, wanted)
    assert not HostRenaming.objects.exists()


@pytest.mark.parametrize("missing", ["since", "is_change", "reason", "evidence"])
def test_without_evidence_day_reason_or_answer_nothing_is_recorded(world: World, base: Base, missing: str) -> None:
    sent = (typed() | {"evidence": pdf("核准通知.pdf")}) | {missing: ""}
    answer = client_of(world.seats["sac_officer"]).post(address(base), sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [missing]
    assert not HostRenaming.objects.exists()


@pytest.mark.parametrize("since", ["2030-01-01", "2024-03-05"])
def test_a_day_to_come_or_before_the_present_name_is_refused(world: World, base: Base, since: str) -> None:
    sent = typed(since=since) | {"evidence": pdf("核准通知.pdf")}
    assert client_of(world.seats["sac_officer"]).post(address(base), sent).status_code == 422
    assert not HostRenaming.objects.exists()


def test_where_article_35_does_not_apply_the_register_follows_with_dates(world: World, base: Base) -> None:
    sent = typed() | {"evidence": pdf("核准通知.pdf")}
    assert client_of(world.seats["sac_officer"]).post(address(base), sent).status_code == 302
    assert [(spell.name, spell.since, spell.until) for spell in base.hosts.all()] == [
        ("昇阳光伏科技有限公司", "2024-03-05", "2026-05-31"), ("昇阳新能源科技有限公司", "2026-06-01", ""),
    ]  # fmt: skip
    row = HostRenaming.objects.get()
    assert (row.former, row.name, row.is_change, row.since) == (
        "昇阳光伏科技有限公司", "昇阳新能源科技有限公司", False, date(2026, 6, 1),
    )  # fmt: skip
    assert to_rename(base) is None


def test_where_it_applies_nothing_changes_until_the_authority_has_asked(world: World, base: Base) -> None:
    sent = typed(is_change="yes") | {"evidence": pdf("核准通知.pdf")}
    answer = client_of(world.seats["sac_officer"]).post(address(base), sent, follow=True)
    assert "请行业部门或者地方政府书面申请变更" in text_of(answer)
    assert [(spell.name, spell.until) for spell in base.hosts.all()] == [("昇阳光伏科技有限公司", "")]


def test_a_host_of_the_same_name_has_nothing_to_record(world: World) -> None:
    base = building(world, approved="2024-03-05")
    answer = client_of(world.seats["sac_officer"]).post(address(base), typed() | {"evidence": pdf()})
    assert "没有需要登记的更名" in text_of(answer)
    assert not HostRenaming.objects.exists()


def test_the_page_of_the_base_leads_there(world: World, base: Base) -> None:
    page = text_of(client_of(world.seats["sac_officer"]).get(base.get_absolute_url()))
    assert address(base) in page

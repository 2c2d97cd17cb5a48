"""The public version of a base's life has its approval, establishment, changes and end, and nothing else."""

import pytest
from django.test import Client

from bases.life import public_life
from bases.models import Base, HostSpell
from procedure.models import Record
from tests.applications.asking import text_of
from tests.applications.building import World
from tests.arriving import arrive
from tests.bases.built import building

pytestmark = [pytest.mark.rule("B03"), pytest.mark.rule("B04")]


def test_the_line_has_what_is_public_in_the_order_of_its_days(world: World) -> None:
    base = building(world, approved="2018-02", passed="2020-11-26", established="2021-03-19", ended="2025")
    HostSpell.objects.filter(base=base).update(until="2022-05-01")
    HostSpell.objects.create(base=base, name="后来的承担单位", since="2022-05-02")
    assert [(each.words, each.what) for each in public_life(base, [])] == [
        ("2018年2月", "批准建设"), ("2021年3月19日", "批准成立"), ("2022年5月2日", "承担单位变更为后来的承担单位"),
        ("2025年", "终止或者撤销"),
    ]  # fmt: skip
    page = text_of(Client().get(f"/bases/{base.pk}/"))
    assert "承担单位变更为后来的承担单位" in page


def test_no_act_and_nobody_of_the_road_is_in_the_public_version(world: World) -> None:
    case = arrive(world.draft(), "publicity", "decision", "approved")
    base = Base.objects.get(pk=case.base_id)
    page = text_of(Client().get(f"/bases/{base.pk}/"))
    line = page[page.index('class="lifeline"') :]
    line = line[: line.index("</ol>")]
    assert line.count("<li") == 1
    told = {record.label for record in Record.objects.filter(root__in=[case.pk, base.pk])} - {"批准建设"}
    people = {record.actor_name for record in Record.objects.filter(root__in=[case.pk, base.pk])}
    assert {each for each in told | people if each in line} == set()

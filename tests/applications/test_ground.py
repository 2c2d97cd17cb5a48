"""What tests share they share without knowing of one another."""

import pytest
from django.db import connection

from applications.models import Application
from organisations.models import Unit
from tests.applications.building import UNITS, World
from tests.ground import GROUND, shared

HOST = UNITS["host"][0]


@shared
def case(world: World) -> Application:
    world.units["host"].address = "写在案件下面的一层"
    return world.draft()


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_changes_is_gone_before_the_next(world: World, turn: int) -> None:
    host = world.units["host"]
    assert (host.name, Unit.objects.get(pk=host.pk).name) == (HOST, HOST)
    host.name = "改了名的公司"
    host.save()
    world.seats.clear()


@pytest.mark.parametrize("turn", [1, 2])
def test_what_rests_on_another_finds_its_objects_as_it_left_them(world: World, case: Application, turn: int) -> None:
    assert case.unit is world.units["host"]
    assert world.units["host"].address == "写在案件下面的一层"
    assert [layer.build.__name__ for layer in GROUND.layers] == ["world", "case"]
    Application.objects.filter(pk=case.pk).update(inner_name=f"第{turn}次")


def test_who_asks_for_nothing_finds_nothing(db: None) -> None:
    assert not Unit.objects.exists()
    assert GROUND.layers == []


@pytest.mark.django_db(transaction=True)
def test_who_commits_has_a_world_of_its_own(world: World) -> None:
    assert not connection.in_atomic_block
    assert Unit.objects.get(pk=world.units["host"].pk).name == HOST

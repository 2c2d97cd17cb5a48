"""What people type who come with a unit, and the letters that they get."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Person
from organisations.models import Membership, Unit
from procedure.models import Outbox
from tests.applications.building import new_person, paper

EMAIL = "xin@newcomer.example"
CODE = "914403001922038216"
ODD_CODE = "91350211M00013FA1N"
PASSWORD = "Xin-danwei-2026"
ACCOUNT = {"name": "辛来", "phone": "0755-1234567", "password": PASSWORD, "again": PASSWORD, "code": CODE}
UNIT = {
    "name": "新来科技有限公司", "kind": "enterprise", "kind_reason": "",
    "address": "深圳市南山区一号", "postcode": "518000",
    "phone": "0755-1234567", "leader": "辛总", "leader_title": "总经理", "contact": "辛来", "contact_title": "工程师",
    "email": "office@newcomer.example",
}  # fmt: skip


def unit_data(world: Any, **changes: Any) -> dict[str, Any]:
    return UNIT | {"region": world.units["other_host"].region_id} | changes


def upload(name: str = "营业执照.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, paper(), "application/pdf")


def letters_to(email: str) -> list[dict[str, str]]:
    return [row.payload for row in Outbox.objects.filter(kind="mail", payload__to=email).order_by("pk")]


def link_to(email: str) -> str:
    """The address in the newest letter, without the house's own part."""
    found = re.search(r"http://127\.0\.0\.1:\d+(/organisations/\S+)", letters_to(email)[-1]["body"])
    assert found is not None
    return found[1]


def registration_link(email: str = EMAIL) -> str:
    assert Client().post("/organisations/register/", {"email": email}).status_code == 200
    return link_to(email)


def newcomer(email: str = EMAIL) -> Client:
    """Somebody with an account and no seat."""
    client = Client()
    client.force_login(Person.objects.filter(email=email).first() or new_person("newcomer"))
    return client


def registered(world: Any, code: str = CODE, **changes: Any) -> Unit:
    """A unit that somebody has just registered."""
    answer = newcomer().post(f"/organisations/units/new/{code}/", unit_data(world, **changes))
    assert answer.status_code == 302, answer.content.decode()
    return Unit.objects.get(code=code)


def admin_of(unit: Unit) -> Membership:
    return unit.memberships.get(role="unit_admin")

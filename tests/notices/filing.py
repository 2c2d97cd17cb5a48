"""An objection as the public files it, and as the page of its form is sent."""

import re
import uuid
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from notices.models import NoticeItem, Objection
from notices.objecting import file_objection
from procedure import clock
from tests.applications.asking import text_of
from tests.applications.building import paper

NAME, PHONE, MAIL, HOME = "周明理", "139 0000 7777", "zhou@public.example", "贵阳市花溪区九号"
PERSON = {"name": NAME, "contact": PHONE, "email": MAIL, "address": HOME}
REASON = "所列单位的检测能力与事实不符，见附件。"


def objected(item: NoticeItem, at: datetime | None = None, **facts: Any) -> Objection:
    """Filed at a moment, now if none is said."""
    moment = at or clock.now()
    with clock.at(moment):
        return file_objection(item, PERSON | {"reason": REASON} | facts, at=moment, key=uuid.uuid4())


def address(item: NoticeItem) -> str:
    return f"/notices/items/{item.pk}/object/"


def page_key(client: Client, item: NoticeItem) -> str:
    found = re.search(r'name="key" value="([^"]+)"', text_of(client.get(address(item))))
    assert found is not None
    return found[1]


def form(key: str, **changes: Any) -> dict[str, Any]:
    return PERSON | {"reason": REASON, "key": key, "homepage": ""} | changes


def pdf(name: str = "证明.pdf", words: str = "Evidence") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, paper(words), "application/pdf")

"""A change of a base as its supervisor asks for it, and as SAC brings it on."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.papers import Paper
from assessments.changing import add_files, ask
from assessments.forms import RequestForm
from assessments.models import Change
from bases.models import Base
from documents.uploads import check
from notices.models import NoticeItem
from organisations.codes import credit_check_sign
from organisations.models import Unit
from procedure import clock
from procedure.conditions import conditions
from procedure.perform import perform
from procedure.steps import TIMER
from tests.applications.building import World, paper
from tests.deciding import desk

OFFICE = {"office": "标准创新管理司", "phone": "010-82262614", "address": "北京市海淀区马甸东路9号"}
NUMBER = "国标委综合函〔2026〕{}号"


def pdf(name: str = "来函.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, paper(name), "application/pdf")


def scanned(name: str = "来函.pdf") -> Paper:
    upload = pdf(name)
    return Paper(upload, check(upload))


def with_code(unit: Unit) -> Unit:
    """The unit under a code that holds, which a request can name it by."""
    body = f"9144030019220{unit.pk % 10000:04d}"
    unit.code = f"{body}{credit_check_sign(body)}"
    unit.save()
    return unit


def filled(**changes: str) -> dict[str, Any]:
    """What every request says beside what it is about."""
    said = {"reason": "工作需要。", "letter_number": "黔府函[2026]6号", "letter_dated": clock.today().isoformat()}
    return said | changes


def asked(world: World, base: Base, kind: str, about: str = "", **typed: str) -> Change:
    form = RequestForm(filled(**typed), {"letter": pdf()}, base=base, kind=kind, about=about)
    assert form.is_valid(), form.errors
    facts = form.cleaned_data
    seat = world.seats["recommender_officer"]
    return ask(base, kind, facts["facts"], facts["letter"], (), seat=seat, key=uuid.uuid4())


def renamed(world: World, base: Base, name: str = "先进光伏") -> Change:
    return asked(world, base, "name", inner_name=name, english_name="Advanced Photovoltaics")


def handed_over(world: World, base: Base) -> Change:
    """The request for another host, which has answered."""
    change = asked(world, base, "host", host=with_code(world.units["other_host"]).code)
    add_files(change, [(pdf("证明.pdf"), check(pdf("证明.pdf")))], None, seat=world.seats["other_submitter"])
    perform(change, "answer_conditions", seat=world.seats["other_submitter"], data=answers(base))
    return change


def answers(base: Base, **changes: str) -> dict[str, str]:
    data = {"note": "同意承接。"}
    for condition in conditions("办法-2023", base.kind, type_lists=False):
        data |= {f"met_{condition.key}": "yes", f"text_{condition.key}": "见证明材料。"}
    return data | changes


def notice(change: Change, **changes: str) -> dict[str, str]:
    text = "拟同意变更，公示期为【公示期】。"
    return {"title": f"关于拟同意{change}的公示", "text": text, "shown_end": ""} | OFFICE | changes


def published(change: Change, **changes: str) -> NoticeItem:
    desk().decide(change, "publish_change", **notice(change, **changes))
    change.refresh_from_db()
    assert change.item is not None
    return change.item


def over(change: Change) -> None:
    """The timer's own step, at the first moment at which it may; the test goes on from there."""
    perform(change, "close_publicity", seat=TIMER)


def decision(number: int = 6, effective_on: date | None = None, **changes: str) -> dict[str, str]:
    today = clock.today()
    day = effective_on or today
    return {"number": NUMBER.format(number), "dated": today.isoformat(), "effective_on": day.isoformat()} | changes


def decided(change: Change, **changes: Any) -> None:
    desk().decide(change, "approve_change", **decision(**changes))
    change.refresh_from_db()


DAY = timedelta(days=1)

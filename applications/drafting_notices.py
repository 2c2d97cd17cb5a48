"""A publication before it is published: its cases, its words, and what the form begins with (办法15)."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from notices.publishing import CONTACT, PERIOD, words
from organisations import edits
from organisations.deciding import SAC
from organisations.models import Membership
from procedure import clock
from procedure.articles import cite
from procedure.models import Record
from procedure.perform import start
from procedure.proposals import open_on

from . import models
from .models import Application, Publication
from .procedure import State
from .procedure.states import PublicationState
from .queries import visible_to

_TEXT = (
    "依照{article}，国家标准委对通过专家评审的申报方案进行了研究，拟批准建设{what}，名称、承担单位、推荐单位见所附名单。"
    "现予公示，公示期为{period}。\n"
    "公示期内，任何单位和个人如有异议，请用真实姓名和联系方式，通过本系统的公示页面提出，或者书面送达下列受理部门，"
    "说明事实和理由，并附证明材料。异议人的身份依法保密。"
)


class DraftRefused(Exception):
    """Why a draft cannot be changed; the text is a sentence for the person."""


def publications_visible_to(seat: Membership | None) -> QuerySet[Publication]:
    """Drafts and what became of them: SAC's alone; the notices themselves are everybody's."""
    rows = models.Publication.objects.select_related("notice", "corrects")
    return rows if seat is not None and seat.role in SAC else rows.none()


def candidates(seat: Membership, own: Publication | None = None) -> QuerySet[Application]:
    """What stands in the deliberation and in no other draft."""
    elsewhere = models.PublicationCase.objects.filter(
        application=OuterRef("pk"), publication__state=PublicationState.DRAFT
    )
    if own is not None:
        elsewhere = elsewhere.exclude(publication=own.pk)
    rows = visible_to(seat).filter(~Exists(elsewhere), state=State.DELIBERATION)
    return rows.select_related("unit", "recommender", "call").order_by("kind", "serial")


def begin(
    cases: Iterable[Application], values: Mapping[str, Any], *, corrects: Publication | None, seat: Membership,
    key: uuid.UUID | None,
) -> Publication:  # fmt: skip
    """Bear a draft with its cases; a repeated ``key`` gives the first one."""
    with transaction.atomic():
        new = models.Publication(**values, corrects=corrects, created_by=seat.person)
        born = start(new, seat=seat, key=key)
        assert isinstance(born, Publication)
        if born.pk == new.pk:
            _choose(born, cases)
    return born


def begun(seat: Membership, key: uuid.UUID) -> Publication | None:
    """The draft that this page has begun already: its cases cannot be chosen a second time."""
    births = Record.objects.filter(actor_id=seat.person_id, key=key, machine="publication", kind=Record.Kind.BIRTH)
    return models.Publication.objects.filter(pk__in=births.values("subject_id")).first()


def save(
    publication: Publication, cases: Iterable[Application], values: Mapping[str, Any], *, base: int, seat: Membership
) -> Publication | None:
    """Save the draft as grown from history row ``base``; the draft as it stands if somebody changed it since."""
    with transaction.atomic():
        locked = models.Publication.objects.select_for_update(of=("self",), no_key=True).get(pk=publication.pk)
        if locked.state != PublicationState.DRAFT:
            raise DraftRefused(f"公示稿现在是“{locked.state_label}”，不能再改；公示有误的，请撤下后更正。")
        if open_on(locked.root):
            raise DraftRefused("公示稿已提请审批，审批结束前不能修改；需要修改的，请先撤回提请。")
        if edits.version_of(locked) != base:
            return locked
        for name, value in values.items():
            setattr(locked, name, value)
        _choose(locked, cases)
        edits.save(locked, seat.person, "修改公示稿")
    return None


def beginning(cases: list[Application], corrects: Publication | None) -> dict[str, Any]:
    """What the form of a new draft is filled with: title and text from the cases, contacts from the last time."""
    return {
        "title": title(cases, corrects),
        "text": text(cases, corrects),
        "cases": [case.pk for case in cases],
    } | _contacts(cases, corrects)


def title(cases: list[Application], corrects: Publication | None) -> str:
    if not cases:
        what = "国家技术标准创新基地"
    else:
        what = cases[0].full_name + (f"等{len(cases)}个创新基地" if len(cases) > 1 else "")
    return f"关于更正拟批准建设{what}的公示" if corrects else f"关于拟批准建设{what}的公示"


def text(cases: list[Application], corrects: Publication | None) -> str:
    what = "下列国家技术标准创新基地" if len(cases) != 1 else cases[0].full_name
    written = _TEXT.format(article=cite("办法15"), what=what, period=PERIOD)
    if corrects is None or corrects.notice is None:
        return written
    day = corrects.notice.published_on
    before = (
        f"{day.year}年{day.month}月{day.day}日发布的《{corrects.title}》中有关内容有误，现更正如下，公示期重新计算。"
    )
    return f"{before}\n{written}"


def _contacts(cases: list[Application], corrects: Publication | None) -> dict[str, Any]:
    last = corrects or models.Publication.objects.exclude(office="").order_by("-since").first()
    if last is not None:
        return {name: getattr(last, name) for name in CONTACT}
    if not cases:
        return {}
    call = cases[0].call
    return {"office": call.office, "phone": call.phone, "address": call.address}


def pulled_cases(publication: Publication, seat: Membership) -> list[Application]:
    """What was taken out of a notice and can be published anew."""
    pulled = publication.cases.filter(pulled_at__isnull=False).values("application")
    return list(candidates(seat).filter(pk__in=pulled))


def case_words(publication: Publication) -> list[dict[str, str]]:
    """The cases in their order as the notice will name them."""
    from .publishing import shown_as

    rows = publication.cases.select_related("application__unit", "application__recommender").order_by("position")
    return [shown_as(row.application) for row in rows]


def today_words(publication: Publication) -> str:
    return words(publication, clock.today())


def _choose(publication: Publication, cases: Iterable[Application]) -> None:
    """The cases of a draft, by type and number."""
    ordered = sorted(cases, key=lambda case: (case.kind, case.serial))
    publication.cases.all().delete()
    models.PublicationCase.objects.bulk_create(
        models.PublicationCase(publication=publication, application=case, position=position)
        for position, case in enumerate(ordered, start=1)
    )

"""补充材料: things asked of a case's units by a date, each answered straight to SAC (指南三（四）)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from organisations.deciding import SAC
from organisations.models import Membership, Role
from organisations.queries import people_with
from procedure import clock
from procedure.acts import Act
from procedure.notifying import tell_of
from procedure.reckoning import end_instant

from . import models
from .freezing import freeze
from .holding import Moved, held
from .procedure.states import State
from .queries import ADDRESSED, asked, unsealed, visible_to

if TYPE_CHECKING:
    from .models import Application, Supplement, SupplementFile, SupplementItem
    from .papers import Paper

# What a unit says to SAC is said by those who speak for it; its preparers read along.
_ANSWER = (Role.SUBMITTER, Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER)
_READS = ADDRESSED | {Role.UNIT_ADMIN: "applicant"}
_ANSWERED = "这一项已由{name}于 {at:%m-%d %H:%M} 答复，刚才的内容没有保存；需要更正的，请与国家标准委经办人联系。"


@dataclass(frozen=True)
class Asked:
    """One item as a page shows it: whether it waits, was late, and what was sent with the answer."""

    item: "SupplementItem"
    ends: datetime
    unsealed: bool

    @property
    def waits(self) -> bool:
        return self.item.answered_at is None

    @property
    def late(self) -> bool:
        """Answered after its day, or still waiting then: a fact to be weighed, and nothing else."""
        return bool((self.item.answered_at or clock.now()) >= self.ends)


# The request and its end, in the commit of their steps


def open_request(application: Any, act: Act) -> None:
    """Write the request with its items."""
    assert act.seat is not None
    request = models.Supplement.objects.create(
        application=application, due_on=act.data["due_on"], note=act.note,
        by=act.seat.person, by_name=act.seat.name_shown, at=act.at,
    )  # fmt: skip
    models.SupplementItem.objects.bulk_create(
        models.SupplementItem(supplement=request, number=number, **facts)
        for number, facts in enumerate(act.data["items"], start=1)
    )


def close_request(application: Any, act: Act) -> None:
    """End the request, answered or not; what is answered after this is too late."""
    rows = models.Supplement.objects.filter(application=application.pk, closed_at__isnull=True)
    rows.update(closed_at=act.at, close_note=act.note)


def file_plan(application: Any, act: Act) -> None:
    """Freeze the changed plan as a new version: the answer to every item that asked for it."""
    assert act.seat is not None
    version = freeze(application, act)
    _open_items(application).filter(wants_plan=True).update(
        version=version, answer=act.note, answered_at=act.at,
        answered_by=act.seat.person, answered_by_name=act.seat.name_shown,
    )  # fmt: skip


# What is asked


def running(application: "Application") -> "Supplement | None":
    """The request that runs now; none, where the case has left it behind by a withdrawal say."""
    if application.state != State.SUPPLEMENTING:
        return None
    return models.Supplement.objects.filter(application=application.pk, closed_at__isnull=True).first()


def open_items(application: "Application") -> "list[SupplementItem]":
    return list(_open_items(application))


def addressees(application: "Application") -> set[str]:
    """Whom open items wait for; of a request that has just been closed all whom it asked, so that they hear of it."""
    last = models.Supplement.objects.filter(application=application.pk).last()
    if last is None:
        return set()
    if last.closed_at is not None:
        return set(last.items.values_list("to", flat=True))
    found = set(last.items.filter(answered_at__isnull=True).values_list("to", flat=True))
    return found | ({"recommender"} if last.items.filter(unsealed()).exists() else set())


def plan_item(application: "Application") -> "SupplementItem | None":
    """The open item that asks for a changed plan."""
    return _open_items(application).filter(wants_plan=True).first()


def may_seal(application: "Application") -> bool:
    """Whether the recommender may send a new scan now: of a version filed for it, or of the one that is there."""
    if application.state != State.SUPPLEMENTING:
        return False
    wanted = Q(version__isnull=False) | Q(to="recommender")
    return models.SupplementItem.objects.filter(wanted, sealed_again=True, **_in_running(application)).exists()


def asked_of(seat: Membership) -> QuerySet["Application"]:
    """The cases in which something is asked of the seat's unit and not there yet."""
    to = _READS.get(Role(seat.role))
    rows = visible_to(seat).filter(state=State.SUPPLEMENTING)
    return rows.filter(asked(to)) if to else rows.none()


def items_visible_to(seat: Membership) -> QuerySet["SupplementItem"]:
    """SAC sees every item, each unit what is asked of it."""
    rows = models.SupplementItem.objects.filter(supplement__application__in=visible_to(seat).values("pk"))
    if seat.role in SAC:
        return rows
    to = _READS.get(Role(seat.role))
    return rows.filter(to=to) if to else rows.none()


def files_visible_to(seat: Membership) -> QuerySet["SupplementFile"]:
    return models.SupplementFile.objects.filter(item__in=items_visible_to(seat).values("pk"))


def requests_for(application: "Application", seat: Membership) -> "list[tuple[Supplement, list[Asked]]]":
    """The requests of a case with the items that the seat may see, the newest first; without any it is left out."""
    mine = items_visible_to(seat).filter(supplement__application=application.pk)
    rows = mine.select_related("supplement", "version").defer("version__content").prefetch_related("files__file")
    found: dict[Any, tuple[Supplement, list[Asked]]] = {}
    waiting = set(rows.filter(unsealed()).values_list("pk", flat=True))
    for item in rows.order_by("-supplement", "number"):
        request = item.supplement
        line = Asked(item, end_instant(request.due_on), item.pk in waiting)
        found.setdefault(request.pk, (request, []))[1].append(line)
    return list(found.values())


def is_overdue(request: "Supplement") -> bool:
    return request.closed_at is None and clock.now() >= end_instant(request.due_on)


def may_answer(item: "SupplementItem", seat: Membership) -> bool:
    """Whether the seat answers for the unit that is asked; a plan is filed and not described."""
    return seat.role in _ANSWER and ADDRESSED.get(Role(seat.role)) == item.to and not item.wants_plan


def answer(item: "SupplementItem", text: str, files: "Iterable[Paper]", *, seat: Membership) -> None:
    """Answer an item; it goes to SAC at once. Sent twice it is one answer. Raises Moved."""
    kept = [(paper.keep(seat.person), paper) for paper in files]
    with held(item.supplement.application, State.SUPPLEMENTING) as locked:
        fresh = models.SupplementItem.objects.select_related("supplement").get(pk=item.pk)
        if fresh.supplement.closed_at is not None:
            raise Moved("国家标准委已结束这次补充，不再接收答复；需要说明的，请与经办人联系。")
        if fresh.answered_at is not None:
            if (fresh.answer, fresh.answered_by_id) == (text, seat.person_id):
                return
            at = fresh.answered_at.astimezone(clock.BEIJING)
            raise Moved(_ANSWERED.format(name=fresh.answered_by_name, at=at))
        fresh.answer = text
        _mark_answered(fresh, seat)
        models.SupplementFile.objects.bulk_create(
            models.SupplementFile(item=fresh, file=file, title=_title(paper.checked.name)) for file, paper in kept
        )
        _tell_sac(locked, fresh)


def note_scan(application: "Application", seat: Membership) -> None:
    """A new sealed scan has come in the running request: an item that asked the recommender for it is answered."""
    rows = _open_items(application).filter(to="recommender", sealed_again=True)
    for item in rows.select_related("supplement"):
        item.version = application.current
        item.answer = f"已上传{application.current}的盖章扫描件。"
        _mark_answered(item, seat)
    _tell_sac(application, None)


def _mark_answered(item: Any, seat: Membership) -> None:
    item.answered_at, item.answered_by, item.answered_by_name = clock.now(), seat.person, seat.name_shown
    item.save(update_fields=["answer", "version", "answered_at", "answered_by", "answered_by_name"])


def _tell_sac(application: "Application", item: "SupplementItem | None") -> None:
    """Who has the case first, then all the others."""
    what = f"第 {item.number} 项（{item.get_to_display()}）" if item else "重新盖章的扫描件"
    late = item is not None and clock.now() >= end_instant(item.supplement.due_on)
    body = f"{what}的答复已到{'，已逾期' if late else ''}。"
    url, title, now = f"{application.get_absolute_url()}?tab=supplements", f"{application}：补充材料", clock.now()
    officers = set(people_with(Role.SAC_OFFICER, day=clock.today()))
    taker = officers & {application.officer_id}
    for persons in (taker, officers - taker):
        tell_of(url, persons, title, body, at=now)


def _open_items(application: "Application") -> QuerySet["SupplementItem"]:
    return models.SupplementItem.objects.filter(answered_at__isnull=True, **_in_running(application))


def _in_running(application: "Application") -> dict[str, Any]:
    return {"supplement__application": application.pk, "supplement__closed_at__isnull": True}


def _title(name: str) -> str:
    return name.rsplit(".", 1)[0][:120]

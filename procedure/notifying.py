"""Fanning a record out to the people concerned: a message in the portal and a mail to each."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail

from . import clock
from .machines import MACHINES, Procedure, dues_of, machine_rows, steps_of
from .models import DueDate, Notification, Outbox, Proposal, Record, subject_of
from .outbox import handler, put
from .reckoning import beijing_day, chinese_date
from .steps import Audience, Birth, Step
from .tables import pressed_for


def audiences() -> dict[str, Audience]:
    """Every audience that a step, a birth or a due date names."""
    return {audience.name: audience for audience in declared_audiences()}


def declared_audiences() -> Iterator[Audience]:
    """Each as often as it is named."""
    for model in machine_rows().values():
        steps: list[Birth | Step] = [*model.births, *steps_of(model).values()]
        for step in steps:
            yield from step.notifies
        for due in dues_of(model):
            yield from due.tells


@handler("notify")
def notify(row: Outbox) -> None:
    record = row.record
    assert record is not None
    subject = subject_of(record)
    persons = _persons(subject, row.payload["audiences"]) - {record.actor_id}
    step = steps_of(MACHINES[record.machine]).get(record.step)
    label = step.public_label if step else record.label
    title = f"{subject}：{label}"
    body = f"{_doer(record)}已办理“{label}”。" + (f"意见：{record.note}" if record.note else "")
    tell(persons, subject, title, body, record_id=record.pk, at=record.at)


def _doer(record: Record) -> str:
    """Who did it, for those concerned: what the deciding authority did it did as an office, not by its officials."""
    step = steps_of(MACHINES[record.machine]).get(record.step)
    decided = step is not None and any(pressed.decides for pressed in pressed_for(step))
    return record.actor_unit if decided and record.actor_unit else record.who()


@handler("remind")
def remind(row: Outbox) -> None:
    """Say that a date is near; one that has passed meanwhile, after an outage, is said to have passed."""
    # Locked: two reminders of one date may be carried out at once, and each must see whom the other told.
    due = DueDate.objects.select_for_update(no_key=True).get(pk=row.payload["due"])
    if due.closed_at is not None:
        return
    subject, now = subject_of(due), clock.now()
    persons = _persons(subject, due.tells)
    last = chinese_date(beijing_day(due.due_at - timedelta(microseconds=1)))
    if due.due_at > now:
        title, body = f"{subject}：{due.label}即将到期", f"{due.label}：至{last}，请及时办理。"
    else:
        title, body = f"{subject}：{due.label}已到期", f"{due.label}：已于{last}到期，尚未办理。"
        persons -= _told(persons, subject.get_absolute_url(), body)
    tell(persons, subject, title, body, record_id=None, at=now)


def _told(persons: set[Any], url: str, body: str) -> set[Any]:
    """Who has this message already: several reminders that come late all say that the same day has passed."""
    told = Notification.objects.filter(person__in=persons, record=None, url=url, body=body)
    return set(told.values_list("person_id", flat=True))


@handler("proposal")
def ask_signature(row: Outbox) -> None:
    """Tell those who may sign that a proposal waits; one that has been decided meanwhile needs nobody."""
    proposal = Proposal.objects.get(pk=row.payload["proposal"])
    step = steps_of(MACHINES[proposal.machine])[proposal.step]
    if proposal.outcome != Proposal.Outcome.OPEN or step.two_person is None or step.two_person.audience is None:
        return
    subject = subject_of(proposal)
    persons = set(step.two_person.audience.persons(subject)) - {proposal.proposed_by_id}
    title = f"{subject}：“{step.label}”等待审批"
    body = f"{proposal.proposed_by_name}提请办理“{step.label}”，请审批。"
    tell(persons, subject, title, body, record_id=row.record_id, at=proposal.proposed_at)


@handler("mail")
def mail(row: Outbox) -> None:
    letter = row.payload
    send_mail(letter["title"], letter["body"], settings.DEFAULT_FROM_EMAIL, [letter["to"]])


def tell(persons: set[Any], subject: Procedure, title: str, body: str, *, record_id: int | None, at: datetime) -> None:
    """Tell of a subject, by a message and a mail that lead to it."""
    tell_of(subject.get_absolute_url(), persons, title, body, record_id=record_id, at=at)


def tell_of(url: str, persons: set[Any], title: str, body: str, *, record_id: int | None = None, at: datetime) -> None:
    """Insert messages and mails in the running transaction, so that a second delivery finds nothing to do."""
    # A mail's subject is one line, whatever a title was typed as.
    title = " ".join(title.split())[:200]
    people = get_user_model()._default_manager.filter(pk__in=persons, is_active=True).order_by("pk")
    messages = [
        Notification(person=person, record_id=record_id, title=title, body=body, url=url, at=at) for person in people
    ]
    Notification.objects.bulk_create(messages, ignore_conflicts=True)
    text = f"{body}\n\n{settings.PUBLIC_ORIGIN}{url}"
    put(_letter(person.email, title, text, record_id) for person in people)


def tell_once_each(subject: Procedure, parts: Iterable[tuple[Audience, str, str]], *, at: datetime) -> None:
    """Tell several audiences, each in its own words; who is in two of them hears the first alone."""
    told: set[Any] = set()
    for audience, title, body in parts:
        persons = set(audience.persons(subject)) - told
        told |= persons
        tell(persons, subject, title, body, record_id=None, at=at)


def write_to(address: str, title: str, body: str) -> None:
    """A mail of the running transaction to somebody who may have no account yet."""
    put([_letter(address, title, body, None)])


def _letter(address: str, title: str, body: str, record_id: int | None) -> Outbox:
    return Outbox(kind="mail", record_id=record_id, payload={"to": address, "title": title, "body": body})


def _persons(subject: Procedure, names: list[str]) -> set[Any]:
    known = audiences()
    return {person for name in names for person in known[name].persons(subject)}

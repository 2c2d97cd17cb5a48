"""Fanning a record out to the people concerned: a message in the portal and a mail to each."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail

from . import clock
from .machines import MACHINES, Procedure, all_steps, machine_rows, steps_of
from .models import DueDate, Notification, Outbox, Proposal, subject_of
from .outbox import handler, put
from .steps import Audience


def audiences() -> dict[str, Audience]:
    """Every audience that a step, a birth or a due date names."""
    declared = [audience for _, step in all_steps() for audience in step.notifies]
    declared += [audience for model in machine_rows().values() for birth in model.births for audience in birth.notifies]
    declared += [audience for _, step in all_steps() for due in step.opens for audience in due.tells]
    return {audience.name: audience for audience in declared}


@handler("notify")
def notify(row: Outbox) -> None:
    record = row.record
    assert record is not None
    subject = subject_of(record)
    persons = _persons(subject, row.payload["audiences"]) - {record.actor_id}
    title = f"{subject}：{record.label}"
    body = f"{record.who()}已办理“{record.label}”。" + (f"意见：{record.note}" if record.note else "")
    _tell(persons, subject, title, body, record_id=record.pk, at=record.at)


@handler("remind")
def remind(row: Outbox) -> None:
    due = DueDate.objects.get(pk=row.payload["due"])
    if due.closed_at is not None:
        return
    subject = subject_of(due)
    last = (due.due_at - timedelta(microseconds=1)).astimezone(clock.BEIJING)
    body = f"{due.label}：至{last.year}年{last.month}月{last.day}日，请及时办理。"
    _tell(
        _persons(subject, due.tells), subject, f"{subject}：{due.label}即将到期", body, record_id=None, at=clock.now()
    )


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
    _tell(persons, subject, title, body, record_id=row.record_id, at=proposal.proposed_at)


@handler("mail")
def mail(row: Outbox) -> None:
    letter = row.payload
    send_mail(letter["title"], letter["body"], settings.DEFAULT_FROM_EMAIL, [letter["to"]])


def _persons(subject: Procedure, names: list[str]) -> set[object]:
    known = audiences()
    return {person for name in names for person in known[name].persons(subject)}


def _tell(
    persons: set[object], subject: Procedure, title: str, body: str, *, record_id: int | None, at: object
) -> None:
    """Insert messages and mails in the handler's transaction, so that a second delivery finds nothing to do."""
    url = subject.get_absolute_url()
    people = get_user_model()._default_manager.filter(pk__in=persons, is_active=True).order_by("pk")
    messages = [
        Notification(person=person, record_id=record_id, title=title[:200], body=body, url=url, at=at)
        for person in people
    ]
    Notification.objects.bulk_create(messages, ignore_conflicts=True)
    link = f"{settings.PUBLIC_ORIGIN}{url}"
    put(
        Outbox(
            kind="mail", record_id=record_id, payload={"to": person.email, "title": title, "body": f"{body}\n\n{link}"}
        )
        for person in people
    )

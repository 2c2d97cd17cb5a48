"""A published case is taken back on the recommender's wish, which SAC confirms; until then nothing moves."""

from django.db import transaction

from organisations.models import Membership, Role
from procedure import clock
from procedure.notifying import tell

from . import models
from .holding import held
from .models import Application, WithdrawalRequest
from .procedure import SAC_OFFICERS, State

PUBLISHED = (State.PUBLICITY, State.DECISION)


def may_ask(application: Application, seat: Membership | None) -> bool:
    """Its own recommender's officers, while it is published or waits for the decision."""
    mine = seat is not None and seat.role == Role.RECOMMENDER_OFFICER and seat.unit_id == application.recommender_id
    return mine and application.state in PUBLISHED


def open_request(application: Application) -> WithdrawalRequest | None:
    return models.WithdrawalRequest.objects.filter(application=application.pk, decided_at__isnull=True).first()


def ask(application: Application, reason: str, *, seat: Membership) -> WithdrawalRequest:
    """Ask once; asked again before it is decided, the first request stands."""
    with transaction.atomic(), held(application, *PUBLISHED) as locked:
        if first := open_request(locked):
            return first
        request = models.WithdrawalRequest.objects.create(
            application=locked, reason=reason, by=seat.person, by_name=seat.name_shown, at=clock.now()
        )
        body = f"{seat.unit}请求撤回。理由：{reason}"
        tell(set(SAC_OFFICERS.persons(locked)), locked, f"{locked}：请求撤回", body, record_id=None, at=request.at)
    return request


def take_back(application: Application) -> None:
    """The recommender thinks better of it before SAC has confirmed."""
    with transaction.atomic(), held(application, *PUBLISHED) as locked:
        models.WithdrawalRequest.objects.filter(application=locked.pk, decided_at__isnull=True).update(
            decided_at=clock.now()
        )

"""例外: admitting a unit that an edition does not list, for one call or one case, with SAC's reason (指南二（一）)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q

from organisations.models import Membership, Role
from organisations.queries import people_in
from procedure import clock
from procedure.notifying import tell_of

from . import models
from .calling import CallRefused, held
from .models import Admission, BaseKind, Call
from .procedure import CallState

_ROLES = {
    Admission.Part.ORGANISER: Role.ORGANISER_OFFICER,
    Admission.Part.RECOMMENDER: Role.RECOMMENDER_OFFICER,
}


def admit(call: Call, facts: Mapping[str, Any], *, seat: Membership) -> Admission:
    """Admit a unit as organiser or recommender; ``facts`` are unit, part, kind, application and reason."""
    with transaction.atomic():
        locked = held(call, seat)
        _refuse_needless(locked, facts)
        admission = models.Admission.objects.create(
            call=locked, at=clock.now(), by=seat.person, by_name=seat.name_shown, **facts
        )
        _tell(admission, "准许", f"{admission.sentence()}。")
    return admission


def end_admission(admission: Admission, *, seat: Membership) -> bool:
    """End an exception from now on; False if it had been ended before."""
    with transaction.atomic():
        held(admission.call, seat)
        ended = models.Admission.objects.filter(pk=admission.pk, ended_at__isnull=True).update(ended_at=clock.now())
        if ended:
            _tell(admission, "终止", f"国家标准委终止了这一例外。原为——{admission.sentence()}。")
    return bool(ended)


def _refuse_needless(call: Call, facts: Mapping[str, Any]) -> None:
    unit, part, kind = facts["unit"], facts["part"], facts["kind"]
    if call.state == CallState.CLOSED:
        raise CallRefused("申报指南已经结束受理，不能再准许例外。")
    listed = call.edition.organisers if part == Admission.Part.ORGANISER else call.edition.recommenders
    said = f"{BaseKind(kind).label}创新基地的{Admission.Part(part).label}"
    if unit.kind in listed.kinds(kind):
        raise CallRefused(f"{unit}按{call.edition.label}本来就可以作为{said}，不需要例外。", "unit")
    same = models.Admission.objects.filter(call=call, unit=unit, part=part, kind=kind, ended_at__isnull=True)
    # What holds for the whole call needs none for one of its cases.
    if same.filter(Q(application__isnull=True) | Q(application=facts.get("application"))).exists():
        raise CallRefused(f"{unit}已经准许作为{said}，不必重复。", "unit")


def _tell(admission: Admission, what: str, body: str) -> None:
    """The unit's own officers, and for one case its applicant's people too."""
    day, application = clock.today(), admission.application
    persons = set(people_in(admission.unit_id, _ROLES[Admission.Part(admission.part)], day=day))
    url = admission.call.get_absolute_url()
    if application is not None:
        persons |= set(people_in(application.unit_id, Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN, day=day))
    tell_of(url, persons, f"“{admission.call.title}”：例外{what}", body, at=clock.now())

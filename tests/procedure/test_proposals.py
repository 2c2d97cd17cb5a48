"""Two people: who proposes does not sign, and nothing happens in between unseen."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone

from organisations.models import Role
from procedure.acts import NotPermitted, ProcedureError, Refused
from procedure.models import DueDate, Notification, Outbox, Proposal, Record
from procedure.offers import offers
from procedure.perform import perform
from procedure.proposals import decline, form_data, open_on, propose, sign, take_back
from procedure.steps import TIMER
from procedure.sweep import fire_due
from tests.factories import Personas, seat
from tests.practice.models import Errand
from tests.practice.road import FINISH, NOON, batch, errand, parcel

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B05")]


def proposed(cast: Personas, row: Errand) -> Proposal:
    return propose(row, "finish", seat=cast.officer, data=FINISH, seen=row.version)


# Who may not


def test_one_person_alone_is_refused(cast: Personas) -> None:
    row = errand(cast, "waiting")
    with pytest.raises(Refused, match="须由经办提请、另一人审批"):
        perform(row, "finish", seat=cast.officer, data=FINISH)
    with pytest.raises(NotPermitted):
        perform(row, "finish", seat=cast.approver, data=FINISH)


def test_only_the_officer_proposes(cast: Personas) -> None:
    row = errand(cast, "waiting")
    for somebody in (cast.approver, cast.applicant, cast.outsider, None, TIMER):
        with pytest.raises(NotPermitted):
            propose(row, "finish", seat=somebody, data=FINISH)
    with pytest.raises(ProcedureError, match="not of two persons"):
        propose(row, "send_back", seat=cast.officer)
    assert Proposal.objects.count() == 0


def test_proposer_cannot_sign_even_from_another_seat(cast: Personas) -> None:
    proposal = proposed(cast, errand(cast, "waiting"))
    second_seat = seat(Role.SAC_APPROVER, cast.approver.unit, person=cast.officer.person)
    for act in (sign, lambda p, seat: decline(p, seat=seat, note="不妥")):
        with pytest.raises(Refused) as refused:
            act(proposal, seat=second_seat)
        assert str(refused.value) == "提请人与审批人不能是同一人，请由另一位审批人员办理。"
    proposal.refresh_from_db()
    assert proposal.outcome == "open"


def test_only_an_approver_signs_or_declines(cast: Personas) -> None:
    proposal = proposed(cast, errand(cast, "waiting"))
    colleague = seat(Role.SAC_OFFICER, cast.officer.unit)
    for somebody in (colleague, cast.applicant, cast.outsider, None, TIMER):
        with pytest.raises(NotPermitted):
            sign(proposal, seat=somebody)
        with pytest.raises(NotPermitted):
            decline(proposal, seat=somebody, note="不妥")


def test_ended_approver_does_not_sign(cast: Personas) -> None:
    proposal = proposed(cast, errand(cast, "waiting"))
    ended = seat(Role.SAC_APPROVER, cast.approver.unit, ends=NOON.date() - timedelta(days=1))
    with pytest.raises(NotPermitted):
        sign(proposal, seat=ended)


def test_only_the_proposer_takes_back(cast: Personas) -> None:
    proposal = proposed(cast, errand(cast, "waiting"))
    colleague = seat(Role.SAC_OFFICER, cast.officer.unit)
    for somebody in (cast.approver, colleague, cast.applicant, None, TIMER):
        with pytest.raises(NotPermitted):
            take_back(proposal, seat=somebody)


def test_database_demands_two_persons(cast: Personas) -> None:
    proposal = proposed(cast, errand(cast, "waiting"))
    for outcome in ("signed", "declined"):
        for decided_by in (cast.officer.person, None):
            with pytest.raises(IntegrityError, match="proposal_needs_two_persons"), transaction.atomic():
                Proposal.objects.filter(pk=proposal.pk).update(outcome=outcome, decided_by=decided_by)


def test_database_allows_one_open_proposal_a_root(cast: Personas) -> None:
    proposal = proposed(cast, errand(cast, "waiting"))
    proposal.pk = uuid.uuid4()
    with pytest.raises(IntegrityError, match="proposal_one_open_a_root"), transaction.atomic():
        proposal.save(force_insert=True)


# Proposing


def test_proposing_is_recorded_and_leaves_the_state(cast: Personas) -> None:
    row = errand(cast, "waiting")
    proposal = proposed(cast, row)
    record = Record.objects.latest("pk")
    assert (record.kind, record.step, record.source, record.target, record.version) == (
        "proposed", "finish", "waiting", "waiting", 3
    )  # fmt: skip
    assert (row.state, row.version, proposal.version, proposal.outcome) == ("waiting", 3, 3, "open")
    assert open_on(row.root) == proposal
    assert Outbox.objects.get(kind="proposal").payload == {"proposal": str(proposal.pk)}


def test_guards_and_form_run_at_proposal(cast: Personas) -> None:
    row = errand(cast, "waiting")
    parcel(cast, row)
    with pytest.raises(Refused) as refused:
        propose(row, "finish", seat=cast.officer, data={"note": ""})
    assert [refusal.sentence for refusal in refused.value.refusals] == ["还有 1 件没有封好。", "请写明意见。"]
    with pytest.raises(Refused, match="已有变动"):
        propose(row, "finish", seat=cast.officer, data=FINISH, seen=0)
    assert Proposal.objects.count() == 0


def test_form_is_kept_as_it_was_sent_and_nothing_else(cast: Personas) -> None:
    row = errand(cast, "waiting")
    sent = QueryDict("note=同意&ways=post&ways=hand&csrfmiddlewaretoken=secret&seen=2")
    proposal = propose(row, "finish", seat=cast.officer, data=sent)
    proposal.refresh_from_db()
    assert proposal.data == {"note": ["同意"], "ways": ["post", "hand"]}
    assert form_data(proposal).getlist("ways") == ["post", "hand"]
    assert sign(proposal, seat=cast.approver).note == "同意"


# Signing


def test_signing_takes_the_step_and_names_both(cast: Personas) -> None:
    row = errand(cast, "waiting")
    proposal = proposed(cast, row)
    record = sign(proposal, seat=cast.approver, seen=row.version)
    row.refresh_from_db()
    proposal.refresh_from_db()
    assert (row.state, row.finished_note, row.version) == ("done", "同意办结", 4)
    assert (record.kind, record.actor, record.proposed_by) == ("step", cast.approver.person, cast.officer.person)
    officer, approver = cast.officer.person.name, cast.approver.person.name
    assert record.who() == f"{officer}提请，{approver}审批（{cast.approver.unit.name}）"
    assert (proposal.outcome, proposal.decided_by, proposal.decided_at) == ("signed", cast.approver.person, NOON)
    assert open_on(row.root) is None


def test_guards_run_again_at_signing(cast: Personas) -> None:
    row = errand(cast, "waiting")
    proposal = proposed(cast, row)
    # A birth under the root does not undo the proposal; its guard sees it.
    parcel(cast, row)
    with pytest.raises(Refused, match="还有 1 件没有封好"):
        sign(proposal, seat=cast.approver)
    row.refresh_from_db()
    proposal.refresh_from_db()
    assert (row.state, proposal.outcome) == ("waiting", "open")


def test_stale_approver_is_refused(cast: Personas) -> None:
    proposal = proposed(cast, errand(cast, "waiting"))
    with pytest.raises(Refused, match="已有变动"):
        sign(proposal, seat=cast.approver, seen=2)


def test_decided_proposal_is_not_decided_again(cast: Personas) -> None:
    proposal = proposed(cast, errand(cast, "waiting"))
    sign(proposal, seat=cast.approver)
    attempts = [
        lambda: sign(proposal, seat=cast.approver),
        lambda: decline(proposal, seat=cast.approver, note="不妥"),
        lambda: take_back(proposal, seat=cast.officer),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="该提请已有结果（已同意），不能再办理"):
            attempt()


# Declining and taking back


def test_decline_needs_a_reason(cast: Personas) -> None:
    proposal = proposed(cast, errand(cast, "waiting"))
    with pytest.raises(Refused, match="请写明退回提请的理由"):
        decline(proposal, seat=cast.approver, note="  ")


def test_declining_is_recorded_told_and_kept(cast: Personas) -> None:
    row = errand(cast, "waiting")
    proposal = proposed(cast, row)
    record = decline(proposal, seat=cast.approver, note="依据不足")
    row.refresh_from_db()
    proposal.refresh_from_db()
    assert (record.kind, record.note, record.version, row.state, row.version) == (
        "declined", "依据不足", 4, "waiting", 4
    )  # fmt: skip
    assert (proposal.outcome, proposal.note, proposal.decided_by) == ("declined", "依据不足", cast.approver.person)
    told = Notification.objects.get(person=cast.officer.person)
    assert (told.title, told.body, told.record) == ("提请被退回：办结", "依据不足", record)
    assert form_data(proposal)["note"] == "同意办结"
    assert proposed(cast, row).outcome == "open"


def test_proposer_who_left_is_not_told(cast: Personas) -> None:
    proposal = proposed(cast, errand(cast, "waiting"))
    cast.officer.person.is_active = False
    cast.officer.person.save()
    decline(proposal, seat=cast.approver, note="依据不足")
    assert not Notification.objects.exists()


def test_taking_back_is_recorded_and_frees_the_root(cast: Personas) -> None:
    row = errand(cast, "waiting")
    record = take_back(proposed(cast, row), seat=cast.officer)
    row.refresh_from_db()
    assert (record.kind, record.actor, row.state, row.version) == ("taken_back", cast.officer.person, "waiting", 4)
    assert perform(row, "send_back", seat=cast.officer).target == "working"


# While it is open


def test_the_authoritys_other_steps_are_held_back_on_the_whole_root(cast: Personas) -> None:
    row = errand(cast, "waiting")
    proposed(cast, row)
    colleague = seat(Role.SAC_OFFICER, cast.officer.unit)
    held = "“办结”已提请审批，审批结束前其他审批类步骤不能办理；请先处理或撤回该提请。"
    box = parcel(cast, row)
    for attempt in (
        lambda: perform(row, "send_back", seat=colleague),
        lambda: propose(row, "shelve", seat=colleague),
        lambda: propose(row, "finish", seat=colleague, data=FINISH),
        lambda: perform(box, "inspect_box", seat=colleague),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert held in [refusal.sentence for refusal in refused.value.refusals]
    shown = {(offer.subject.machine, offer.step.name): offer for offer in offers(row, colleague)}
    assert {key: [refusal.sentence for refusal in offer.refusals][:1] for key, offer in shown.items()} == {
        ("errand", "send_back"): [held], ("errand", "finish"): [held], ("errand", "shelve"): [held],
        ("parcel", "inspect_box"): [held], ("parcel", "weigh"): [held],
    }  # fmt: skip


def test_anothers_step_goes_on_and_voids_it_visibly(cast: Personas) -> None:
    row = errand(cast, "waiting")
    proposal = proposed(cast, row)
    record = perform(row, "drop", seat=cast.applicant, seen=row.version)
    proposal.refresh_from_db()
    voided = Record.objects.get(kind="voided")
    assert (voided.version, voided.step, voided.label, voided.actor) == (4, "finish", "办结", cast.applicant.person)
    assert (record.version, row.state, row.version) == (5, "dropped", 5)
    assert (proposal.outcome, proposal.data["note"]) == ("voided", ["同意办结"])
    told = Notification.objects.get(person=cast.officer.person)
    assert (told.title, told.record) == ("提请已失效：办结", voided)
    assert told.body == "因办理“放弃”，提请失效，内容已为提请人保留。"
    with pytest.raises(Refused, match="已失效"):
        sign(proposal, seat=cast.approver)


def test_step_of_another_row_of_the_root_voids_it_too(cast: Personas) -> None:
    row = errand(cast, "waiting")
    box = parcel(cast, row)
    perform(box, "close_box", seat=cast.applicant)
    proposal = proposed(cast, row)
    perform(box, "lose", seat=cast.applicant)
    row.refresh_from_db()
    proposal.refresh_from_db()
    assert (proposal.outcome, row.state, row.version, box.version) == ("voided", "waiting", 4, 2)


def test_timers_step_goes_on_and_voids_it(cast: Personas) -> None:
    row = errand(cast, "waiting")
    perform(row, "resume", seat=cast.applicant)
    Errand.objects.filter(pk=row.pk).update(until=NOON)
    row.refresh_from_db()
    perform(row, "pause", seat=cast.applicant, data={"note": "等", "until": "2024-04-01"})
    perform(row, "resume", seat=cast.applicant)
    box = parcel(cast, row)
    # A proposal on another row of the same root; the timer works on the errand.
    Proposal.objects.create(
        machine="errand", subject_id=row.pk, root=row.root, step="finish", version=row.version, proposed_at=NOON,
        proposed_by=cast.officer.person, proposed_by_name="经办",
    )  # fmt: skip
    assert fire_due(NOON) == 1
    row.refresh_from_db()
    assert (row.state, Proposal.objects.get().outcome, box.root) == ("waiting", "voided", row.pk)
    assert Record.objects.get(kind="voided").actor_name == "系统定时"
    assert DueDate.objects.get(kind="finish", fired_at__isnull=False).fired_at == NOON


def test_proposer_of_a_consequence_holds_the_authority_back_too(cast: Personas) -> None:
    first, second = errand(cast, "waiting"), errand(cast, "waiting")
    whole = batch(cast, first, second)
    proposed(cast, second)
    with pytest.raises(Refused, match="“办结”已提请审批"):
        propose(whole, "close_round", seat=cast.officer)


def test_consequence_on_another_root_is_held_back_like_its_cause(cast: Personas) -> None:
    row = errand(cast, "waiting")
    whole = batch(cast, row)
    proposal = proposed(cast, row)
    with pytest.raises(Refused, match="“办结”已提请审批"):
        perform(whole, "urge_round", seat=cast.officer)
    take_back(proposal, seat=cast.officer)
    assert perform(whole, "urge_round", seat=cast.officer).version == 1


# A batch holds every root


def test_batch_holds_each_root_and_signs_all(cast: Personas) -> None:
    first, second = errand(cast, "waiting"), errand(cast, "waiting")
    whole = batch(cast, first, second)
    proposal = propose(whole, "close_round", seat=cast.officer)
    assert Proposal.objects.filter(outcome="open").count() == 3
    assert open_on(first.root) == open_on(second.root) == open_on(whole.root) == proposal
    with pytest.raises(Refused, match="“关闭批次”已提请审批"):
        perform(second, "send_back", seat=cast.officer)
    record = sign(proposal, seat=cast.approver)
    states = set(Errand.objects.values_list("state", flat=True))
    assert (states, set(Proposal.objects.values_list("outcome", flat=True))) == ({"done"}, {"signed"})
    assert set(record.caused.values_list("proposed_by", flat=True)) == {cast.officer.person.pk}


def test_batch_that_changed_is_not_signed(cast: Personas) -> None:
    first, second = errand(cast, "waiting"), errand(cast, "waiting")
    whole = batch(cast, first)
    proposal = propose(whole, "close_round", seat=cast.officer)
    Errand.objects.filter(pk=second.pk).update(round=whole)
    with pytest.raises(Refused, match="提请之后所涉事项有增减，请退回经办重新提请"):
        sign(proposal, seat=cast.approver)
    assert set(Errand.objects.values_list("state", flat=True)) == {"waiting"}


@pytest.mark.parametrize("end", ["decline", "take_back"])
def test_batch_frees_every_root(cast: Personas, end: str) -> None:
    first, second = errand(cast, "waiting"), errand(cast, "waiting")
    proposal = propose(batch(cast, first, second), "close_round", seat=cast.officer)
    if end == "decline":
        decline(proposal, seat=cast.approver, note="不妥")
    else:
        take_back(proposal, seat=cast.officer)
    assert not Proposal.objects.filter(outcome="open").exists()
    assert perform(second, "send_back", seat=cast.officer).target == "working"


def test_step_on_one_root_of_a_batch_voids_the_whole(cast: Personas) -> None:
    first, second = errand(cast, "waiting"), errand(cast, "waiting")
    whole = batch(cast, first, second)
    proposal = propose(whole, "close_round", seat=cast.officer)
    perform(second, "drop", seat=cast.applicant)
    assert set(Proposal.objects.values_list("outcome", flat=True)) == {"voided"}
    told = Notification.objects.get(person=cast.officer.person)
    assert (told.title, told.url) == ("提请已失效：关闭批次", whole.get_absolute_url())
    # The batch's own root was not held: its row is left alone.
    whole.refresh_from_db()
    assert whole.version == proposal.version


# The key


def test_replays_get_the_first_receipt(cast: Personas) -> None:
    row = errand(cast, "waiting")
    keys = {name: uuid.uuid4() for name in ("propose", "decline", "take_back", "sign")}
    first = propose(row, "finish", seat=cast.officer, data=FINISH, key=keys["propose"])
    assert propose(row, "finish", seat=cast.officer, data=FINISH, key=keys["propose"]) == first
    declined = decline(first, seat=cast.approver, note="不妥", key=keys["decline"])
    assert decline(first, seat=cast.approver, note="不妥", key=keys["decline"]) == declined
    second = proposed(cast, Errand.objects.get())
    taken = take_back(second, seat=cast.officer, key=keys["take_back"])
    assert take_back(second, seat=cast.officer, key=keys["take_back"]) == taken
    third = proposed(cast, Errand.objects.get())
    signed = sign(third, seat=cast.approver, key=keys["sign"])
    assert sign(third, seat=cast.approver, key=keys["sign"]) == signed
    # Proposing again under the first key after all that still names the first proposal.
    assert propose(row, "finish", seat=cast.officer, data=FINISH, key=keys["propose"]) == first
    assert Proposal.objects.count() == 3


def test_key_of_a_refusal_does_not_sign(cast: Personas) -> None:
    row, key = errand(cast, "waiting"), uuid.uuid4()
    decline(proposed(cast, row), seat=cast.approver, note="不妥", key=key)
    row.refresh_from_db()
    with pytest.raises(Refused, match="已用于另一事项"):
        sign(proposed(cast, row), seat=cast.approver, key=key)


def test_approvers_are_told_that_a_proposal_waits(cast: Personas) -> None:
    from procedure.outbox import deliver

    proposed(cast, errand(cast, "waiting"))
    assert deliver(Outbox.objects.get(kind="proposal").pk)
    told = Notification.objects.get(person=cast.approver.person)
    assert (told.title, told.body) == (
        "差事：“办结”等待审批", f"{cast.officer.person.name}提请办理“办结”，请审批。"
    )  # fmt: skip
    assert told.at <= timezone.now()

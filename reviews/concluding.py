"""The conclusion of a case: the chair writes it, the members sign it as it stands, any change asks them again."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from organisations.models import Membership
from procedure import clock
from procedure.notifying import tell_of
from procedure.reckoning import beijing_day

from . import models
from .phases import Right
from .queries import members_of, members_of_panel
from .sheets import NotWritable, digest, hold, member_for


class StaleError(Exception):
    """What was shown has changed meanwhile; the sentence says what to do."""


class NotExcusedError(Exception):
    """An absence was refused; the sentence says why."""


def conclusion_of(case: "models.Case") -> "models.Conclusion | None":
    return models.Conclusion.objects.filter(case=case).first()


def wording(conclusion: "models.Conclusion | None") -> str:
    """What the chair's form was filled with: another tab's newer text is not written over."""
    if conclusion is None:
        return ""
    return digest([conclusion.result, conclusion.text, conclusion.points, conclusion.means])


def digest_of(case: "models.Case", conclusion: "models.Conclusion") -> str:
    """What is signed: the conclusion and every submitted sheet as they stand; any change is another digest."""
    states = models.SheetState.objects.filter(sheet__case=case, sheet__member__in=members_of(case))
    sheets = states.order_by("sheet_id", "number").values_list("sheet_id", "number", "digest")
    return digest(
        {
            "case": str(case.pk),
            "version": case.frozen_digest,
            "result": conclusion.result,
            "text": conclusion.text,
            "points": conclusion.points,
            **({"means": conclusion.means} if case.of_kind.means else {}),
            # Changed and changed back is signed again too.
            "written_at": conclusion.written_at.astimezone(UTC).isoformat(),
            "sheets": [list(row) for row in sheets],
        }
    )


def write(
    case: "models.Case", *, result: str, text: str, points: Sequence[dict[str, str]], base: str,
    seat: Membership | None, means: Sequence[str] = (),
) -> "models.Conclusion":  # fmt: skip
    """Write the conclusion, or change it. Raises NotWritable, StaleError."""
    with transaction.atomic():
        hold(case, seat, Right.CONCLUDES)
        member = member_for(case, seat)
        found = conclusion_of(case)
        if member is None or result not in case.conclusions:
            raise NotWritable
        if wording(found) != base:
            raise StaleError("您打开本页之后，结论又有保存；请对照现在的结论，再决定怎样写。")
        conclusion = found or models.Conclusion(case=case)
        before = wording(found)
        conclusion.result, conclusion.text, conclusion.points = result, text, list(points)
        conclusion.means = list(means)
        if wording(conclusion) != before:
            conclusion.written_by, conclusion.written_at = member, clock.now()
            _sign_history(conclusion, member)
            renew(case, conclusion)
    return conclusion


def _sign_history(conclusion: Any, member: "models.Member") -> None:
    """simple-history reads who and why from these."""
    conclusion._history_user = member.expert.person
    conclusion._change_reason = "组长写评审结论"


def renew(case: "models.Case", conclusion: "models.Conclusion | None" = None) -> None:
    """Bring the digest up to what stands now, and ask those who signed another one to sign again."""
    found = conclusion or conclusion_of(case)
    if found is None:
        return
    fresh = digest_of(case, found)
    if fresh == found.digest:
        return
    voided = found.signatures.filter(digest=found.digest) if found.pk else models.Signature.objects.none()
    again = set(voided.values_list("member__expert__person_id", flat=True))
    found.digest = fresh
    found.save()
    if again:
        title, body = f"{case}：请重新签名", "评审结论或者意见有改动，此前的签名不再有效，请看清后重新签名。"
        tell_of(reverse("reviews:meeting", args=[case.pk]), again, title, body, at=clock.now())


def sign(case: "models.Case", *, shown: str, agrees: bool, dissent: str, seat: Membership | None) -> "models.Signature":
    """Put one's own word under the conclusion as it was shown; once. Raises NotWritable, StaleError."""
    with transaction.atomic():
        hold(case, seat, Right.SIGNS)
        member, conclusion = member_for(case, seat), conclusion_of(case)
        if member is None or conclusion is None:
            raise NotWritable
        if digest_of(case, conclusion) != shown:
            raise StaleError("结论或者意见在您打开本页之后有改动，请看清现在的内容再签名。")
        signature, _ = models.Signature.objects.get_or_create(
            conclusion=conclusion,
            member=member,
            digest=shown,
            defaults={"agrees": agrees, "dissent": "" if agrees else dissent.strip(), "at": clock.now()},
        )
    return signature


def valid_signatures(case: "models.Case", conclusion: "models.Conclusion | None") -> "dict[int, models.Signature]":
    """By member, the signatures under the conclusion as it stands; those under an earlier wording do not count."""
    if conclusion is None:
        return {}
    rows = conclusion.signatures.filter(digest=digest_of(case, conclusion)).select_related("member__expert")
    return {row.member_id: row for row in rows}


def unsigned(case: "models.Case") -> list[str]:
    """The members who have not signed the conclusion as it stands and are not recorded as absent, by name."""
    signed = valid_signatures(case, conclusion_of(case))
    waiting = [each for each in members_of(case) if each.pk not in signed and not hasattr(each, "absence")]
    return [each.expert.name for each in waiting]


def record_absence(member: "models.Member", reason: str, seat: Membership) -> None:
    """Say that a member is not at the meeting, where a majority is. Raises NotWritable, NotExcusedError."""
    with transaction.atomic():
        case = member.panel.cases.filter(concluded_at=None).first()
        if case is None:
            raise NotWritable
        hold(case, seat, Right.EXCUSES)
        members = members_of_panel(member.panel_id)
        if why := _not_excused(member, members):
            raise NotExcusedError(why)
        facts = {"reason": reason, "by": seat.person, "by_name": seat.name_shown, "at": clock.now()}
        models.Absence.objects.get_or_create(member=member, defaults=facts)


def _not_excused(member: "models.Member", members: "list[models.Member]") -> str:
    if member.is_chair:
        return "组长不能缺席：请先改定一位到会的专家为组长。"
    present = [each for each in members if each.pk != member.pk and not hasattr(each, "absence")]
    if 2 * len(present) <= len(members):
        return f"评审组共 {len(members)} 人，到会的须过半数；再有一人缺席即不足，请另行安排会议。"
    return ""


def standing(case: "models.Case") -> list[dict[str, Any]]:
    """Each member with what he signed: for the page of the meeting and for the print."""
    signed = valid_signatures(case, conclusion_of(case))
    return [
        {"member": each, "signature": signed.get(each.pk), "absence": getattr(each, "absence", None)}
        for each in members_of(case)
    ]


def close(case: "models.Case", at: datetime) -> None:
    """What the members signed is recorded: from now on nothing of the case changes. Under the case's lock."""
    case.concluded_at = at
    case.save(update_fields=["concluded_at"])


def opinion_day(case: "models.Case") -> date:
    """The date of the opinion: the day on which the last of its members signed it as it stands."""
    signed = valid_signatures(case, conclusion_of(case))
    return beijing_day(max(signature.at for signature in signed.values()))

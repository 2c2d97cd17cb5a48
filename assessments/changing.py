"""变更: what asking, publishing, deciding and the day of effect write (办法35)."""

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from bases import names
from bases.changing import PROMISES, find_promise
from bases.deciding import decide, drafted, remarks
from bases.models import Base
from bases.procedure import BaseKind, DecisionKind
from bases.procedure.people import SUPERVISOR
from documents.models import File
from documents.official import Block, Heading, Paragraph
from documents.uploads import Checked
from notices import publishing
from notices.models import ItemOutcome
from organisations.models import Membership, Region, Role, Sector
from procedure.acts import Act
from procedure.articles import cite
from procedure.locking import lock_root
from procedure.perform import start
from procedure.reckoning import chinese_date

from . import models
from .procedure.change import ChangeState as S

if TYPE_CHECKING:
    from .models import Change

_WRITERS = (Role.PREPARER, Role.SUBMITTER)
Uploads = Iterable[tuple[Any, Checked]]
NONE_YET = "（空）"
_TAKES_EFFECT = {"name": "change_name", "host": "change_host", "matter": "change_matter"}


class FilesClosed(Exception):
    """Nothing can be added in this state; the text is a sentence for the person."""


# Asking


@transaction.atomic
def ask(
    base: Base, kind: str, facts: Mapping[str, Any], letter: Any, files: Uploads, *, seat: Membership,
    key: uuid.UUID | None,
) -> "Change":  # fmt: skip
    """Keep the request with its letter; sent twice it is one. Raises Refused, NotPermitted."""
    state = S.ANSWERING if kind == models.Change.Kind.HOST else S.EXAMINING
    row = models.Change(state=state, base=base, kind=kind, asked_by=seat.unit, letter=letter.keep(seat.person), **facts)
    row.before, row.after = present_words(base, kind, row.values), wanted_words(row)
    if kind == models.Change.Kind.HOST:
        row.former_id = base.host_unit_id
    asked = start(row, seat=seat, key=key)
    assert isinstance(asked, models.Change)
    if asked.pk == row.pk:
        _keep_files(asked, models.ChangeFile.Part.REQUEST, files, seat)
    return asked


def keep_request(change: Any, act: Act) -> None:
    """The corrected request, under the same letter or a newer one that was uploaded beforehand."""
    for name, value in act.data["facts"].items():
        setattr(change, name, value)
    change.before, change.after = present_words(change.base, change.kind, change.values), wanted_words(change)


def keep_answers(change: Any, act: Act) -> None:
    """The answers of the new host; sent back, it answers all of them anew."""
    models.ChangeAnswer.objects.filter(change=change).delete()
    models.ChangeAnswer.objects.bulk_create(
        models.ChangeAnswer(change=change, key=key, is_met=is_met, text=text)
        for key, is_met, text in act.data["answers"]
    )


def part_of(change: "Change", seat: Membership) -> str:
    """Which files this seat may add now: the asking authority's, or the new host's."""
    if change.state == S.RETURNED and SUPERVISOR.allows(change, seat):
        return str(models.ChangeFile.Part.REQUEST)
    if change.state == S.ANSWERING and seat.unit_id == change.host_id and seat.role in _WRITERS:
        return str(models.ChangeFile.Part.ANSWER)
    return ""


@transaction.atomic
def add_files(change: "Change", files: Uploads, letter: Any, *, seat: Membership) -> None:
    """More material, or the letter anew while the request is being corrected. Raises FilesClosed."""
    lock_root(change)
    change.refresh_from_db()
    part = part_of(change, seat)
    if not part:
        raise FilesClosed(f"现在是“{change.state_label}”，不能再增加材料。")
    if letter is not None and part == models.ChangeFile.Part.REQUEST:
        row: Any = change
        row._history_user, row._change_reason = seat.person, "重新上传来函"
        row.letter = letter.keep(seat.person)
        row.save(update_fields=["letter"])
    _keep_files(change, part, files, seat)


def _keep_files(change: "Change", part: str, files: Uploads, seat: Membership) -> None:
    for upload, checked in files:
        file = File.store(upload, checked.name, seat.person, checked.content_type)
        models.ChangeFile.objects.create(change=change, part=part, file=file)


# What it is about, in words


def present_words(base: Base, kind: str, values: Mapping[str, Any]) -> str:
    """What the base has now."""
    if kind == "name":
        return base.full_name
    if kind == "host":
        spell = base.hosts.filter(until="").first()
        return spell.name if spell else NONE_YET
    return _matter_now(base, values)


def _matter_now(base: Base, values: Mapping[str, Any]) -> str:
    if "promise" in values:
        row = find_promise(base, values["kind"], values["promise"])
        return promise_words(values["kind"], {name: getattr(row, name) for name in PROMISES[values["kind"]].columns})
    said = {
        "region_id": f"区域：{base.region or NONE_YET}",
        "sector_id": f"领域：{base.sector or NONE_YET}",
        "base_kind": f"类型：{base.get_kind_display()}",
    }
    found = [words for name, words in said.items() if name in values]
    return found[0] if found else str(values.get("now", NONE_YET))


def wanted_words(change: "Change") -> str:
    """What it will have."""
    if change.kind == "name":
        return names.whole(change.inner_name)
    return str(change.host) if change.kind == "host" else matter_words(change.values)


def matter_words(values: Mapping[str, Any]) -> str:
    """What a major matter becomes, as the base's step will write it."""
    if "promise" in values:
        return promise_words(values["kind"], values)
    if "region_id" in values:
        return f"区域：{Region.objects.get(pk=values['region_id'])}"
    if "sector_id" in values:
        return f"领域：{Sector.objects.get(pk=values['sector_id'])}"
    if "base_kind" in values:
        return f"类型：{BaseKind(values['base_kind']).label}"
    return str(values["what"])


def promise_words(kind: str, row: Mapping[str, Any]) -> str:
    """A promised row as a notice and a document name it."""
    if kind == "indicator":
        middle = f"；中期目标：{row['midterm']}" if row.get("midterm") else ""
        return f"期满目标：{row['target']}{middle}"
    if kind == "milestone":
        return f"{row['due']}：{row['content']}"
    return f"{row['title']}：{row['content']}"


def change_words(change: "Change") -> str:
    """One sentence: what becomes what."""
    return f"{change.get_kind_display()}：由“{change.before}”变更为“{change.after}”。"


# Publishing


def publish(change: Any, act: Act) -> None:
    """Bear the notice with its one item; what was published before says that it is published anew."""
    draft = publishing.Wording(**{name: act.data[name] for name in _WORDING})
    newest = models.ChangeItem.objects.filter(change=change).select_related("item__notice").last()
    notice, period = publishing.publish(draft, act, article="办法35", corrects=newest.item.notice if newest else None)
    item = publishing.add_item(notice, 1, period, shown_as(change))
    publishing.leave_former(list(items_of(change)), act.at)
    models.ChangeItem.objects.create(change=change, item=item)
    change.item = item


_WORDING = ("title", "text", "shown_end", "official_url", "office", "phone", "email", "address")


def shown_as(change: "Change") -> dict[str, str]:
    """What the notice says: the base as it is, and what becomes of it."""
    base = change.base
    spell = base.hosts.filter(until="").first()
    return {
        "name": base.full_name,
        "host": spell.name if spell else NONE_YET,
        "recommender": base.recommender_name or str(change.asked_by),
        "kind_label": base.get_kind_display(),
        "change": change_words(change),
    }


def pull(change: Any, act: Act) -> None:
    """The notice is withdrawn and says why; what comes of the request is examined again."""
    notice = change.item.notice
    ItemOutcome.objects.create(item=change.item, kind=act.data["kind"], note=act.note, at=act.at)
    act.cause(notice, "withdraw")
    change.item = None


def close_item(change: Any, act: Act) -> None:
    """Refused after its publicity: the notice says so."""
    if change.item_id:
        ItemOutcome.objects.create(item_id=change.item_id, kind=ItemOutcome.Kind.NOT_CHANGED, at=act.at)


def items_of(change: "Change") -> QuerySet[Any, int]:
    """The items of a change in every notice that it ever stood in."""
    return models.ChangeItem.objects.filter(change=change.pk).values_list("item_id", flat=True)


# Deciding


def approve(change: Any, act: Act) -> None:
    """Write the decision and its papers; the base is changed on the day that it names."""
    change.effective_on = act.data["effective_on"]
    document = drafted([change.base], f"同意{change.base.full_name}{change.get_kind_display()}", _body(change, act))
    change.decision = decide(act, DecisionKind.CHANGE, [change.base], document, reason=change.reason)
    ItemOutcome.objects.create(item_id=change.item_id, kind=ItemOutcome.Kind.CHANGED, at=act.at)


def take_effect(change: Any, act: Act) -> None:
    """Cause the base's own step with what was decided."""
    data = {
        "day": change.effective_on, "reason": f"{change.decision}", "inner_name": change.inner_name,
        "english_name": change.english_name, "unit": change.host, "values": change.values,
    }  # fmt: skip
    act.cause(change.base, _TAKES_EFFECT[change.kind], data)


def _body(change: "Change", act: Act) -> list[Block]:
    dated = chinese_date(change.letter_dated)
    day = chinese_date(act.data["effective_on"])
    return [
        Paragraph(
            f"{change.asked_by}{dated}来函（{change.letter_number}）收悉。根据{cite('办法35')}，经审查和公示，"
            f"现同意{change.base.full_name}{change.get_kind_display()}，有关事项如下："
        ),
        Heading(1, "变更事项"),
        Paragraph(change_words(change)),
        *([Paragraph(_english(change))] if change.kind == "name" and change.english_name else []),
        Heading(1, "生效日"),
        Paragraph(
            f"自{day}起生效。{_TAKES_OVER if change.kind == 'host' else ''}创新基地的各项期限不因本次变更而改变。"
        ),
        *remarks(act.data.get("remarks", "")),
    ]


_TAKES_OVER = "原承担单位未完成的填报和各项职责由新承担单位自生效日起承接。"


def _english(change: "Change") -> str:
    return f"英文名称为“{names.english(change.english_name)}”。"

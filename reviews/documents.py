"""专家评审意见 on paper: its words are frozen when it is asked for, and a worker makes the file."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents import official, printing
from documents.models import File
from organisations.models import Membership
from procedure import clock, outbox
from procedure.models import Outbox
from procedure.outbox import PostponedError, handler
from procedure.reckoning import chinese_date

from . import models
from .concluding import conclusion_of, standing
from .pointing import numbered_points
from .sheets import digest

KIND = "opinion_print"


def title_of(case: "models.Case") -> str:
    """专家评审意见, 专家论证意见 under the guide, 验收意见 of a base."""
    return f"{case.of_kind.label(case)}意见"


def content_of(case: "models.Case") -> dict[str, Any]:
    """All that is printed, as plain values: the conclusion as it stands now, and who signed it."""
    conclusion, panel = conclusion_of(case), case.panel
    assert conclusion is not None
    assert panel is not None
    rows = standing(case)
    return {
        "title": title_of(case),
        "verb": case.of_kind.verb,
        "pointed": case.of_kind.points,
        "facts": _facts(case, panel, conclusion),
        "result": conclusion.result,
        "text": conclusion.text,
        "points": [f"{place}：{text}" for _, place, text in numbered_points(case, conclusion.points)],
        "dissent": [
            f"{row['member'].expert.name}：{row['signature'].dissent}"
            for row in rows
            if row["signature"] and not row["signature"].agrees
        ],
        "members": [_signed(row) for row in rows],
        "dated": _day_of(panel, rows).isoformat(),
    }


def _day_of(panel: "models.Panel", rows: list[dict[str, Any]]) -> date:
    """The day of the last signature; while nobody has signed that of the meeting, else today."""
    signed = [timezone.localdate(row["signature"].at) for row in rows if row["signature"]]
    return max(signed, default=panel.meeting_on or clock.today())


def _facts(case: "models.Case", panel: "models.Panel", conclusion: "models.Conclusion") -> list[list[str]]:
    version, verb = case.version, case.of_kind.verb
    material = f"{version}，核验码 {version.code}" if version else ""
    met = "，".join(
        each for each in (chinese_date(panel.meeting_on) if panel.meeting_on else "", panel.meeting_place) if each
    )
    visits = "；".join(f"{chinese_date(each.held_on)}，{each.place}" for each in case.visits.all())
    facts = [[f"{verb}事项", case.title], *([each["role"], each["name"]] for each in case.parties)]
    facts += [[f"{verb}材料", material], [f"{verb}组", panel.title], [f"{verb}方式", "、".join(conclusion.means)]]
    facts += [["会议", met], ["现场考察", visits]]
    return [[label, words] for label, words in facts if words]


def _signed(row: dict[str, Any]) -> list[str]:
    """姓名, 单位, 职务, what he signed."""
    member, expert = row["member"], row["member"].expert
    return [expert.name, expert.unit_name, "组长" if member.is_chair else "组员", signed_words(row)]


def signed_words(row: dict[str, Any]) -> str:
    """What stands at a member's name: his electronic signature with its time, his absence, or room for the hand."""
    if signature := row["signature"]:
        at = timezone.localtime(signature.at)
        word = "同意" if signature.agrees else "不同意"
        return f"{word}（电子签署 {at:%Y-%m-%d %H:%M}）"
    return f"缺席（{row['absence'].reason}）" if row["absence"] else ""


def order_print(case: "models.Case", seat: Membership) -> "models.OpinionPrint":
    """The print of what stands now; asked for twice it is the same one."""
    content = content_of(case)
    # The day on which it is asked for is no other sheet.
    key = digest(content | {"dated": ""})
    with transaction.atomic():
        order, new = models.OpinionPrint.objects.get_or_create(
            case=case, digest=key, defaults={"content": content, "asked_by": seat.person}
        )
        if new:
            outbox.put([Outbox(kind=KIND, payload={"print": str(order.pk)})])
    return order


def has_failed(order: "models.OpinionPrint") -> bool:
    """Whether the worker has used up its tries."""
    incidents = Outbox.objects.filter(failed_at__isnull=False, done_at__isnull=True, kind=KIND)
    return incidents.filter(payload__print=str(order.pk)).exists()


@handler(KIND)
def make_print(row: Outbox) -> None:
    """Make one ordered print; made already, there is nothing to do."""
    order = models.OpinionPrint.objects.select_related("case", "asked_by").get(pk=row.payload["print"])
    if order.file_id is not None:
        return
    if reason := printing.available():
        raise PostponedError(reason)
    made = official.pdf(document(order.content))
    name = f"{order.content['title']}（{order.case.title}）.pdf"
    order.file = File.store(made, name, order.asked_by, "application/pdf")
    order.save(update_fields=["file"])


def document(content: dict[str, Any]) -> official.Document:
    """The sheet in the measures of an official document."""
    # An order that was frozen before there were other kinds has neither word.
    verb, pointed = content.get("verb", "评审"), content.get("pointed", "修改意见")
    body: list[official.Block] = [
        official.Facts(tuple((label, words) for label, words in content["facts"])),
        official.Heading(1, f"{verb}结论"),
        official.Paragraph(content["result"]),
        official.Heading(1, f"{verb}意见"),
        *_paragraphs(content["text"]),
    ]
    for heading, rows in ((pointed, content["points"]), ("不同意见", content["dissent"])):
        if rows:
            body.append(official.Heading(1, heading))
            for number, text in enumerate(rows, start=1):
                body += _paragraphs(f"{number}. {text}")
    body.append(official.Heading(1, f"{verb}组成员签名"))
    rows = tuple(tuple(row) for row in content["members"])
    body.append(official.Table(("姓名", "单位", "职务", "意见和签名"), rows, widths=(3, 7, 2, 6)))
    names = tuple(row[0] for row in rows)
    return official.Document(
        official.Form.SHEET, content["title"], body=tuple(body), dated=date.fromisoformat(content["dated"]), names=names
    )


def _paragraphs(text: str) -> list[official.Block]:
    return [official.Paragraph(line) for line in text.splitlines() if line.strip()]

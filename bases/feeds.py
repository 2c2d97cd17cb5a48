"""The register for machines: Atom, JSON and CSV, each with an end."""

import csv
import io
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from .models import Base
from .queries import behind, in_order, key_of, public
from .told import address_of, public_state, record, state_words

NEWEST = 50
JSON_ROWS = 1000
CSV_ROWS = 5000
_BATCH = 500
_FORMULAE = ("=", "+", "-", "@")
_HEADER = (
    *("名称", "英文名称", "类型", "区域", "领域", "承担单位", "推荐单位", "批准文号"),
    *("批准建设", "验收通过", "批准成立", "终止或者撤销", "状态", "历史补录", "不详的事项", "网址"),
)


def atom() -> str:
    """The newest approvals; an entry is as new as the state of its base."""
    feed = Atom1Feed(
        title="国家技术标准创新基地名录", link=_absolute(reverse("bases:register")),
        feed_url=_absolute(reverse("bases:feed")), language="zh-Hans", description="最近批准建设的国家技术标准创新基地",
        author_name="国家标准化管理委员会",
    )  # fmt: skip
    for base in _fetched(in_order(public()))[:NEWEST]:
        link = address_of(base)
        feed.add_item(
            title=base.name_shown, link=link, unique_id=link, description=_summary(base), updateddate=base.since
        )
    return feed.writeString("utf-8")


def json_page(after: str) -> dict[str, Any]:
    """A page of the register, and the address of the next one."""
    found = list(_fetched(in_order(behind(public(), after)))[: JSON_ROWS + 1])
    following = ""
    if len(found) > JSON_ROWS:
        last = found[JSON_ROWS - 1]
        following = f"{_absolute(reverse('bases:json'))}?after={key_of(last.approved, last.pk)}"
    return {"bases": [record(base) for base in found[:JSON_ROWS]], "next": following}


def csv_text() -> str:
    """For spreadsheets: a mark of its encoding first, and no cell that one would compute."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(_HEADER)
    for base in _in_batches():
        writer.writerow([harmless(cell) for cell in _cells(record(base))])
    return out.getvalue()


def harmless(cell: str) -> str:
    """Text that a spreadsheet would take for a formula, made text."""
    return f"'{cell}" if unicodedata.normalize("NFKC", cell).lstrip()[:1] in _FORMULAE else cell


def _in_batches() -> Iterator[Base]:
    after = ""
    for _ in range(CSV_ROWS // _BATCH):
        found = list(_fetched(in_order(behind(public(), after)))[:_BATCH])
        yield from found
        if len(found) < _BATCH:
            return
        after = key_of(found[-1].approved, found[-1].pk)


def _cells(told: dict[str, Any]) -> list[str]:
    hosts = "；".join(host["name"] for host in told["hosts"])
    return [
        *(told["name"], told["english_name"], told["kind"], told["region"], told["sector"], hosts),
        *(told["recommender"], told["approval_number"], told["approved"], told["passed"], told["established"]),
        *(
            told["ended"],
            told["state_label"],
            "是" if told["history"] else "否",
            "、".join(told["unknown"]),
            told["url"],
        ),
    ]


def _fetched(rows: QuerySet[Base]) -> QuerySet[Base]:
    return rows.select_related("region", "sector").prefetch_related("hosts")


def _summary(base: Base) -> str:
    hosts = [host.name for host in base.hosts.all()]
    said = [f"承担单位：{hosts[-1]}"] if hosts else []
    said += [f"推荐单位：{base.recommender_name}"] if base.recommender_name else []
    return "，".join([*said, f"状态：{state_words(public_state(base.state), base.gaps)}"])


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{path}"

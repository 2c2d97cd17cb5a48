"""The notices as an Atom feed; addresses are those of the portal's own origin, whatever host was asked."""

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from .models import Notice

MOST = 50


def atom(notices: list[Notice]) -> str:
    """Newest first; a notice never changes, so it is as new as its last outcome."""
    feed = Atom1Feed(
        title="国家技术标准创新基地公示", link=_absolute(reverse("notices:list")),
        feed_url=_absolute(reverse("notices:feed")), language="zh-Hans", description="拟批准建设的国家技术标准创新基地",
        author_name="国家标准化管理委员会",
    )  # fmt: skip
    for notice in notices:
        link = _absolute(notice.get_absolute_url())
        changes = [outcome.at for item in notice.items.all() for outcome in item.outcomes.all()]
        feed.add_item(
            title=notice.title, link=link, description=_summary(notice), unique_id=link,
            pubdate=notice.published_at, updateddate=max([notice.published_at, *changes]),
        )  # fmt: skip
    return feed.writeString("utf-8")


def _summary(notice: Notice) -> str:
    lines = [f"{item.name}，承担单位：{item.host}，推荐单位：{item.recommender}" for item in notice.items.all()]
    return "；".join(lines) + f"。公示期{notice.shown_start:%Y-%m-%d}至{notice.shown_end:%Y-%m-%d}。"


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}{path}"

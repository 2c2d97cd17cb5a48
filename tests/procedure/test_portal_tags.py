"""The words that templates use for dates, days left, sizes, articles and addresses."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from procedure import articles, clock
from procedure.templatetags import portal

NOON = datetime(2024, 3, 5, 12, tzinfo=clock.BEIJING)


def render(source: str, **context: object) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


@pytest.mark.parametrize("nothing", [None, "", "2024-03-05", 5])
def test_what_is_no_date_is_shown_as_nothing(nothing: object) -> None:
    assert [portal.cn_date(nothing), portal.cn_datetime(nothing), portal.days_left(nothing)] == ["", "", ""]
    assert portal.last_day(nothing) is None
    assert portal.due_tone(nothing) == "later"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (date(2024, 3, 5), "2024年3月5日"),
        (datetime(2024, 3, 5, 0, 0, tzinfo=clock.BEIJING), "2024年3月5日"),
        (datetime(2024, 3, 4, 16, 0, tzinfo=UTC), "2024年3月5日"),
        (datetime(2024, 3, 4, 15, 59, tzinfo=UTC), "2024年3月4日"),
    ],
)
def test_a_date_is_the_day_in_beijing_without_zeros(value: date, shown: str) -> None:
    assert portal.cn_date(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (datetime(2024, 3, 5, 2, 42, tzinfo=UTC), "2024年3月5日 10:42"),
        (datetime(2024, 3, 5, 0, 5, tzinfo=clock.BEIJING), "2024年3月5日 00:05"),
        (date(2024, 3, 5), "2024年3月5日"),
    ],
)
def test_an_hour_is_shown_only_where_there_is_one(value: date, shown: str) -> None:
    assert portal.cn_datetime(value) == shown


@pytest.mark.parametrize(
    ("value", "words", "tone"),
    [
        (date(2024, 3, 2), "已超期 3 天", "late"),
        (date(2024, 3, 4), "已超期 1 天", "late"),
        (date(2024, 3, 5), "今天到期", "today"),
        (date(2024, 3, 6), "还有 1 天", "soon"),
        (date(2024, 3, 12), "还有 7 天", "soon"),
        (date(2024, 3, 13), "还有 8 天", "later"),
        (date(2024, 3, 17), "还有 12 天", "later"),
    ],
)
def test_days_left_are_calendar_days(value: date, words: str, tone: str) -> None:
    with clock.at(NOON):
        assert (portal.days_left(value), portal.due_tone(value)) == (words, tone)


@pytest.mark.parametrize(
    ("end", "day", "words"),
    [
        (datetime(2024, 3, 6, 0, 0, tzinfo=clock.BEIJING), date(2024, 3, 5), "今天到期"),
        (datetime(2024, 3, 5, 16, 0, tzinfo=UTC), date(2024, 3, 5), "今天到期"),
        (datetime(2024, 3, 5, 0, 0, tzinfo=clock.BEIJING), date(2024, 3, 4), "已超期 1 天"),
        (datetime(2024, 3, 5, 17, 0, tzinfo=clock.BEIJING), date(2024, 3, 5), "今天到期"),
    ],
)
def test_an_end_at_midnight_belongs_to_the_day_before(end: datetime, day: date, words: str) -> None:
    with clock.at(NOON):
        assert (portal.last_day(end), portal.days_left(end)) == (day, words)


def test_the_day_turns_at_midnight_in_beijing() -> None:
    due = date(2024, 3, 5)
    with clock.at(datetime(2024, 3, 5, 15, 59, tzinfo=UTC)):
        assert portal.days_left(due) == "今天到期"
    with clock.at(datetime(2024, 3, 5, 16, 0, tzinfo=UTC)):
        assert portal.days_left(due) == "已超期 1 天"


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (None, ""),
        (0, "0 字节"),
        (1023, "1023 字节"),
        (1024, "1 KB"),
        (1025, "2 KB"),
        (1024**2, "1.0 MB"),
        (3_565_158, "3.4 MB"),
        (1024**3, "1.0 GB"),
    ],
)
def test_file_sizes(size: int | None, shown: str) -> None:
    assert portal.file_size(size) == shown


@pytest.mark.rule("B38")
def test_the_draft_is_never_cited_without_saying_that_it_is_a_draft() -> None:
    assert portal.cite("") == portal.cite_short(None) == ""
    assert portal.cite("办法12") == f"{articles.MEASURES.title}第十二条"
    assert portal.cite_short("办法12") == "《办法（征求意见稿）》第十二条"
    assert portal.cite_short("指南三（三）") == "《申报指南》三（三）"


def test_a_step_without_an_article_says_why() -> None:
    assert portal.cite_short("无条文：管理需要") == "无条文：管理需要"


def test_query_changes_one_parameter_and_keeps_the_rest() -> None:
    request = RequestFactory().get("/", {"state": "received", "area": ["32", "13"], "after": "7"})
    assert render("{% query after=None state='draft' %}", request=request) == "?area=32&amp;area=13&amp;state=draft"
    assert render("{% query q='光 伏' state=None area=None after=None %}", request=request) == "?q=%E5%85%89+%E4%BC%8F"

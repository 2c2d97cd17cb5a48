"""The editions against a table typed by hand from both texts, and each number against the words it comes from."""

from dataclasses import FrozenInstanceError, fields, is_dataclass
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest

from procedure.articles import exists, quotation
from procedure.reckoning import Period
from procedure.rulebook import (
    AFTER_APPROVAL,
    AFTER_APPROVAL_SENTENCE,
    DEFAULT_EDITION,
    EDITIONS,
    GUIDE_2017,
    MEASURES_2023,
    Bound,
    Limit,
    UnknownEditionError,
    edition,
)

BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize("key", ["", "办法-2024", "办法2023", "指南"])
def test_an_edition_that_is_not_there_is_refused(key):
    with pytest.raises(UnknownEditionError, match="现有：办法-2023、指南-2017"):
        edition(key)


def test_the_default_is_the_draft_and_holds_for_every_base_after_approval():
    assert DEFAULT_EDITION == "办法-2023"
    assert edition() is edition("办法-2023") is MEASURES_2023 is AFTER_APPROVAL
    assert edition("指南-2017") is GUIDE_2017
    assert set(EDITIONS) == {"办法-2023", "指南-2017"}


@pytest.mark.parametrize(
    ("key", "base_type", "recommenders", "organisers"),
    [
        (
            "指南-2017",
            "regional",
            {"provincial_government", "city_government"},
            {"local_department", "city_department", "corps_department"},
        ),
        (
            "指南-2017",
            "sector",
            {"ministry", "association", "provincial_government", "city_government"},
            {"ministry_body", "association", "local_department", "city_department", "corps_department"},
        ),
        (
            "指南-2017",
            "international",
            {"ministry", "association", "provincial_government", "city_government"},
            {"ministry_body", "association", "local_department", "city_department", "corps_department"},
        ),
        ("办法-2023", "regional", {"ministry", "provincial_government"}, {"ministry_body", "local_department"}),
        ("办法-2023", "sector", {"ministry", "provincial_government"}, {"ministry_body", "local_department"}),
        ("办法-2023", "international", {"ministry", "provincial_government"}, {"ministry_body", "local_department"}),
    ],
)
def test_who_is_entitled(key, base_type, recommenders, organisers):
    assert set(edition(key).recommenders.kinds(base_type)) == recommenders
    assert set(edition(key).organisers.kinds(base_type)) == organisers


def test_a_type_that_is_not_there_entitles_nobody():
    with pytest.raises(ValueError, match="local"):
        MEASURES_2023.organisers.kinds("local")


def test_the_review_of_each_edition():
    draft, guide = MEASURES_2023.review, GUIDE_2017.review
    assert (draft.name, draft.conclusions, draft.always_revised) == (
        "专家评审",
        ("通过", "修改完善后通过", "未通过"),
        False,
    )
    assert (guide.name, guide.conclusions, guide.always_revised) == ("专家论证", ("通过", "未通过"), True)


def test_approval_and_its_period():
    assert (MEASURES_2023.approval_word.value, GUIDE_2017.approval_word.value) == ("批准建设", "批准筹建")
    assert (MEASURES_2023.build_period.value, MEASURES_2023.build_period.hard) == (Period(3, "y"), False)
    assert (GUIDE_2017.build_period.value, GUIDE_2017.build_period.hard) == (Period(2, "y"), False)


@pytest.mark.rule("B15")
@pytest.mark.parametrize("key", ["办法-2023", "指南-2017"])
def test_the_month_of_publicity_is_hard_in_every_edition(key):
    minimum = edition(key).publicity.minimum
    assert (minimum.value, minimum.hard, minimum.bound) == (Period(1, "m"), True, Bound.AT_LEAST)
    assert edition(key).publicity.required is (key == "办法-2023")


def test_the_presets_are_the_guides():
    preset = MEASURES_2023.preset
    assert preset is GUIDE_2017.preset
    assert [(each.type, each.name, each.planned) for each in preset.types] == [
        ("regional", "区域（综合）", (15, 20)),
        ("sector", "领域（专业）", (30, 35)),
        ("international", "国际", (5, 10)),
    ]
    assert (preset.one_regional_per_region.value, preset.one_regional_per_region.article) == (True, "指南四.1")
    assert (preset.one_per_sector.value, preset.one_per_sector.article) == (True, "指南四.2")
    assert (preset.type_conditions.value, preset.type_conditions.article) == (True, "指南二（二）")
    assert (preset.construction_plan.value, preset.construction_plan.hard) == (Period(3, "m"), True)


@pytest.mark.rule("Z43")
@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        (datetime(2026, 5, 4, 23, 59, 59, tzinfo=BEIJING), False),
        (datetime(2026, 5, 5, 0, 0, 0, tzinfo=BEIJING), True),
        (datetime(2026, 7, 30, 23, 59, 59, 999_999, tzinfo=BEIJING), True),
        (datetime(2026, 7, 31, 0, 0, 0, tzinfo=BEIJING), False),
        (datetime(2026, 5, 4, 16, 0, 0, tzinfo=UTC), True),
        (datetime(2026, 7, 30, 16, 0, 0, tzinfo=UTC), False),
        (datetime(2022, 7, 30, 12, 0, 0, tzinfo=BEIJING), True),  # a Saturday, and the last day all the same
        (datetime(2022, 8, 1, 9, 0, 0, tzinfo=BEIJING), False),
    ],
)
def test_the_window_runs_to_the_second_by_beijing_time(moment, inside):
    assert MEASURES_2023.preset.window.contains(moment) is inside


def test_the_bounds_of_the_window_are_its_first_moment_and_the_first_too_late():
    assert MEASURES_2023.preset.window.bounds(2026) == (
        datetime(2026, 5, 5, tzinfo=BEIJING),
        datetime(2026, 7, 31, tzinfo=BEIJING),
    )


def test_a_hard_limit_takes_no_reason():
    minimum = MEASURES_2023.publicity.minimum
    assert minimum.refusal(Period(1, "m")) == minimum.refusal(Period(2, "m")) == ""
    hard = Limit(Period(2, "m"), hard=True, article="办法15", bound=Bound.AT_LEAST, words="不少于1个月")
    said = "《国家技术标准创新基地管理办法（公开征求意见稿）》第十五条规定“不少于1个月”，现为1个月，不得例外。"
    assert hard.refusal(Period(1, "m")) == hard.refusal(Period(1, "m"), "情况紧急") == said


def test_a_soft_limit_is_opened_by_a_written_reason_only():
    period = MEASURES_2023.build_period
    said = (
        "《国家技术标准创新基地管理办法（公开征求意见稿）》第十六条规定“一般不超过3年”，现为37个月；"
        "确需例外的，须由国家标准委写明理由。"
    )
    assert period.refusal(Period(36, "m")) == period.refusal(Period(3, "y")) == ""
    assert period.refusal(Period(37, "m")) == period.refusal(Period(37, "m"), "  ") == said
    assert period.refusal(Period(37, "m"), "跨年度重大专项") == ""


def _articles(part):
    """Every article of an edition, however deep."""
    if isinstance(part, tuple):
        return [article for each in part for article in _articles(each)]
    if not is_dataclass(part):
        return []
    own = [part.article] if hasattr(part, "article") else []
    return own + [article for field in fields(part) for article in _articles(getattr(part, field.name))]


def _limits(part):
    if isinstance(part, Limit):
        return [part]
    return [each for field in fields(part) for each in _limits(getattr(part, field.name))] if is_dataclass(part) else []


@pytest.mark.parametrize("key", ["办法-2023", "指南-2017"])
def test_every_parameter_names_an_article_that_exists(key):
    articles = _articles(edition(key))
    assert len(articles) == 14
    assert [article for article in articles if not exists(article)] == []


@pytest.mark.parametrize("key", ["办法-2023", "指南-2017"])
def test_every_limit_is_said_in_the_words_of_its_article(key):
    limits = _limits(edition(key))
    assert len(limits) == 3
    assert [limit.words for limit in limits if limit.words not in quotation(limit.article)] == []
    assert [limit.words for limit in limits if limit.value.words not in limit.words] == []


@pytest.mark.parametrize("key", ["办法-2023", "指南-2017"])
def test_names_and_conclusions_stand_in_their_articles(key):
    rules = edition(key)
    assert rules.approval_word.value in quotation(rules.approval_word.article)
    assert rules.review.name.removeprefix("专家") in quotation(rules.review.article)
    if key == "办法-2023":
        assert [each for each in rules.review.conclusions if f"“{each}”" not in quotation(rules.review.article)] == []


@pytest.mark.rule("B38")
def test_the_draft_is_never_named_without_saying_that_it_is_one():
    assert MEASURES_2023.is_draft is True
    assert MEASURES_2023.effective is None
    assert MEASURES_2023.label == "办法-2023（征求意见稿）"
    assert MEASURES_2023.title == "《国家技术标准创新基地管理办法（公开征求意见稿）》"
    assert "征求意见稿" in AFTER_APPROVAL_SENTENCE
    assert GUIDE_2017.label == "指南-2017"


def test_editions_cannot_be_changed():
    assert isinstance(EDITIONS, MappingProxyType)
    with pytest.raises(FrozenInstanceError):
        MEASURES_2023.key = "办法-2024"

"""名称 (办法37): the inner name or the whole one pasted, and no other pattern."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bases import names
from bases.names import NameRefused, english, english_part, inner_name, likeness, whole

pytestmark = pytest.mark.rule("B37")

LETTERS = st.characters(exclude_characters="()（）", exclude_categories=["Cs", "Cc"])
INNER = st.text(LETTERS, min_size=1, max_size=40).filter(lambda text: text.strip() and names.PREFIX not in text)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "国家技术标准创新基地",
        "国家技术标准创新基地（）",
        "国家技术标准创新基地( )",
        "（筹）",
        "国家技术标准创新基地（光伏",
        "国家技术标准创新基地光伏）",
        "国家技术标准创新基地 光伏",
        "国家技术标准创新基地（国家技术标准创新基地（光伏））",
        "国家技术标准创新基地（光伏（西部））",
        "国家标准创新基地（光伏）",
        "光伏（西部）",
        "（光伏）",
        "光伏（筹）（筹）",
        "光伏)",
    ],
)
def test_any_other_pattern_is_refused_with_the_pattern(typed: str) -> None:
    with pytest.raises(NameRefused, match="国家技术标准创新基地（×××）"):
        inner_name(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "光伏",
        " 光伏　",
        "国家技术标准创新基地（光伏）",
        "国家技术标准创新基地(光伏)",
        "国家技术标准创新基地（ 光伏 ）",
        "国家技术标准创新基地（光伏）（筹）",
        "国家技术标准创新基地(光伏)(筹)",
        "光伏（筹）",
        "光伏(筹)",
        "国家技术标准创新基地（光伏（筹））",
    ],
)
def test_the_inner_name_and_the_whole_one_are_the_same(typed: str) -> None:
    assert (inner_name(typed), whole(inner_name(typed))) == ("光伏", "国家技术标准创新基地（光伏）")


@given(INNER)
def test_what_was_understood_once_is_understood_alike_again(typed: str) -> None:
    once = inner_name(typed)
    assert inner_name(once) == once


@given(INNER)
def test_the_whole_name_pasted_gives_the_inner_one(typed: str) -> None:
    inner = inner_name(typed)
    assert [inner_name(pasted) for pasted in (whole(inner), f" {whole(inner)}（筹） ", f"{inner}(筹)")] == [inner] * 3
    assert inner_name(f"{names.PREFIX}({inner})") == inner


@given(st.text(max_size=60))
def test_no_name_keeps_a_bracket_or_the_prefix(typed: str) -> None:
    try:
        inner = inner_name(typed)
    except NameRefused:
        return
    assert inner == inner.strip() != ""
    assert [part in inner for part in ("（", "）", "(", ")", names.PREFIX)] == [False] * 5


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("Photovoltaics", "Photovoltaics"),
        ("  Digital   Economy ", "Digital Economy"),
        ("National Technical Standard Innovation Base of Photovoltaics", "Photovoltaics"),
        ("national technical standard innovation base of  Photovoltaics", "Photovoltaics"),
        ("", ""),
    ],
)
def test_the_english_name_is_made_from_its_last_part(typed: str, part: str) -> None:
    assert english_part(typed) == part
    assert english(part) == f"National Technical Standard Innovation Base of {part}"


def test_an_english_name_in_chinese_is_refused() -> None:
    with pytest.raises(NameRefused, match="×××"):
        english_part("光伏")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("光伏", "光伏产业", True),
        ("5G 应用", "５ｇ应用", True),
        ("ＡＩ技术", "ai", True),
        ("技术", "技术", True),
        ("光伏", "光电", False),
        ("技术", "产业", False),
    ],
)
def test_names_alike(one: str, other: str, *, alike: bool) -> None:
    assert (likeness(one) == likeness(other)) is alike


@given(INNER)
def test_likeness_is_settled_at_once(typed: str) -> None:
    assert likeness(likeness(typed)) == likeness(typed)

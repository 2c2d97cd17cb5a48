"""What two frozen versions differ in: the marked text is both of them, whatever they are."""

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications import version_diff
from applications.version_diff import DELETED, EQUAL, INSERTED, compared, within

CHARACTERS = st.text(st.sampled_from("国家标准创新基地。；\n\t𠮷ab1.2\U000f0000"), max_size=60)
PARAGRAPHS = st.lists(CHARACTERS.filter(bool), max_size=12)


def kept(pieces: Any, other: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != other)


def side(lines: Any, other: str) -> list[str]:
    """The paragraphs of one of the two texts."""
    return [kept(line.pieces, other) for line in lines if line.state != other]


@given(CHARACTERS, CHARACTERS)
def test_a_marked_passage_is_both_passages(old: str, new: str) -> None:
    pieces = within(old, new)
    assert (kept(pieces, INSERTED), kept(pieces, DELETED)) == (old, new)
    assert all(piece.text for piece in pieces)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_letters_at_all(old: str, new: str) -> None:
    pieces = within(old, new)
    assert (kept(pieces, INSERTED), kept(pieces, DELETED)) == (old, new)


@given(PARAGRAPHS, PARAGRAPHS)
def test_the_marked_text_is_both_texts(old: list[str], new: list[str]) -> None:
    lines = compared(old, new)
    assert (side(lines, INSERTED), side(lines, DELETED)) == (old, new)


@given(PARAGRAPHS)
def test_what_did_not_change_is_not_marked(text: list[str]) -> None:
    assert not any(line.differs for line in compared(text, text))


@given(CHARACTERS, CHARACTERS)
def test_no_crumb_is_left_between_two_edits(old: str, new: str) -> None:
    pieces = within(old, new)
    inner = [piece for piece in pieces[1:-1] if piece.kind == EQUAL]
    assert all(len(piece.text) >= version_diff.NEAREST for piece in inner)
    assert all(one.kind != next_one.kind for one, next_one in pairwise(pieces))


@settings(max_examples=20)
@given(st.data())
def test_long_passages_are_compared_by_sentences(data: st.DataObject) -> None:
    sentences = st.lists(
        st.sampled_from(["研制国家标准十项。", "建设试验平台；", "推动成果转化！", "甲" * 3500 + "。"]), max_size=9
    )
    old, new = ("长" * 3000 + "".join(data.draw(sentences)) for _ in range(2))
    pieces = within(old, new)
    assert (kept(pieces, INSERTED), kept(pieces, DELETED)) == (old, new)


def test_a_rewritten_word_is_marked_and_nothing_else() -> None:
    pieces = within("三年内研制国家标准10项。", "三年内研制行业标准10项。")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (EQUAL, "三年内研制"), (DELETED, "国家"), (INSERTED, "行业"), (EQUAL, "标准10项。"),
    ]  # fmt: skip


def test_a_number_changes_as_a_whole() -> None:
    pieces = within("研制国家标准10项，投入1.5亿元", "研制国家标准12项，投入1.8亿元")
    edits = [piece.text for piece in pieces if piece.kind != EQUAL]
    assert edits == ["10", "12", "1.5", "1.8"]


def test_edits_close_by_are_one() -> None:
    pieces = within("甲乙丙丁戊己庚", "甲子丙丑戊己庚")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (EQUAL, "甲"), (DELETED, "乙丙丁"), (INSERTED, "子丙丑"), (EQUAL, "戊己庚"),
    ]  # fmt: skip


def test_a_new_paragraph_does_not_shift_the_others() -> None:
    old = ["工作基础扎实，已有平台三个。", "人员二十名，经费充足。"]
    new = ["全新的一段话放在最前面。", "工作基础扎实，已有平台五个。", "人员二十名，经费非常充足。"]
    assert [line.state for line in compared(old, new)] == [INSERTED, "changed", "changed"]


def test_a_sentence_that_was_made_longer_is_still_the_same() -> None:
    lines = compared(["目标的正文。"], ["目标的正文，到2028年研制国家标准12项，建成试验平台3个。"])
    assert [line.state for line in lines] == ["changed"]


def test_paragraphs_with_nothing_in_common_are_not_mixed() -> None:
    lines = compared(["研制国家标准十项。"], ["Fully rewritten in another tongue."])
    assert [line.state for line in lines] == [DELETED, INSERTED]


def _random(seed: int, length: int, letters: str) -> str:
    chosen = random.Random(seed)
    return "".join(chosen.choice(letters) for _ in range(length))


HAN = "".join(chr(0x4E00 + number) for number in range(3000))
LONG = {
    "repetitive": (["建设标准创新基地，"] * 1333, ["建设标准创新基地，"] * 1300 + ["推动产业发展，"] * 33),
    "repetitive in one paragraph": (["标准创新基地" * 2000], ["标准创新" * 3000]),
    "rewritten": ([_random(n, 500, HAN) for n in range(24)], [_random(99 + n, 500, HAN) for n in range(24)]),
    "rewritten in one paragraph": ([_random(1, 12_000, HAN)], [_random(2, 12_000, HAN)]),
    "few letters": ([_random(3, 12_000, "标准。")], [_random(4, 12_000, "标准。")]),
}


@pytest.mark.parametrize("name", LONG)
def test_twelve_thousand_letters(name: str) -> None:
    old, new = LONG[name]
    lines = compared(old, new)
    assert (side(lines, INSERTED), side(lines, DELETED)) == (old, new)


def test_html_is_compared_without_its_tags() -> None:
    old = {"format": "text", "text": "第一段\n\n第二段"}
    new = {"format": "html", "text": "<p>第一段</p><ul><li><p><strong>第二</strong>段</p></li></ul>"}
    assert version_diff.blocks_of(old) == version_diff.blocks_of(new) == ["第一段", "第二段"]

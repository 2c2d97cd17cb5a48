"""What differs between two texts is marked on both sides; nothing of them is lost or run as HTML."""

import re

from applications.differences import FINE, marked


def plain(html: str) -> str:
    return re.sub(r"</?mark>", "", html)


def test_markup_in_a_text_is_shown_and_not_run() -> None:
    theirs, mine = marked("<script>alert(1)</script>", "<b>1</b>")
    assert "<script" not in theirs
    assert "<b>" not in mine


def test_one_changed_word_is_marked_on_both_sides() -> None:
    theirs, mine = marked("第一行\n建设期三年\n", "第一行\n建设期两年\n")
    assert theirs == "第一行\n建设期<mark>三</mark>年\n"
    assert mine == "第一行\n建设期<mark>两</mark>年\n"


def test_a_passage_of_one_side_alone_is_marked_there() -> None:
    assert marked("甲\n", "甲\n乙\n") == ("甲\n", "甲\n<mark>乙\n</mark>")


def test_equal_texts_have_no_marks() -> None:
    assert marked("甲\n乙", "甲\n乙") == ("甲\n乙", "甲\n乙")


def test_long_passages_are_marked_whole_and_kept_whole() -> None:
    theirs, mine = marked("甲" * (FINE + 1), "乙" * 10)
    assert theirs == f"<mark>{'甲' * (FINE + 1)}</mark>"
    assert plain(mine) == "乙" * 10


def test_many_lines_alike_are_compared_and_kept() -> None:
    empty = "\n" * 30_000
    theirs, mine = marked(f"甲\n{empty}", f"乙\n{empty}")
    assert plain(theirs) == f"甲\n{empty}"
    assert plain(mine) == f"乙\n{empty}"

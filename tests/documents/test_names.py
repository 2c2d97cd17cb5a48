import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import names


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/var/www/方案.pdf", "方案.pdf"),
        ("方案\u202efdp.exe", "方案fdp.exe"),
        ("方\x00案\x1b[2J\r\n.pdf", "方案[2J.pdf"),
        ("方\u200b案\ufeff.pdf", "方案.pdf"),
        ("  方案  第二稿 .pdf ", "方案 第二稿 .pdf"),
        ("CON", "_CON"),
        ("nul.pdf", "_nul.pdf"),
        ('a<b>:"c|d?*.pdf', "a_b___c_d__.pdf"),
        ("e\u0301.pdf", "é.pdf"),
        ("..", "未命名"),
        ("", "未命名"),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
        ("长" * 200, "长" * 120),
    ],
)
def test_what_is_kept_of_a_name(raw: str, kept: str) -> None:
    assert names.cleaned(raw) == kept


@given(st.text())
def test_a_kept_name_is_one_plain_name(raw: str) -> None:
    kept = names.cleaned(raw)
    assert 1 <= len(kept) <= names.LONGEST + 1
    assert not set(kept) & set('/\\<>:"|?*\0\n\r')
    assert {unicodedata.category(sign) for sign in kept} & names.INVISIBLE == set()
    assert kept not in {".", ".."}
    assert kept == kept.strip(" .")


@given(st.text())
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    assert names.cleaned(names.cleaned(raw)) == names.cleaned(raw)


@pytest.mark.parametrize(
    ("name", "ending"), [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".pdf", ""), ("方案.docx", "docx")]
)
def test_the_ending_is_what_stands_behind_the_last_dot(name: str, ending: str) -> None:
    assert names.ending(name) == ending


@pytest.mark.parametrize(
    ("name", "hidden"),
    [("方案.exe.pdf", "exe"), ("方案. JS .pdf", "js"), ("方案.v1.2.pdf", ""), ("方案.pdf", ""), ("方案.exe", "")],
)
def test_an_ending_that_misleads_is_found_before_the_last(name: str, hidden: str) -> None:
    assert names.hidden_ending(name) == hidden

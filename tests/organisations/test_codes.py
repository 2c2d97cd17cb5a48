"""Codes of units against their standards: read as typed, refused with the sign named, odd ones told and let through."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.codes import Code, CodeFault, parse

CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FULL = string.digits + string.ascii_uppercase
PUBLIC = (
    "12100000400000624D", "1210000042500615X0", "12440300455752807L", "914403001922038216", "9144030071526726XG",
)  # fmt: skip
# Issued early in a pilot area: legal, and failing all the same.
LEGAL_BUT_FAILING = "91350211M00013FA1N"


def credit_by_the_standard(body: str) -> str:
    """GB 32100 as it is printed: W = 3^(i-1) mod 31, C18 = 31 - mod(sum, 31), 31 standing for 0."""
    total = 0
    for i in range(1, 18):
        total += CREDIT.find(body[i - 1]) * pow(3, i - 1, 31)
    return CREDIT[(31 - total % 31) % 31]


def organisation_by_the_standard(body: str) -> str:
    """GB 11714 as it is printed: C9 = 11 - mod(sum, 11), 10 written X and 11 written 0."""
    value = 11 - sum(int(sign, 36) * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return {10: "X", 11: "0"}.get(value, str(value))


def sound_organisation_codes(alphabet: str) -> st.SearchStrategy[str]:
    bodies = st.text(alphabet, min_size=8, max_size=8)
    return bodies.map(lambda body: body + organisation_by_the_standard(body))


@st.composite
def sound_credit_codes(draw: st.DrawFn) -> str:
    head = draw(st.text(CREDIT, min_size=2, max_size=2)) + draw(st.text(string.digits, min_size=6, max_size=6))
    body = head + draw(sound_organisation_codes(CREDIT))
    return body + credit_by_the_standard(body)


@pytest.mark.rule("Z63")
@pytest.mark.parametrize("code", PUBLIC)
def test_real_codes_are_sound(code: str) -> None:
    assert parse(code) == Code(code)


@pytest.mark.rule("Z63")
def test_a_legal_code_that_fails_is_odd_and_not_refused() -> None:
    code = parse(LEGAL_BUT_FAILING)
    assert code.text == LEGAL_BUT_FAILING
    assert len(code.odd) > 0


@given(sound_credit_codes())
def test_what_the_standard_computes_is_sound(code: str) -> None:
    assert parse(code).odd == ()


@given(sound_credit_codes(), st.sampled_from(CREDIT))
def test_another_check_sign_is_odd_in_the_last_place_alone(code: str, sign: str) -> None:
    odd = parse(code[:17] + sign).odd
    assert [fact[:7] for fact in odd] == ([] if sign == code[17] else ["第 18 位校"])


@given(sound_credit_codes(), st.integers(8, 15), st.sampled_from(CREDIT))
def test_another_subject_is_told_by_its_own_check_digit(code: str, place: int, sign: str) -> None:
    body = code[:place] + sign + code[place + 1 : 17]
    told = any("GB 11714" in fact for fact in parse(body + credit_by_the_standard(body)).odd)
    assert told == (organisation_by_the_standard(body[8:16]) != body[16])


@given(sound_organisation_codes(FULL), st.booleans())
def test_an_organisation_code_with_and_without_hyphen(code: str, hyphen: bool) -> None:
    assert parse(f"{code[:8]}-{code[8]}" if hyphen else code) == Code(code)


@given(sound_organisation_codes(FULL), st.sampled_from("0123456789X"))
def test_another_ninth_sign_is_odd(code: str, sign: str) -> None:
    assert bool(parse(code[:8] + sign).odd) == (sign != code[8])


@given(sound_credit_codes(), st.text(" \t\u3000\xa0", max_size=4), st.text(" \n\u3000", max_size=4))
def test_blanks_at_the_ends_and_small_letters_are_no_matter(code: str, before: str, after: str) -> None:
    assert parse(before + code.lower() + after) == Code(code)


@given(sound_credit_codes(), st.integers(0, 17), st.sampled_from("IOSVZ"))
def test_a_letter_that_is_none_is_named_with_its_place_and_never_corrected(code: str, place: int, letter: str) -> None:
    with pytest.raises(CodeFault) as fault:
        parse(code[:place] + letter + code[place + 1 :])
    assert len(fault.value.sentences) == 1
    assert fault.value.sentences[0].startswith(f"第 {place + 1} 位“{letter}”不是代码用字（不用 I、O、S、V、Z）")


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed: str) -> None:
    try:
        code = parse(typed)
    except CodeFault as refused:
        unclear = [said for said in refused.sentences if not re.search(r"第 \d+ 位|共 \d+ 位|请填写", said)]
        code, told = None, bool(refused.sentences) and not unclear
    else:
        told = False
    assert told if code is None else len(code.text) in (9, 18) and parse(code.text) == code


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写统一社会信用代码或组织机构代码"),
        ("　", "请填写统一社会信用代码或组织机构代码"),
        ("9144030019220382", "共 16 位，位数不对：统一社会信用代码为 18 位，组织机构代码为 9 位（连字符不计）"),
        ("9144030019220382166", "共 19 位，位数不对：统一社会信用代码为 18 位，组织机构代码为 9 位（连字符不计）"),
        ("91440300 922038216", "第 9 位是空格，请去掉"),
        ("9144030019\uff122038216"[:18], "第 11 位“\uff12”不是代码用字（全角字符，请改用半角）"),
        ("91A403001922038216", "第 3 位“A”应为数字（第 3 至 8 位是登记管理机关行政区划码）"),
        ("40000062B", "第 9 位“B”是校验码，只能是数字或 X"),
        ("4000-0062", "第 5 位“-”不是代码用字"),
        ("4000006ß4", "第 8 位“ß”不是代码用字"),
        ("91350211M00013FA\u0131N", "第 17 位“\u0131”不是代码用字"),
    ],
)
def test_a_fault_of_form_is_refused_and_says_where(typed: str, sentence: str) -> None:
    with pytest.raises(CodeFault) as fault:
        parse(typed)
    assert fault.value.sentences == [sentence]


@given(sound_credit_codes())
def test_no_division_is_refused(code: str) -> None:
    for division in ("000000", "340800", "999999"):
        assert parse(code[:2] + division + code[8:]).text[2:8] == division

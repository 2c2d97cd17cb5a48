from typing import Any

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from documents import codes, stamping
from documents.codes import Code, PageMark

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    max_leaves=20,
)


def reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(list(value))}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


@given(JSON)
def test_the_order_of_keys_does_not_change_the_digest(value: Any) -> None:
    assert codes.digest(reversed_keys(value)) == codes.digest(value)


@given(JSON, JSON)
def test_two_contents_have_one_digest_only_if_they_are_spelled_alike(one: Any, other: Any) -> None:
    assert (codes.digest(one) == codes.digest(other)) == (codes.canonical(one) == codes.canonical(other))


def test_the_canonical_spelling_is_utf_8_sorted_and_without_blanks() -> None:
    assert codes.canonical({"b": [1, "喆"], "a": None}) == '{"a":null,"b":[1,"喆"]}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_cannot_say_has_no_digest(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        codes.digest({"a": value})


def test_a_code_is_the_same_for_ever() -> None:
    code = Code.of({"name": "国家技术标准创新基地（光伏）"}, "5a6c", 1)
    assert code.digest == "faf473a2bfd8d0c7a4fb66ec9ad306754a921d94d7dcc4c1f64927c8fff88279"
    assert code.text == "V9QQ-9V9Z-339F"


def test_two_versions_of_the_same_words_have_two_codes() -> None:
    assert Code.of({}, "a", 1).digest == Code.of({}, "a", 2).digest
    assert len({Code.of({}, owner, number).text for owner in "ab" for number in range(500)}) == 1000


@given(st.binary(min_size=1).map(lambda raw: codes.check_code(raw.hex())))
def test_a_code_is_read_back_however_it_is_typed(text: str) -> None:
    assert codes.normalised(text) == text
    assert codes.normalised(f" {text.lower().replace('-', ' ')} ") == text
    assert codes.normalised(text.replace("0", "O").replace("1", "l")) == text


@pytest.mark.parametrize("typed", ["", "7K3M-Q9ZT", "7K3M-Q9ZT-4H2U", "7K3M-Q9ZT-4H2XX", "国K3M-Q9ZT-4H2X"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert codes.normalised(typed) is None


def test_the_payload_is_read_back_whatever_its_host_and_case(settings: Any) -> None:
    settings.PUBLIC_ORIGIN = "http://127.0.0.1:8000"
    code = Code.of({"a": 1})
    payload = code.payload(3, 24)
    assert payload == f"HTTP://127.0.0.1:8000/P/{code.text.replace('-', '')}/3.24.{code.digest[:8].upper()}"
    mark = PageMark(code.text, 3, 24, code.digest[:8].upper())
    assert codes.read(payload) == codes.read(payload.lower()) == mark
    assert codes.read("HTTPS://OTHER.CN" + payload.removeprefix("HTTP://127.0.0.1:8000")) == mark


@pytest.mark.parametrize(
    "payload", ["", "https://example.cn/", "HTTPS://A.CN/P/SHORT/1.2.ABCDEF01", "/P/7K3MQ9ZT4H2X/1.2.ABC"]
)
def test_any_other_code_on_a_page_is_not_ours(payload: str) -> None:
    assert codes.read(payload) is None


def test_the_symbol_is_alphanumeric_version_three_with_correction_m(settings: Any) -> None:
    settings.PUBLIC_ORIGIN = "https://cxjd.sac.gov.cn"
    made = stamping.symbol(Code.of({}).payload(12, 85))
    assert (made.version, made.error, made.mode) == (3, "M", "alphanumeric")
    assert isinstance(made, segno.QRCode)

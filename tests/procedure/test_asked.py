import uuid

import pytest

from procedure.asked import uuid_in, whole_number


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "²", "9" * 19, "9" * 5000, "1\x00"])
def test_what_is_no_number_asks_for_nothing(text: str) -> None:
    assert whole_number(text) == 0
    assert whole_number(text, otherwise=-1) == -1


def test_a_number_is_read() -> None:
    assert whole_number("0042") == 42


@pytest.mark.parametrize("text", ["", "x", "9" * 5000, "\x00"])
def test_what_is_no_key_asks_for_nothing(text: str) -> None:
    assert uuid_in(text) is None


def test_a_key_is_read() -> None:
    key = uuid.uuid4()
    assert uuid_in(str(key)) == key

"""Prints made once for all tests that only read them."""

from typing import Any

import pytest

from documents.codes import Code
from documents.printing import render_plan
from tests.documents import pages, plans


@pytest.fixture(scope="session")
def content() -> dict[str, Any]:
    return plans.plan()


@pytest.fixture(scope="session")
def code(content: dict[str, Any]) -> Code:
    return Code.of(content, "a version", 1)


@pytest.fixture(scope="session")
def frozen(content: dict[str, Any], code: Code) -> bytes:
    """A frozen version of twenty pages."""
    return render_plan(content, code=code)


@pytest.fixture(scope="session")
def draft(content: dict[str, Any]) -> bytes:
    return render_plan(content, code=None)


@pytest.fixture(scope="session")
def printed(frozen: bytes) -> list["pages.Page"]:
    return pages.read(frozen)

"""The generated pages of docs/ and the contract of procedure_table, as the product alone gives them."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from typing import Any

import pytest
from django.conf import settings

TABLE = ("procedure_table", "--format", "markdown")
DIAGRAM = ("procedure_diagram", "--format", "markdown")
COMMANDS = (TABLE, DIAGRAM, ("procedure_table", "--format", "json"), ("procedure_diagram",))

MACHINES = {
    *("call", "application", "publication", "notice", "objection", "panel", "application_review", "violation", "base"),
    *("acceptance", "self_check", "extension", "delegation", "adjustment", "change", "build_report", "evaluation"),
    *("construction_plan", "major_problem", "midterm_review"),
    *("annual_summary", "annual_assessment", "inspection"),
}


@cache
def product(*command: str, seed: str = "0") -> str:
    """The answer of a command under the product's own settings, where no practice machine is installed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DJANGO_", "TEST_"))}
    done = subprocess.run(
        [sys.executable, "-m", "django", *command],
        cwd=settings.BASE_DIR,
        env=kept | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": ".", "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("page", "command"), [("procedure_table.md", TABLE), ("procedure_diagram.md", DIAGRAM)])
def test_page_is_what_the_declarations_say(page: str, command: tuple[str, ...]) -> None:
    text = (settings.BASE_DIR / "docs" / page).read_text(encoding="utf-8")
    assert text.splitlines()[0].startswith(f"<!-- 由 `manage.py {command[0]}")
    assert text == product(*command), "stale: run make docs"


def test_output_does_not_hang_on_the_hash_seed() -> None:
    calls = "; ".join(f"call_command(*{command!r})" for command in COMMANDS)
    code = f"from django.core.management import call_command; {calls}"
    assert product("shell", "-v", "0", "-c", code, seed="4242") == "".join(product(*command) for command in COMMANDS)


def test_table_is_one_array_of_the_agreed_columns() -> None:
    rows = json.loads(product("procedure_table", "--format", "json"))
    assert {row["machine"] for row in rows} == MACHINES
    for row in rows:
        assert list(row) == [
            "machine", "step", "label", "article", "source", "target", "permission", "two_person", "caused_by", "opens",
            "guards",
        ]  # fmt: skip
        assert [type(row[name]) for name in ("machine", "step", "label", "article", "target", "permission")] == [
            str
        ] * 6
        assert row["article"]
        assert row["permission"]
        assert all(type(row[name]) is list for name in ("source", "caused_by", "opens", "guards"))
        assert row["source"]
        assert "*" not in row["source"]
        assert type(row["two_person"]) is bool


def test_row_says_what_was_declared() -> None:
    rows: dict[tuple[str, str], dict[str, Any]] = {
        (row["machine"], row["step"]): row for row in json.loads(product("procedure_table", "--format", "json"))
    }
    assert rows["application", "recommend"] == {
        "machine": "application", "step": "recommend", "label": "推荐", "article": "办法12",
        "source": ["recommender_review"], "target": "received", "permission": "recommender", "two_person": False,
        "caused_by": [], "opens": [], "guards": [
            "window_open", "recommender_entitled", "scans_present", "scans_match_version", "one_regional_per_region",
            "one_per_sector",
        ],
    }  # fmt: skip
    assert rows["application", "withdraw"]["article"] == "无条文：管理需要"
    assert rows["application", "withdraw"]["source"] == ["draft", "organiser_review", "recommender_review"]


def test_diagram_is_mermaid_sorted() -> None:
    diagram = product("procedure_diagram", "application").splitlines()
    assert diagram[0] == "stateDiagram-v2"
    assert "    recommender_review --> received : 推荐（办法12）" in diagram
    assert "    [*] --> draft : 开始填报（指南三（二））" in diagram
    assert "    withdrawn --> [*]" in diagram
    states = [line for line in diagram if " --> " not in line][1:]
    edges = [line for line in diagram if " --> " in line]
    assert (states, edges) == (sorted(states), sorted(edges))
    assert diagram == ["stateDiagram-v2", *states, *edges]


def test_practice_machines_are_not_part_of_the_product() -> None:
    for command in COMMANDS:
        for word in ("errand", "parcel", "round", "差事"):
            assert not re.search(rf"\b{word}\b", product(*command))

"""The table of rules: complete, cited as the texts have it, matched by place, and proved by tests that say so."""

import json
from io import StringIO
from pathlib import Path
from textwrap import dedent

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from procedure.articles import exists
from procedure.proofs import proofs
from procedure.rules import Rule, rules
from tests.procedure.test_docs import product

IDS = [
    "B03", "B04", "B05", "B06", "B07", "B08", "B09", "B10", "B11", "B12", "B13", "B14",
    "B15", "B16", "B17", "B18", "B19", "B20", "B21", "B22", "B24", "B25", "B26", "B29",
    "B30", "B31", "B32", "B33", "B34", "B35", "B36", "B37", "B38", "Z11", "Z12", "Z21",
    "Z22", "Z31", "Z32", "Z33", "Z34", "Z35", "Z36", "Z41", "Z42", "Z43", "Z51", "Z61",
    "Z62", "Z63",
]  # fmt: skip


def test_the_table_has_every_rule_once_in_the_order_of_the_texts() -> None:
    assert list(rules()) == IDS
    assert len({rule.title for rule in rules().values()}) == len(IDS)


@pytest.mark.parametrize("rule", rules().values(), ids=IDS)
def test_a_rule_names_places_that_the_texts_hold_and_has_a_short_title(rule: Rule) -> None:
    assert exists(rule.article)
    assert 4 <= len(rule.title) <= 24


def test_every_rule_is_of_an_article_and_all_articles_from_the_third_on_are_there() -> None:
    cited = [article for rule in rules().values() for article in rule.article.split("、")]
    assert [article for article in cited if article.startswith("办法")] == [f"办法{n}" for n in range(3, 39)]


@pytest.mark.parametrize(
    ("rule", "article", "covered"),
    [
        ("B12", "办法12", True),
        ("B12", "办法12第一款", True),
        ("B12", "办法1", False),
        ("B12", "办法2", False),
        ("B20", "办法21", False),
        ("B12", "办法6、办法12", True),
        ("B26", "办法27", True),
        ("B26", "办法25", False),
        ("B12", "民法典202", False),
        ("B12", "无条文：管理需要", False),
        ("Z21", "指南二（一）.2", True),
        ("Z21", "指南二（二）", False),
        ("Z21", "指南二", False),
        ("Z11", "指南一", True),
        ("Z12", "指南一", True),
        ("Z41", "指南四.1", True),
        ("Z41", "指南四", False),
        ("Z41", "指南四.2", False),
        ("Z62", "指南附件2", True),
        ("Z62", "指南附件2填写说明", False),
        ("Z63", "指南附件2填写说明", True),
        ("Z63", "指南附件2", False),
    ],
)
def test_an_article_belongs_to_the_rules_of_its_place(rule: str, article: str, covered: bool) -> None:
    assert rules()[rule].covers(article) is covered


MODULE = """
import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.rule("B03")]

@pytest.mark.rule("B04", "B05")
@pytest.mark.rule("B06")
@pytest.mark.parametrize("n", [1, 2, 3])
def test_one(n): ...

def test_two(): ...

@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.rule("B07")), 2])
def test_three(n): ...

@pytest.mark.rule("B08")
class TestMany:
    pytestmark = pytest.mark.rule("B09")

    def test_four(self): ...
    def not_one(self): ...

def none_either():
    return pytest.mark.rule("B10")

@pytest.mark.other("B11")
def test_five(): ...
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "test_some.py").write_text(dedent(MODULE), encoding="utf-8")
    (tmp_path / "building.py").write_text('@mark.rule("B12")\ndef test_no(): ...', encoding="utf-8")
    return tmp_path


def test_a_test_function_counts_once_for_each_id_of_its_own_its_class_and_its_module(folder: Path) -> None:
    assert proofs(folder) == {"B03": 5, "B04": 1, "B05": 1, "B06": 1, "B07": 1, "B08": 1, "B09": 1}


def told(*options: str) -> str:
    out = StringIO()
    call_command("rules", *options, stdout=out)
    return out.getvalue()


def test_a_mark_that_no_rule_has_is_refused_by_its_name(folder: Path) -> None:
    (folder / "test_more.py").write_text('@pytest.mark.rule("B99")\ndef test_six(): ...', encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        told("--tests", str(folder))
    assert str(refused.value) == "测试标注了规则表中没有的编号：B99。请改正标注，或在规则表中补上。"
    (folder / "test_more.py").unlink()
    assert "B04 基地依托承担单位建设（办法4）：测试 1 个\n" in told("--tests", str(folder))


def test_every_mark_in_these_tests_is_a_rules() -> None:
    assert set(proofs(settings.BASE_DIR / "tests")) <= set(IDS)


def test_every_rule_is_told_with_what_rests_on_it() -> None:
    found = {row["id"]: row for row in json.loads(product("rules", "--format", "json"))}
    assert list(found) == IDS
    assert (found["Z43"]["steps"], found["Z43"]["dues"]) == (
        ["call.close_call"], ["submit_plan", "endorse_plan", "recommend"],
    )  # fmt: skip
    assert "window_open" in found["Z43"]["guards"]
    assert "application.recommend" in found["B12"]["steps"]
    assert found["Z32"]["births"] == ["application.start"]
    assert "organiser_of_area" in found["Z21"]["guards"]
    assert found["Z43"]["tests"] > 5


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_a_reader_finds_every_rule_with_its_title(form: str) -> None:
    lines = product("rules", "--format", form).splitlines()
    for rule in rules().values():
        assert [rule.title in line for line in lines if rule.id in line] == [True]

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from procedure.proofs import proofs
from procedure.rules import rows, rules

_KINDS = {"steps": "步骤", "guards": "条件", "dues": "期限", "births": "建立"}


class Command(BaseCommand):
    help = "逐条列出规则：依据它的步骤、条件、期限、建立，以及证明它的测试有几个"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json", "markdown"], default="text")
        parser.add_argument("--tests", type=Path, default=settings.BASE_DIR / "tests", help="测试所在目录")

    def handle(self, *args: Any, **options: Any) -> None:
        found = proofs(options["tests"])
        if unknown := sorted(set(found) - set(rules())):
            raise CommandError(f"测试标注了规则表中没有的编号：{'、'.join(unknown)}。请改正标注，或在规则表中补上。")
        told = {"text": _text, "json": _json, "markdown": _markdown}[options["format"]]
        self.stdout.write(told(rows(found)))


def _json(table: list[dict[str, Any]]) -> str:
    return json.dumps(table, ensure_ascii=False, indent=1)


def _text(table: list[dict[str, Any]]) -> str:
    return "\n".join(line for row in table for line in (_heading(row), *_lines(row)))


def _heading(row: dict[str, Any]) -> str:
    return f"{row['id']} {row['title']}（{row['article']}）：测试 {row['tests']} 个"


def _lines(row: dict[str, Any]) -> list[str]:
    return [f"    {label}：{'、'.join(row[kind])}" for kind, label in _KINDS.items() if row[kind]]


def _markdown(table: list[dict[str, Any]]) -> str:
    head = ["编号", "规则", "依据", *_KINDS.values(), "测试"]
    lines = [head, ["---"] * len(head), *(_cells(row) for row in table)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cells(row: dict[str, Any]) -> list[str]:
    named = ["、".join(f"`{name}`" for name in row[kind]) for kind in _KINDS]
    return [row["id"], row["title"], row["article"], *named, str(row["tests"])]

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from procedure import tables

GENERATED = "<!-- 由 `manage.py procedure_table --format markdown` 生成（make docs），请勿手改。 -->"


class Command(BaseCommand):
    help = "列出全部步骤：条文、来源、去向、由谁办理、是否两人、条件、期限"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["json", "markdown"], default="markdown")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["format"] == "json":
            self.stdout.write(json.dumps(tables.rows(), ensure_ascii=False, indent=1))
        else:
            self.stdout.write(f"{GENERATED}\n\n{tables.markdown()}")

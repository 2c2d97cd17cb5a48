from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from procedure import tables
from procedure.machines import machine_rows

GENERATED = "<!-- 由 `manage.py procedure_diagram --format markdown` 生成（make docs），请勿手改。 -->"


class Command(BaseCommand):
    help = "以 Mermaid 输出各程序的状态图；指定一个程序时只输出它的图"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("machine", nargs="?", choices=list(machine_rows()))
        parser.add_argument("--format", choices=["mermaid", "markdown"], default="mermaid")

    def handle(self, *args: Any, **options: Any) -> None:
        machine = options["machine"]
        if options["format"] == "markdown":
            self.stdout.write(f"{GENERATED}\n\n{tables.diagrams()}")
        else:
            self.stdout.write(tables.mermaid(machine) if machine else tables.mermaid_of_all())

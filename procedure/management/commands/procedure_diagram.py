from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from procedure import tables
from procedure.machines import machine_rows


class Command(BaseCommand):
    help = "以 Mermaid 输出各程序的状态图"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("machine", nargs="?", choices=list(machine_rows()))

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(tables.mermaid(options["machine"]))

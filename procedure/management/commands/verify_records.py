from typing import Any

from django.core.management.base import BaseCommand, CommandError

from procedure import sealing


class Command(BaseCommand):
    help = "核对记录：摘要、链条、重放与封存；有误时指出第一处并以 1 退出"

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = sealing.verify()
        if verdict.fault:
            raise CommandError(verdict.fault)
        self.stdout.write(f"核对无误：记录 {verdict.records} 条，已封存 {verdict.sealed} 条，待封存 {verdict.young} 条")

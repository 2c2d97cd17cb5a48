from typing import Any

from django.core.management.base import BaseCommand

from procedure import clock, sealing
from procedure.sweep import sweep


class Command(BaseCommand):
    help = "办理到期事项、发送提醒、补投未完成的通知，并封存记录"

    def handle(self, *args: Any, **options: Any) -> None:
        with clock.reading():
            counts = sweep()
        self.stdout.write(" ".join(f"{name}={count}" for name, count in counts.items()) + f" sealed={sealing.seal()}")

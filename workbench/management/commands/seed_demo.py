import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from workbench.demo import seed


class Command(BaseCommand):
    help = "在空数据库中建立演示数据；已有数据时什么也不做"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SANDBOX:
            raise CommandError("演示数据只用于演练环境，请设置 SANDBOX=1。")
        if seed.is_seeded():
            self.stdout.write("已有数据，未作改动。")
            return
        began = time.monotonic()
        made = seed.seed()
        words = "，".join(f"{name} {count}" for name, count in made.items())
        self.stdout.write(f"演示数据已建立：{words}（{time.monotonic() - began:.0f} 秒）")

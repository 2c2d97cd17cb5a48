from typing import Any

from django.core.management.base import BaseCommand

from procedure import clock
from workbench.demo.cases import DEMO_NOW


class Command(BaseCommand):
    help = "首次启动演示时，把演练时钟拨到演示数据截止的那一天；以后启动不再改动"

    def handle(self, *args: Any, **options: Any) -> None:
        clock.begin(DEMO_NOW)
        now = clock.now()
        self.stdout.write(f"演练环境现在是 {now.year}年{now.month}月{now.day}日 {now:%H:%M}")

from typing import Any

from django.core.management.base import BaseCommand

from organisations import loading


class Command(BaseCommand):
    help = "建立缺少的行政区划和领域目录；已有的一概不改"

    def handle(self, *args: Any, **options: Any) -> None:
        made = loading.load()
        self.stdout.write("新建：" + "，".join(f"{name} {count}" for name, count in made.items()))

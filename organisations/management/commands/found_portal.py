from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisations import founding, loading
from organisations.models import ADMINISTRATORS, Role


class Command(BaseCommand):
    help = "新系统启用：建立区划和领域目录、国家标准委单位和三员账号，并寄出设置密码的邮件"

    def add_arguments(self, parser: CommandParser) -> None:
        for role in ADMINISTRATORS:
            name = role.value.replace("_", "-")
            parser.add_argument(
                f"--{name}", nargs=2, required=True, metavar=("邮箱", "姓名"), help=str(role.label), dest=role.value
            )

    def handle(self, *args: Any, **options: Any) -> None:
        loading.load()
        people = {Role(role): tuple(options[role.value]) for role in ADMINISTRATORS}
        try:
            founded = founding.found(people)
        except founding.FoundedAlready:
            raise CommandError("本系统已有管理员；岗位请由安全管理员在“岗位”页授予。") from None
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from error
        self.stdout.write(f"已建立 {len(founded)} 个管理员账号，设置密码的邮件已寄出。")

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bases.importing import import_bases
from organisations.models import Membership, Role
from organisations.queries import current_seats
from procedure import clock


class Command(BaseCommand):
    help = "从 CSV 文件补录历史上的创新基地：逐行核对，全部补录或者一条也不补录；同一文件再次导入不会重复"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--officer", metavar="邮箱", help="以哪位国家标准委经办的名义补录；只有一位时可以不写")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"读不到文件 {options['file']}：{error.strerror}。") from None
        report = import_bases(content, seat=_seat(options["officer"]))
        if report.faults:
            raise CommandError("\n".join(report.lines()))
        self.stdout.write("\n".join(report.lines()))


def _seat(mail: str | None) -> Membership:
    """The officer's own seat of today, not one that is lent to somebody else."""
    seats = current_seats(clock.today()).filter(role=Role.SAC_OFFICER, standing_in_for=None)
    found = list(seats.filter(person__email__iexact=mail) if mail else seats[:2])
    if len(found) == 1:
        return found[0]
    if mail:
        raise CommandError(f"{mail} 现在没有国家标准委经办的岗位。")
    said = (
        "现在没有国家标准委经办的岗位，请先由安全管理员授予。"
        if not found
        else "有不止一位国家标准委经办，请用 --officer 写明邮箱。"
    )
    raise CommandError(said)

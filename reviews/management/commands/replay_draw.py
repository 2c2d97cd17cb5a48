"""Compute a recorded draw again and name the first step that differs."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from procedure.asked import uuid_in
from reviews import exporting
from reviews.models import Draw
from reviews.replay import Replay, replay_bytes


class Command(BaseCommand):
    help = "复核抽取：评审组或抽取的编号，或者导出的 JSON 文件；不一致时退出码为 1"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", help="评审组编号（UUID）、抽取编号或者文件")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(_replayed(options["what"]))
        for label, result in found:
            (self.stdout if result.ok else self.stderr).write(f"{label}{result.sentence}")
        if not all(result.ok for _, result in found):
            raise SystemExit(1)


def _replayed(what: str) -> list[tuple[str, Replay]]:
    if (path := Path(what)).is_file():
        return [("", replay_bytes(path.read_bytes()))]
    key: UUID | None = uuid_in(what)
    rows = Draw.objects.filter(drawn_at__isnull=False)
    if key is not None:
        rows = rows.filter(panel=key)
    elif what.isdecimal() and len(what) <= 18:
        rows = rows.filter(pk=int(what))
    else:
        rows = rows.none()
    found = [(f"第 {draw.ordinal} 次抽取（编号 {draw.pk}）：", exporting.replayed(draw)) for draw in rows]
    if not found:
        raise CommandError(f"没有找到已经抽取的记录或文件：{what}")
    return found

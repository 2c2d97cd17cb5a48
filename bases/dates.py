"""Dates of which perhaps only the year or the month is known, written 2018, 2018-02 or 2018-02-06."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

_WRITTEN = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


class PartialDate(models.CharField):
    """A date as text that sorts as it should; empty where nothing is known."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 10)
        options.setdefault("validators", [validate])
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        options.pop("max_length", None)
        options.pop("validators", None)
        return name, path, args, options


def validate(text: str) -> None:
    """Refuse what is no day, month or year."""
    match = _WRITTEN.fullmatch(text)
    if match is None or not _is_there(match):
        raise ValidationError("日期请写成 2018、2018-02 或者 2018-02-06。")


def words(text: str) -> str:
    """2018年2月6日, 2018年2月, 2018年, or 不详."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return "不详"
    parts = zip(match.groups(), "年月日", strict=True)
    return "".join(f"{int(number)}{sign}" for number, sign in parts if number)


def _is_there(match: re.Match[str]) -> bool:
    year, month, day = (int(part or 1) for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True

"""``reckon 2024-01-31 +1m``: the last day of a period, and why it is that one."""

import re
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError

from procedure import articles, reckoning, workdays
from procedure.reckoning import Period, PeriodError, Reckoned, Treatment
from procedure.workdays import Calendar

_ARTICLES = {
    None: "民法典202",
    Treatment.PUBLICITY: "办法15",
    Treatment.FILING: "民法典202",
    Treatment.FIXED: "民法典202",
}


class Command(BaseCommand):
    help = "推算期间：首日不计入，至对应日（无对应日的为月末日）24时届满；负数为倒推。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        # argparse takes "-3m" for an option: only plain numbers may begin with a minus, and there is no other way in.
        parser._negative_number_matcher = re.compile(r"-\d")  # noqa: SLF001
        parser.add_argument("start", nargs="?", default="", help="起算日，如 2024-01-31")
        parser.add_argument("period", nargs="?", default="", help="期间，如 +1m、-3m、+1y、+10d")
        parser.add_argument("--rule", default="", help="publicity 公示、filing 按期报送、fixed 固定日期")
        parser.add_argument("--article", default="", help="依据条文，如 办法15")

    def handle(self, *args: Any, start: str, period: str, rule: str, article: str, **options: Any) -> None:
        if not start or not period:
            raise CommandError("请写明起算日和期间，例如：reckon 2024-01-31 +1m")
        try:
            self._answer(_day(start), Period.parse(period), _treatment(rule), _article(article))
        except PeriodError as error:
            raise CommandError(str(error)) from error

    def _answer(self, start: date, period: Period, treatment: Treatment | None, article: str) -> None:
        if period.is_back and treatment is Treatment.PUBLICITY:
            raise CommandError("公示期自发布日起顺推，不能倒推。")
        calendar = self._calendar(start, reckoning.corresponding_day(start, period))
        article = article or _ARTICLES[treatment]
        reckoned = reckoning.reckon(start, period, article=article, treatment=treatment, calendar=calendar)
        self.stdout.write(reckoned.unmoved.isoformat())
        if period.is_back and treatment is Treatment.FILING:
            window = reckoning.window_before(start, period, article=article, calendar=calendar)
            self._write(f"最后按时日：{window.last_timely_day.isoformat()}", *window.steps)
        else:
            self._write(*_treated(reckoned, treatment), *reckoned.steps)

    def _calendar(self, *days: date) -> Calendar:
        try:
            return workdays.load(min(days).year, max(days).year + 1)
        except DatabaseError:
            self.stderr.write("节假日表无法读取，一律按周末推算。")
            return workdays.WEEKENDS

    def _write(self, *lines: str) -> None:
        self.stdout.write("\n".join(lines))


def _treated(reckoned: Reckoned, treatment: Treatment | None) -> tuple[str, ...]:
    if treatment is Treatment.PUBLICITY:
        return (f"建议公示截止日：{reckoned.end.isoformat()}",)
    if treatment is Treatment.FILING:
        return (f"最后按时日：{reckoned.last_timely_day.isoformat()}",)
    return ()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"日期写法不正确：“{text}”。应写作 2024-01-31。") from error


def _treatment(text: str) -> Treatment | None:
    if text and text not in list(Treatment):
        raise CommandError(f"没有“{text}”这种期间，可用：{'、'.join(Treatment)}。")
    return Treatment(text) if text else None


def _article(text: str) -> str:
    if text and not articles.exists(text):
        raise CommandError(f"没有条文“{text}”，或写法不正确；应写作 办法15、指南三（六）、指南四.3。")
    return text

"""``manage.py reckon``: its first line is the unmoved day, the reason follows, bad input is answered in Chinese."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, ManagementUtility, call_command
from django.db import OperationalError

from procedure import workdays
from procedure.workdays import Calendar

SEEDED = Calendar.of(workdays.rows_from_chinesecalendar(workdays.covered_years()))


@pytest.fixture
def seeded(monkeypatch):
    """The seeded table without a database."""
    monkeypatch.setattr(workdays, "load", lambda *years: SEEDED)


def reckon(*args):
    out = StringIO()
    call_command("reckon", *args, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ((), "请写明起算日和期间"),
        (("2024-01-31",), "请写明起算日和期间"),
        (("2024-13-01", "+1m"), "日期写法不正确：“2024-13-01”"),
        (("2023-02-29", "+1m"), "日期写法不正确：“2023-02-29”"),
        (("31.1.2024", "+1m"), "日期写法不正确：“31.1.2024”"),
        (("2024-01-31", "+1x"), "期间写法不正确：“+1x”"),
        (("2024-01-31", "-3x"), "期间写法不正确：“-3x”"),
        (("2024-01-31", "+0m"), "期间不能为零"),
        (("2024-01-31", "+9999y"), "超出可推算的年份"),
        (("9999-12-31", "-8000y"), "超出可推算的年份"),
        (("2024-01-31", "+1m", "--rule", "holiday"), "没有“holiday”这种期间，可用：publicity、filing、fixed"),
        (("2024-05-31", "-3m", "--rule", "publicity"), "不能倒推"),
        (("2024-01-31", "+1m", "--article", "办法39"), "没有条文“办法39”"),
    ],
)
def test_bad_input_is_answered_in_chinese(args, sentence, seeded):
    with pytest.raises(CommandError) as refused:
        reckon(*args)
    assert sentence in str(refused.value)


def test_bad_input_on_the_command_line_exits_with_1(capsys):
    with pytest.raises(SystemExit) as left:
        ManagementUtility(["manage.py", "reckon", "2024-01-31", "1"]).execute()
    printed = capsys.readouterr()
    assert left.value.code == 1
    assert (printed.out, "期间写法不正确" in printed.err) == ("", True)


@pytest.mark.parametrize(
    ("start", "period", "end"),
    [
        ("2024-01-31", "+1m", "2024-02-29"),
        ("2024-01-31", "1m", "2024-02-29"),
        ("2024-05-31", "-3m", "2024-02-29"),
        ("2024-02-29", "+1y", "2025-02-28"),
        ("2024-02-29", "-1y", "2023-02-28"),
        ("2020-08-05", "+1m", "2020-09-05"),
        ("2024-03-11", "-10d", "2024-03-01"),
    ],
)
@pytest.mark.parametrize("rule", [(), ("--rule", "filing"), ("--rule", "fixed")])
def test_the_first_line_is_the_unmoved_day(start, period, end, rule, seeded):
    assert reckon(start, period, *rule)[0] == end


def test_the_command_line_takes_a_minus(seeded, capsys):
    ManagementUtility(["manage.py", "reckon", "2024-05-31", "-3m"]).execute()
    assert capsys.readouterr().out.splitlines()[0] == "2024-02-29"


def test_the_reason_follows(seeded):
    assert reckon("2024-01-31", "+1m") == [
        "2024-02-29",
        "起算日为2024年1月31日，当日不计入，自次日起算。",
        (
            "期间为1个月，依据：《中华人民共和国民法典》第二百零二条。"
            "计算方法依据：《中华人民共和国民法典》第二百零一条、第二百零二条、第二百零三条。"
        ),
        "到期月2024年2月没有31日，以月末日2024年2月29日为最后一日，至当日24时届满。",
        "2024年2月29日（星期四）为工作日。",
    ]


@pytest.mark.parametrize(
    ("args", "second"),
    [
        (("2019-12-27", "+1m", "--rule", "publicity"), "建议公示截止日：2020-02-03"),
        (("2020-08-05", "+1m", "--rule", "publicity"), "建议公示截止日：2020-09-07"),
        (("2020-08-05", "+1m", "--rule", "filing"), "最后按时日：2020-09-07"),
        (("2020-09-05", "-3m", "--rule", "filing"), "最后按时日：2020-09-07"),
        (("2020-08-05", "+1m", "--rule", "fixed"), "起算日为2020年8月5日，当日不计入，自次日起算。"),
    ],
)
def test_a_rule_shows_what_a_holiday_does(args, second, seeded):
    assert reckon(*args)[1] == second


def test_the_article_can_be_named(seeded):
    lines = reckon("2024-01-31", "+6m", "--rule", "filing", "--article", "办法21")
    assert "《国家技术标准创新基地管理办法（公开征求意见稿）》第二十一条" in lines[3]


def test_a_table_that_cannot_be_read_stops_nothing(monkeypatch):
    def unreachable(*years):
        raise OperationalError("connection refused")

    monkeypatch.setattr(workdays, "load", unreachable)
    out, err = StringIO(), StringIO()
    call_command("reckon", "2024-01-31", "+1m", stdout=out, stderr=err)
    lines = out.getvalue().splitlines()
    assert (lines[0], lines[-1]) == ("2024-02-29", "2024年：该年节假日安排尚未录入，按周末推算。")
    assert err.getvalue() == "节假日表无法读取，一律按周末推算。\n"


@pytest.mark.django_db
def test_the_tables_rows_are_what_the_command_reads():
    from procedure.models import Holiday

    Holiday.objects.all().delete()
    assert reckon("2031-09-01", "+1m", "--rule", "publicity")[1] == "建议公示截止日：2031-10-01"
    Holiday.objects.create(date=date(2031, 10, 1), working=False, name="国庆节")
    lines = reckon("2031-09-01", "+1m", "--rule", "publicity")
    assert lines[:2] == ["2031-10-01", "建议公示截止日：2031-10-02"]
    assert not [line for line in lines if "尚未录入" in line]


@pytest.mark.django_db
def test_a_year_without_data_says_so():
    from procedure.models import Holiday

    Holiday.objects.all().delete()
    lines = reckon("2031-01-01", "+1m")
    assert (lines[0], lines[-1]) == ("2031-02-01", "2031年：该年节假日安排尚未录入，按周末推算。")

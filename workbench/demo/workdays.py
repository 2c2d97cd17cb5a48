"""Working days for the stories of the demo: everything official happens on one."""

from datetime import date, timedelta

from chinese_calendar import is_workday as arranged

_A_DAY = timedelta(days=1)
_SATURDAY = 5


def is_workday(day: date) -> bool:
    """By the arrangement of its year, or where there is none yet by the week."""
    try:
        return bool(arranged(day))
    except NotImplementedError:
        return day.weekday() < _SATURDAY


def working(day: date) -> date:
    """The day itself, or the next one that is worked."""
    while not is_workday(day):
        day += _A_DAY
    return day


def after(day: date, days: int) -> date:
    """So many working days later."""
    for _ in range(days):
        day = working(day + _A_DAY)
    return working(day)


def later(day: date, days: int) -> date:
    """So many days later, or on the first working day from then on."""
    return working(day + timedelta(days=days))


def before(day: date) -> date:
    """The day itself, or the last one before it that was worked."""
    while not is_workday(day):
        day -= _A_DAY
    return day

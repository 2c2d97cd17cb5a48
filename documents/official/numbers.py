"""发文字号: 国标委综合函〔2018〕6号."""

import re
import unicodedata

PATTERN = (
    "发文字号应写作“机关代字〔年份〕序号”，如“国标委综合函〔2018〕6号”："
    "年份写四位数字并加六角括号〔〕，序号前不加“第”和 0，序号后写“号”。"
)
FORM = re.compile(r"(?P<code>[\u4e00-\u9fff]{2,20})〔(?P<year>(?:19|20)\d\d)〕(?P<number>[1-9]\d{0,4})号")
# What people type for 〔〕. Zeros before the number and 第 are no part of it in GB/T 9704.
OPENING, CLOSING = re.compile("[\\[(（【〈［{｛]"), re.compile("[\\])）】〉］}｝]")  # noqa: RUF001
SPARE = re.compile(r"(?<=〕)(?:第)?0*(?=[1-9])")


class NumberError(ValueError):
    """The sentence says the form that is wanted."""


def number_read(typed: str) -> str:
    """The number in its form, whatever brackets, blanks, 第 and zeros were typed; else `NumberError`."""
    text = re.sub(r"\s", "", _half_width_digits(typed))
    written = SPARE.sub("", CLOSING.sub("〕", OPENING.sub("〔", text)))
    if not FORM.fullmatch(written):
        raise NumberError(PATTERN)
    return written


def number_ok(typed: str) -> bool:
    """Whether it is written exactly as it is to be printed."""
    return bool(FORM.fullmatch(typed))


def _half_width_digits(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", sign) if sign.isdigit() else sign for sign in text)

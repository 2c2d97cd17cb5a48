"""The articles that steps, guards and dates rest on: parsed, cited, and quoted from the project's copy of the texts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

TEXTS = Path(__file__).parent / "regulations"
DIGITS = "零一二三四五六七八九"
NO_ARTICLE = "无条文："

_MEASURES = re.compile(
    r"办法(?P<article>[1-9]\d?)(?:第(?P<paragraph>[一二三四五六七八九])款|(?P<clause>（[一二三四五六七八九]）))?"
)
_CIVIL_CODE = re.compile(r"民法典(?P<article>[1-9]\d{0,2})")
_GUIDE_BODY = re.compile(r"指南(?P<section>[一二三四五])(?P<subsection>（[一二三四五六]）)?(?:\.(?P<number>[1-9]))?")
_GUIDE_ANNEX = re.compile(r"指南附件(?P<annex>[12])(?P<part>填写说明)?")


class ArticleError(ValueError):
    """An article that is not written as the house writes it, or that its text does not hold; the message is Chinese."""


class NONE(str):
    """A step that rests on no article, with the reason why it is there all the same."""

    __slots__ = ()

    def __new__(cls, reason: str) -> "NONE":
        if not reason.strip():
            raise ArticleError("没有条文依据的，必须写明理由。")
        return super().__new__(cls, NO_ARTICLE + reason.strip())

    def __getnewargs__(self) -> tuple[str]:
        # Copying and unpickling call __new__ again, which would put the prefix on twice.
        return (self.reason,)

    @property
    def reason(self) -> str:
        return self.removeprefix(NO_ARTICLE)


@dataclass(frozen=True)
class Text:
    """One of the texts quoted, with the title that every citation of it bears."""

    key: str
    title: str
    file: str


MEASURES = Text("办法", "《国家技术标准创新基地管理办法（公开征求意见稿）》", "measures_draft_2023.txt")
GUIDE = Text("指南", "《国家技术标准创新基地申报指南》", "guide_2017.txt")
CIVIL_CODE = Text("民法典", "《中华人民共和国民法典》", "civil_code_200_204.txt")


@dataclass(frozen=True)
class Reference:
    """One place in one text: ``place`` is what is printed behind the title, and the key of its words."""

    text: Text
    place: str


def parse(article: str) -> tuple[Reference, ...]:
    """Every place that an article as declared names; none for an article that says 无条文."""
    if article.startswith(NO_ARTICLE) and article.removeprefix(NO_ARTICLE).strip():
        return ()
    return tuple(_reference(part) for part in article.split("、"))


def well_formed(article: str) -> bool:
    """Whether the article is written as the house writes it."""
    try:
        parse(article)
    except ArticleError:
        return False
    return True


def exists(article: str) -> bool:
    """Whether the texts hold every place that the article names."""
    return well_formed(article) and all(reference.place in _places(reference.text) for reference in parse(article))


def cite(article: str) -> str:
    """The article as an official text cites it, the draft always by its full title with 征求意见稿."""
    references = parse(article)
    if not references:
        return str(article)
    return "、".join(
        text.title + "、".join(reference.place for reference in group)
        for text, group in groupby(references, key=lambda reference: reference.text)
    )


def quotation(article: str) -> str:
    """The words of the article, a paragraph a line, each place under its citation so that none is read as final."""
    return "\n\n".join("\n".join((r.text.title + r.place, *_words(r))) for r in parse(article))


def to_chinese(number: int) -> str:
    """12 as 十二, 202 as 二百零二."""
    if not 0 < number < 1000:
        raise ValueError(f"只能写一到九百九十九：{number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


def from_chinese(text: str) -> int:
    """十二 as 12; what ``to_chinese`` would not write is refused."""
    number = _from_chinese().get(text)
    if number is None:
        raise ValueError(f"不是一到九百九十九的中文数字：{text}")
    return number


@cache
def _from_chinese() -> dict[str, int]:
    return {to_chinese(number): number for number in range(1, 1000)}


def _reference(part: str) -> Reference:
    if match := _MEASURES.fullmatch(part):
        return Reference(MEASURES, _numbered_place(int(match["article"])) + _below(match["paragraph"], match["clause"]))
    if match := _CIVIL_CODE.fullmatch(part):
        return Reference(CIVIL_CODE, _numbered_place(int(match["article"])))
    if match := _GUIDE_BODY.fullmatch(part):
        number_in_list = f"第{match['number']}项" if match["number"] else ""
        return Reference(GUIDE, match["section"] + (match["subsection"] or "") + number_in_list)
    if match := _GUIDE_ANNEX.fullmatch(part):
        return Reference(GUIDE, f"附件{match['annex']}" + (match["part"] or ""))
    raise ArticleError(f"条文写法不正确：“{part}”。应写作“办法12”“指南三（三）”“指南四.3”“指南附件2”或“民法典202”。")


def _numbered_place(number: int) -> str:
    return f"第{to_chinese(number)}条"


def _below(paragraph: str | None, clause: str | None) -> str:
    return f"第{paragraph}款" if paragraph else clause or ""


def _words(reference: Reference) -> tuple[str, ...]:
    words = _places(reference.text).get(reference.place)
    if words is None:
        raise ArticleError(f"{reference.text.title}没有{reference.place}，或本系统未收录。")
    return words


@cache
def _places(text: Text) -> dict[str, tuple[str, ...]]:
    lines = (TEXTS / text.file).read_text(encoding="utf-8").splitlines()
    return _guide_places(lines) if text is GUIDE else _article_places(lines)


def _article_places(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    places: dict[str, tuple[str, ...]] = {}
    for place, words in _cut(lines, re.compile(r"(第[一二三四五六七八九十百零]+[条章]) ")).items():
        if place.endswith("条"):
            body = (words[0].removeprefix(f"{place} "), *words[1:])
            places |= {place: body, **_parts_of_article(place, body)}
    return places


def _parts_of_article(place: str, body: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    parts = {
        f"{place}{clause}": words for clause, words in _cut(body, re.compile(r"(（[一二三四五六七八九]）)")).items()
    }
    paragraphs = [line for line in body if not line.startswith("（")]
    return parts | {f"{place}第{to_chinese(n)}款": (line,) for n, line in enumerate(paragraphs, 1)}


def _guide_places(lines: list[str]) -> dict[str, tuple[str, ...]]:
    annexes = _cut(lines, re.compile(r"(附件[12])$"))
    form = annexes["附件2"]
    places = {name: words[1:] for name, words in annexes.items()}
    places["附件2填写说明"] = form[form.index("填 写 说 明") + 1 : form.index("一、基本信息")]
    for section, words in _cut(lines[: lines.index("附件：")], re.compile(r"([一二三四五])、")).items():
        places |= {section: words, **_numbered_items(section, words)}
        for subsection, part in _cut(words, re.compile(r"(（[一二三四五六]）)")).items():
            places |= {section + subsection: part, **_numbered_items(section + subsection, part)}
    return places


def _numbered_items(place: str, lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The items 1., 2. of a place, unless it counts several times over: then a number alone names nothing."""
    found = [line[0] for line in lines if re.match(r"[1-9]\. ", line)]
    if len(found) != len(set(found)):
        return {}
    return {f"{place}第{number}项": words for number, words in _cut(lines, re.compile(r"([1-9])\. ")).items()}


def _cut(lines: Iterable[str], start: re.Pattern[str]) -> dict[str, tuple[str, ...]]:
    """Lines cut where ``start`` matches, under what its group caught; what stands before the first is left out."""
    cut: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        if match := start.match(line):
            current = cut.setdefault(match[1], [])
        current.append(line)
    return {name: tuple(words) for name, words in cut.items()}

"""Titles of two and three lines, broken where a word ends, in the shape that GB/T 9704 asks for."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

# 22pt gives 20 characters a line; up to 24 the title is set a little smaller, since a base's name is not broken.
FULL, MOST = 20, 24
MOST_LINES = 3
# Words of official titles that no line ends within.
WORDS = """
国家标准化管理委员会 国家市场监督管理总局 国家技术标准创新基地 技术标准创新基地 创新基地
管理办法 申报指南 专家评审意见 评审意见 评审会 征求意见 建设任务 建设方案 申报方案
关于 同意 筹建 公布 印发 开展 组织 申报 通过 验收 评估 中期 审核 批准 设立 成立 建设 期满 延期 撤销 取消 终止 整改
公示 通知 批复 意见 报告 请示 名单 结果 情况 有关 事项 工作 材料 方案 单位 名称 调整 变更 推荐 专家 年度 项目 试点
国家 标准化 技术 标准 创新 基地 更正 补充 复函 决定 通报 任务 清单 第一批 第二批 第三批
""".split()  # noqa: SIM905 - a list of words reads best as words
BY_LENGTH = sorted(WORDS, key=len, reverse=True)
TOKEN = re.compile("|".join([r"《[^》]*》", r"[A-Za-z0-9.]+[年个项家批]?", *BY_LENGTH, "."]), re.DOTALL)
NO_START = frozenset("的和及与等了、，。；：！？）》”’〕")
NO_END = frozenset("（《“‘〔")
# Good to begin a line with.
GOOD_STARTS = ("关于", "国家技术标准创新基地", "名单", "有关")


def chinese_title_lines(title: str, keep: Sequence[str] = ()) -> tuple[str, ...]:
    """One line if it fits, else two or three, more only for a very long title; a name in `keep` is never broken."""
    text = title.strip()
    if "\n" in text:
        return tuple(filter(None, map(str.strip, text.split("\n"))))
    return _lines(text, tuple(sorted({name for name in keep if name in text}, key=len, reverse=True)))


@lru_cache(maxsize=256)
def _lines(text: str, keep: tuple[str, ...]) -> tuple[str, ...]:
    if len(text) <= FULL:
        return (text,)
    words = [part for word in _words(text, keep) for part in _fitting(word)]
    ways = [lines for count in range(2, MOST_LINES + 1) for lines in _broken(words, count)]
    return min((way for way in ways if max(map(len, way)) <= MOST), key=_fault, default=None) or _filled(words)


def _words(text: str, keep: tuple[str, ...]) -> Iterator[str]:
    """Names whole, all else by words; a sign that may not start a line stays with what is before it."""
    pattern = re.compile("|".join([*map(re.escape, keep), TOKEN.pattern]), re.DOTALL)
    held = ""
    for word in pattern.findall(text):
        if held and word[0] not in NO_START and held[-1] not in NO_END:
            yield held
            held = ""
        held += word
    yield held


def _fitting(word: str) -> list[str]:
    """A name longer than any line is broken before its bracket, and only then anywhere."""
    if len(word) <= MOST:
        return [word]
    head, bracket, rest = word.partition("（")
    parts = [head, bracket + rest] if head and rest else [word]
    return [part[at : at + FULL] for part in parts for at in range(0, len(part), FULL)]


def _broken(words: list[str], count: int) -> Iterator[tuple[str, ...]]:
    for cuts in combinations(range(1, len(words)), count - 1):
        yield tuple("".join(words[a:b]) for a, b in pairwise((0, *cuts, len(words))))


def _fault(lines: tuple[str, ...]) -> float:
    """Lower is better: few lines of like length, full size, no rectangle and no hourglass, no stray end."""
    lengths = [len(line) for line in lines]
    mean = sum(lengths) / len(lengths)
    fault = 25 * len(lines) + sum((length - mean) ** 2 for length in lengths) / 4
    fault += sum(20 * max(0, length - FULL) for length in lengths)
    fault += 6 if len(set(lengths)) == 1 else 0
    fault += 15 if len(lines) == MOST_LINES and lengths[1] < min(lengths[0], lengths[2]) else 0
    fault += 15 if lengths[-1] < 4 else 0
    fault -= sum(8 for line in lines[1:] if line.startswith(GOOD_STARTS))
    return fault + sum(10 for line in lines[:-1] if line.endswith("的"))


def _filled(words: list[str]) -> tuple[str, ...]:
    """As many lines as it takes, each as full as it gets."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1] + word) > FULL:
            lines.append("")
        lines[-1] += word
    return tuple(lines)

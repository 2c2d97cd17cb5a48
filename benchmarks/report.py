"""The table of a run, with one verdict a line."""

from collections.abc import Iterator
from unicodedata import east_asian_width

from .aims import PRINT_SECONDS, Aim
from .measuring import Line

_HEAD = "   p50    p95  floor ratio    cpu ratio  SQL rows"


def table(results: list[tuple[str, Aim, list[Line]]], sizes: list[int]) -> Iterator[str]:
    """Medians and the 95th of a hundred; ratios are product by floor, growth is the last size by the first."""
    width = max(_width(name) for name, _, _ in results)
    yield _padded("", width) + "".join(f" | {f'{size:,} applications, ms':<49}" for size in sizes)
    yield _padded("", width) + f" | {_HEAD}" * len(sizes) + " | growth"
    for name, aim, lines in results:
        growth = lines[-1].product.median / lines[0].product.median
        cells = "".join(f" | {_cells(line)}" for line in lines)
        yield f"{_padded(name, width)}{cells} | {growth:6.2f}  {verdict(aim, lines)}"


def verdict(aim: Aim, lines: list[Line]) -> str:
    if aim == Aim():
        return ""
    missed = aim.missed(lines[0], lines[-1])
    return f"NOT reached: {', '.join(missed)}" if missed else "reached"


def printing(seconds: float) -> str:
    return "reached" if seconds <= PRINT_SECONDS else f"NOT reached: {seconds} s > {PRINT_SECONDS} s"


def _cells(line: Line) -> str:
    clock = f"{line.product.median:6.2f} {line.product.p95:6.2f} {line.floor.median:6.2f} {line.ratio:5.2f}"
    processor = f"{line.product.cpu:6.2f} {line.processor_ratio:5.2f}"
    return f"{clock} {processor} {len(line.asked.statements):4d} {line.asked.rows:4d}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))

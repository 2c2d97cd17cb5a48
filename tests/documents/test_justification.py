"""Full lines end at the right edge, and the text read back is the text that was set."""

from itertools import groupby, pairwise
from typing import Any

import pypdfium2
import pytest
import weasyprint
from weasyprint.layout import inline

from documents import justification, printing
from documents.codes import Code
from tests.documents import pages

SAID = (
    "基地实行理事会领导下的主任负责制，下设技术委员会、标准研制部、试验验证部、推广服务部和综合办公室（办公室设在院内）。"
    "近三年主导制定国际标准 12 项、国家标准 86 项，落实“一带一路”倡议，CO₂ 排放下降 3.5%，面积达到 5 m² 以上；"
)
Line = tuple[float, float]


@pytest.fixture(scope="module")
def plan() -> dict[str, Any]:
    text = "\n".join(SAID[start:] + SAID * 4 for start in range(40))
    return {"sections": {"goals": {"format": "text", "text": text}}}


def lines(pdf: bytes, number: int) -> list[Line]:
    """Left and right of each line of the body, in millimetres, by the advance of its characters and not their ink."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        words, height = page.get_textpage(), page.get_height()
        boxes = [words.get_charbox(at, loose=True) for at in range(words.count_chars())]
    body = [b for b in boxes if pages.FOOT * pages.MM < b[1] < height - pages.HEAD * pages.MM and b[3] - b[1] > 10]
    rows = [list(row) for _, row in groupby(body, key=lambda box: round(box[1] / 4))]
    return [(min(b[0] for b in row) / pages.MM, max(b[2] for b in row) / pages.MM) for row in rows]


def test_every_full_line_ends_at_the_right_edge(plan: dict[str, Any]) -> None:
    pdf = printing.render_plan(plan, code=Code.of(plan))
    ends = []
    for number in range(5, 9):
        found = lines(pdf, number)
        left, edge = min(line[0] for line in found), max(line[1] for line in found)
        # A line is full if the next one goes on with the same paragraph, that is, begins at the left.
        ends += [round(edge - line[1], 2) for line, after in pairwise(found) if after[0] - left < 1]
    assert len(ends) > 80
    assert [end for end in ends if end > 0.25] == []


def test_spread_lines_are_read_back_without_false_blanks(plan: dict[str, Any]) -> None:
    with pypdfium2.PdfDocument(printing.render_plan(plan, code=Code.of(plan))) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    assert text.count("下设技术委员会、标准研制部、试验验证部、推广服务部和综合办公室（办公室设在院内）。") > 100


def test_under_another_version_nothing_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    monkeypatch.setattr(inline, "justify_line", None)
    assert justification.install() is False
    assert inline.justify_line is None


def test_it_can_be_turned_off(settings: Any) -> None:
    settings.PRINT_JUSTIFIED = False
    assert justification.install() is False


def test_installing_twice_spreads_once() -> None:
    assert justification.install() is True
    once = weasyprint.text.line_break.Layout.set_text
    assert justification.install() is True
    assert weasyprint.text.line_break.Layout.set_text is once

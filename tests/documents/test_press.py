"""What the press may load, and what a machine without Pango does."""

from pathlib import Path
from typing import Any

import pytest
from weasyprint import CSS, HTML

from documents import available, checks, fetching, fonts, printing
from documents.fetching import Fetcher, ForbiddenAddressError

ADDRESSES = [
    "file:///etc/passwd",
    "file:///srv/../etc/passwd",
    "FILE:///etc/passwd",
    "http://127.0.0.1:1/x",
    "https://example.invalid/x.css",
    "ftp://example.invalid/x",
    "data:text/plain,secret",
    "print:../../../etc/passwd",
    "print:serif.ttf/../../plan.css",
    "print:",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_fetcher_refuses_what_is_not_on_its_list(address: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        Fetcher().fetch(address)
    with pytest.raises(ForbiddenAddressError):
        Fetcher().open(address)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{}">',
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<style>@import url("{}");</style>',
        '<style>@font-face{{font-family:a;src:url("{}")}}</style><p style="font-family:a">a',
        '<p style="background:url({})">a',
    ],
)
def test_a_document_that_asks_for_more_is_not_set(address: str, markup: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        HTML(string=markup.format(address), url_fetcher=Fetcher()).write_pdf()


def test_the_list_is_the_faces_and_our_own_sheets() -> None:
    assert sorted(fetching.sources()) == [
        "print:black.ttf",
        "print:code.css",
        "print:draft.css",
        "print:faces.css",
        "print:fang.otf",
        "print:heavy.ttf",
        "print:justified.css",
        "print:kai.otf",
        "print:label.css",
        "print:official.css",
        "print:official_faces.css",
        "print:official_letter.css",
        "print:official_sheet.css",
        "print:plan.css",
        "print:sans.ttf",
        "print:serif.ttf",
        "print:song.ttf",
    ]
    assert all(path.is_file() for path in fetching.sources().values())


def test_our_own_sheets_have_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    for name in fetching.SHEETS:
        CSS(url=fetching.SCHEME + name, url_fetcher=Fetcher(), font_config=printing._configuration())
    assert caplog.records == []


def test_nothing_is_missing_here() -> None:
    assert printing.available() is None
    assert checks.printing() == []


@pytest.mark.parametrize("library", ["PANGO", "SUBSETTER"])
def test_a_machine_without_a_library_says_the_command(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setattr(available, library, ("libnothing-of-this-name.so.0",))
    reason = printing.available() or ""
    command = "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    assert reason.endswith(f"请执行：{command}")
    assert [(warning.id, warning.msg) for warning in checks.printing()] == [("documents.W001", reason)]
    with pytest.raises(printing.PrintingUnavailableError, match="暂不能生成 PDF"):
        printing.render_plan({}, code=None)


def test_a_machine_without_faces_says_so(settings: Any, tmp_path: Path) -> None:
    settings.PRINT_FONTS = tmp_path
    assert "make setup" in (printing.available() or "")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("喆䶮〇㑇昇珺堃", set()),
        ("CO₂ 10⁻⁶ m² ⅢΩ℃≥①", set()),
        ("一行\n二行\t\u200b", set()),
        ("𠮷😀\ue000\u202e", {"𠮷", "😀", "\ue000", "\u202e"}),
    ],
)
def test_what_cannot_be_printed_is_known_before(text: str, missing: set[str]) -> None:
    assert fonts.missing_characters(text) == missing


def test_the_refusal_names_the_code_point() -> None:
    assert fonts.refusal("王𠮷") == "含有无法打印的字符：「𠮷」（U+20BB7），请改用其他字符。"
    assert fonts.refusal("王喆") is None

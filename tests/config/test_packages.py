import os

import pytest

from config.machine import packages


def test_without_root_the_exact_command_is_printed_and_nothing_is_tried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(packages, "_apt", lambda names: pytest.fail("apt was called"))
    monkeypatch.setattr(packages, "_loads", lambda library: False)
    packages.for_print()
    wanted = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    assert f"sudo sh -c 'apt-get update && apt-get install --no-install-recommends {wanted}'" in capsys.readouterr().err


def test_nothing_is_installed_where_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[object] = []
    monkeypatch.setattr(packages, "_apt", installed.append)
    monkeypatch.setattr(packages, "_loads", lambda library: True)
    packages.for_print()
    assert installed == []


def test_a_browser_that_is_named_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/opt/browser")
    assert packages.chromium() == "/opt/browser"


def test_where_there_is_no_browser_the_one_without_a_screen_is_taken_first(monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[list[str]] = []
    monkeypatch.setattr(packages, "_apt", installed.append)
    monkeypatch.setattr(packages, "for_print", lambda: None)
    monkeypatch.setattr(packages, "chromium", lambda: "/usr/bin/it" if installed else None)
    monkeypatch.setattr(packages, "missing_for_tests", list)
    monkeypatch.setattr(packages, "_offered", lambda package: True)
    packages.for_tests()
    packages.for_tests()
    assert installed == [["chromium-headless-shell"]]

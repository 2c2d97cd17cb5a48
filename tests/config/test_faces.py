"""Set-up brings 仿宋 and 楷体 where it can, and says so and goes on where it cannot."""

import io
import os
import subprocess
import tarfile
from pathlib import Path

import pytest

from config.machine import faces


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(faces, "FOLDER", tmp_path / "fonts")
    monkeypatch.setattr(faces, "INSTALLED", tmp_path / "nothing")
    return tmp_path / "fonts"


def archive(*names: str) -> io.BytesIO:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as written:
        for name in names:
            entry = tarfile.TarInfo(f"./usr/share/texlive/{name}")
            entry.size = 4
            written.addfile(entry, io.BytesIO(b"face"))
    made.seek(0)
    return made


def test_faces_that_are_here_are_not_fetched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "_unpack", lambda: pytest.fail("fetched"))
    folder.mkdir()
    for face in faces.FACES:
        (folder / face).touch()
    faces.fetch()
    assert {path.name for path in folder.iterdir()} == faces.FACES


@pytest.mark.parametrize(
    "fault",
    [OSError("no apt"), subprocess.CalledProcessError(100, "apt-get"), subprocess.TimeoutExpired("apt-get", 60)],
)
def test_a_failure_is_said_and_not_tried_again_for_a_day(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: Exception
) -> None:
    tries = []

    def failing() -> None:
        tries.append(1)
        raise fault

    monkeypatch.setattr(faces, "_unpack", failing)
    faces.fetch()
    faces.fetch()
    assert len(tries) == 1
    assert "公文暂以宋体排印" in capsys.readouterr().err
    os.utime(faces._failure(), (0, 0))
    faces.fetch()
    assert len(tries) == 2


def test_a_machine_without_apt_is_a_failure_like_another(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces.shutil, "which", lambda name: None)
    faces.fetch()
    assert [path.name for path in folder.iterdir()] == [".not-to-be-had"]


def test_root_fills_an_empty_list_of_packages_and_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    def run(command: list[str], folder: str) -> None:
        said.append(next(word for word in command if word in ("download", "update")))
        if len(said) == 1:
            raise subprocess.CalledProcessError(100, command)

    monkeypatch.setattr(faces, "_run", run)
    monkeypatch.setattr(faces.os, "geteuid", lambda: 0)
    faces._download("/nowhere")
    assert said == ["download", "update", "download"]


def test_only_the_two_files_are_taken(tmp_path: Path) -> None:
    with tarfile.open(fileobj=archive("../evil.sh", "FandolSong-Bold.otf", *sorted(faces.FACES)), mode="r|") as read:
        faces._write(read, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == faces.FACES


def test_a_package_without_them_is_a_failure(tmp_path: Path) -> None:
    with (
        tarfile.open(fileobj=archive("FandolKai-Regular.otf"), mode="r|") as read,
        pytest.raises(tarfile.ReadError, match="FandolFang"),
    ):
        faces._write(read, tmp_path)

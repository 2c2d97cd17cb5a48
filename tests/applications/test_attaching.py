"""Attachments: one bad file among good ones leaves the good ones; nothing beyond 200 MB together."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.models import Application, Attachment
from documents.models import File
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, paper
from tests.arriving import arrive

MB = 1024 * 1024


@pytest.fixture
def draft(world: World) -> Application:
    return world.draft()


@pytest.fixture
def preparer(world: World) -> Client:
    return client_of(world.seats["preparer"])


def upload(client: Client, draft: Application, content: bytes, name: str = "证明.pdf", **data: str) -> Any:
    file = SimpleUploadedFile(name, content, "application/pdf")
    return client.post(f"/applications/{draft.pk}/write/attachments/", {"file": file, **data})


def kept(draft: Application) -> list[str]:
    return list(draft.attachments.filter(removed_at=None).values_list("title", flat=True))


def remember(draft: Application, size: int) -> Attachment:
    """A file of which only the size is told."""
    file = File.objects.create(sha256="0" * 64, size=size, content_type="application/pdf", name="大.pdf")
    return draft.attachments.create(file=file, title="大", position=9)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"MZ\x90\x00" * 16, "证明.pdf", "这个文件的内容不是"),
        (b"", "证明.pdf", "文件是空的"),
        (b"<html><script>alert(1)</script></html>", "证明.pdf", "这个文件的内容不是"),
        (None, "证明.exe", "扩展名是 .exe"),
        (None, "证明.exe.pdf", "夹有扩展名 .exe"),
    ],
)
def test_one_wrong_file_among_good_ones_leaves_the_good_ones(
    draft: Application, preparer: Client, content: bytes | None, name: str, said: str
) -> None:
    assert upload(preparer, draft, paper("One"), "第一份.pdf").status_code == 302
    wrong = upload(preparer, draft, paper() if content is None else content, name)
    assert (wrong.status_code, said in text_of(wrong)) == (422, True)
    assert upload(preparer, draft, paper("Two"), "第二份.pdf").status_code == 302
    assert kept(draft) == ["第一份", "第二份"]


def test_a_form_without_a_file_is_told(draft: Application, preparer: Client) -> None:
    answer = preparer.post(f"/applications/{draft.pk}/write/attachments/", {"title": "无"})
    assert (answer.status_code, "请选择要上传的文件。" in text_of(answer)) == (422, True)


def test_a_title_that_cannot_be_printed_is_refused(draft: Application, preparer: Client) -> None:
    answer = upload(preparer, draft, paper(), title="证明\U0001f600")
    assert (answer.status_code, "（U+1F600）" in text_of(answer), kept(draft)) == (422, True, [])


def test_two_hundred_megabytes_together_are_the_most(draft: Application, preparer: Client) -> None:
    size = len(paper())
    big = remember(draft, 200 * MB - size + 1)
    refused = upload(preparer, draft, paper())
    assert refused.status_code == 422
    assert "附件合计不能超过 200 MB，还可上传 0.0 MB；请压缩或先移除其他附件。" in text_of(refused)
    big.delete()
    remember(draft, 200 * MB - size)
    assert upload(preparer, draft, paper()).status_code == 302
    assert kept(draft) == ["大", "证明"]


def test_a_removed_file_makes_room(draft: Application, preparer: Client) -> None:
    big = remember(draft, 200 * MB)
    assert upload(preparer, draft, paper()).status_code == 422
    assert preparer.post(f"/applications/{draft.pk}/write/attachments/{big.pk}/remove/").status_code == 302
    assert upload(preparer, draft, paper()).status_code == 302
    assert kept(draft) == ["证明"]


def test_an_attachment_of_another_plan_is_not_removed_through_ones_own(
    world: World, draft: Application, preparer: Client
) -> None:
    foreign = world.other_draft(filled=True).attachments.get()
    preparer.post(f"/applications/{draft.pk}/write/attachments/{foreign.pk}/remove/")
    foreign.refresh_from_db()
    assert foreign.removed_at is None


def test_an_upload_that_comes_too_late_is_told(world: World, preparer: Client) -> None:
    draft = arrive(world.draft(), "organiser_review")
    assert upload(preparer, draft, paper("Late"), "晚.pdf").status_code == 409
    assert kept(draft) == ["法人证书"]


def test_a_file_is_served_as_a_sealed_download(draft: Application, preparer: Client) -> None:
    upload(preparer, draft, paper(), "证明.pdf", title="法人证书")
    answer = preparer.get(f"/applications/attachments/{draft.attachments.get().pk}/")
    assert b"".join(answer.streaming_content) == paper()
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")

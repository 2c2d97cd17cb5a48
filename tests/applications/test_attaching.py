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
from tests.ground import shared

MB = 1024 * 1024


@shared
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


# Several at once


def upload_all(client: Client, draft: Application, *files: tuple[str, bytes], **data: Any) -> Any:
    sent = [SimpleUploadedFile(name, content, "application/pdf") for name, content in files]
    return client.post(f"/applications/{draft.pk}/write/attachments/", {"file": sent, **data})


def open_failures(draft: Application) -> list[str]:
    return list(draft.failed_uploads.filter(dismissed_at=None).values_list("name", flat=True))


def test_of_several_files_the_good_ones_are_kept_and_the_bad_ones_listed(draft: Application, preparer: Client) -> None:
    files = [(f"第{number}份.pdf", paper(str(number))) for number in range(6)]
    bad = [("木马.pdf", b"MZ\x90\x00" * 16), ("空.pdf", b"")]
    answer = upload_all(preparer, draft, *files[:3], bad[0], *files[3:], bad[1], kind="team", title="不用")
    page = text_of(answer)
    assert answer.status_code == 422
    assert (kept(draft), open_failures(draft)) == ([f"第{number}份" for number in range(6)], ["木马.pdf", "空.pdf"])
    assert set(draft.attachments.values_list("kind", flat=True)) == {"team"}
    assert ("这个文件的内容不是" in page, "文件是空的" in page) == (True, True)


def test_a_failed_file_stays_until_it_is_dismissed_or_sent_again_alone(draft: Application, preparer: Client) -> None:
    upload_all(preparer, draft, ("甲.pdf", b"MZ"), ("乙.pdf", b"MZ"))
    first, second = draft.failed_uploads.values_list("pk", flat=True)
    place = f"/applications/{draft.pk}/write/attachments/"
    assert "乙.pdf" in text_of(preparer.get(place))
    assert upload_all(preparer, draft, ("甲.pdf", paper()), again=first).status_code == 302
    assert (kept(draft), open_failures(draft)) == (["甲"], ["乙.pdf"])
    assert preparer.post(f"{place}failed/{second}/").status_code == 302
    assert open_failures(draft) == []


def test_a_file_refused_again_is_listed_once(draft: Application, preparer: Client) -> None:
    upload_all(preparer, draft, ("甲.pdf", b"MZ"))
    upload_all(preparer, draft, ("甲.pdf", b"MZ2"), again=draft.failed_uploads.get().pk)
    assert open_failures(draft) == ["甲.pdf"]


def test_the_pages_script_is_told_of_each_file(draft: Application, preparer: Client) -> None:
    place = f"/applications/{draft.pk}/write/attachments/"
    script = {"X-Autosave": "1"}
    good = preparer.post(place, {"file": SimpleUploadedFile("甲.pdf", paper())}, headers=script)
    bad = preparer.post(place, {"file": SimpleUploadedFile("乙.pdf", b"MZ")}, headers=script)
    assert (good.status_code, good.json()["title"]) == (200, "甲")
    assert (bad.status_code, bad.json()["failed"]) == (422, draft.failed_uploads.get().pk)
    assert "这个文件的内容不是" in bad.json()["reason"]
    assert preparer.post(place, {}, headers=script).json() == {"reason": "请选择要上传的文件。"}


def test_what_does_not_fit_any_more_is_refused_alone(draft: Application, preparer: Client) -> None:
    remember(draft, 200 * MB - len(paper("One")))
    upload_all(preparer, draft, ("一.pdf", paper("One")), ("二.pdf", paper("Two")))
    assert (kept(draft), open_failures(draft)) == (["大", "一"], ["二.pdf"])


# Changed and moved


def change(client: Client, draft: Application, attachment: Attachment, act: str, **data: str) -> Any:
    return client.post(f"/applications/{draft.pk}/write/attachments/{attachment.pk}/{act}/", data)


@pytest.mark.parametrize(
    "data", [{"title": "", "kind": "team"}, {"title": "名", "kind": "x"}, {"title": "名\U0001f600"}]
)
def test_a_faulty_name_or_kind_changes_nothing(draft: Application, preparer: Client, data: dict[str, str]) -> None:
    upload(preparer, draft, paper())
    row = draft.attachments.get()
    assert change(preparer, draft, row, "change", **data).status_code == 422
    row.refresh_from_db()
    assert (row.title, row.kind) == ("证明", "other")


def test_name_kind_and_place_can_be_changed(draft: Application, preparer: Client) -> None:
    upload_all(preparer, draft, *((f"{name}.pdf", paper(str(n))) for n, name in enumerate("甲乙丙")))
    first, second, third = draft.attachments.all()
    assert change(preparer, draft, first, "change", title="法人证书", kind="legal").status_code == 302
    for row, way in ((third, "up"), (first, "down"), (second, "down")):
        assert change(preparer, draft, row, "move", **{way: "1"}).status_code == 302
    assert kept(draft) == ["丙", "法人证书", "乙"]
    change(preparer, draft, third, "move", up="1")
    assert kept(draft) == ["丙", "法人证书", "乙"]


@pytest.mark.parametrize("act", ["change", "move"])
def test_an_attachment_of_another_plan_is_not_changed_through_ones_own(
    world: World, draft: Application, preparer: Client, act: str
) -> None:
    foreign = world.other_draft(filled=True).attachments.get()
    change(preparer, draft, foreign, act, title="别人的", kind="team", down="1")
    foreign.refresh_from_db()
    assert (foreign.title, foreign.position) == ("法人证书", 1)


def test_a_failed_file_of_another_plan_is_not_dismissed(world: World, draft: Application, preparer: Client) -> None:
    other = world.other_draft()
    upload_all(client_of(world.seats["other_preparer"]), other, ("甲.pdf", b"MZ"))
    preparer.post(f"/applications/{draft.pk}/write/attachments/failed/{other.failed_uploads.get().pk}/")
    assert open_failures(other) == ["甲.pdf"]

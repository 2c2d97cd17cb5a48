"""Stored files. Each room links to them by a real foreign key and serves them through its own `visible_to`."""

import uuid
from typing import BinaryIO

import pgtrigger
from django.conf import settings
from django.db import models

from documents import kinds, names, store


class File(models.Model):
    """A file as it was received or made: never changed, never deleted; its bytes lie under their digest."""

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    sha256 = models.CharField("摘要", max_length=64, editable=False, db_index=True)
    size = models.PositiveBigIntegerField("字节数", editable=False)
    content_type = models.CharField("类型", max_length=100, editable=False)
    name = models.CharField("文件名", max_length=120, editable=False)
    # Real time on purpose: when the bytes arrived is not business time.
    created_at = models.DateTimeField("存入时间", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="存入人",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(name="file_sha256_form", condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"))
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def store(cls, content: store.Content, name: str, by: models.Model | None = None, content_type: str = "") -> "File":
        """Keep the bytes once and a row for this name and person.

        The type is read from the bytes unless the caller has had them checked and knows it.
        """
        sha256, size = store.put(content)
        kept = names.cleaned(name)
        kind = content_type or kinds.guess(store.open_stored(sha256), kept)
        return cls.objects.create(sha256=sha256, size=size, content_type=kind, name=kept, created_by=by)

    def open(self) -> BinaryIO:
        return store.open_stored(self.sha256)

    def open_verified(self) -> BinaryIO:
        """For evidence: the digest is computed again first; `store.DamagedFileError` if it differs."""
        return store.open_verified(self.sha256)


class Paper(models.Model):
    """One of the four files in which a decision is told, as ``documents.papers`` makes them."""

    class Form(models.TextChoices):
        LETTER = "letter", "信函"
        RED_HEAD = "red_head", "文件"

    form = models.CharField(max_length=10, choices=Form.choices)
    format = models.CharField(max_length=8, choices=[("pdf", "PDF"), ("docx", "Word")])
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

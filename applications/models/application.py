"""One application and its place among the units that carry it on."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q
from django.urls import reverse
from django.utils.functional import cached_property

from applications.procedure.application import ApplicationProcedure
from bases.models import Base
from bases.procedure import BaseKind
from notices.models import NoticeItem
from organisations.models import Region, Sector, Unit
from organisations.rulings import Live, live
from organisations.searching import Pieces, initials
from procedure.machines import kernel_triggers

from .calls import Call

if TYPE_CHECKING:
    from .judged import Scan


class NextSerial(Func):
    """The next number of PostgreSQL's own counter."""

    template = "nextval('application_serial')"
    output_field = models.BigIntegerField()


class Application(ApplicationProcedure):
    """One application under one call; the plan's text lies in its sections, what was filed in its versions."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    # The three units' own indexes are the beginnings of the queues' below.
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="applications", verbose_name="申报单位", db_index=False
    )
    organiser = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="organised", verbose_name="申报组织单位", db_index=False
    )
    recommender = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="recommended", verbose_name="推荐单位", db_index=False
    )
    serial = models.BigIntegerField("申报号", unique=True, editable=False, db_default=NextSerial())
    kind = models.CharField("创新基地类型", max_length=16, choices=BaseKind.choices)
    inner_name = models.CharField("创新基地名称", max_length=60)
    # Of the name as it is read, to be found by (光伏 is gf).
    initials = models.CharField(max_length=120, editable=False, db_default="", default="")
    english_name = models.CharField("英文名称中的×××", max_length=120, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="applications", verbose_name="区域")
    sector = models.ForeignKey(
        Sector, null=True, on_delete=models.PROTECT, related_name="applications", verbose_name="领域"
    )
    current = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField("首次报送", null=True)
    endorsed_at = models.DateTimeField("首次报送推荐单位", null=True)
    received_at = models.DateTimeField("推荐到达", null=True)
    # The end of the window for this applicant alone, where SAC extended it; else the call's.
    extended_to = models.DateTimeField("受理期延长至", null=True, editable=False)
    # SAC's own (编号), given when the form check begins; not on the print.
    sac_number = models.CharField("编号", max_length=20, null=True, unique=True, editable=False)  # noqa: DJ001
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    notice_item = models.OneToOneField(NoticeItem, null=True, on_delete=models.PROTECT, related_name="+")
    base = models.OneToOneField(Base, null=True, on_delete=models.PROTECT, related_name="+")
    letter = models.ForeignKey("Letter", null=True, on_delete=models.PROTECT, related_name="applications")
    # Who looks after it now, where that is not who began it.
    keeper = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = kernel_triggers("application", ["draft"])
        # A queue for each kind of seat, with and without a state; the conditions are those of ``visible_to``.
        indexes = [
            models.Index(
                fields=["call", "state", "since", "id"],
                condition=Q(submitted_at__isnull=False),
                name="application_of_call",
            ),
            models.Index(fields=["unit", "since", "id"], name="application_of_unit"),
            models.Index(fields=["unit", "state", "since", "id"], name="application_unit_state"),
            models.Index(fields=["organiser", "since", "id"], name="application_of_organiser"),
            models.Index(fields=["organiser", "state", "since", "id"], name="application_organiser_state"),
            models.Index(
                fields=["recommender", "since", "id"],
                condition=Q(endorsed_at__isnull=False),
                name="application_of_recommender",
            ),
            models.Index(
                fields=["recommender", "state", "since", "id"],
                condition=Q(endorsed_at__isnull=False),
                name="application_recommender_state",
            ),
            models.Index(
                fields=["recommender", "call", "kind", "sector"],
                condition=Q(received_at__isnull=False),
                name="application_quota",
            ),
            GinIndex(Pieces("inner_name"), name="application_name_pieces"),
            GinIndex(Pieces("initials"), name="application_initials_pieces"),
            models.Index(fields=["since", "id"], condition=Q(submitted_at__isnull=False), name="application_of_sac"),
            models.Index(
                fields=["state", "since", "id"],
                condition=Q(submitted_at__isnull=False),
                name="application_sac_state",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **options: Any) -> None:
        self.initials = initials(self.inner_name)
        super().save(*args, **options)

    @cached_property
    def scan(self) -> "Scan | None":
        """The scan of the sealed current version; read once, for the guards that ask about it."""
        from .judged import Scan

        if self.current_id is None:
            return None
        return Scan.objects.filter(version=self.current_id, replaced_at__isnull=True).first()

    @cached_property
    def rulings(self) -> list[Live]:
        """SAC's rulings on sectors, read once for all that judge this case by them."""
        return live()

    @property
    def closes_at(self) -> datetime:
        """The first moment that is too late for this application."""
        return max(self.call.closes_at, self.extended_to or self.call.closes_at)

    @property
    def number(self) -> str:
        """The portal's own number, to be said on the telephone; SAC's 编号 is another."""
        return f"{self.call.year}-{self.serial:06d}"

    @property
    def full_name(self) -> str:
        return f"国家技术标准创新基地（{self.inner_name}）"

    def get_absolute_url(self) -> str:
        return reverse("workbench:case", args=["application", self.pk])

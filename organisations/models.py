"""Regions, sectors, units and authorities of every kind, and the seats that people hold in them."""

from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import Done
from documents.models import File
from procedure import clock

from .searching import Pieces


class Region(models.Model):
    """A province of GB/T 2260, a city with a planning status of its own tied to its province, or 兵团."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "省"
        AUTONOMOUS_REGION = "autonomous_region", "自治区"
        MUNICIPALITY = "municipality", "直辖市"
        SAR = "sar", "特别行政区"
        TAIWAN = "taiwan", "台湾省"
        PLANNED_CITY = "planned_city", "计划单列市"
        SUB_PROVINCIAL_CITY = "sub_provincial_city", "副省级城市"
        CORPS = "corps", "新疆生产建设兵团"

    code = models.CharField("区划代码", max_length=6, unique=True)
    name = models.CharField("名称", max_length=40)
    short_name = models.CharField("简称", max_length=20)
    kind = models.CharField("类别", max_length=24, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="cities")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Sector(models.Model):
    """An entry of the sector catalogue; entries of one ``family`` may be similar until SAC has ruled on them."""

    code = models.CharField("代码", max_length=10, unique=True)
    name = models.CharField("领域", max_length=60)
    family = models.CharField("门类", max_length=60, blank=True)
    retired_at = models.DateTimeField("停用", null=True, blank=True)
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class SectorRuling(models.Model):
    """What an SAC officer decided on entries that looked alike (指南四.2): one for the quotas, or not similar."""

    sectors = models.ManyToManyField(Sector, related_name="rulings", verbose_name="领域")
    similar = models.BooleanField("相同或相近")
    reason = models.TextField("理由")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(max_length=100)
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField("终止理由", blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-pk"]


class UnitKind(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    INSTITUTION = "institution", "事业单位"
    LOCAL_DEPARTMENT = "local_department", "省级标准化主管部门"
    CITY_DEPARTMENT = "city_department", "计划单列市、副省级城市标准化主管部门"
    CORPS_DEPARTMENT = "corps_department", "兵团标准化主管部门"
    MINISTRY_BODY = "ministry_body", "行业标准化主管机构"
    ASSOCIATION = "association", "行业协会"
    OTHER = "other", "其他单位"
    MINISTRY = "ministry", "行业部门"
    PROVINCIAL_GOVERNMENT = "provincial_government", "省级人民政府"
    CITY_GOVERNMENT = "city_government", "计划单列市、副省级城市人民政府"
    CORPS = "corps", "新疆生产建设兵团"
    SAC = "sac", "国家标准委"


# Units that register themselves; all others are authorities, entered by SAC.
REGISTERING = (UnitKind.ENTERPRISE, UnitKind.INSTITUTION, UnitKind.OTHER)


class Unit(models.Model):
    """A legal person or an authority, by its full name as on the seal; ``reports_to`` is an organiser's recommender."""

    name = models.CharField("单位全称", max_length=120, unique=True)
    kind = models.CharField("类别", max_length=24, choices=UnitKind.choices)
    kind_reason = models.CharField("其他单位的说明", max_length=200, blank=True)
    code = models.CharField("统一社会信用代码/组织机构代码", max_length=18, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="units", verbose_name="所在地")
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="organisers")
    office = models.CharField("经办处室", max_length=60, blank=True)
    leader = models.CharField("单位负责人", max_length=60, blank=True)
    leader_title = models.CharField("负责人职务/职称", max_length=60, blank=True)
    contact = models.CharField("联系人", max_length=60, blank=True)
    contact_title = models.CharField("联系人职务/职称", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真号码", max_length=60, blank=True)
    postcode = models.CharField("邮编", max_length=12, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    address = models.CharField("通讯地址", max_length=200, blank=True)
    registered_at = models.DateTimeField("登记时间", null=True, blank=True)
    # Set by the newest confirmation, taken away when the name or the code changes.
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        indexes = [
            models.Index(fields=["kind", "region"], name="unit_by_kind"),
            GinIndex(Pieces("name"), name="unit_name_pieces"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="unit_code_once"),
            models.CheckConstraint(condition=~Q(reports_to=F("id")) | Q(kind="association"), name="unit_reports_up"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_authority(self) -> bool:
        return self.kind not in REGISTERING

    @property
    def is_confirmed(self) -> bool:
        """Whether an authority has confirmed name and code; authorities themselves need none."""
        return self.is_authority or self.confirmed_at is not None


class UnitEvidence(models.Model):
    """What a unit hands in for its name and code: licence, certificate, the paper behind an odd code."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="evidence")
    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("材料名称", max_length=120)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class UnitConfirmation(Done):
    """An officer's word that name and code are this unit's, and that an odd code is right all the same."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="confirmations")
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=18)
    odd_code = models.BooleanField("校验码不符仍予确认", default=False)
    reason = models.TextField("说明", blank=True)
    by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Role(models.TextChoices):
    PREPARER = "preparer", "填报人"
    SUBMITTER = "submitter", "报送人"
    UNIT_ADMIN = "unit_admin", "单位管理员"
    ORGANISER_OFFICER = "organiser_officer", "组织单位经办"
    RECOMMENDER_OFFICER = "recommender_officer", "推荐单位经办"
    SAC_OFFICER = "sac_officer", "国家标准委经办"
    SAC_APPROVER = "sac_approver", "国家标准委审批"
    EXPERT = "expert", "专家"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


# 三员: kept apart from one another and from every other seat.
ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)

# Whose work a colleague can do for some days, as 甲代乙; for a unit's administrator another one is seated.
DEPUTABLE = (
    *(Role.PREPARER, Role.SUBMITTER, Role.ORGANISER_OFFICER, Role.RECOMMENDER_OFFICER),
    *(Role.SAC_OFFICER, Role.SAC_APPROVER),
)

_APPLYING = (Role.PREPARER, Role.SUBMITTER, Role.UNIT_ADMIN, Role.EXPERT)
_ORGANISING = (Role.ORGANISER_OFFICER, Role.UNIT_ADMIN, Role.EXPERT)
_RECOMMENDING = (Role.RECOMMENDER_OFFICER, Role.UNIT_ADMIN, Role.EXPERT)
# The roles that there can be in a unit of each kind.
ROLES_IN: dict[str, tuple[Role, ...]] = {
    UnitKind.ENTERPRISE: _APPLYING,
    UnitKind.INSTITUTION: _APPLYING,
    UnitKind.OTHER: _APPLYING,
    UnitKind.LOCAL_DEPARTMENT: _ORGANISING,
    UnitKind.CITY_DEPARTMENT: _ORGANISING,
    UnitKind.CORPS_DEPARTMENT: _ORGANISING,
    UnitKind.MINISTRY_BODY: _ORGANISING,
    # Under the guide an association organises and recommends; a unit outside the lists may be admitted to either.
    UnitKind.ASSOCIATION: (*_ORGANISING, Role.RECOMMENDER_OFFICER),
    UnitKind.MINISTRY: _RECOMMENDING,
    UnitKind.PROVINCIAL_GOVERNMENT: _RECOMMENDING,
    UnitKind.CITY_GOVERNMENT: _RECOMMENDING,
    UnitKind.CORPS: _RECOMMENDING,
    UnitKind.SAC: (Role.SAC_OFFICER, Role.SAC_APPROVER, *ADMINISTRATORS),
}

_SEPARATED = """
    IF NEW.ended_at IS NULL AND EXISTS (
        SELECT 1 FROM organisations_membership other
        WHERE other.person_id = NEW.person_id AND other.id IS DISTINCT FROM NEW.id AND other.role <> NEW.role
          AND other.ended_at IS NULL
          AND ARRAY[other.role::text, NEW.role::text] && ARRAY['system_admin', 'security_admin', 'audit_admin']
          AND daterange(other.starts, other.ends, '[]') && daterange(NEW.starts, NEW.ends, '[]')
    ) THEN
        RAISE EXCEPTION 'administrators_apart';
    END IF;
    RETURN NEW;"""


class Membership(models.Model):
    """A seat: a person in a role of a unit from a day until, and including, a day; perhaps standing in for another.

    ``ended_at`` ends it at once, whatever its days say.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("岗位", max_length=24, choices=Role.choices)
    starts = models.DateField("自")
    ends = models.DateField("至", null=True, blank=True)
    ended_at = models.DateTimeField("收回时间", null=True, blank=True)
    standing_in_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="stand_ins"
    )
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(ends__isnull=True, ended_at__isnull=True, standing_in_for__isnull=True),
                name="membership_once_open",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="membership_in_order"
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="membership_by_unit")]
        triggers = [
            pgtrigger.Trigger(
                name="administrators_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_SEPARATED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.name_shown}（{self.unit_label} {self.role_label}）"

    @property
    def role_label(self) -> str:
        return str(self.get_role_display())

    @property
    def unit_label(self) -> str:
        return self.unit.name

    @property
    def name_shown(self) -> str:
        if self.standing_in_for is None:
            return self.person.name
        return f"{self.person.name}代{self.standing_in_for.person.name}"

    @property
    def names_stand_ins(self) -> bool:
        """Whether a stand-in can be named from this seat: for itself, or for the colleagues of its unit."""
        return self.standing_in_for_id is None and (self.role in DEPUTABLE or self.role == Role.UNIT_ADMIN)

    def is_current(self) -> bool:
        """A stand-in's seat falls with the seat that it stands in for."""
        today, principal = clock.today(), self.standing_in_for
        held = self.person.is_active and self.holds_on(today)
        return held and (principal is None or (principal.person.is_active and principal.holds_on(today)))

    def holds_on(self, day: date) -> bool:
        return self.ended_at is None and self.starts <= day and (self.ends is None or day <= self.ends)


class Invitation(models.Model):
    """A colleague asked to join a unit; the letter's link carries the signed key, good once, until ``expires_at``."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField("电子邮箱")
    name = models.CharField("姓名", max_length=60)
    roles = models.JSONField("岗位", default=list)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    # Real time, like every token's.
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]


class JoinRequest(models.Model):
    """Somebody who gave the code of a unit that is there already and asks its administrator to be let in."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="join_requests")
    note = models.CharField("说明", max_length=200, blank=True)
    at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    answer = models.CharField("答复", max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "person"], condition=Q(decided_at__isnull=True), name="join_request_once_open"
            )
        ]

"""Regions, sectors, units and authorities of every kind, and the seats that people hold in them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from procedure import clock


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
    code = models.CharField("代码", max_length=10, unique=True)
    name = models.CharField("领域", max_length=60)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    ENTERPRISE = "enterprise", "企业"
    INSTITUTION = "institution", "事业单位"
    LOCAL_DEPARTMENT = "local_department", "省级标准化主管部门"
    CITY_DEPARTMENT = "city_department", "计划单列市、副省级城市标准化主管部门"
    CORPS_DEPARTMENT = "corps_department", "兵团标准化主管部门"
    MINISTRY_BODY = "ministry_body", "行业标准化主管机构"
    ASSOCIATION = "association", "行业协会"
    MINISTRY = "ministry", "行业部门"
    PROVINCIAL_GOVERNMENT = "provincial_government", "省级人民政府"
    CITY_GOVERNMENT = "city_government", "计划单列市、副省级城市人民政府"
    SAC = "sac", "国家标准委"


class Unit(models.Model):
    """A legal person or an authority, by its full name as on the seal; ``reports_to`` is an organiser's recommender."""

    name = models.CharField("单位全称", max_length=120, unique=True)
    kind = models.CharField("类别", max_length=24, choices=UnitKind.choices)
    code = models.CharField("统一社会信用代码/组织机构代码", max_length=18, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="units", verbose_name="所在地")
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    reports_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="organisers")
    leader = models.CharField("单位负责人", max_length=60, blank=True)
    leader_title = models.CharField("负责人职务/职称", max_length=60, blank=True)
    contact = models.CharField("联系人", max_length=60, blank=True)
    contact_title = models.CharField("联系人职务/职称", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真号码", max_length=60, blank=True)
    postcode = models.CharField("邮编", max_length=12, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    address = models.CharField("通讯地址", max_length=200, blank=True)
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        indexes = [models.Index(fields=["kind", "region"], name="unit_by_kind")]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="unit_code_once"),
            models.CheckConstraint(condition=~Q(reports_to=F("id")) | Q(kind="association"), name="unit_reports_up"),
        ]

    def __str__(self) -> str:
        return self.name


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


class Membership(models.Model):
    """A seat: a person in a role of a unit from a day until, and including, a day; perhaps standing in for another."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("岗位", max_length=24, choices=Role.choices)
    starts = models.DateField("自")
    ends = models.DateField("至", null=True, blank=True)
    standing_in_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="stand_ins"
    )
    history = HistoricalRecords(history_change_reason_field=models.TextField(null=True))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "role"], condition=Q(ends__isnull=True), name="membership_once_open"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="membership_in_order"
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="membership_by_unit")]

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

    def is_current(self) -> bool:
        return self.person.is_active and self.holds_on(clock.today())

    def holds_on(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)

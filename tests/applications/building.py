"""A small world: an open call, and two of every unit that can be one's own or somebody else's."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO
from itertools import count
from typing import Any

import pikepdf
from django.core.files.base import ContentFile

from accounts.models import Person
from applications import models, sections
from applications.models import (
    Application,
    Attachment,
    BaseKind,
    Call,
    Indicator,
    Letter,
    Milestone,
    Scan,
    Task,
)
from documents.models import File
from organisations.models import Membership, Region, Role, Sector, Unit, UnitKind
from procedure import clock
from procedure.perform import perform, start

OPENS = datetime(2026, 5, 5, tzinfo=clock.BEIJING)
CLOSES = datetime(2026, 7, 31, tzinfo=clock.BEIJING)
NOON = datetime(2026, 6, 15, 12, tzinfo=clock.BEIJING)
BEFORE = OPENS - timedelta(days=30)
SEATED = date(2024, 1, 1)
PASSWORD = "correct-horse-battery-9"

UNITS = {
    "host": ("昇阳光伏科技有限公司", UnitKind.ENTERPRISE, "52", ""),
    "organiser": ("贵州省市场监督管理局", UnitKind.LOCAL_DEPARTMENT, "52", "recommender"),
    "recommender": ("贵州省人民政府", UnitKind.PROVINCIAL_GOVERNMENT, "52", ""),
    "other_host": ("南岭船舶研究所", UnitKind.INSTITUTION, "44", ""),
    "other_organiser": ("广东省市场监督管理局", UnitKind.LOCAL_DEPARTMENT, "44", "other_recommender"),
    "other_recommender": ("广东省人民政府", UnitKind.PROVINCIAL_GOVERNMENT, "44", ""),
    "body": ("能源部科技司", UnitKind.MINISTRY_BODY, "11", "ministry"),
    "ministry": ("能源部", UnitKind.MINISTRY, "11", ""),
    "association": ("中国装备工业联合会", UnitKind.ASSOCIATION, "11", "association"),
    "sac": ("国家标准化管理委员会", UnitKind.SAC, "11", ""),
}
SEATS = {
    "preparer": ("host", Role.PREPARER),
    "submitter": ("host", Role.SUBMITTER),
    "unit_admin": ("host", Role.UNIT_ADMIN),
    "organiser_officer": ("organiser", Role.ORGANISER_OFFICER),
    "recommender_officer": ("recommender", Role.RECOMMENDER_OFFICER),
    "sac_officer": ("sac", Role.SAC_OFFICER),
    "sac_approver": ("sac", Role.SAC_APPROVER),
    "expert": ("other_host", Role.EXPERT),
    "system_admin": ("sac", Role.SYSTEM_ADMIN),
    "security_admin": ("sac", Role.SECURITY_ADMIN),
    "audit_admin": ("sac", Role.AUDIT_ADMIN),
    "other_preparer": ("other_host", Role.PREPARER),
    "other_submitter": ("other_host", Role.SUBMITTER),
    "other_unit_admin": ("other_host", Role.UNIT_ADMIN),
    "other_organiser_officer": ("other_organiser", Role.ORGANISER_OFFICER),
    "other_recommender_officer": ("other_recommender", Role.RECOMMENDER_OFFICER),
}
BASIC = {
    "leader": "欧阳喆", "leader_title": "董事长", "contact": "翁䶮", "contact_title": "高级工程师",
    "phone": "0851-8888888", "fax": "", "postcode": "550001", "email": "weng@host.example",
    "address": "贵阳市云岩区一号",
}  # fmt: skip
TEXTS = {section.key: f"{section.title}的正文。" for section in sections.SECTIONS if section.required}

_numbers = count(1)


@dataclass
class World:
    """What is there before the first application."""

    units: dict[str, Unit] = field(default_factory=dict)
    seats: dict[str, Membership] = field(default_factory=dict)

    @property
    def call(self) -> Call:
        return self._call

    def build(self) -> "World":
        regions = {code: Region.objects.create(code=f"{code}0000", name=name, short_name=name, kind="province")
                   for code, name in (("11", "北京市"), ("44", "广东省"), ("52", "贵州省"))}  # fmt: skip
        self.sector = Sector.objects.create(code="C38", name="电气机械和器材制造")
        for key, (name, kind, region, _) in UNITS.items():
            self.units[key] = Unit.objects.create(
                name=name, kind=kind, code=f"91{key.upper()[:16]}", region=regions[region], contact="联系人",
                phone="010-1", email=f"{key}@example.com", postcode="100000", address=f"{name}地址",
                confirmed_at=BEFORE,
            )  # fmt: skip
        for key, (*_, above) in UNITS.items():
            if above:
                self.units[key].reports_to = self.units[above]
                self.units[key].save()
        for name, (unit, role) in SEATS.items():
            self.seat(name, unit, role)
        self._call = self.new_call()
        return self

    def seat(self, name: str, unit: str, role: str, **facts: Any) -> Membership:
        """Seat a new person, or the one in ``facts``."""
        options = {"person": facts.pop("person", None) or new_person(name), "starts": SEATED} | facts
        self.seats[name] = Membership.objects.create(unit=self.units[unit], role=role, **options)
        return self.seats[name]

    def new_call(self, *, published: bool = True, **changes: Any) -> Call:
        facts: dict[str, Any] = {
            "title": "2026年度国家技术标准创新基地申报指南", "year": 2026, "edition_name": "办法-2023",
            "kinds": ["regional", "sector", "international"], "build_years": 3, "text": "申报事项如下。",
            "opens_at": OPENS, "closes_at": CLOSES,
        }  # fmt: skip
        call = Call(**facts | changes)
        with clock.at(BEFORE):
            start(call, seat=self.seats["sac_officer"])
            if published:
                perform(call, "publish_call", seat=self.seats["sac_officer"])
        return call

    def unborn(self, **changes: Any) -> Application:
        """An application as a preparer fills the first page, before start()."""
        facts: dict[str, Any] = {
            "call": self.call, "unit": self.units["host"], "organiser": self.units["organiser"],
            "recommender": self.units["recommender"], "kind": BaseKind.REGIONAL, "inner_name": "光伏",
        }  # fmt: skip
        facts |= changes
        facts.setdefault("region", facts["unit"].region)
        facts.setdefault("started_by", self.seats["preparer"].person)
        return Application(**facts)

    def draft(self, *, filled: bool = False, **changes: Any) -> Application:
        application = self.unborn(**changes)
        mine = application.unit == self.units["host"]
        start(application, seat=self.seats["preparer" if mine else "other_preparer"])
        if filled:
            fill(application)
        return application

    def other_draft(self, *, filled: bool = False, **changes: Any) -> Application:
        """A draft of the other host under the other organiser and recommender."""
        theirs = {
            "unit": self.units["other_host"], "organiser": self.units["other_organiser"],
            "recommender": self.units["other_recommender"], "inner_name": "船舶",
            "started_by": self.seats["other_preparer"].person,
        }  # fmt: skip
        return self.draft(filled=filled, **theirs | changes)


def new_person(name: str, **facts: Any) -> Person:
    number = next(_numbers)
    person: Person = Person.objects.create_user(f"{name}.{number}@portal.example", PASSWORD, name=f"{name}某", **facts)
    return person


def fill(application: Application, *, without: tuple[str, ...] = ()) -> None:
    """Write whatever of the plan is asked for and not there yet, but for the parts named."""
    by = application.started_by
    contents = {"basic": BASIC} | {key: {"text": text} for key, text in TEXTS.items()}
    there = set(application.sections.values_list("key", flat=True))
    models.Section.objects.bulk_create(
        models.Section(application=application, key=key, content=content, version=1, saved_at=clock.now(), saved_by=by)
        for key, content in contents.items()
        if key not in there and key not in without
    )
    if "tasks" not in without and not application.tasks.exists():
        Task.objects.create(application=application, position=1, title="研制标准", content="研制国家标准十项。")
    if "indicators" not in without and not application.indicators.exists():
        Indicator.objects.create(
            application=application, position=1, kind="quantity", name="国家标准", unit="项", target="10", midterm="4"
        )
    if "schedule" not in without and not application.milestones.exists():
        Milestone.objects.create(
            application=application, due=date(2027, 6, 30), content="完成中期目标", task=application.tasks.first()
        )
    if "attachments" not in without and not application.attachments.exists():
        attach(application)
    if "conditions" not in without:
        answer_conditions(application)


def answer_conditions(application: Application, *, met: str = "yes", but: tuple[str, ...] = ()) -> None:
    """Answer each condition that has no answer yet, with the first attachment as its evidence."""
    evidence = [str(key) for key in application.attachments.values_list("pk", flat=True)[:1]]
    for condition in application.call.conditions(application.kind):
        if condition.key not in but:
            application.sections.get_or_create(
                key=sections.of_condition(condition.key),
                defaults={
                    "content": {"met": met, "text": "见证明材料。", "evidence": evidence},
                    "version": 1, "saved_at": clock.now(), "saved_by": application.started_by,
                },
            )  # fmt: skip


def attach(application: Application, title: str = "法人证书", **facts: Any) -> Attachment:
    file = File.store(ContentFile(paper()), f"{title}.pdf", application.started_by, "application/pdf")
    position = application.attachments.count() + 1
    return Attachment.objects.create(application=application, file=file, title=title, position=position, **facts)


def seal(application: Application, *, matches: bool = True, letter: Letter | None = None) -> Scan:
    """The papers that recommending asks for: the scan of the sealed version, read, and the letter."""
    by = Membership.objects.filter(unit=application.recommender).select_related("person").earliest("pk").person
    facts: dict[str, Any] = {"by": by, "by_name": by.name, "at": clock.now()}
    file = File.store(ContentFile(paper("Sealed")), "盖章件.pdf", by, "application/pdf")
    letter = letter or Letter.objects.create(
        call=application.call, recommender=application.recommender, number="黔府函〔2026〕1号", dated=clock.today(),
        file=file, **facts,
    )  # fmt: skip
    Application.objects.filter(pk=application.pk).update(letter=letter)
    application.letter = letter
    Scan.objects.filter(version=application.current, replaced_at__isnull=True).update(replaced_at=clock.now())
    application.__dict__.pop("scan", None)
    return Scan.objects.create(
        version=application.current, file=file, read_at=clock.now(), matches=matches, verdict="机读结果。", **facts
    )


@cache
def paper(words: str = "Certificate") -> bytes:
    """A PDF of one page; other words, other bytes."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=face))
        page.Contents = pdf.make_stream(f"BT /F1 20 Tf 72 740 Td ({words}) Tj ET".encode())
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()

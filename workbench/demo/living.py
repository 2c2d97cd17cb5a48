"""The years of an established base: what it achieves, files, is given, and how it is assessed and inspected."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import assessing, dossiers, inspecting, summarising
from assessments.achievement_kinds import BY_KEY, TREND
from assessments.keeping import keep
from assessments.models import Achievement, AnnualAssessment, AnnualSummary, HouseRule, Inspection, Support
from assessments.queries.kept import has_reported
from bases.models import Base
from documents import uploads
from organisations.models import Membership, Role
from organisations.queries import current_seats
from procedure import clock
from procedure.models import DueDate
from procedure.perform import perform
from workbench.demo.achieved import RESULTS, RULES, SAMPLES, STORIES, SUPPORTS, Sample
from workbench.demo.turning import turn
from workbench.demo.workdays import before, later, working
from workbench.demo.writing import paper_for

_A_YEAR = (2, 4)


@dataclass(frozen=True)
class Around:
    """Who acts for a base; of imported history its host may have nobody here."""

    preparer: Membership
    submitter: Membership
    officer: Membership
    organiser: Membership | None
    supervisor: Membership | None


def around(base: Base) -> Around | None:
    found = {
        "preparer": _seat(base.host_unit_id, Role.PREPARER), "submitter": _seat(base.host_unit_id, Role.SUBMITTER),
        "officer": current_seats(clock.today()).filter(role=Role.SAC_OFFICER).first(),
        "organiser": _seat(base.organiser_id, Role.ORGANISER_OFFICER),
        "supervisor": _seat(base.supervisor_unit_id, Role.RECOMMENDER_OFFICER),
    }  # fmt: skip
    if not (found["preparer"] and found["submitter"] and found["officer"]):
        return None
    return Around(**found)  # type: ignore[arg-type]


def _seat(unit_id: Any, role: Role) -> Membership | None:
    return current_seats(clock.today()).filter(unit=unit_id, role=role).first() if unit_id else None


def _recorded_on(base: Base) -> dt.date:
    return base.since.astimezone(clock.BEIJING).date()


class Life:
    """One base's years; every act on its day, under ``clock.at``."""

    def __init__(self, base: Base, first: dt.date, until: dt.date, luck: Random) -> None:
        self.base, self.first, self.until, self.luck = base, max(first, _recorded_on(base)), until, luck
        self.people: Around | None = None
        self._next = self.first.year

    def begin(self) -> None:
        with clock.at(_at(self.first)):
            self.people = around(self.base)
        if self.people:
            self._rules()

    def live_to(self, year: int) -> None:
        """The years before this one that were not told yet."""
        for each in range(self._next, min(year, self.until.year + 1) if self.people else 0):
            self._year(each)
        self._next = max(self._next, year)

    def _year(self, year: int) -> None:
        """In the order of the days, so that a year's date is open before it is met."""
        self._turn(year)
        self._inspect(year)
        for sample in self.luck.sample(SAMPLES, self.luck.randint(*_A_YEAR)):
            self._achieve(sample, year)
        if self.luck.random() < 0.7:
            self._achieve(self.luck.choice(STORIES), year)
        for _ in range(self.luck.choice((0, 1, 1, 2))):
            self._support(year)
        self._summarise(year)
        self._assess(year)

    def _turn(self, year: int) -> None:
        """The clock's own steps that were due before the year began."""
        turn(self.base.pk, _at(dt.date(year, 1, 1), 0))
        self.base.refresh_from_db()

    def _achieve(self, sample: Sample, year: int) -> None:
        day = self._some_day(year)
        if day is None:
            return
        kind, said = BY_KEY[sample.kind], sample.filled(self.base.inner_name, year, self.luck)
        age = min((self.until - day).days // 150, len(kind.statuses) - 1)
        promised = self.base.indicators.first() if sample.kind == "standard" else None
        row = Achievement(
            base=self.base, kind=kind.key, title=said["title"], number=said["number"] if kind.number else "",
            text=said["text"], amount=Decimal(said["amount"]) if said["amount"] else None, happened_on=day,
            status=kind.statuses[max(age, 0)] if kind.statuses else "", indicator=promised,
        )  # fmt: skip
        with clock.at(_at(self._later(day, 25))):
            keep(row, [] if kind.is_story else _proof(kind.evidence), seat=self._host.preparer)

    def _rules(self) -> None:
        for kind, title in RULES:
            row = HouseRule(base=self.base, kind=kind, title=title, holds_from=self.first)
            with clock.at(_at(self._later(self.first, 20))):
                keep(row, _proof(title), seat=self._host.preparer)

    def _support(self, year: int) -> None:
        seat, day = self._host.supervisor or self._host.organiser, self._some_day(year)
        if seat is None or day is None:
            return
        kind, title, amount = self.luck.choice(SUPPORTS)
        row = Support(
            base=self.base, kind=kind, title=title.format(field=self.base.inner_name), given_on=day,
            amount=Decimal(amount * self.luck.randint(1, 4)) if amount else None,
        )  # fmt: skip
        with clock.at(_at(self._later(day, 30))):
            keep(row, [], seat=seat)

    def _summarise(self, year: int) -> None:
        """Mostly in December, now and then in January, once in a while sent back."""
        due = DueDate.objects.filter(subject_id=self.base.pk, kind="annual_summary", cycle=year).exists()
        day = dt.date(year, 12, self.luck.randint(8, 29))
        if self.luck.random() < 0.12:
            day = dt.date(year + 1, 1, self.luck.randint(4, 18))
        day = working(day)
        if not due or day > self.until:
            return
        with clock.at(_at(before(day - dt.timedelta(days=6)))):
            row = summarising.begin_summary(self.base, year, seat=self._host.preparer)
            write_summary(row, self._host.preparer, self.luck)
        self._file(row, day)
        if self.luck.random() < 0.15 and self._later(day, 12) < self.until:
            with clock.at(_at(self._later(day, 5))):
                perform(row, "ask_correction", seat=self._host.officer, data={"note": "请补充经费使用情况。"})
            self._file(row, self._later(day, 12))
        if day + dt.timedelta(days=40) <= self.until:
            with clock.at(_at(later(day, self.luck.randint(20, 40)))):
                perform(row, "receive_summary", seat=self._host.officer, data={})

    def _file(self, row: AnnualSummary, day: dt.date) -> None:
        told = {"clean_house": "on"}
        if not has_reported(self.base, TREND, year=row.year):
            told["no_trend"] = "研究报告正在征求成员单位意见，下一年度一季度报送。"
        with clock.at(_at(day, 15)):
            perform(row, "file_summary", seat=self._host.submitter, data=told)

    def _assess(self, year: int) -> None:
        seat, day = self._host.organiser, working(dt.date(year + 1, 2, self.luck.randint(3, 27)))
        if seat is None or day > self.until:
            return
        concern = self.luck.random() < 0.15
        facts = {
            "result": "基本合格" if concern else self.luck.choice(RESULTS), "concern": concern,
            "grounds": "年度总结和计划、成果台账、经费决算，并到现场座谈。",
            "standing": f"{self.base.inner_name}领域标准研制、验证和推广工作按计划开展，成员单位分工明确。",
            "problems": "专项经费没有单独核算，部分成果缺少证明材料。" if concern else "",
        }  # fmt: skip
        with clock.at(_at(day)):
            row = assessing.deliver(
                AnnualAssessment(base=self.base, year=year), facts, _proof("年度考核报告"), seat=seat, key=None
            )
        readers = [each for each in (self._host.supervisor, self._host.officer) if each]
        for count, reader in enumerate(readers, start=1):
            if day + dt.timedelta(days=count * 2) <= self.until:
                with clock.at(_at(later(day, count * 2), 16)):
                    assessing.note_opened(row, reader)

    def _inspect(self, year: int) -> None:
        """On what the organiser was concerned about the year before."""
        ground = AnnualAssessment.objects.filter(base=self.base, year=year - 2, concern=True).first()
        day = working(dt.date(year, 4, self.luck.randint(6, 27)))
        if ground is None or day > self.until:
            return
        facts = {"assessment": ground, "ground": "", "content": "专项经费管理、成果证明材料、组织和制度的执行情况。"}
        with clock.at(_at(day)):
            row = inspecting.open_inspection(self.base, facts, seat=self._host.officer, key=None)
        self._follow(row, day)

    def _follow(self, row: Inspection, day: dt.date) -> None:
        """Visit, findings with two follow-ups, answers, closing: as far as the days allow."""
        host, due = self._host, later(day, 60).isoformat()
        visit = {
            "held_on": later(day, 9).isoformat(), "place": "承担单位会议室和中试平台",
            "people": "检查组四人", "observed": "查阅经费凭证和成果台账，走访检测平台，同技术人员座谈。",
        }  # fmt: skip
        found = {
            "findings": "工作总体正常；专项经费与其他经费混用一个科目，三项成果没有证明材料。",
            "item_1_text": "专项经费单独设科目核算。", "item_1_due": due,
            "item_2_text": "补齐三项成果的证明材料。", "item_2_due": due,
        }  # fmt: skip
        acts: list[tuple[int, str, Membership, dict[str, str]]] = [
            (9, "record_visit", host.officer, visit), (16, "record_findings", host.officer, found),
        ]  # fmt: skip
        for days, step, seat, data in acts:
            self._take(row, day, days, step, seat, data)
        for number, item in enumerate(row.follow_ups.all()):
            self._take(row, day, 40 + 9 * number, "answer_follow_up", host.submitter, _of(item, "已经办理，凭证附后。"))
            self._take(row, day, 55 + 9 * number, "accept_follow_up", host.officer, _of(item, "核对属实。"))
        self._take(row, day, 72, "close_inspection", host.officer, {"note": "整改要求已全部落实。"})

    def _take(self, row: Any, day: dt.date, days: int, step: str, seat: Membership, data: dict[str, str]) -> None:
        moment = later(day, days)
        if moment <= self.until:
            with clock.at(_at(moment)):
                perform(row, step, seat=seat, data=data)

    @property
    def _host(self) -> Around:
        assert self.people is not None
        return self.people

    def _some_day(self, year: int) -> dt.date | None:
        """A day of the year on which the base stood already, and which is over."""
        first, last = max(self.first, dt.date(year, 1, 8)), min(self.until, dt.date(year, 11, 28))
        days = (last - first).days
        return before(first + dt.timedelta(days=self.luck.randint(0, days))) if days >= 0 else None

    def _later(self, day: dt.date, most: int) -> dt.date:
        return min(later(day, self.luck.randint(1, most)), self.until)


def write_summary(row: AnnualSummary, seat: Membership, luck: Random) -> None:
    """Every section and entry that the dossier asks for, in words of its own base."""
    field, year = row.base.inner_name, row.year
    texts = {
        "summary": (
            f"{year}年，围绕{field}领域开展标准研制、验证和推广，新增成员单位{luck.randint(2, 7)}家，"
            f"召开工作组会议{luck.randint(6, 18)}次，标准验证平台对外服务{luck.randint(40, 260)}次。"
        ),
        "problems": "国际标准化人才仍然不足，建议在国家层面组织专题培训。",
        "plan": (
            f"{year + 1}年，继续推进{field}国家标准研制，提出国际标准提案{luck.randint(1, 3)}项，"
            f"举办培训{luck.randint(3, 8)}期，完善标准信息服务平台。"
        ),
    }  # fmt: skip
    for key, text in texts.items():
        stored = row.dossier.sections.filter(key=key).first()
        dossiers.save_section(
            row.dossier, key, {"text": f"<p>{text}</p>"}, base=stored.version if stored else 0, seat=seat
        )
    for entry in row.dossier.entries.select_related("indicator", "milestone", "dossier__base"):
        # What is done stays so, and not every number moves in a year.
        if not (entry.status if entry.task else entry.value and luck.random() < 0.4):
            dossiers.save_entry(entry, _said_of(entry, luck), base=entry.version, seat=seat)


def _said_of(entry: Any, luck: Random) -> dict[str, str]:
    """A little beyond what was reached before, or the target."""
    reached = entry.number or (entry.indicator.target_number if entry.indicator else None)
    value = f"{(reached * luck.randint(100, 108) / 100).quantize(Decimal(1)):f}" if reached else "按计划完成"
    return {"value": value if entry.indicator else "", "status": "done" if entry.task else "", "note": "持续开展。"}


def _of(item: Any, note: str) -> dict[str, str]:
    return {"item": str(item.pk), "note": note}


def _proof(words: str) -> list[tuple[Any, uploads.Checked]]:
    file = SimpleUploadedFile(f"{words[:20]}.pdf", paper_for("evidence"), "application/pdf")
    return [(file, uploads.check(file))]


def _at(day: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=clock.BEIJING)

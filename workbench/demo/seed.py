"""The demo's data: every case brought to its state by perform(), on the day on which it happened."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from accounts.models import Person
from applications.models import Application, Call
from bases.importing import import_bases
from organisations import loading
from organisations.models import Membership, Region, Sector, Unit
from procedure import clock, outbox, sealing
from procedure.perform import perform, start
from procedure.sweep import sweep
from workbench.demo import cases, people, units
from workbench.demo.decisions import Decisions
from workbench.demo.delivering import Delivery
from workbench.demo.experts import seed_pool
from workbench.demo.founding import found
from workbench.demo.papers import Papers, admit_corps
from workbench.demo.stories.telling import tell
from workbench.demo.writing import amend, write

# Of the demo alone: everybody's, printed at its start, and of no use where SANDBOX is off.
PASSWORD = "chuangxin-jidi-2026"
_SEATED = dt.date(2018, 9, 3)
_THIS_YEAR = dt.datetime(2026, 1, 1, tzinfo=clock.BEIJING)
_OPENED = dt.datetime(2018, 9, 3, 10, 0, tzinfo=clock.BEIJING)

# Of all the pool those whose own units have no part in the earlier calls.
_JUDGES = ("xi.zhengheng", "lin.qinghe", "min.siqi", "gongsun.yan", "yan.wenqu")

CALL_TEXT = """为做好国家技术标准创新基地申报工作，现将有关事项通知如下。

一、申报范围。围绕国家重大区域发展战略、重点产业和国际标准化合作，受理区域（综合）、领域（专业）和国际三类创新基地的申报。
二、申报条件。申请承担建设的单位原则上应当满足《国家技术标准创新基地管理办法（征求意见稿）》第十条规定的条件。
三、申报程序。申报单位在线填报申报方案，打印盖章后报申报组织单位；组织单位充分论证后提交推荐单位审核，推荐单位择优推荐。
四、受理时间。自5月5日至7月30日，以推荐到达国家标准委的时间为准。"""


# 指南一: plans, never a guard.
PLANNED = {"regional": [15, 20], "sector": [30, 35], "international": [5, 10]}


def is_seeded() -> bool:
    return Unit.objects.exists()


def seed() -> dict[str, int]:
    """Fill an empty database; the same every time. Gives what was made, by name."""
    _hurry()
    with outbox.unhurried(), Delivery() as delivery:
        with transaction.atomic():
            loading.load()
            seats = _people(_units())
        with clock.at(_OPENED):
            pool = seed_pool(seats)
        told = (*cases.EARLIER, *cases.CALLS)
        calls = {call.key: _call(call, seats) for call in told}
        _history(seats)
        begun = _play(calls, seats, delivery)
        for call in told:
            _close(call, calls[call.key], seats)
        Decisions(begun, seats, pool).play()
        judges = [pool[people.email(local)] for local in _JUDGES]
        tell(found(begun, judges), judges, delivery.print_meanwhile)
        with clock.at(cases.DEMO_NOW):
            # What fell due on the way is said now, and not at the demo's first start.
            sweep()
            delivered = delivery.finish(_THIS_YEAR, cases.DEMO_NOW - dt.timedelta(days=10))
    return {"applications": Application.objects.count(), "delivered": delivered, "sealed": sealing.seal()}


def _hurry() -> None:
    """Commits wait for no disk: what is lost with the machine is seeded again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")


def _history(seats: dict[tuple[str, str], Membership]) -> None:
    """The bases that were there before the portal, imported in its first days."""
    with clock.at(dt.datetime(2025, 4, 10, 10, 0, tzinfo=clock.BEIJING)):
        report = import_bases((settings.BASE_DIR / "bases/data/history.csv").read_bytes(), seat=_sac_officer(seats))
    assert not report.faults, report.faults


_LETTERHEAD = (
    *("name", "kind", "code", "leader", "leader_title", "contact", "contact_title"),
    *("phone", "fax", "postcode", "email", "address"),
)


def _units() -> dict[str, Unit]:
    places = {region.code: region for region in Region.objects.all()}
    fields = {sector.code: sector for sector in Sector.objects.all()}
    kept: dict[str, Unit] = {}
    for unit in units.UNITS:
        facts = {name: getattr(unit, name) for name in _LETTERHEAD}
        kept[unit.key] = Unit.objects.create(
            region=places[unit.region], sector=fields[unit.sector] if unit.sector else None, **facts
        )
    for unit in units.UNITS:
        above = unit.reports_to or (unit.key if unit.kind == "association" else None)
        if above:
            Unit.objects.filter(pk=kept[unit.key].pk).update(reports_to=kept[above])
    return kept


def _people(kept: dict[str, Unit]) -> dict[tuple[str, str], Membership]:
    """Seats by (mail address, role)."""
    secret = make_password(PASSWORD)
    seats: dict[tuple[str, str], Membership] = {}
    for person in people.PEOPLE:
        stored = Person.objects.create(
            email=person.email, name=person.name, password=secret, persona=person.description if person.featured else ""
        )
        for seat in person.memberships:
            seats[person.email, seat.role] = Membership.objects.create(
                person=stored, unit=kept[seat.unit], role=seat.role, starts=_SEATED
            )
    return seats


def _call(call: cases.Call, seats: dict[tuple[str, str], Membership]) -> Call:
    officer = _sac_officer(seats)
    new = Call(
        title=call.title, year=call.year, edition_name=call.edition, text=CALL_TEXT,
        kinds=list(PLANNED), planned=PLANNED, build_years=call.build_years, opens_at=call.opens, closes_at=call.closes,
    )  # fmt: skip
    with clock.at(call.published - dt.timedelta(days=3)):
        start(new, seat=officer)
    with clock.at(call.published):
        perform(new, "publish_call", seat=officer)
    with clock.at(call.published + dt.timedelta(days=1)):
        admit_corps(new, officer)
    return new


def _close(call: cases.Call, kept: Call, seats: dict[tuple[str, str], Membership]) -> None:
    if call.closed:
        with clock.at(call.closes + dt.timedelta(hours=9)):
            perform(kept, "close_call", seat=_sac_officer(seats))


def _sac_officer(seats: dict[tuple[str, str], Membership]) -> Membership:
    return next(seat for (_, role), seat in seats.items() if role == "sac_officer")


def _play(
    calls: dict[str, Call], seats: dict[tuple[str, str], Membership], delivery: Delivery
) -> dict[str, Application]:
    """Everything that happened to all cases, in the order of its happening."""
    acts: list[tuple[dt.datetime, int, Any, Any]] = []
    for number, case in enumerate((*cases.FOUNDED, *cases.CASES)):
        acts.append((case.started, number, case, None))
        acts.extend((event.at, number, case, event) for event in case.timeline)
    begun: dict[str, Application] = {}
    papers = Papers()
    kept = {unit.name: unit for unit in Unit.objects.select_related("region")}
    for at, _, case, event in sorted(acts, key=lambda act: (act[0], act[1])):
        with clock.at(at):
            if event is None:
                begun[case.key] = _begin(case, calls[case.call], kept, seats)
            else:
                _happen(case, event, begun[case.key], seats, papers)
        delivery.print_meanwhile()
    return begun


def _begin(
    case: cases.Case, call: Call, kept: dict[str, Unit], seats: dict[tuple[str, str], Membership]
) -> Application:
    seat = seats[case.preparer, "preparer"]
    organiser, recommender = (kept[units.BY_KEY[key].name] for key in (case.organiser, case.recommender))
    new = Application(
        call=call, unit=seat.unit, organiser=organiser, recommender=recommender, kind=case.kind, inner_name=case.name,
        region=Region.objects.get(code=case.region), started_by=seat.person,
        sector=Sector.objects.get(code=case.sector) if case.sector else None,
    )  # fmt: skip
    start(new, seat=seat)
    write(new, cases.content_of(case, 0), seat)
    return new


def _happen(
    case: cases.Case,
    event: cases.Event,
    application: Application,
    seats: dict[tuple[str, str], Membership],
    papers: Papers,
) -> None:
    _, role = cases.ACTORS[event.step]
    seat = seats[event.person, role]
    if event.amendments:
        amend(application, event.amendments, seat)
    data = {name: value for name, value in event.data.items() if name != "comments"}
    if comments := event.data.get("comments"):
        _comment(application, comments, seat)
    if event.step == "endorse_plan":
        papers.confirm(application, seat)
        data |= papers.findings(application)
    if event.step == "recommend":
        papers.seal(application, seat)
        data["qualified"] = "on"
    perform(application, event.step, seat=seat, data=data, seen=application.version)


def _comment(application: Application, comments: Any, seat: Membership) -> None:
    assert application.current is not None
    for section, text in comments:
        application.current.comments.create(
            section=section, text=text, author=seat.person, author_name=seat.name_shown, unit=seat.unit, at=clock.now()
        )

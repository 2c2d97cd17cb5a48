"""委托: named tasks, on bases of the delegate's own province, until a day; findings and never a conclusion."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments import delegating
from assessments.models import Delegation, Finding, FindingFile
from assessments.procedure.people import DELEGATE_FOR, SAC_OR_DELEGATE, Task
from bases.models import Base, BaseGrant
from bases.queries import readable_by, visible_to
from organisations.models import Membership, Region, Role, Unit
from procedure import clock
from procedure.acts import NotPermitted
from procedure.models import Record
from procedure.perform import Refused, perform
from procedure.proposals import propose, sign
from procedure.steps import TIMER
from procedure.sweep import sweep
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, paper
from tests.assessments.built import noon_of
from tests.assessments.extending import IN_TIME, agreed, answer
from tests.bases.built import building, recorded
from tests.deciding import desk
from tests.routes.stage import body as read

pytestmark = pytest.mark.rule("B07")
DAY = datetime(2029, 5, 10, 10, tzinfo=clock.BEIJING)
UNTIL = date(2029, 6, 30)


@pytest.fixture
def base(world: World) -> Iterator[Base]:
    """In Guizhou, organised by a ministry's body: its province's department has nothing to do with it yet."""
    found = building(world)
    Base.objects.filter(pk=found.pk).update(organiser=world.units["body"])
    found.refresh_from_db()
    with clock.at(DAY):
        yield found


@pytest.fixture
def department(world: World) -> Membership:
    """An officer of the department of the province where the base lies."""
    return world.seats["organiser_officer"]


def drafted(
    *bases: Base, delegate: Unit | None = None, tasks: tuple[str, ...] = ("on_site",), **facts: Any
) -> Delegation:
    unit = delegate or Unit.objects.get(name="贵州省市场监督管理局")
    given = {"until": UNTIL, "instructions": "核查中试平台。"} | facts
    return delegating.draft(unit, list(tasks), bases=bases, seat=desk().officer, key=None, **given)


def entrusted(*bases: Base, **facts: Any) -> Delegation:
    row = drafted(*bases, **facts)
    sign(propose(row, "entrust", seat=desk().officer, data={}), seat=desk().approver)
    row.refresh_from_db()
    return row


def found(base: Base, **changes: str) -> dict[str, str]:
    given = {"base": str(base.pk), "task": "on_site", "on_day": "2029-05-09", "text": "中试平台已建成，设备未到。"}
    return given | changes


# Refused


def test_a_city_or_a_ministry_is_no_delegate(world: World, base: Base) -> None:
    for name in ("body", "association", "other_host"):
        with pytest.raises(Refused, match="不是省级标准化主管部门"):
            drafted(base, delegate=world.units[name])


def test_another_provinces_department_is_not_entrusted(world: World, base: Base) -> None:
    row = drafted(base, delegate=world.units["other_organiser"])
    with pytest.raises(Refused, match="不在广东省市场监督管理局的辖区内"):
        propose(row, "entrust", seat=desk().officer, data={})


def test_a_city_of_the_province_lies_in_it(world: World, base: Base) -> None:
    city = Region.objects.create(
        code="520100", name="贵阳市", short_name="贵阳", kind="sub_provincial_city", parent=base.region
    )
    Base.objects.filter(pk=base.pk).update(region=city)
    assert entrusted(base).state == "in_force"


def test_for_a_base_that_has_ended_nobody_is_entrusted(world: World, base: Base) -> None:
    over = recorded(world, "船舶")
    row = drafted(over)
    perform(over, "record_terminated", seat=desk().officer)
    with pytest.raises(Refused, match="已经结束，不能委托"):
        propose(row, "entrust", seat=desk().officer, data={})


def test_what_is_signed_after_its_last_day_entrusts_nobody(world: World, base: Base) -> None:
    waiting = propose(drafted(base), "entrust", seat=desk().officer, data={})
    with clock.at(noon_of(UNTIL + timedelta(days=1))), pytest.raises(Refused, match="委托期限2029年6月30日已过"):
        sign(waiting, seat=desk().approver)
    with clock.at(noon_of(UNTIL)):
        sign(waiting, seat=desk().approver)
    assert Delegation.objects.get().state == "in_force"


@pytest.mark.rule("B05")
def test_sac_entrusts_in_pairs_and_nobody_else_does(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        if name != "sac_officer":
            with pytest.raises(NotPermitted):
                delegating.draft(
                    world.units["organiser"], ["on_site"], UNTIL, "核查。", [base], seat=seat, key=None
                )  # fmt: skip
    row = drafted(base)
    with pytest.raises(Refused, match="不能一人直接办理"):
        perform(row, "entrust", seat=desk().officer)
    both = world.seat("both", "sac", Role.SAC_APPROVER, person=desk().officer.person)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(propose(row, "entrust", seat=desk().officer, data={}), seat=both)
    assert not BaseGrant.objects.exists()


@pytest.mark.parametrize("when", ["before", "after its day", "after it was taken back"])
def test_outside_its_time_the_delegate_may_nothing(base: Base, department: Membership, when: str) -> None:
    row = drafted(base) if when == "before" else entrusted(base)
    if when == "after it was taken back":
        perform(row, "end_delegation", seat=desk().officer, data={"note": "改由国家标准委核查。"})
    moment = datetime(2029, 7, 1, tzinfo=clock.BEIJING) if when == "after its day" else DAY
    with clock.at(moment):
        assert not DELEGATE_FOR(Task.ON_SITE).allows(base, department)
        with pytest.raises((NotPermitted, Refused)):
            perform(row, "record_finding", seat=department, data=found(base))
    assert not Finding.objects.exists()


def test_only_the_task_that_is_named_is_opened(base: Base, department: Membership) -> None:
    entrusted(base)
    assert [DELEGATE_FOR(task).allows(base, department) for task in Task] == [False, True, False]


def test_a_delegate_decides_nothing(world: World, base: Base, department: Membership) -> None:
    with clock.at(IN_TIME):
        Base.objects.filter(pk=base.pk).update(organiser=world.units["organiser"])
        row = agreed(Base.objects.get(pk=base.pk))
        Base.objects.filter(pk=base.pk).update(organiser=world.units["body"])
        entrusted(base, tasks=tuple(Task))
        for step in ("grant_extension", "refuse_extension", "return_extension", "agree_extension"):
            with pytest.raises(NotPermitted):
                (propose if step.endswith(("grant_extension", "refuse_extension")) else perform)(
                    row, step, seat=department, data=answer(step)
                )
        for step in ("terminate_overdue", "terminate_violation", "open_window"):
            with pytest.raises(NotPermitted):
                propose(base, step, seat=department, data={})


def test_other_seats_of_the_department_and_other_departments_record_nothing(world: World, base: Base) -> None:
    row = entrusted(base)
    for name, seat in world.seats.items():
        if name != "organiser_officer":
            with pytest.raises(NotPermitted):
                perform(row, "record_finding", seat=seat, data=found(base))


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"task": "materials"}, "有效"), ({"text": " "}, "核查情况"), ({"on_day": "2029-05-11"}, "不能晚于今天")],
)
def test_a_finding_is_of_an_entrusted_task_with_words_and_a_day(
    base: Base, department: Membership, changes: dict[str, str], message: str
) -> None:
    row = entrusted(base)
    with pytest.raises(Refused, match=message):
        perform(row, "record_finding", seat=department, data=found(base, **changes))


def test_of_another_base_nothing_is_found(world: World, base: Base, department: Membership) -> None:
    other = building(world, "船舶")
    row = entrusted(base)
    with pytest.raises(Refused):
        perform(row, "record_finding", seat=department, data=found(other))


# In force


def test_the_delegate_reads_the_base_as_long_as_it_lasts_and_no_other(
    world: World, base: Base, department: Membership
) -> None:
    other = building(world, "船舶", organiser=world.units["body"])
    assert list(readable_by(department)) == []
    entrusted(base)
    assert list(readable_by(department)) == [base]
    assert list(visible_to(department)) == []  # what hangs on the base stays closed
    assert other not in readable_by(department)
    for role in ("unit_admin", "submitter"):
        assert base not in readable_by(world.seat(f"a {role}", "organiser", role))
    with clock.at(datetime(2029, 7, 1, tzinfo=clock.BEIJING)):
        sweep()
        assert list(readable_by(department)) == []
    assert Delegation.objects.get().state == "expired"


def test_two_delegations_end_one_by_one(base: Base, department: Membership) -> None:
    first, second = entrusted(base), entrusted(base, tasks=("materials",))
    perform(first, "end_delegation", seat=desk().officer, data={"note": "已完成。"})
    assert [DELEGATE_FOR(task).allows(base, department) for task in Task] == [True, False, False]
    assert list(readable_by(department)) == [base]
    perform(second, "end_delegation", seat=desk().officer, data={"note": "已完成。"})
    assert list(readable_by(department)) == []


def test_every_act_of_the_delegate_is_shown_as_commissioned(base: Base, department: Membership) -> None:
    row = entrusted(base)
    record = perform(row, "record_finding", seat=department, data=found(base))
    assert record.on_behalf == "国家标准化管理委员会"
    assert "受国家标准化管理委员会委托" in record.who()
    assert (Finding.objects.get().text, row.state) == ("中试平台已建成，设备未到。", "in_force")
    assert Record.objects.exclude(on_behalf="").count() == 1


def test_an_officer_acts_in_his_own_right(base: Base, department: Membership) -> None:
    entrusted(base)
    either = SAC_OR_DELEGATE(Task.ON_SITE)
    assert [either.allows(base, seat) for seat in (department, desk().officer, desk().approver)] == [True, True, False]
    assert [bool(either.on_behalf(base, seat)) for seat in (department, desk().officer)] == [True, False]


def test_people_end_it_before_its_day_or_the_clock_does(base: Base) -> None:
    row = entrusted(base)
    with pytest.raises(NotPermitted):
        perform(row, "expire_delegation", seat=desk().officer)
    with pytest.raises(Refused):
        perform(row, "end_delegation", seat=desk().officer, data={"note": ""})
    perform(row, "expire_delegation", seat=TIMER)
    assert not BaseGrant.objects.exists()


# Pages


def new_url(base: Base) -> str:
    return f"/assessments/bases/{base.pk}/delegations/new/"


def typed(world: World, base: Base, **changes: Any) -> dict[str, Any]:
    return {
        "delegate": str(world.units["organiser"].pk), "tasks": ["on_site"], "bases": [str(base.pk)],
        "until": "2029-06-30", "instructions": "核查中试平台。",
    } | changes  # fmt: skip


def test_an_officer_prepares_it_from_the_bases_page(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        assert (name, client_of(seat).get(new_url(base)).status_code) == (name, 200 if name == "sac_officer" else 404)
    client = client_of(world.seats["sac_officer"])
    wrong = client.post(new_url(base), typed(world, base, until="2029-05-10"))
    assert (wrong.status_code, "核查中试平台。" in text_of(wrong)) == (422, True)
    assert client.post(new_url(base), typed(world, base)).status_code == 302
    row = Delegation.objects.get()
    assert (row.state, row.tasks, [each.base_id for each in row.bases.all()]) == ("draft", ["on_site"], [base.pk])


def test_it_is_said_where_the_delegate_is_the_organiser_too(world: World, base: Base) -> None:
    Base.objects.filter(pk=base.pk).update(organiser=world.units["organiser"])
    assert "同时是该创新基地的组织单位" in text_of(client_of(world.seats["sac_officer"]).get(new_url(base)))
    row = entrusted(Base.objects.get(pk=base.pk))
    assert "同时是该创新基地的组织单位" in text_of(client_of(world.seats["submitter"]).get(row.get_absolute_url()))


def test_a_finding_with_its_file_is_kept_for_sac_and_the_delegate(
    world: World, base: Base, department: Membership
) -> None:
    row, client = entrusted(base), client_of(department)
    url = f"/assessments/delegations/{row.pk}/findings/new/"
    upload = SimpleUploadedFile("现场记录.pdf", paper("现场记录"), "application/pdf")
    answer_ = client.post(url, found(base) | {"seen": str(row.version), "evidence": upload})
    assert answer_.status_code == 302
    key = FindingFile.objects.get().pk
    answers = {name: client_of(seat).get(f"/assessments/findings/files/{key}/") for name, seat in world.seats.items()}
    readers = {name for name, each in answers.items() if (read(each), each.status_code)[1] == 200}
    assert readers == {"organiser_officer", "sac_officer", "sac_approver"}
    tab = f"{row.get_absolute_url()}?tab=findings"
    assert "设备未到" in text_of(client.get(tab))
    assert "设备未到" not in text_of(client_of(world.seats["submitter"]).get(tab))


def test_a_stale_page_records_nothing_and_keeps_what_was_typed(base: Base, department: Membership) -> None:
    row = entrusted(base)
    answer_ = client_of(department).post(
        f"/assessments/delegations/{row.pk}/findings/new/", found(base) | {"seen": str(row.version - 1)}
    )
    assert (answer_.status_code, Finding.objects.count(), "设备未到" in text_of(answer_)) == (409, 0, True)


def test_the_delegate_sees_of_the_base_what_its_task_needs(base: Base, department: Membership) -> None:
    client = client_of(department)
    assert client.get(base.get_absolute_url()).status_code == 404
    entrusted(base)
    assert client.get(base.get_absolute_url()).status_code == 200
    assert client.get(f"{base.get_absolute_url()}?tab=papers").context["tab_template"] != "bases/tab_papers.html"

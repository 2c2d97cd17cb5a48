"""公示 from SAC's side: the month that nobody undercuts, two persons, corrections, and a wish to take a case back."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from applications.models import Application, Publication, WithdrawalRequest
from applications.procedure.publication import period_long_enough, standing
from applications.publishing import items_of
from notices.models import ItemOutcome, Notice, NoticeItem
from notices.publishing import open_objections, unfit_objections, words
from procedure import clock, reckoning
from procedure.acts import Act, NotPermitted
from procedure.machines import steps_of
from procedure.models import DueDate, Outbox, Record
from procedure.perform import Refused, perform
from procedure.proposals import propose, sign
from procedure.steps import TIMER, VISITOR
from procedure.sweep import sweep
from procedure.workdays import Calendar
from tests.applications.asking import client_of, text_of
from tests.applications.building import NOON, World
from tests.applications.refusing import refusals
from tests.arriving import arrive
from tests.deciding import desk
from tests.ground import shared
from tests.notices.filing import objected

# Published on 15 June 2026; the month's last day, 15 July, is a Wednesday.
ENDS = datetime(2026, 7, 16, tzinfo=clock.BEIJING)
A_SECOND = timedelta(seconds=1)
STANDS_UNTIL = "公示期至2026年7月15日24时，期满后才能办理。"


@shared
def case(world: World) -> Application:
    return arrive(world.draft(), "deliberation")


@shared
def other(world: World) -> Application:
    return arrive(world.other_draft(), "deliberation")


def pull(publication: Publication, *cases: Application, kind: str = "corrected") -> None:
    keys = [str(row.pk) for row in publication.cases.filter(application__in=cases)]
    desk().decide(publication, "pull_cases", cases=keys, kind=kind, note="承担单位名称有误。")
    for row in cases:
        row.refresh_from_db()


# The month


@pytest.mark.rule("B15")
def test_a_second_early_nobody_ends_a_publicity(world: World, case: Application) -> None:
    desk().publish(case)
    early = ENDS - A_SECOND
    with clock.at(early):
        assert sweep()["fired"] == 0
        refused = refusals(lambda: perform(case, "close_publicity", seat=TIMER))
        assert refused == [(STANDS_UNTIL, "办法15")]
        for seat in (*world.seats.values(), VISITOR, None):
            with pytest.raises(NotPermitted):
                perform(case, "close_publicity", seat=seat)
        with pytest.raises(Refused):
            propose(case, "approve", seat=desk().officer, data={})
    case.refresh_from_db()
    assert case.state == "publicity"


@pytest.mark.rule("B15")
def test_at_its_second_the_timer_ends_it(case: Application) -> None:
    desk().publish(case)
    with clock.at(ENDS):
        assert sweep()["fired"] == 1
    case.refresh_from_db()
    record = Record.objects.get(subject_id=case.pk, step="close_publicity")
    assert (case.state, record.actor_name, record.at) == ("decision", "系统定时", ENDS)


@pytest.mark.rule("B15")
def test_a_chosen_end_below_the_month_is_refused_when_it_is_proposed(case: Application) -> None:
    draft = desk().draft(case, shown_end=date(2026, 7, 14))
    refused = refusals(lambda: propose(draft, "publish_notice", seat=desk().officer, data={}))
    assert [article for _, article in refused] == ["办法15"]
    assert "最早于2026年7月15日24时截止，不得缩短" in refused[0][0]


@pytest.mark.rule("B15")
def test_an_end_that_was_long_enough_is_refused_when_it_is_signed_a_day_later(case: Application) -> None:
    draft = desk().draft(case, shown_end=date(2026, 7, 15))
    proposal = propose(draft, "publish_notice", seat=desk().officer, data={})
    with clock.at(NOON + timedelta(days=1)):
        refused = refusals(lambda: sign(proposal, seat=desk().approver))
    assert "最早于2026年7月16日24时截止" in refused[0][0]
    assert not Notice.objects.exists()


@st.composite
def calendars(draw: st.DrawFn) -> tuple[date, Calendar]:
    """A day of publication, and a table of holidays around the end of its month."""
    day = draw(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
    around = [day + timedelta(days=offset) for offset in range(20, 60)]
    days = draw(st.dictionaries(st.sampled_from(around), st.booleans(), max_size=30))
    exceptions = {each: (worked, "调休" if worked else "假日") for each, worked in days.items()}
    years = draw(st.sets(st.sampled_from([day.year, day.year + 1])))
    return day, Calendar(exceptions, frozenset(years))


@pytest.mark.rule("B15")
@settings(max_examples=300, deadline=None)
@given(calendars(), st.integers(-40, 40))
def test_on_no_day_and_by_no_table_of_holidays_is_the_month_undercut(found: tuple[date, Calendar], moved: int) -> None:
    day, calendar = found
    period = reckoning.publicity(day, calendar=calendar)
    least = reckoning.earliest_close(day)
    assert period.end >= period.unmoved
    assert reckoning.end_instant(period.unmoved) == least
    assert reckoning.end_instant(period.end) >= least
    # A calendar month: the corresponding day, or the last of its month.
    months = (period.unmoved.year - day.year) * 12 + period.unmoved.month - day.month
    last = (period.unmoved + timedelta(days=1)).day == 1
    assert months == 1
    assert period.unmoved.day == day.day or (last and period.unmoved.day < day.day)
    chosen = period.unmoved + timedelta(days=moved)
    assert bool(reckoning.judge_publicity_end(day, chosen, calendar=calendar).refusal) == (moved < 0)


@pytest.mark.rule("B15")
def test_the_days_of_a_notice_are_kept_apart(case: Application) -> None:
    publication = desk().draft(case, shown_end=date(2026, 7, 20))
    publication.official_url = "https://sac.example/notice/1"
    publication.save()
    desk().decide(publication, "publish_notice")
    notice = Notice.objects.get()
    item = notice.items.get()
    assert (notice.published_on, notice.shown_start, notice.shown_end, notice.official_url) == (
        date(2026, 6, 15), date(2026, 6, 15), date(2026, 7, 20), "https://sac.example/notice/1",
    )  # fmt: skip
    assert (item.minimum_end, item.shown_end) == (date(2026, 7, 15), date(2026, 7, 20))
    assert item.ends_at == datetime(2026, 7, 21, tzinfo=clock.BEIJING)
    assert DueDate.objects.get(root=case.pk, kind="publicity").due_at == item.ends_at


@pytest.mark.rule("B15")
def test_an_end_on_a_day_of_rest_is_proposed_for_the_next_working_day(case: Application) -> None:
    saturday = datetime(2026, 7, 11, 9, tzinfo=clock.BEIJING)
    with clock.at(saturday - timedelta(days=30)):  # 11 June: a month later is a Saturday
        desk().publish(case)
    item = NoticeItem.objects.get()
    assert (item.minimum_end, item.shown_end) == (date(2026, 7, 11), date(2026, 7, 13))


# What is published


@pytest.mark.rule("B15")
@pytest.mark.rule("B37")
def test_name_host_and_recommender_are_published(case: Application, other: Application) -> None:
    desk().publish(other, case)
    items = [(item.position, item.name, item.host, item.recommender) for item in NoticeItem.objects.all()]
    assert items == [
        (1, "国家技术标准创新基地（船舶）", "南岭船舶研究所", "广东省人民政府"),
        (2, "国家技术标准创新基地（光伏）", "昇阳光伏科技有限公司", "贵州省人民政府"),
    ]


def test_the_period_is_written_into_the_text_on_the_day(case: Application) -> None:
    desk().publish(case)
    assert "公示期：2026年6月15日至2026年7月15日。" in Notice.objects.get().text


def test_who_proposed_does_not_sign(world: World, case: Application) -> None:
    both = world.seat("both", "sac", "sac_officer")
    world.seat("both_signs", "sac", "sac_approver", person=both.person)
    draft = desk().draft(case)
    proposal = propose(draft, "publish_notice", seat=both, data={})
    refused = refusals(lambda: sign(proposal, seat=world.seats["both_signs"]))
    assert refused == [("提请人与审批人不能是同一人，请由另一位审批人员办理。", "办法15")]
    with pytest.raises(Refused):
        perform(draft, "publish_notice", seat=both)
    assert not Notice.objects.exists()


def test_a_case_that_has_left_the_deliberation_holds_its_notice_back(case: Application, other: Application) -> None:
    draft = desk().draft(case, other)
    desk().decide(other, "reject_deliberation", note="不符合要求。")
    refused = refusals(lambda: propose(draft, "publish_notice", seat=desk().officer, data={}))
    assert refused == [
        ("国家技术标准创新基地（船舶）不在研究审议中，不能公示；请从公示稿中移出。", "办法15")
    ]  # fmt: skip


def test_a_notice_without_a_case_is_refused(world: World) -> None:
    draft = desk().draft()
    refused = refusals(lambda: propose(draft, "publish_notice", seat=desk().officer, data={}))
    assert refused == [("公示稿里还没有申报，请先选入拟批准建设的创新基地。", "办法15")]


def test_a_notice_is_ordered_as_a_document(case: Application) -> None:
    publication = desk().publish(case)
    ordered = Outbox.objects.get(kind="notice_print")
    assert ordered.payload == {"notice": str(publication.notice_id)}


# Corrections


@pytest.mark.rule("B15")
def test_a_correction_begins_the_month_anew_for_its_cases_alone(case: Application, other: Application) -> None:
    first = desk().publish(case, other)
    with clock.at(NOON + timedelta(days=10)):
        pull(first, other)
        again = desk().draft(other)
        again.corrects = first
        again.save()
        desk().decide(again, "publish_notice")
    again.refresh_from_db()
    case.refresh_from_db()
    other.refresh_from_db()
    assert case.notice_item is not None
    assert other.notice_item is not None
    assert (case.notice_item.minimum_end, other.notice_item.minimum_end) == (date(2026, 7, 15), date(2026, 7, 25))
    assert again.notice is not None
    assert again.notice.corrects_id == first.notice_id
    with clock.at(ENDS):
        sweep()
    case.refresh_from_db()
    other.refresh_from_db()
    assert (case.state, other.state) == ("decision", "publicity")


def test_what_was_taken_out_is_told_at_the_old_address(case: Application, other: Application) -> None:
    first = desk().publish(case, other)
    pull(first, other)
    outcome = ItemOutcome.objects.get()
    assert (outcome.item.name, outcome.kind, outcome.note) == (
        "国家技术标准创新基地（船舶）", "corrected", "承担单位名称有误。"
    )  # fmt: skip
    assert (other.state, Notice.objects.get().state) == ("deliberation", "published")


def test_the_last_case_takes_the_notice_with_it(case: Application, other: Application) -> None:
    first = desk().publish(case, other)
    pull(first, other)
    pull(first, case, kind="pulled")
    assert Notice.objects.get().state == "withdrawn"
    assert standing(first) == []
    refused = refusals(lambda: propose(first, "pull_cases", seat=desk().officer, data={}))
    assert ("公示所列各项都已撤下或者办结，没有可以撤下的。", "办法15") in refused


def test_only_what_stands_in_a_notice_is_taken_out(case: Application, other: Application) -> None:
    first = desk().publish(case)
    second = desk().publish(other)
    stranger = str(second.cases.get().pk)
    data = {"cases": [stranger], "kind": "pulled", "note": "有误。"}
    with pytest.raises(Refused):
        propose(first, "pull_cases", seat=desk().officer, data=data)
    assert not ItemOutcome.objects.exists()


def test_a_case_published_again_leaves_word_in_its_former_notice(case: Application) -> None:
    desk().publish(case)
    desk().end_publicity(case)
    case.refresh_from_db()
    with clock.at(ENDS + timedelta(days=1)):
        perform(case, "reconsider", seat=desk().officer, data={"note": "名称待议。"})
        desk().publish(case)
    kinds = [
        (item.notice.published_on, [each.kind for each in item.outcomes.all()])
        for item in NoticeItem.objects.order_by("pk")
    ]
    assert kinds == [(date(2026, 6, 15), ["corrected"]), (date(2026, 7, 17), [])]


# Objections hold the approval back


@pytest.mark.rule("B16")
def test_an_open_objection_refuses_the_approval_by_its_number(case: Application) -> None:
    desk().publish(case)
    assert case.notice_item is not None
    objection = objected(case.notice_item)
    desk().end_publicity(case)
    case.refresh_from_db()
    with clock.at(ENDS):
        refused = refusals(lambda: desk().approve(case, "国标委综合函〔2026〕6号"))
    assert refused == [(f"还有 1 件异议没有办结（{objection.number}），办结后才能批准。", "办法16")]


@pytest.mark.rule("B16")
def test_an_objection_to_the_former_notice_is_not_left_behind_by_a_correction(case: Application) -> None:
    first = desk().publish(case)
    assert case.notice_item is not None
    objection = objected(case.notice_item)
    pull(first, case)
    desk().publish(case)
    assert list(open_objections(items_of(case.pk))) == [objection]


@pytest.mark.rule("B16")
def test_what_is_to_be_corrected_counts_until_it_is_and_unfit_for_good(case: Application) -> None:
    first = desk().publish(case)
    assert case.notice_item is not None
    wrong, unfit = objected(case.notice_item), objected(case.notice_item)
    for objection, step in ((wrong, "close_to_correct"), (unfit, "close_unfit")):
        perform(objection, "admit_objection", seat=desk().officer, data={})
        desk().decide(objection, step, answer="经核实属实。")
    assert set(unfit_objections(items_of(case.pk), case.notice_item_id)) == {wrong, unfit}
    pull(first, case)
    desk().publish(case)
    assert set(unfit_objections(items_of(case.pk), case.notice_item_id)) == {unfit}


# Taking back


def asking(application: Application) -> str:
    return f"/applications/{application.pk}/withdrawal/"


def test_only_the_recommender_of_a_published_case_asks(world: World, case: Application) -> None:
    recommender = client_of(world.seats["recommender_officer"])
    assert recommender.get(asking(case)).status_code == 404
    desk().publish(case)
    for name in ("preparer", "organiser_officer", "sac_officer", "other_recommender_officer", "expert"):
        assert client_of(world.seats[name]).post(asking(case), {"reason": "不再申报。"}).status_code == 404
    assert recommender.post(asking(case), {"reason": ""}).status_code == 422
    assert not WithdrawalRequest.objects.exists()


def test_a_wish_is_seen_confirmed_and_told_in_the_notice(world: World, case: Application) -> None:
    desk().publish(case)
    recommender = client_of(world.seats["recommender_officer"])
    for _ in range(2):
        assert recommender.post(asking(case), {"reason": "承担单位重组。"}).status_code == 302
    request = WithdrawalRequest.objects.get()
    page = text_of(client_of(world.seats["sac_officer"]).get(f"{case.get_absolute_url()}?tab=publicity"))
    assert "承担单位重组。" in page
    perform(case, "confirm_withdrawal", seat=desk().officer, data={"note": ""})
    request.refresh_from_db()
    assert (case.state, request.decided_at, ItemOutcome.objects.get().kind) == ("withdrawn", NOON, "withdrawn")


def test_a_wish_taken_back_leaves_nothing_to_confirm(world: World, case: Application) -> None:
    desk().publish(case)
    recommender = client_of(world.seats["recommender_officer"])
    recommender.post(asking(case), {"reason": "承担单位重组。"})
    assert recommender.post(asking(case), {"act": "take_back"}).status_code == 302
    with pytest.raises(Refused):
        perform(case, "confirm_withdrawal", seat=desk().officer, data={"note": ""})


# Guards by themselves


def test_an_unchosen_end_is_always_long_enough(case: Application) -> None:
    draft = desk().draft(case)
    act = Act(draft, steps_of(Publication)["publish_notice"], desk().officer, NOON)
    assert period_long_enough.check(draft, act) is None
    assert "2026年6月15日至2026年7月15日" in words(draft, NOON.date())

"""变更: asked for by the supervisor alone, published for a month, decided in pairs, in force on its day."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.changing import ask
from assessments.forms import ApproveChangeForm, RequestForm
from assessments.models import Change
from assessments.procedure.change import NEW_HOST, base_living, period_long_enough
from assessments.queries.changes import files_visible_to, visible_to
from bases.models import Base, BaseIndicator
from bases.procedure.changing import host_not_younger, name_not_younger
from bases.procedure.people import HOST_SUBMITTER
from bases.queries import visible_to as bases_visible_to
from notices.concerned import units_of
from notices.models import ItemOutcome, Notice
from organisations.models import Role
from procedure import clock, reckoning
from procedure.acts import Act, NotPermitted
from procedure.machines import steps_of
from procedure.models import DueDate, Record
from procedure.perform import Refused, perform
from procedure.proposals import propose, sign
from procedure.steps import TIMER, Guard, Refusal
from procedure.sweep import sweep
from procedure.workdays import Calendar
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.assessments import changes as make
from tests.bases.built import building, recorded
from tests.deciding import desk
from tests.notices.filing import objected
from tests.routes.stage import body

pytestmark = pytest.mark.rule("B35")

# Published on 15 June 2026; the month's last day, 15 July, is a Wednesday.
ENDS = datetime(2026, 7, 16, tzinfo=clock.BEIJING)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def base(world: World) -> Base:
    return building(world, approved="2024-03-05")


def in_decision(world: World, change: Change) -> Change:
    """Past its month; to be used within ``clock.at(ENDS)``."""
    make.over(change)
    return change


# Refused


def test_nobody_but_the_supervisor_asks_the_host_least_of_all(world: World, base: Base) -> None:
    address = f"/assessments/bases/{base.pk}/changes/new/?kind=name"
    facts = {"inner_name": "甲", "reason": "。", "letter_number": "黔府函〔2026〕6号", "letter_dated": clock.today()}
    for name, seat in world.seats.items():
        wanted = name == "recommender_officer"
        assert (name, client_of(seat).get(address).status_code) == (name, 200 if wanted else 404)
        if not wanted:
            assert client_of(seat).post(address, make.filled(inner_name="甲")).status_code == 404
            with pytest.raises(NotPermitted):
                ask(base, "name", facts, make.scanned(), (), seat=seat, key=None)
    assert not Change.objects.exists()


@pytest.mark.parametrize("step", ["change_name", "change_host", "change_matter"])
def test_nobody_presses_the_step_of_the_base_itself(world: World, base: Base, step: str) -> None:
    for seat in (*world.seats.values(), TIMER):
        with pytest.raises(NotPermitted):
            perform(base, step, seat=seat)


@pytest.mark.parametrize("missing", ["letter", "letter_number", "letter_dated", "reason", "inner_name"])
def test_without_its_sealed_letter_or_its_reason_there_is_no_request(base: Base, missing: str) -> None:
    files = {} if missing == "letter" else {"letter": make.pdf()}
    typed = make.filled(inner_name="先进光伏") | {missing: ""}
    form = RequestForm(typed, files, base=base, kind="name", about="")
    assert list(form.errors) == [missing]


def test_what_is_asked_for_must_be_something_else(world: World, base: Base) -> None:
    same = RequestForm(make.filled(inner_name="光伏"), {"letter": make.pdf()}, base=base, kind="name", about="")
    assert same.errors["inner_name"] == ["与现在的相同，没有变更。"]
    host = make.with_code(world.units["host"])
    again = RequestForm(make.filled(host=host.code), {"letter": make.pdf()}, base=base, kind="host", about="")
    assert again.errors["host"] == ["与现在的相同，没有变更。"]


def test_a_host_that_is_not_registered_or_is_an_authority_is_refused(world: World, base: Base) -> None:
    code = make.with_code(world.units["other_host"]).code
    world.units["other_host"].code = ""
    world.units["other_host"].save()
    for typed, words in ((code, "还没有在本系统登记"), ("12345", "位")):
        form = RequestForm(make.filled(host=typed), {"letter": make.pdf()}, base=base, kind="host", about="")
        assert words in form.errors["host"][0]
    authority = make.with_code(world.units["organiser"]).code
    form = RequestForm(make.filled(host=authority), {"letter": make.pdf()}, base=base, kind="host", about="")
    assert "不能是主管部门" in form.errors["host"][0]


@pytest.mark.parametrize("state", ["terminated", "revoked"])
def test_what_has_ended_is_changed_no_more(world: World, state: str) -> None:
    base = recorded(world)
    perform(base, f"record_{state}", seat=world.seats["sac_officer"])
    with pytest.raises(Refused, match=r"该创新基地已(终止|撤销)，有关事项不再办理"):
        make.renamed(world, base)


@pytest.mark.parametrize("state", ["building", "passed", "operating"])
def test_in_build_acceptance_and_operation_it_can_be_asked_for(world: World, state: str) -> None:
    base = recorded(world)
    perform(base, f"record_{state}", seat=world.seats["sac_officer"])
    assert make.renamed(world, base).state == "examining"


def test_one_of_a_kind_at_a_time(world: World, base: Base) -> None:
    make.renamed(world, base)
    with pytest.raises(Refused, match="已有一件“变更名称”在办"):
        make.renamed(world, base, "太阳能")
    assert make.asked(world, base, "matter", "other", now="甲", what="乙").state == "examining"


def test_the_new_host_answers_before_sac_examines_and_proves_it(world: World, base: Base) -> None:
    change = make.asked(world, base, "host", host=make.with_code(world.units["other_host"]).code)
    assert change.state == "answering"
    with pytest.raises(Refused, match="须在“国家标准委审查”时办理"):
        propose(change, "publish_change", seat=desk().officer, data=make.notice(change))
    submitter = world.seats["other_submitter"]
    with pytest.raises(Refused, match="请先在“材料”中上传证明材料"):
        perform(change, "answer_conditions", seat=submitter, data=make.answers(base))
    for name, seat in world.seats.items():
        assert (name, NEW_HOST.allows(change, seat)) == (name, name == "other_submitter")


def test_a_host_whose_name_and_code_nobody_confirmed_is_not_published(world: World, base: Base) -> None:
    change = make.handed_over(world, base)
    unit = world.units["other_host"]
    unit.confirmed_at = None
    unit.save()
    with pytest.raises(Refused, match="还没有经主管部门确认"):
        propose(change, "publish_change", seat=desk().officer, data=make.notice(change))


def test_nobody_decides_alone(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    data = make.notice(change)
    with pytest.raises(Refused, match="不能一人直接办理"):
        perform(change, "publish_change", seat=desk().officer, data=data)
    waiting = propose(change, "publish_change", seat=desk().officer, data=data)
    both = world.seat("both", "sac", Role.SAC_APPROVER, person=desk().officer.person)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(waiting, seat=both)
    assert not Notice.objects.exists()


def test_an_end_below_the_month_is_refused_also_a_day_later_when_it_is_signed(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    with pytest.raises(Refused, match="不得缩短"):
        propose(change, "publish_change", seat=desk().officer, data=make.notice(change, shown_end="2026-07-14"))
    waiting = propose(change, "publish_change", seat=desk().officer, data=make.notice(change, shown_end="2026-07-15"))
    with clock.at(clock.now() + make.DAY), pytest.raises(Refused, match="最早于2026年7月16日24时截止"):
        sign(waiting, seat=desk().approver)
    assert not Notice.objects.exists()


def test_before_the_month_has_run_nothing_takes_effect(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    make.published(change)
    with clock.at(ENDS - A_SECOND):
        assert sweep()["fired"] == 0
        for seat in (*world.seats.values(), None):
            with pytest.raises(NotPermitted):
                perform(change, "close_publicity", seat=seat)
        with pytest.raises(Refused, match="期满后才能办理"):
            perform(change, "close_publicity", seat=TIMER)
        with pytest.raises(Refused, match="须在“公示期满，待决定”时办理"):
            propose(change, "approve_change", seat=desk().officer, data=make.decision())
        with pytest.raises(Refused):
            perform(change, "take_effect", seat=TIMER)
    base.refresh_from_db()
    assert base.inner_name == "光伏"


def test_the_guard_itself_reckons_the_month_from_the_day_of_the_act(world: World, base: Base) -> None:
    def act(day: date) -> Act:
        step = steps_of(Change)["publish_change"]
        return Act(Change(base=base), step, desk().officer, clock.now(), data={"shown_end": day})

    refusal = period_long_enough.refusal(Change(base=base), act(date(2026, 7, 14)))
    assert refusal is not None
    assert "最早于2026年7月15日24时截止" in refusal.sentence
    assert period_long_enough.refusal(Change(base=base), act(date(2026, 7, 15))) is None


@pytest.mark.parametrize(("spells", "younger"), [("names", name_not_younger), ("hosts", host_not_younger)])
def test_nothing_is_followed_by_what_takes_effect_before_it_began(base: Base, spells: str, younger: Guard) -> None:
    base.names.create(inner_name=base.inner_name, since=base.approved)
    since = date.fromisoformat(getattr(base, spells).get(until="").since)

    def refusal(day: date) -> Refusal | None:
        step = steps_of(Base)["change_name"]
        return younger.refusal(base, Act(base, step, desk().officer, clock.now(), data={"day": day}))

    assert refusal(since + timedelta(days=1)) is None
    for day in (since, since - timedelta(days=1)):
        assert "请另定生效日" in str(refusal(day))


def test_a_day_of_effect_within_the_period_is_refused(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    make.published(change)
    with clock.at(ENDS):
        make.over(change)
        form = ApproveChangeForm(make.decision(effective_on=date(2026, 7, 15)), subject=change, seat=desk().officer)
        assert "公示期满之前不能生效" in form.errors["effective_on"][0]


def test_with_an_open_objection_nothing_is_agreed_to(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    item = make.published(change)
    objection = objected(item)
    with clock.at(ENDS):
        make.over(change)
        with pytest.raises(Refused, match=f"还有 1 件异议没有办结（{objection.number}），办结后才能变更"):
            propose(change, "approve_change", seat=desk().officer, data=make.decision())


@pytest.mark.parametrize(("step", "words"), [("close_unfit", "不能变更"), ("close_to_correct", "不能变更")])
def test_what_was_found_unfit_or_wrong_is_not_agreed_to(world: World, base: Base, step: str, words: str) -> None:
    change = make.renamed(world, base)
    objection = objected(make.published(change))
    perform(objection, "admit_objection", seat=desk().officer, data={"note": "受理。"})
    desk().decide(objection, step, answer="经核实。")
    with clock.at(ENDS):
        make.over(change)
        with pytest.raises(Refused, match=words):
            propose(change, "approve_change", seat=desk().officer, data=make.decision())


def test_a_paper_objection_and_the_agreement_lock_the_same_item(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    item = make.published(change)
    with clock.at(ENDS):
        make.over(change)
        waiting = propose(change, "approve_change", seat=desk().officer, data=make.decision())
        objected(item)
        with pytest.raises(Refused, match="异议没有办结"):
            sign(waiting, seat=desk().approver)


def test_what_the_base_no_longer_is_must_be_corrected_before_it_is_published(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    Change.objects.filter(pk=change.pk).update(before="国家技术标准创新基地（旧名）")
    change.refresh_from_db()
    with pytest.raises(Refused, match="请退回补正"):
        propose(change, "publish_change", seat=desk().officer, data=make.notice(change))


# Done


def test_a_month_two_persons_and_a_day_make_the_new_name(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    make.published(change)
    dues = list(DueDate.objects.filter(subject_id=base.pk).values_list("kind", "due_at"))
    with clock.at(ENDS):
        assert sweep()["fired"] == 1
        change.refresh_from_db()
        assert change.state == "decision"
        make.decided(change)
        assert (change.state, change.decision.kind) == ("approved", "change")
        assert sweep()["fired"] == 1
    base.refresh_from_db()
    change.refresh_from_db()
    assert (change.state, base.state) == ("effective", "building")
    assert (base.inner_name, base.english_name) == ("先进光伏", "Advanced Photovoltaics")
    assert [(each.inner_name, each.since, each.until) for each in base.names.all()] == [
        ("光伏", "2024-03-05", "2026-07-15"), ("先进光伏", "2026-07-16", ""),
    ]  # fmt: skip
    assert list(DueDate.objects.filter(subject_id=base.pk).values_list("kind", "due_at")) == dues
    record = Record.objects.get(subject_id=base.pk, step="change_name")
    assert (record.article, record.source, record.target, record.cause.step) == (
        "办法35", "building", "building", "take_effect",
    )  # fmt: skip
    agreed = Record.objects.get(subject_id=change.pk, step="approve_change", kind="step")
    assert agreed.proposed_by_name
    assert agreed.proposed_by_name != agreed.actor_name
    assert [outcome.kind for outcome in ItemOutcome.objects.filter(item=change.item_id)] == ["changed"]


def test_the_new_host_takes_over_on_the_day_and_not_before(world: World, base: Base) -> None:
    change = make.handed_over(world, base)
    make.published(change)
    submitters = {"submitter": True, "other_submitter": False}
    with clock.at(ENDS):
        make.over(change)
        make.decided(change, effective_on=date(2026, 8, 1))
        assert sweep()["fired"] == 0
        assert {name: HOST_SUBMITTER.allows(base, world.seats[name]) for name in submitters} == submitters
    with clock.at(datetime(2026, 8, 1, tzinfo=clock.BEIJING)):
        assert sweep()["fired"] == 1
        base = Base.objects.get(pk=base.pk)
        assert {name: HOST_SUBMITTER.allows(base, world.seats[name]) for name in submitters} == {
            "submitter": False, "other_submitter": True,
        }  # fmt: skip
        assert [(spell.name, spell.since, spell.until) for spell in base.hosts.all()] == [
            ("昇阳光伏科技有限公司", "2024-03-05", "2026-07-31"), ("南岭船舶研究所", "2026-08-01", ""),
        ]  # fmt: skip
        assert bases_visible_to(world.seats["other_submitter"]).filter(pk=base.pk).exists()
        assert not bases_visible_to(world.seats["submitter"]).filter(pk=base.pk).exists()


def test_the_old_host_goes_on_reading_its_own_time_and_no_day_more(world: World, base: Base) -> None:
    change = make.handed_over(world, base)
    make.published(change)
    with clock.at(ENDS):
        make.over(change)
        make.decided(change)
        sweep()
        make.renamed(world, Base.objects.get(pk=base.pk), "后来的名称")
        pages = {
            name: text_of(client_of(world.seats[name]).get(f"{base.get_absolute_url()}?tab=records"))
            for name in ("submitter", "other_submitter", "recommender_officer")
        }
    assert {name: "补录为建设中" in page for name, page in pages.items()} == dict.fromkeys(pages, True)
    assert {name: "书面申请变更" in page for name, page in pages.items()} == {
        "submitter": True, "other_submitter": True, "recommender_officer": True,
    }  # fmt: skip
    effects = {name: page.replace("书面申请变更承担单位", "") for name, page in pages.items()}
    assert {name: "变更承担单位" in page for name, page in effects.items()} == {
        "submitter": False, "other_submitter": True, "recommender_officer": True,
    }  # fmt: skip
    stranger = world.seat("stranger", "association", Role.UNIT_ADMIN)
    assert client_of(stranger).get(base.get_absolute_url()).status_code == 404


@pytest.mark.rule("B10")
def test_an_unmet_condition_goes_on_with_its_reason_and_stands_in_the_answers(world: World, base: Base) -> None:
    change = make.handed_over(world, base)
    perform(change, "return_answers", seat=desk().officer, data={"note": "第二项请补充经费来源。"})
    submitter = world.seats["other_submitter"]
    with pytest.raises(Refused, match="请填写说明"):
        perform(change, "answer_conditions", seat=submitter, data=make.answers(base, text_m2=" "))
    unmet = make.answers(base, met_m2="no", text_m2="经费由省财政落实，已列入预算。")
    perform(change, "answer_conditions", seat=submitter, data=unmet)
    assert [(row.key, row.is_met, row.text) for row in change.answers.filter(key__in=["m1", "m2"])] == [
        ("m1", True, "见证明材料。"), ("m2", False, "经费由省财政落实，已列入预算。"),
    ]  # fmt: skip


def test_a_promised_row_becomes_what_was_decided_and_no_other(world: World, base: Base) -> None:
    row, other = (
        BaseIndicator.objects.create(base=base, kind="quantity", name=name, target="10", midterm="4", position=place)
        for place, name in enumerate(("国家标准", "国际标准"), start=1)
    )
    change = make.asked(world, base, "matter", f"indicator:{row.pk}", target="8", midterm="3")
    assert (change.before, change.after) == ("期满目标：10；中期目标：4", "期满目标：8；中期目标：3")
    make.published(change)
    with clock.at(ENDS):
        make.over(change)
        make.decided(change)
        sweep()
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.target, row.target_number, row.midterm, row.version) == ("8", 8, "3", 2)
    assert (other.target, other.version) == ("10", 1)


def test_the_region_becomes_another(world: World, base: Base) -> None:
    region = world.units["other_host"].region
    change = make.asked(world, base, "matter", "region", region=str(region.pk))
    assert (change.before, change.after) == ("区域：贵州省", "区域：广东省")
    make.published(change)
    with clock.at(ENDS):
        make.over(change)
        make.decided(change)
        sweep()
    base.refresh_from_db()
    assert base.region == region


def test_a_corrected_notice_has_a_month_of_its_own_and_keeps_the_objections(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    first = make.published(change)
    objection = objected(first)
    with clock.at(ENDS - A_SECOND):
        desk().decide(change, "pull_change", kind="corrected", note="名称有误。")
        change.refresh_from_db()
        assert (change.state, change.item, first.notice.__class__.objects.get().state) == (
            "examining", None, "withdrawn",
        )  # fmt: skip
        assert not DueDate.objects.filter(root=base.pk, kind="publicity", closed_at__isnull=True).exists()
        second = make.published(change)
    assert second.notice.corrects == first.notice
    assert second.minimum_end == date(2026, 8, 15)
    with clock.at(second.ends_at):
        make.over(change)
        with pytest.raises(Refused, match=objection.number):
            propose(change, "approve_change", seat=desk().officer, data=make.decision())


def test_sent_back_it_is_corrected_by_the_supervisor_and_comes_again(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    perform(change, "return_request", seat=desk().officer, data={"note": "请核对名称。"})
    supervisor = world.seats["recommender_officer"]
    typed = make.filled(inner_name="光伏产业链", english_name="", reason="名称更正。")
    perform(change, "file_again", seat=supervisor, data=typed)
    assert (change.state, change.inner_name, change.after) == (
        "examining", "光伏产业链", "国家技术标准创新基地（光伏产业链）",
    )  # fmt: skip
    perform(change, "withdraw_change", seat=supervisor, data={"note": "另行研究。"})
    assert change.state == "withdrawn"


def test_refused_after_its_publicity_the_notice_says_so_and_nothing_changes(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    make.published(change)
    with clock.at(ENDS):
        make.over(change)
        desk().decide(change, "refuse_change", note="异议成立。")
        change.refresh_from_db()
        sweep()
    base.refresh_from_db()
    assert (change.state, base.inner_name) == ("refused", "光伏")
    assert [outcome.kind for outcome in ItemOutcome.objects.filter(item=change.item_id)] == ["not_changed"]


def test_what_waits_for_its_day_is_judged_once_more_on_it(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    make.published(change)
    with clock.at(ENDS):
        make.over(change)
        make.decided(change, effective_on=date(2026, 8, 1))
        with pytest.raises(Refused, match="还没有到生效日"):
            perform(change, "take_effect", seat=TIMER)
    change.base.state = "terminated"
    act = Act(change, steps_of(Change)["take_effect"], TIMER, ENDS)
    assert "现在是“已终止”" in (base_living.check(change, act) or "")


# Seen


def test_who_reads_a_change_of_host_and_its_files(world: World, base: Base) -> None:
    change = make.handed_over(world, base)
    proof = change.files.get()
    knows = {
        *("preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer"),
        *("other_preparer", "other_submitter", "other_unit_admin", "sac_officer", "sac_approver"),
    }
    for name, seat in world.seats.items():
        client, wanted = client_of(seat), 200 if name in knows else 404
        assert (name, visible_to(seat).exists(), files_visible_to(seat).exists()) == (
            name,
            wanted == 200,
            wanted == 200,
        )
        for address in (
            change.get_absolute_url(), f"/assessments/changes/{change.pk}/letter/",
            f"/assessments/changes/files/{proof.pk}/",
        ):  # fmt: skip
            answer = client.get(address)
            assert (name, address, answer.status_code, bool(body(answer))) == (name, address, wanted, True)


@pytest.mark.parametrize("tab", ["request", "conditions", "files", "publicity", "records"])
def test_every_tab_can_be_read_before_and_after_the_publicity(world: World, base: Base, tab: str) -> None:
    change = make.handed_over(world, base)
    make.published(change)
    for name in ("sac_officer", "recommender_officer", "submitter", "other_submitter"):
        answer = client_of(world.seats[name]).get(f"{change.get_absolute_url()}?tab={tab}")
        assert (name, answer.status_code) == (name, 200)


def test_the_public_reads_what_becomes_of_the_base_and_objects(world: World, base: Base) -> None:
    change = make.handed_over(world, base)
    item = make.published(change)
    page = text_of(Client().get(item.notice.get_absolute_url()))
    assert "由“昇阳光伏科技有限公司”变更为“南岭船舶研究所”" in page
    assert f"/notices/items/{item.pk}/object/" in page
    assert {label for label, _ in units_of(item)} == {"提出申请的单位", "承担单位", "新承担单位", "申报组织单位"}


def test_asked_for_twice_by_one_page_it_is_one(world: World, base: Base) -> None:
    client = client_of(world.seats["recommender_officer"])
    address = f"/assessments/bases/{base.pk}/changes/new/?kind=name"
    typed = make.filled(inner_name="先进光伏", key="11111111-2222-4333-8444-555555555555")
    for _ in range(2):
        answer = client.post(address, typed | {"letter": make.pdf()})
        assert answer.status_code == 302
    assert Change.objects.get().letter_number == "黔府函〔2026〕6号"


def test_what_was_typed_is_there_again_after_a_refusal(world: World, base: Base) -> None:
    client = client_of(world.seats["recommender_officer"])
    answer = client.post(f"/assessments/bases/{base.pk}/changes/new/?kind=name", make.filled(inner_name="先进光伏"))
    assert answer.status_code == 422
    assert "请选择盖章来函扫描件。" in text_of(answer)
    assert 'value="先进光伏"' in text_of(answer)


# The month, whatever the day


@settings(max_examples=100, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)), st.integers(-40, 40))
def test_on_no_day_is_the_month_of_a_change_undercut(day: date, moved: int) -> None:
    calendar = Calendar({}, frozenset({day.year}))
    period = reckoning.publicity(day, article="办法35", calendar=calendar)
    chosen = period.unmoved + timedelta(days=moved)
    refused = reckoning.judge_publicity_end(day, chosen, article="办法35", calendar=calendar).refusal
    assert bool(refused) == (chosen < reckoning.corresponding_day(day, reckoning.MONTH))
    assert reckoning.end_instant(period.end) >= reckoning.earliest_close(day)


def test_where_no_host_changes_there_are_no_conditions_to_send_back(world: World, base: Base) -> None:
    change = make.renamed(world, base)
    with pytest.raises(Refused, match="本件不变更承担单位"):
        perform(change, "return_answers", seat=desk().officer, data={"note": "请补充。"})

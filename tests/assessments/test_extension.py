"""延期: in the window, agreed above, decided in pairs, once; the clock stands still while it is asked for."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assessments.forms import GrantExtensionForm
from assessments.models import Extension, ExtensionFile
from bases.models import Base, Decision, DecisionPaper
from bases.periods import build_end_due
from organisations.models import Role
from procedure import clock, outbox
from procedure.acts import NotPermitted
from procedure.models import DueDate, Outbox, Record
from procedure.perform import Refused, perform, start
from procedure.proposals import propose, sign
from procedure.reckoning import end_instant
from procedure.sweep import sweep
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, paper
from tests.assessments.extending import (
    IN_TIME,
    NUMBER,
    agreed,
    answer,
    decided,
    drafted,
    filed,
    organiser,
    supervisor,
)
from tests.bases.built import ENDS, building
from tests.deciding import desk
from tests.documents.reading import docx_text, pdf_text

pytestmark = pytest.mark.rule("B20")
SECOND = timedelta(seconds=1)
OPENS = datetime(2029, 4, 20, tzinfo=clock.BEIJING)
OVER = datetime(2029, 7, 21, tzinfo=clock.BEIJING)


@pytest.fixture
def base(world: World) -> Iterator[Base]:
    """Under construction until 20 July 2029; today is in its window."""
    found = building(world)
    with clock.at(IN_TIME):
        yield found


def open_due(base: Base, kind: str = "build_end") -> list[datetime]:
    rows = DueDate.objects.filter(subject_id=base.pk, kind=kind, closed_at__isnull=True)
    return list(rows.values_list("due_at", flat=True))


def states(*rows: Any) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


# Refused: when


@pytest.mark.parametrize(
    ("moment", "sentence"), [(OPENS - SECOND, "自2029年4月20日起可以报送"), (OVER, "2029年7月20日24时已过")]
)
def test_a_second_outside_the_window_nothing_is_filed(base: Base, moment: datetime, sentence: str) -> None:
    row = drafted(base)
    with clock.at(moment), pytest.raises(Refused, match=sentence):
        perform(row, "file_extension", seat=organiser(base))
    assert states(row) == ["draft"]


@pytest.mark.parametrize("moment", [OPENS, OVER - SECOND])
def test_in_the_first_and_the_last_second_it_is(base: Base, moment: datetime) -> None:
    row = drafted(base)
    with clock.at(moment):
        perform(row, "file_extension", seat=organiser(base))
    assert (states(row), row.filed_at) == (["consent"], moment)


def test_on_a_day_of_rest_the_next_working_day_is_timely(world: World) -> None:
    base = building(world, build_ends=date(2028, 12, 31))  # a Sunday; the year after is not known
    monday = datetime(2029, 1, 1, 23, 59, 59, tzinfo=clock.BEIJING)
    with clock.at(monday):
        assert states(filed(base)) == ["consent"]


# Refused: who


@pytest.mark.rule("B06")
def test_without_the_supervisor_nothing_is_decided(base: Base) -> None:
    row = filed(base)
    for step in ("grant_extension", "refuse_extension"):
        with pytest.raises(Refused, match="须在“待国家标准委决定”"):
            propose(row, step, seat=desk().officer, data=answer(step))
    assert states(row) == ["consent"]


@pytest.mark.rule("B06")
def test_each_does_its_own_part_and_no_other(world: World, base: Base) -> None:
    own = {"file_extension": "organiser_officer", "agree_extension": "recommender_officer"}
    for step, make in (("file_extension", drafted), ("agree_extension", filed)):
        row = make(base)
        for name, seat in world.seats.items():
            if name != own[step]:
                with pytest.raises(NotPermitted):
                    perform(row, step, seat=seat, data={"note": ""})
        perform(row, "withdraw_extension", seat=organiser(base), data={"note": "另行申请。"})


@pytest.mark.rule("B06")
def test_a_base_without_anybody_above_it_finds_nobody_to_agree(base: Base) -> None:
    base.supervisors.update(until="2029-01-01")
    with pytest.raises(Refused, match="还没有确定主管的行业部门或者地方政府"):
        perform(drafted(base), "file_extension", seat=organiser(base))


@pytest.mark.rule("B05")
@pytest.mark.parametrize("step", ["grant_extension", "refuse_extension"])
def test_nobody_decides_alone(world: World, base: Base, step: str) -> None:
    row = agreed(base)
    with pytest.raises(Refused, match="不能一人直接办理"):
        perform(row, step, seat=desk().officer, data=answer(step))
    waiting = propose(row, step, seat=desk().officer, data=answer(step))
    both = world.seat("both", "sac", Role.SAC_APPROVER, person=desk().officer.person)
    with pytest.raises(Refused, match="不能是同一人"):
        sign(waiting, seat=both)
    assert (states(row), Decision.objects.count()) == (["decision"], 0)


# Refused: what


def test_the_second_one_is_refused(base: Base) -> None:
    decided(agreed(base))
    with clock.at(datetime(2029, 12, 1, tzinfo=clock.BEIJING)), pytest.raises(Refused, match="已经延期一次"):
        drafted(base)


def test_after_a_refusal_there_is_no_other(base: Base) -> None:
    decided(agreed(base), "refuse_extension")
    with pytest.raises(Refused, match="未获批准，不能再次申请"):
        drafted(base)


def test_one_at_a_time(base: Base) -> None:
    filed(base)
    with pytest.raises(Refused, match="已有一件延期申请在办"):
        drafted(base)


@pytest.mark.parametrize(("state", "sentence"), [("record_passed", "已经通过验收"), ("record_operating", "批准成立")])
def test_only_a_base_under_construction_is_extended(world: World, state: str, sentence: str) -> None:
    from tests.bases.built import recorded

    base = recorded(world)
    perform(base, state, seat=world.seats["sac_officer"])
    with pytest.raises(Refused, match=sentence):
        drafted(base)


@pytest.mark.parametrize("name", ["asked_months", "reason", "progress", "measures"])
def test_what_is_not_written_is_not_filed(base: Base, name: str) -> None:
    row = drafted(base, **{name: None if name == "asked_months" else ""})
    with pytest.raises(Refused, match="延期申请还缺"):
        perform(row, "file_extension", seat=organiser(base))
    ExtensionFile.objects.update(removed_at=clock.now())
    with pytest.raises(Refused, match="盖章的申请文件"):
        perform(row, "file_extension", seat=organiser(base))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"months": "0"}, "months"), ({"months": "37"}, "months"), ({"months": ""}, "months"),
        ({"months": "13"}, "exception"), ({"months": "13", "exception": "　"}, "exception"),
        ({"dated": "2029-05-11"}, "dated"), ({"number": "第六号"}, "number"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(base: Base, changes: dict[str, str], field: str) -> None:
    form = GrantExtensionForm(answer(**changes), subject=agreed(base), seat=desk().officer)
    assert list(form.errors) == [field]


def test_within_a_year_no_reason_is_kept(base: Base) -> None:
    form = GrantExtensionForm(answer(months="12", exception="多写的。"), subject=agreed(base), seat=desk().officer)
    assert form.is_valid()
    assert form.cleaned_data["exception"] == ""


# The clock


@pytest.mark.parametrize("step", ["decline_extension", "withdraw_extension"])
def test_the_clock_stands_still_until_the_answer_and_goes_on_after_it(base: Base, step: str) -> None:
    assert open_due(base) == [OVER]
    row = filed(base)
    assert open_due(base) == []
    with clock.at(datetime(2029, 9, 1, 9, tzinfo=clock.BEIJING)):
        sweep()
        base.refresh_from_db()
        assert base.termination_proposed_at is None
        who = organiser(base) if step == "withdraw_extension" else supervisor(base)
        perform(row, step, seat=who, data={"note": "本省另有安排。"})
        base.refresh_from_db()
        assert (base.extension_asked_at, open_due(base)) == (None, [datetime(2029, 9, 2, tzinfo=clock.BEIJING)])


def test_a_returned_one_keeps_its_first_day_and_is_agreed_to_again(base: Base) -> None:
    row = agreed(base)
    with clock.at(datetime(2029, 7, 19, tzinfo=clock.BEIJING)):
        perform(row, "return_extension", seat=desk().officer, data={"note": "请补预算。", "due_on": "2029-08-10"})
    with clock.at(datetime(2029, 8, 9, tzinfo=clock.BEIJING)):
        with pytest.raises(Refused, match="期满仍未补正的才能决定"):
            propose(row, "refuse_extension", seat=desk().officer, data=answer("refuse_extension"))
        perform(row, "refile_extension", seat=organiser(base))
        assert (states(row), row.filed_at) == (["consent"], IN_TIME)
        perform(row, "agree_extension", seat=supervisor(base), data={"note": ""})
        decided(row)
    assert base.build_ends != Base.objects.get().build_ends


def test_what_is_not_corrected_in_time_can_be_refused(base: Base) -> None:
    row = agreed(base)
    perform(row, "return_extension", seat=desk().officer, data={"note": "请补预算。", "due_on": "2029-06-01"})
    with clock.at(datetime(2029, 6, 2, tzinfo=clock.BEIJING)):
        decided(row, "refuse_extension")
    assert states(row) == ["refused"]


# Granted


def test_a_grant_moves_every_date_and_is_told_in_four_papers(base: Base) -> None:
    row = agreed(base)
    decided(row)
    base.refresh_from_db()
    new = date(2030, 1, 20)
    assert (base.state, base.build_ends, base.extended_from, base.extension_asked_at) == ("building", new, ENDS, None)
    assert open_due(base) == [build_end_due(new).due_at]  # a Sunday, so Monday is timely
    assert open_due(base) == [end_instant(date(2030, 1, 21))]
    decision = Decision.objects.get()
    assert (decision.kind, decision.number, decision.bases.get().base_id) == ("extension", NUMBER, base.pk)
    outbox.deliver(Outbox.objects.get(kind="decision_papers").pk)
    for said in DecisionPaper.objects.select_related("file"):
        with said.file.open() as content:
            text = (pdf_text if said.format == "pdf" else docx_text)(content.read())
        for wanted in (
            "同意国家技术标准创新基地（光伏）延长建设期", "由2029年7月20日延长至2030年1月20日",
            "经你单位审核同意", "征求意见稿", "2029年5月10日报送", "自2029年10月20日起", "贵州省人民政府",
        ):  # fmt: skip
            assert wanted in text


def test_more_than_a_year_is_an_exception_that_is_shown_and_printed(world: World, base: Base) -> None:
    row = agreed(base, asked_months=18)
    decided(row, months="18", exception="涉及国际比对试验。")
    outbox.deliver(Outbox.objects.get(kind="decision_papers").pk)
    with DecisionPaper.objects.get(form="letter", format="pdf").file.open() as content:
        assert "超过“一般不超过1年”的理由：涉及国际比对试验。" in pdf_text(content.read())
    page = text_of(client_of(world.seats["submitter"]).get(f"{base.get_absolute_url()}?tab=papers"))
    assert "涉及国际比对试验。" in page


def test_a_number_given_elsewhere_meanwhile_is_no_number(base: Base) -> None:
    row = agreed(base)
    waiting = propose(row, "grant_extension", seat=desk().officer, data=answer())
    Base.objects.filter(pk=base.pk).update(approval_number=NUMBER)
    with pytest.raises(Refused, match="已经用于另一份文件"):
        sign(waiting, seat=desk().approver)
    assert (states(row, base), Decision.objects.count()) == (["decision", "building"], 0)


def test_the_record_of_the_base_tells_it(base: Base) -> None:
    decided(agreed(base))
    steps = Record.objects.filter(machine="base", subject_id=base.pk).order_by("version").values_list("step", flat=True)
    assert list(steps) == ["record_history", "record_building", "ask_extension", "extend_build"]


# Pages


def draft_url(base: Base) -> str:
    return f"/assessments/bases/{base.pk}/extensions/new/"


def typed(**changes: Any) -> dict[str, Any]:
    return {"asked_months": "6", "reason": "中试平台延期。", "progress": "", "measures": ""} | changes


@pytest.mark.rule("B06")
def test_only_its_organiser_drafts_one(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        expected = 200 if name == "organiser_officer" else 404
        assert (name, client_of(seat).get(draft_url(base)).status_code) == (name, expected)


def test_half_a_draft_is_kept_and_nothing_typed_is_lost(world: World, base: Base) -> None:
    client = client_of(world.seats["organiser_officer"])
    wrong = client.post(draft_url(base), typed(asked_months="许多"))
    assert (wrong.status_code, "中试平台延期。" in text_of(wrong)) == (422, True)
    upload = SimpleUploadedFile("申请.pdf", paper("申请"), "application/pdf")
    assert client.post(draft_url(base), typed(evidence=upload)).status_code == 302
    row = Extension.objects.get()
    assert (row.asked_months, row.reason, row.files.count()) == (6, "中试平台延期。", 1)
    again = f"/assessments/extensions/{row.pk}/"
    assert client.post(again, typed(progress="七项完成。", measures="年底前完成。")).status_code == 302
    row.refresh_from_db()
    assert (row.progress, row.measures) == ("七项完成。", "年底前完成。")


def test_sent_twice_it_is_one_draft(world: World, base: Base) -> None:
    client, key = client_of(world.seats["organiser_officer"]), "6f1b1e0c-5d2f-4c73-9d0f-0d9f6f3b9a11"
    assert [client.post(draft_url(base), typed(key=key)).status_code for _ in range(2)] == [302, 302]
    assert Extension.objects.count() == 1


@pytest.mark.rule("B06")
def test_a_draft_is_its_organisers_and_what_is_filed_is_read_around_the_base(world: World, base: Base) -> None:
    row = drafted(base)
    url = f"/cases/extension/{row.pk}/"
    assert [name for name, seat in world.seats.items() if client_of(seat).get(url).status_code == 200] == [
        "organiser_officer"
    ]
    perform(row, "file_extension", seat=organiser(base))
    assert {name for name, seat in world.seats.items() if client_of(seat).get(url).status_code == 200} == {
        "preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "sac_officer",
        "sac_approver",
    }  # fmt: skip


def test_what_is_filed_is_written_no_more(world: World, base: Base) -> None:
    row = filed(base)
    client = client_of(world.seats["organiser_officer"])
    assert client.post(f"/assessments/extensions/{row.pk}/", typed()).status_code == 404
    key = row.files.get().pk
    assert client.post(f"/assessments/extensions/{row.pk}/files/{key}/remove/").status_code == 404
    assert row.files.filter(removed_at=None).exists()


@pytest.mark.rule("B06")
def test_who_agrees_adds_the_letter(world: World, base: Base) -> None:
    row = filed(base)
    url = f"/assessments/extensions/{row.pk}/agreement/"
    upload = SimpleUploadedFile("同意函.pdf", paper("同意函"), "application/pdf")
    for name, seat in world.seats.items():
        expected = 200 if name == "recommender_officer" else 404
        assert (name, client_of(seat).get(url).status_code) == (name, expected)
    client = client_of(world.seats["recommender_officer"])
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"evidence": upload}).status_code == 302
    assert row.files.get(is_agreement=True).file.name == "同意函.pdf"


def test_a_row_is_born_by_its_organiser_only(world: World, base: Base) -> None:
    for name, seat in world.seats.items():
        if name != "organiser_officer":
            with pytest.raises(NotPermitted):
                start(Extension(base=base, drafted_by=seat.person), seat=seat)


def test_the_rail_goes_by_agreement_to_the_decision(world: World, base: Base) -> None:
    row, client = agreed(base), client_of(world.seats["submitter"])

    def stages(subject: Any) -> list[tuple[str, str]]:
        return [(each.label, each.status) for each in client.get(subject.get_absolute_url()).context["stages"]]

    asked = [("起草中", "done"), ("待行业部门或者地方政府审核", "done")]
    assert stages(row) == [*asked, ("待国家标准委决定", "now"), ("决定", "todo")]
    decided(row)
    assert stages(row) == [*asked, ("待国家标准委决定", "done"), ("同意延期", "now")]
    assert [label for label, _ in stages(base)] == ["建设中", "申请验收", "验收通过", "运行中"]


def test_the_base_says_that_its_end_was_moved(world: World, base: Base) -> None:
    decided(agreed(base))
    page = text_of(client_of(world.seats["submitter"]).get(base.get_absolute_url()))
    for words in ("原建设期至", "2029年7月20日", "2030年1月20日"):
        assert words in page

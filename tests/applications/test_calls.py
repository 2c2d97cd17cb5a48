"""SAC's calls: the draft, its preview, its publication, and notices afterwards."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from applications import calling
from applications.call_tabs import counted
from applications.calling import CallRefused, begin_call, give_notice
from applications.models import Call, CallNotice
from applications.procedure import State
from organisations import edits
from procedure import clock, outbox
from procedure.acts import NotPermitted
from procedure.models import Notification, Outbox, Record
from procedure.perform import Refused, perform
from tests.applications.asking import client_of, text_of
from tests.applications.building import CLOSES, NOON, OPENS, World
from tests.arriving import arrive
from tests.ground import shared

GUIDE, MEASURES = "指南-2017", "办法-2023"


def deliver(kind: str) -> None:
    for row in Outbox.objects.filter(kind=kind, done_at__isnull=True):
        assert outbox.deliver(row.pk), row.last_error


def told(world: World) -> list[str]:
    """The seats whose persons have a message, by name."""
    persons = set(Notification.objects.filter(record__isnull=True).values_list("person_id", flat=True))
    return sorted(name for name, seat in world.seats.items() if seat.person_id in persons)


def posted(call: Call, **changes: Any) -> dict[str, Any]:
    """What the edit form of a draft sends."""
    data: dict[str, Any] = {
        "base": edits.version_of(call), "title": call.title, "year": call.year, "edition_name": call.edition_name,
        "text": "第一段。\n第二段。", "kinds": call.kinds, "build_years": call.build_years,
        "opens_at": "2026-05-05T00:00:00", "closes_at": "2026-07-31T00:00:00", "office": call.office,
        "phone": call.phone, "address": call.address, "postcode": call.postcode,
        "envelope_words": call.envelope_words, "one_regional_per_region": "on", "one_per_sector": "on",
        "type_conditions": "on",
    }  # fmt: skip
    for kind, (least, most) in (call.planned or {}).items():
        data |= {f"planned_{kind}_0": least, f"planned_{kind}_1": most}
    return data | changes


@shared
def draft(world: World) -> Any:
    return begin_call(GUIDE, 2027, seat=world.seats["sac_officer"])


# The draft


@pytest.mark.rule("B09")
@pytest.mark.parametrize("name", ["sac_approver", "organiser_officer", "preparer", "system_admin"])
def test_only_an_sac_officer_writes_calls(world: World, name: str) -> None:
    seat = world.seats[name]
    with pytest.raises(NotPermitted):
        begin_call(GUIDE, 2027, seat=seat)
    with pytest.raises(NotPermitted):
        give_notice(world.call, title="更正", text="改电话。", seat=seat, key=uuid.uuid4())
    client = client_of(seat)
    for page in ("new", f"{world.call.pk}/edit", f"{world.call.pk}/notices/new", f"{world.call.pk}/extend"):
        assert client.get(f"/applications/calls/{page}/").status_code == 404
        assert client.post(f"/applications/calls/{page}/", {"title": "x"}).status_code == 404
    assert Call.objects.count() == 1


@pytest.mark.rule("B09")
@pytest.mark.rule("Z11")
@pytest.mark.rule("Z43")
@pytest.mark.parametrize(("edition", "years"), [(GUIDE, 2), (MEASURES, 3)])
def test_a_new_call_begins_with_what_its_edition_gives(world: World, edition: str, years: int) -> None:
    call = begin_call(edition, 2027, seat=world.seats["sac_officer"])
    assert (call.state, call.build_years, call.kinds) == ("draft", years, ["regional", "sector", "international"])
    assert call.planned == {"regional": [15, 20], "sector": [30, 35], "international": [5, 10]}
    assert call.opens_at == datetime(2027, 5, 5, tzinfo=clock.BEIJING)
    assert call.closes_at == datetime(2027, 7, 31, tzinfo=clock.BEIJING)
    assert (call.one_regional_per_region, call.one_per_sector, call.type_conditions) == (True, True, True)


def test_a_double_click_begins_one_call(world: World) -> None:
    client = client_of(world.seats["sac_officer"])
    sent = {"year": "2027", "edition": GUIDE, "key": str(uuid.uuid4())}
    answers = [client.post("/applications/calls/new/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Call.objects.filter(year=2027).count() == 1


def test_what_is_typed_wrongly_is_said_at_the_field_and_kept(world: World, draft: Call) -> None:
    client = client_of(world.seats["sac_officer"])
    wrong = {"closes_at": "2027-05-01T00:00:00", "opens_at": "2027-05-05T00:00:00", "planned_regional_1": "3",
             "year": "27", "title": ""}  # fmt: skip
    answer = client.post(f"/applications/calls/{draft.pk}/edit/", posted(draft, **wrong))
    form = answer.context["form"]
    assert answer.status_code == 422
    assert set(form.errors) == {"closes_at", "planned_regional_1", "year", "title"}
    assert "第二段。" in text_of(answer)
    draft.refresh_from_db()
    assert draft.text == ""


def test_a_saved_draft_keeps_paragraphs_and_seconds_and_who_saved(world: World, draft: Call) -> None:
    client = client_of(world.seats["sac_officer"])
    sent = posted(draft, closes_at="2026-07-31T12:30:15", planned_regional_0="1", planned_regional_1="2")
    assert client.post(f"/applications/calls/{draft.pk}/edit/", sent).status_code == 302
    draft.refresh_from_db()
    assert draft.text == "<p>第一段。</p><p>第二段。</p>"
    assert draft.closes_at == datetime(2026, 7, 31, 12, 30, 15, tzinfo=clock.BEIJING)
    assert draft.planned["regional"] == [1, 2]
    newest = draft.history.first()
    assert (newest.history_user, newest.history_change_reason) == (world.seats["sac_officer"].person, "修改申报指南")
    shown = text_of(client.get(f"/applications/calls/{draft.pk}/edit/"))
    assert "第一段。\n第二段。" in shown
    assert "2026-07-31T12:30:15" in shown


def test_a_stale_save_changes_nothing_and_shows_what_changed(world: World, draft: Call) -> None:
    second = world.seat("second_officer", "sac", "sac_officer")
    stale = posted(draft, title="我的标题")
    client_of(second).post(f"/applications/calls/{draft.pk}/edit/", posted(draft, title="同事的标题"))
    client = client_of(world.seats["sac_officer"])
    answer = client.post(f"/applications/calls/{draft.pk}/edit/", stale)
    assert answer.status_code == 409
    assert answer.context["pairs"] == [("标题", "同事的标题")]
    assert second.person.name in text_of(answer)
    assert answer.context["form"]["title"].value() == "我的标题"
    draft.refresh_from_db()
    assert draft.title == "同事的标题"
    again = {name: answer.context["form"].data[name] for name in answer.context["form"].data}
    again["kinds"] = draft.kinds
    assert client.post(f"/applications/calls/{draft.pk}/edit/", again).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "我的标题"


def test_a_published_call_is_not_edited(world: World) -> None:
    client = client_of(world.seats["sac_officer"])
    answer = client.post(f"/applications/calls/{world.call.pk}/edit/", posted(world.call, title="另一个标题"))
    assert answer.status_code == 422
    assert "已经发布，不能再改" in text_of(answer)
    assert Call.objects.get(pk=world.call.pk).title == world.call.title


def test_no_script_of_a_text_reaches_the_public_page(world: World) -> None:
    call = world.new_call(text='<p onclick="x()">一段</p><script>alert(1)</script>', title="另一份")
    shown = text_of(client_of(world.seats["preparer"]).get(call.get_absolute_url()))
    assert "<p>一段</p>" in shown
    assert ("onclick" in shown, "alert(1)" in shown) == (False, False)


# Preview and publication


@pytest.mark.rule("B09")
def test_a_draft_is_previewed_by_sac_and_nobody_else(world: World, draft: Call) -> None:
    shown = text_of(client_of(world.seats["sac_approver"]).get(draft.get_absolute_url()))
    assert "预览" in shown
    assert "2027年5月5日0时0分0秒" in shown
    for name in ("organiser_officer", "recommender_officer", "preparer", "expert"):
        assert client_of(world.seats[name]).get(draft.get_absolute_url()).status_code == 404


@pytest.mark.rule("B09")
def test_publishing_wants_a_text_and_then_takes_applications(world: World, draft: Call) -> None:
    officer = world.seats["sac_officer"]
    with pytest.raises(Refused) as refused:
        perform(draft, "publish_call", seat=officer)
    assert [each.sentence for each in refused.value.refusals] == ["申报指南还缺少正文，补齐后才能发布。"]
    url = f"/cases/call/{draft.pk}/steps/publish_call/"
    client = client_of(officer)
    client.post(f"/applications/calls/{draft.pk}/edit/", posted(draft))
    draft.refresh_from_db()
    sent = {"key": str(uuid.uuid4()), "seen": str(draft.version)}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert Record.objects.filter(subject_id=draft.pk, step="publish_call").count() == 1
    assert "开始申报" in text_of(client_of(world.seats["preparer"]).get(draft.get_absolute_url()))


@pytest.mark.parametrize(
    ("who", "begins", "leads"),
    [
        ("submitter", True, ""),
        ("recommender_officer", False, ""),
        ("organiser_officer", False, "/applications/organising/{}/"),
        ("sac_approver", False, "/cases/call/{}/"),
    ],
)
def test_who_cannot_begin_is_told_so_and_led_to_their_own_page(
    world: World, who: str, begins: bool, leads: str
) -> None:
    page = text_of(client_of(world.seats[who]).get(world.call.get_absolute_url()))
    assert (f"/applications/begin/{world.call.pk}/" in page) == begins
    assert ("由申报单位的填报人或报送人办理" in page) != begins
    assert f'href="{leads.format(world.call.pk)}"' in page or not leads


def test_a_window_that_is_over_is_no_arrear(world: World) -> None:
    with clock.at(world.call.closes_at + timedelta(days=30)):
        page = text_of(client_of(world.seats["organiser_officer"]).get("/applications/organising/"))
    assert ("已结束" in page, "已超期" in page) == (True, False)


@pytest.mark.rule("Z51")
def test_contact_and_words_stand_on_the_call_and_on_the_label(world: World) -> None:
    call = world.call
    page = text_of(client_of(world.seats["preparer"]).get(call.get_absolute_url()))
    label = text_of(client_of(world.seats["preparer"]).get(f"/applications/calls/{call.pk}/envelope/"))
    for fact in (call.phone, call.address, call.postcode, call.office, "创新基地申报材料"):
        assert (fact in page, fact in label) == (True, True)
    host = world.units["host"]
    assert (host.name in label, host.address in label) == (True, True)


# Notices


def test_a_draft_has_no_notices(world: World, draft: Call) -> None:
    with pytest.raises(CallRefused):
        give_notice(draft, title="更正", text="改。", seat=world.seats["sac_officer"], key=uuid.uuid4())
    assert CallNotice.objects.count() == 0


@pytest.mark.rule("B09")
def test_a_notice_reaches_all_concerned_once_and_stands_on_the_page(world: World) -> None:
    world.draft()
    client = client_of(world.seats["sac_officer"])
    sent = {"title": "更正联系电话", "text": "电话改为\n010-1。", "key": str(uuid.uuid4())}
    url = f"/applications/calls/{world.call.pk}/notices/new/"
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert CallNotice.objects.count() == 1
    deliver("call_notice")
    assert told(world) == [
        "organiser_officer", "other_organiser_officer", "other_recommender_officer", "preparer",
        "recommender_officer", "submitter", "unit_admin",
    ]  # fmt: skip
    assert "更正联系电话" in text_of(client_of(world.seats["expert"]).get(world.call.get_absolute_url()))


def test_a_key_used_for_another_call_is_refused(world: World) -> None:
    key, officer = uuid.uuid4(), world.seats["sac_officer"]
    give_notice(world.call, title="一", text="一", seat=officer, key=key)
    with pytest.raises(CallRefused):
        give_notice(world.new_call(title="另一份"), title="一", text="一", seat=officer, key=key)


# What SAC sees


@pytest.mark.rule("Z11")
def test_planned_numbers_stand_beside_what_has_arrived(world: World) -> None:
    arrive(world.draft(), "received")
    arrive(world.other_draft(), "received", "withdrawn")
    arrive(world.other_draft(inner_name="海工"), "organiser_review")
    world.draft(inner_name="储能")
    (regional, *_) = counted(world.call)
    assert (regional["kind"], regional["arrived"]) == ("regional", 1)
    counts = dict(zip(State.values[1:], regional["states"], strict=True))
    assert {state: count for state, count in counts.items() if count} == {
        "organiser_review": 1, "received": 1, "withdrawn": 1,
    }  # fmt: skip
    for tab in ("overview", "notices", "admissions", "organisers", "records"):
        page = client_of(world.seats["sac_officer"]).get(f"/cases/call/{world.call.pk}/?tab={tab}")
        assert page.status_code == 200
        if tab == "overview":
            assert page.context["states"] == [
                ("组织单位论证", [1, 0, 0]), ("国家标准委已收到", [1, 0, 0]), ("已撤回", [1, 0, 0]),
            ]  # fmt: skip


def test_the_list_has_every_call_with_its_numbers(world: World, draft: Call) -> None:
    arrive(world.draft(), "received")
    page = client_of(world.seats["sac_approver"]).get("/applications/calls/")
    rows = [(call.pk, call.filed, call.came) for call in page.context["calls"]]
    assert rows == [(draft.pk, 0, 0), (world.call.pk, 1, 1)]
    assert "拟制申报指南" not in text_of(page)
    assert client_of(world.seats["organiser_officer"]).get("/applications/calls/").status_code == 404


def test_the_public_home_says_the_window_to_the_second(world: World) -> None:
    with clock.at(NOON):
        home = text_of(client_of(world.seats["expert"]).get("/"))
    assert "2026年5月5日0时0分0秒至2026年7月30日24时" in home
    assert OPENS < NOON < CLOSES - timedelta(days=1)


def test_saving_what_is_stored_already_writes_nothing(world: World, draft: Call) -> None:
    before = edits.version_of(draft)
    stale = calling.save_draft(draft, {"title": draft.title}, base=0, seat=world.seats["sac_officer"])
    assert (stale, edits.version_of(draft)) == (None, before)


def test_rich_text_comes_cleaned_from_the_editor_and_survives_a_page_without_script(world: World, draft: Call) -> None:
    client = client_of(world.seats["sac_officer"])
    html = "<p>一<strong>段</strong></p><table><tbody><tr><td><p>格</p></td></tr></tbody></table>"
    url = f"/applications/calls/{draft.pk}/edit/"
    client.post(url, posted(draft, text=f"{html}<script>x()</script>", format="html"))
    draft.refresh_from_db()
    kept = draft.text
    assert ("<strong>段</strong>" in kept, "<table>" in kept, "script" in kept) == (True, True, False)
    plain = client.get(url).context["form"]["text"].value()
    client.post(url, posted(draft, text=plain, format="text", title="另一个标题"))
    draft.refresh_from_db()
    assert (draft.text, draft.title) == (kept, "另一个标题")

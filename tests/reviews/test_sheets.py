"""An expert's sheet: written by himself alone, saved by itself, submitted once, given back, changed in the open."""

import uuid
from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from applications.models import Comment
from applications.queries import attachments_visible_to, prints_visible_to, versions_visible_to, visible_to
from organisations.models import Membership
from procedure import clock
from procedure.models import Notification
from procedure.perform import perform
from reviews import desk, plans, sheets
from reviews.models import Sheet, SheetState
from reviews.queries import cases_of, sheets_visible_to, states_visible_to
from tests.applications.asking import client_of, text_of
from tests.applications.building import SEATED, World, attach, new_person
from tests.deciding import reviewed
from tests.reviews.panels import FULL, AtWork, at_work, write

pytestmark = pytest.mark.rule("Z35")


def posted(content: dict[str, Any], base: int) -> dict[str, str]:
    fields = {"base": str(base), "overall": content["overall"]}
    for aspect in plans.ASPECTS:
        said = content[aspect.key]
        fields |= {f"{aspect.key}_opinion": said["opinion"], f"{aspect.key}_score": str(said["score"] or "")}
    return fields


def page(work: AtWork, name: str = "") -> str:
    return f"/reviews/cases/{work.case.pk}/{name}"


AUTOSAVE = {"X-Autosave": "1"}


# Nobody acts for an expert


@pytest.mark.parametrize("name", ["sac_officer", "sac_approver", "submitter", "expert", "other_unit_admin"])
def test_nobody_else_writes_a_members_sheet(world: World, work: AtWork, name: str) -> None:
    client = client_of(world.seats[name])
    for path in ("", "submit/"):
        assert client.get(page(work, path)).status_code == 404
        assert client.post(page(work, path), posted(FULL, 0)).status_code == 404
    with pytest.raises(Http404):
        sheets.save(work.fresh(), FULL, base=0, seat=world.seats[name])
    assert not Sheet.objects.exists()


def test_a_stand_in_is_not_the_expert(work: AtWork) -> None:
    principal = work.seats[0]
    stand_in = Membership.objects.create(
        person=new_person("stand-in"), unit=principal.unit, role="expert", starts=SEATED, standing_in_for=principal
    )
    own_too = Membership(person=principal.person, unit=principal.unit, role="expert", standing_in_for=principal)
    for seat in (stand_in, own_too):
        assert not cases_of(seat).exists()
        assert not versions_visible_to(seat).exists()
        with pytest.raises(sheets.NotWritable):
            sheets.save(work.fresh(), FULL, base=0, seat=seat)
    assert client_of(stand_in).get(page(work)).status_code == 404


def test_a_member_writes_only_his_own(work: AtWork) -> None:
    write(work, 0, submit=False)
    write(work, 1, FULL | {"overall": "第二人的意见。"}, submit=False)
    assert [sheet.content["overall"] for sheet in Sheet.objects.order_by("member__seat")] == [
        "总体可行。",
        "第二人的意见。",
    ]


# What a grant opens, and what it does not


def test_a_grant_opens_the_frozen_version_and_nothing_else(work: AtWork, world: World) -> None:
    seat, version = work.seats[0], work.case.version
    assert version is not None
    listed = {int(row["id"]) for row in version.content["attachments"]}
    later = attach(work.application, "后补材料", frozen_at=clock.now())
    officer = world.seats["sac_officer"]
    Comment.objects.create(
        version=version, section="goals", text="机关内部的话", author=officer.person, author_name="经办",
        unit=officer.unit, at=clock.now(),
    )  # fmt: skip
    assert set(versions_visible_to(seat)) == {version}
    assert {row.pk for row in attachments_visible_to(seat)} == listed
    assert later.pk not in listed
    assert {row.version_id for row in prints_visible_to(seat)} == {version.pk}
    assert not visible_to(seat).exists()
    client = client_of(seat)
    assert client.get(work.application.get_absolute_url()).status_code == 404
    assert client.get(f"/applications/attachments/{later.pk}/").status_code == 404
    shown = text_of(client.get(page(work)))
    assert "机关内部的话" not in shown
    assert work.application.get_absolute_url() not in shown
    for key in listed:
        served = client.get(f"/applications/attachments/{key}/")
        assert (served.status_code, b"".join(served.streaming_content)[:5]) == (200, b"%PDF-")
    assert (
        client.post(f"/applications/versions/{version.pk}/comments/", {"section": "goals", "text": "评"}).status_code
        == 404
    )


def test_without_a_grant_the_page_has_no_plan(work: AtWork) -> None:
    from applications.models import VersionUserObjectPermission

    VersionUserObjectPermission.objects.all().delete()
    response = client_of(work.seats[0]).get(page(work))
    assert "材料现在不能查阅" in text_of(response)
    assert "plan-basic" not in text_of(response)


def test_what_is_done_is_paged_the_latest_first_and_what_is_open_is_always_there(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "SIZE", 2)
    call = world.new_call(one_regional_per_region=False)
    done = [at_work(world, call=call, inner_name=name) for name in ("甲", "乙", "丙")]
    for each in done:
        reviewed(each.application, "通过")
    open_one = at_work(world, call=call, inner_name="丁")
    client, seen, after = client_of(open_one.seats[0]), [], ""
    for _ in range(2):
        page = client.get("/reviews/", {"after": after})
        assert [item.case for item in page.context["write"]] == [open_one.case]
        seen += [item.case for item in page.context["done"]]
        after = page.context["following"]
    assert (set(seen), len(seen), after) == ({each.case for each in done}, 3, "")
    assert [case.concluded_at for case in seen] == sorted((case.concluded_at for case in seen), reverse=True)
    assert len(client.get("/reviews/", {"after": "no~key"}).context["done"]) == 2


def test_the_desk_shows_only_ones_own(work: AtWork, world: World) -> None:
    shown = text_of(client_of(work.seats[0]).get("/reviews/"))
    assert work.case.title in shown
    other = client_of(world.seats["expert"]).get("/reviews/")
    assert work.case.title not in text_of(other)
    assert "现在没有请您评审的事项" in text_of(other)
    assert client_of(world.seats["sac_officer"]).get("/reviews/").status_code == 404


def test_before_the_panel_is_confirmed_nobody_knows_the_case(world: World) -> None:
    work = at_work(world, confirmed=False)
    perform(work.panel, "invite_members", seat=world.seats["sac_officer"])
    client = client_of(work.seats[0])
    assert client.get(page(work)).status_code == 404
    assert work.case.title not in text_of(client.get("/reviews/"))


# Saving


def test_a_save_by_itself_gives_a_receipt(work: AtWork) -> None:
    client = client_of(work.seats[0])
    answer = client.post(page(work), posted(FULL, 0) | {"seq": "1"}, headers=AUTOSAVE)
    assert (answer.status_code, answer.json()["version"], answer.json()["missing"]) == (200, 1, [])
    again = client.post(page(work), posted(FULL, 0) | {"seq": "1"}, headers=AUTOSAVE)
    assert (again.status_code, again.json()["version"]) == (200, 1)
    assert Sheet.objects.get().content == FULL


def test_two_windows_are_shown_both_texts(work: AtWork) -> None:
    client = client_of(work.seats[0])
    client.post(page(work), posted(FULL, 0))
    mine = FULL | {"overall": "另一窗口的话。"}
    answer = client.post(page(work), posted(mine, 0), headers=AUTOSAVE)
    assert (answer.status_code, answer.json()["conflict"]["by"]) == (409, "您在另一窗口")
    shown = client.post(page(work), posted(mine, 0))
    assert shown.status_code == 409
    assert "另一窗口的话" in text_of(shown)
    assert "总体可行" in text_of(shown)
    assert Sheet.objects.get().content == FULL


def test_a_wrong_score_is_saved_as_it_was_typed_and_not_submitted(work: AtWork) -> None:
    client = client_of(work.seats[0])
    fields = posted(FULL, 0) | {"goals_score": "101"}
    answer = client.post(page(work), fields, headers=AUTOSAVE)
    assert answer.status_code == 200
    assert answer.json()["missing"] == ["“目标和任务”的分数应为 0 至 100 的整数，也可以不打分"]
    assert Sheet.objects.get().content["goals"]["score"] == "101"
    button = client.post(page(work), fields | {"base": "1"})
    assert button.status_code == 422
    assert "分数不高于 100" in text_of(button)
    assert client.post(page(work, "submit/"), {"shown": "1"}).status_code == 422
    assert not SheetState.objects.exists()


def test_what_a_sheet_lacks_is_said(work: AtWork) -> None:
    content = FULL | {
        "necessity": {"opinion": "", "score": None, "unfamiliar": True},
        "goals": {"opinion": " ", "score": None, "unfamiliar": False},
        "overall": "",
    }
    assert [each.anchor for each in sheets.lacking(content, plans.ASPECTS)] == ["id_goals_opinion", "id_overall"]
    assert [each.anchor for each in sheets.lacking(FULL, plans.ASPECTS)] == []
    scored = FULL | {"goals": FULL["goals"] | {"score": True}}
    assert [each.anchor for each in sheets.lacking(scored, plans.ASPECTS)] == ["id_goals_score"]


# Submitting


def test_a_submitted_sheet_is_locked(work: AtWork) -> None:
    client = client_of(work.seats[0])
    client.post(page(work), posted(FULL, 0))
    assert "本人提交以上意见" in text_of(client.get(page(work, "submit/")))
    assert client.post(page(work, "submit/"), {"shown": "1"}).status_code == 302
    assert SheetState.objects.get().content == FULL
    late = client.post(page(work), posted(FULL | {"overall": "改"}, 1))
    assert late.status_code == 409
    assert "改" in text_of(late)
    assert client.post(page(work), posted(FULL, 1), headers=AUTOSAVE).json()["closed"]
    assert client.post(page(work, "submit/"), {"shown": "1"}).status_code == 302
    assert SheetState.objects.count() == 1


def test_what_was_saved_since_is_looked_at_first(work: AtWork) -> None:
    client = client_of(work.seats[0])
    client.post(page(work), posted(FULL, 0))
    client.post(page(work), posted(FULL | {"overall": "又改了。"}, 1))
    refused = client.post(page(work, "submit/"), {"shown": "1"})
    assert refused.status_code == 422
    assert "又有保存" in text_of(refused)
    assert "又改了" in text_of(refused)
    assert client.post(page(work, "submit/"), {"shown": "2"}).status_code == 302


def test_a_submission_after_the_round_is_refused(work: AtWork, world: World) -> None:
    write(work, 0, submit=False)
    perform(work.panel, "close_round", seat=world.seats["sac_officer"], data={"note": "其余不再等待。"})
    refused = client_of(work.seats[0]).post(page(work, "submit/"), {"shown": "1"})
    assert refused.status_code == 422
    assert not SheetState.objects.exists()


def test_the_officer_gives_a_sheet_back_without_reading_it(work: AtWork, world: World) -> None:
    write(work, 0, FULL | {"overall": "不可给经办看的话"})
    sheet, officer = Sheet.objects.get(), client_of(world.seats["sac_officer"])
    for address in (f"/reviews/panels/{work.panel.pk}/progress/", f"/reviews/sheets/{sheet.pk}/return/"):
        assert "不可给经办看的话" not in text_of(officer.get(address))
    assert officer.post(f"/reviews/sheets/{sheet.pk}/return/", {"reason": ""}).status_code == 422
    assert officer.post(f"/reviews/sheets/{sheet.pk}/return/", {"reason": "应本人请求。"}).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.submitted_at, sheet.return_reason) == (None, "应本人请求。")
    assert Notification.objects.filter(person=work.seats[0].person, title__contains="退回").count() == 1
    write(work, 0, FULL | {"overall": "改好了。"})
    assert [(state.number, state.reason) for state in SheetState.objects.order_by("number")] == [
        (1, ""),
        (2, "经办退回：应本人请求。"),
    ]


@pytest.mark.parametrize("name", ["sac_approver", "submitter", "expert"])
def test_only_the_officer_gives_back(work: AtWork, world: World, name: str) -> None:
    write(work, 0)
    address = f"/reviews/sheets/{Sheet.objects.get().pk}/return/"
    assert client_of(world.seats[name]).post(address, {"reason": "x"}).status_code == 404
    assert client_of(work.seats[1]).post(address, {"reason": "x"}).status_code == 404


def test_after_the_round_nothing_is_given_back(work: AtWork, world: World) -> None:
    work.meet()
    address = f"/reviews/sheets/{Sheet.objects.first().pk}/return/"  # type: ignore[union-attr]
    assert client_of(world.seats["sac_officer"]).post(address, {"reason": "x"}).status_code == 404


def test_in_the_meeting_a_change_is_a_second_version_with_its_reason(work: AtWork) -> None:
    work.meet()
    changed = FULL | {"goals": {"opinion": "听取答辩后认可。", "score": 95, "unfamiliar": False}}
    write(work, 0, changed, submit=False)
    client = client_of(work.seats[0])
    version = sheets.sheet_of(work.fresh(), work.members[0]).version
    assert client.post(page(work, "submit/"), {"shown": version, "reason": ""}).status_code == 422
    other = client_of(work.seats[1])
    assert "听取答辩后认可" not in text_of(other.get(page(work, "meeting/")))
    assert client.post(page(work, "submit/"), {"shown": version, "reason": "申报单位作了说明。"}).status_code == 302
    shown = text_of(other.get(page(work, "meeting/")))
    assert "听取答辩后认可" in shown
    assert "申报单位作了说明" in shown
    assert "目标明确，任务可考核" in shown
    with pytest.raises(sheets.NotSubmittedError, match="相同"):
        sheets.submit(work.fresh(), shown=version, reason="再来", seat=work.seats[0])


# Hidden until the round closes


def test_opinions_are_hidden_until_the_round_closes(work: AtWork, world: World) -> None:
    for number in range(5):
        write(work, number)
    for seat in work.seats:
        assert {sheet.member.expert.person_id for sheet in sheets_visible_to(seat)} == {seat.person_id}
    for name in ("sac_officer", "sac_approver", "submitter", "expert"):
        assert not sheets_visible_to(world.seats[name]).exists()
        assert not states_visible_to(world.seats[name]).exists()
    assert not sheets_visible_to(None).exists()
    perform(work.panel, "close_round", seat=world.seats["sac_officer"], data={"note": ""})
    assert sheets_visible_to(work.seats[0]).distinct().count() == 5
    assert states_visible_to(world.seats["sac_officer"]).count() == 5
    assert not states_visible_to(world.seats["submitter"]).exists()
    assert not states_visible_to(world.seats["expert"]).exists()


def test_of_others_only_what_they_submitted_is_read(work: AtWork, world: World) -> None:
    write(work, 0)
    write(work, 1, submit=False)
    perform(work.panel, "close_round", seat=world.seats["sac_officer"], data={"note": "一人未提交。"})
    assert {sheet.member_id for sheet in sheets_visible_to(work.seats[2])} == {work.members[0].pk}
    assert {sheet.member_id for sheet in sheets_visible_to(work.seats[1])} == {each.pk for each in work.members[:2]}


def test_who_is_out_sees_nothing_any_more(work: AtWork) -> None:
    write(work, 0)
    member = work.members[0]
    member.out_at = clock.now()
    member.save()
    assert not cases_of(work.seats[0]).exists()
    assert not sheets_visible_to(work.seats[0]).exists()
    assert client_of(work.seats[0]).get(page(work)).status_code == 404


def test_an_address_that_is_nobodys_is_not_there(work: AtWork) -> None:
    assert client_of(work.seats[0]).get(f"/reviews/cases/{uuid.uuid4()}/").status_code == 404
    assert Client().get(page(work)).status_code == 302


# Visits


def test_a_visit_is_recorded_when_it_was_held(work: AtWork, world: World) -> None:
    officer = client_of(world.seats["sac_officer"])
    address = page(work, "visits/new/")
    facts = {"held_on": "2026-06-16", "place": "贵阳", "people": "专家三人", "findings": "实验室已建成。"}
    future = officer.post(address, facts)
    assert future.status_code == 422
    assert "不能晚于今天" in text_of(future)
    assert "实验室已建成" in text_of(future)
    assert officer.post(address, facts | {"held_on": "2026-06-14"}).status_code == 302
    assert "实验室已建成" in text_of(officer.get(f"/reviews/panels/{work.panel.pk}/progress/"))
    for name in ("sac_approver", "submitter"):
        assert client_of(world.seats[name]).post(address, facts).status_code == 404
    assert client_of(work.seats[0]).get(address).status_code == 404
    assert work.case.visits.count() == 1

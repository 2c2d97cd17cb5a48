"""修改完善 (办法14, 指南三（五）): points, replies, the plan writable again, the check against the reviewed version."""

from datetime import date
from typing import Any

import pytest

from applications import models, revising, saving, version_changes
from applications.models import Application, PointReply, RevisionPoint, RevisionRound
from applications.procedure import State
from applications.queries import drafts_writable_by
from procedure.acts import Refused
from procedure.perform import perform
from tests.applications.asking import client_of, text_of
from tests.applications.building import World, attach
from tests.arriving import arrive, take
from tests.deciding import desk
from tests.ground import shared
from workbench.demo.deciding.desk import reply_to_points

URL = "/applications/{}/{}"


def at_revision(world: World, *points: tuple[str, str]) -> Application:
    """A case whose experts asked for these changes: (section, text)."""
    case = arrive(world.draft(), State.REVISING)
    for number, (section, text) in enumerate(points, start=2):
        RevisionPoint.objects.create(application=case, number=number, section=section, text=text)
    case.refresh_from_db()
    return case


@shared
def revised(world: World) -> Application:
    """In revision, with one point on the goals and one on the plan as a whole."""
    return at_revision(world, ("", "请统一全文的名称。"))


def write(world: World, case: Application, key: str, text: str) -> None:
    stored = case.sections.get(key=key)
    saved = saving.save_section(case, key, {"text": text}, base=stored.version, seat=world.seats["preparer"])
    assert isinstance(saved, saving.Saved)


def file_it(world: World, case: Application) -> None:
    perform(case, "submit_revision", seat=world.seats["submitter"], data={})


def reply(case: Application, number: int) -> PointReply:
    running = revising.current_round(case)
    assert running is not None
    return running.replies.get(point__number=number)


def posted(case: Application, facts: dict[int, dict[str, str]], page: str) -> dict[str, str]:
    """What the page's form would send, with these fields changed in these points."""
    running = revising.current_round(case)
    assert running is not None
    data: dict[str, str] = {}
    for point in case.revision_points.all():
        there = running.replies.filter(point=point).first()
        if page == "revision/":
            values = {"text": there.text, "section": there.section} if there else {}
            values |= {"base": revising.reply_base(running, there)}
            values |= {"no_change": "on"} if there and there.no_change else {}
        else:
            assert there is not None
            settled = revising.written(there.settled)
            values = {"settled": settled, "words": there.words, "base": revising.check_base(there)}
        values |= facts.get(point.number, {})
        data |= {f"point-{point.pk}-{name}": value for name, value in values.items()}
    return data


# Refused first


@pytest.mark.rule("B14")
def test_a_revision_without_an_answer_to_each_point_is_refused(world: World, revised: Application) -> None:
    with pytest.raises(Refused, match="还有 2 条评审意见没有答复"):
        file_it(world, revised)
    assert (revised.state, revised.versions.count()) == (State.REVISING, 1)


@pytest.mark.rule("B14")
def test_a_revision_goes_on_only_when_every_point_is_settled(world: World, revised: Application) -> None:
    reply_to_points(revised, world.seats["preparer"])
    file_it(world, revised)
    with pytest.raises(Refused, match="还有 2 条意见的修改没有核对"):
        perform(revised, "accept_revision", seat=world.seats["sac_officer"], data={})
    for number, settled in ((1, True), (2, False)):
        point = revised.revision_points.get(number=number)
        base = revising.check_base(reply(revised, number))
        revising.check_point(
            revised, point, settled=settled, words="见核对。", base=base, seat=world.seats["sac_officer"]
        )
    with pytest.raises(Refused, match="还有 1 条"):
        perform(revised, "accept_revision", seat=world.seats["sac_officer"], data={})


def test_a_return_needs_words_and_a_later_day(world: World, revised: Application) -> None:
    reply_to_points(revised, world.seats["preparer"])
    file_it(world, revised)
    with pytest.raises(Refused) as refused:
        perform(revised, "return_revision", seat=world.seats["sac_officer"], data={"note": " ", "due_on": "2026-06-15"})
    assert refused.value.form is not None
    assert refused.value.form.errors == {
        "note": ["请写明哪些意见尚未落实。"],
        "due_on": ["再次报送的期限须晚于今天（2026-06-15）。"],
    }


@pytest.mark.parametrize("state", [State.EXPERT_REVIEW, State.REVISION_CHECK])
def test_the_plan_is_closed_before_and_after(world: World, state: State) -> None:
    case = arrive(world.draft(), State.EXPERT_REVIEW)
    if state == State.REVISION_CHECK:
        arrive(case, State.REVISING, State.REVISION_CHECK)
    with pytest.raises(saving.NotWritable):
        saving.lock_draft(case, world.seats["preparer"])
    assert not drafts_writable_by(world.seats["preparer"]).filter(pk=case.pk).exists()


def test_a_supplement_opens_the_plan_only_while_it_asks_for_it(world: World) -> None:
    case, seat = arrive(world.draft(), State.FORM_CHECK), world.seats["preparer"]
    desk().ask(case, [("applicant", "请补充证明。"), ("applicant", "请补充目标。")], item_2_plan="on")
    case.refresh_from_db()
    assert drafts_writable_by(seat).filter(pk=case.pk).exists()
    write(world, case, "goals", "补充后的目标。")
    models.SupplementItem.objects.filter(number=2).update(answered_at=case.since)
    assert not drafts_writable_by(seat).filter(pk=case.pk).exists()
    with pytest.raises(saving.NotWritable):
        saving.lock_draft(case, seat)


def test_what_was_applied_for_stays_as_it_was(world: World, revised: Application) -> None:
    client, before = client_of(world.seats["preparer"]), revised.inner_name
    page = URL.format(revised.pk, "write/matters/")
    assert client.get(page).status_code == 404
    data = {
        "inner_name": "氢能", "kind": "regional", "organiser": revised.organiser_id, "region": revised.region_id,
        "base": saving.matters_base(revised),
    }  # fmt: skip
    answer = client.post(page, data)
    revised.refresh_from_db()
    assert (answer.status_code, revised.inner_name) == (409, before)
    assert "氢能" in text_of(answer)


# The rounds


@pytest.mark.rule("B14")
def test_points_and_round_begin_as_the_experts_concluded(revised: Application) -> None:
    running = RevisionRound.objects.get()
    assert [(point.number, point.section) for point in revised.revision_points.all()] == [(1, "goals"), (2, "")]
    assert (running.number, running.reviewed, running.version) == (1, revised.current, None)
    assert revising.unanswered(revised) == 2


@pytest.mark.rule("Z35")
def test_under_the_guide_every_passed_plan_is_revised(world: World) -> None:
    guide = world.new_call(edition_name="指南-2017", title="指南", year=2017)
    case = arrive(world.draft(call=guide), State.EXPERT_REVIEW)
    take(case, "record_guide_pass")
    point = case.revision_points.get()
    assert (point.section, point.text) == ("", revising.WHOLE_OPINION)
    facts = {"text": "论证意见没有要求修改。", "section": "", "no_change": True}
    running = revising.current_round(case)
    assert running is not None
    revising.save_reply(case, point, facts, base=revising.reply_base(running, None), seat=world.seats["preparer"])
    file_it(world, case)
    assert case.state == State.REVISION_CHECK


@pytest.mark.rule("B14")
def test_a_filed_revision_is_a_new_version_against_the_reviewed_one(world: World, revised: Application) -> None:
    write(world, revised, "goals", "细化后的目标。")
    reply_to_points(revised, world.seats["preparer"])
    file_it(world, revised)
    running = RevisionRound.objects.get()
    assert (running.reviewed.number, running.version.number) == (1, 2)
    assert revised.current == running.version
    assert running.version.content["sections"]["goals"]["text"] == "细化后的目标。"


@pytest.mark.rule("B14")
def test_a_second_round_keeps_the_first(world: World, revised: Application) -> None:
    reply_to_points(revised, world.seats["preparer"], "第一次的答复。")
    file_it(world, revised)
    officer = world.seats["sac_officer"]
    for number, settled in ((1, False), (2, True)):
        point = revised.revision_points.get(number=number)
        base = revising.check_base(reply(revised, number))
        revising.check_point(revised, point, settled=settled, words="还差一项。", base=base, seat=officer)
    perform(revised, "return_revision", seat=officer, data={"note": "请再改。", "due_on": "2026-07-15"})
    second = revising.current_round(revised)
    assert second is not None
    assert (second.number, second.reviewed.number, second.due_on, second.note) == (2, 1, date(2026, 7, 15), "请再改。")
    # What was settled comes along and is checked again; what was not is answered anew.
    assert [(each.point.number, each.settled) for each in second.replies.all()] == [(2, None)]
    assert (revising.unanswered(revised), revising.unchecked(revised)) == (1, 2)
    page = text_of(client_of(world.seats["preparer"]).get(URL.format(revised.pk, "revision/")))
    assert page.count("第 1 次：未落实") == 1
    assert "第一次的答复。" in page
    tab = text_of(client_of(officer).get(revised.get_absolute_url() + "?tab=revision"))
    assert [words in tab for words in ("第 1 次修改", "第 2 次修改", "还差一项。")] == [True] * 3


def test_a_point_on_a_part_that_is_no_more_can_be_read_and_answered(world: World) -> None:
    case = at_revision(world, ("no-such", "请改已经没有的部分。"))
    page = text_of(client_of(world.seats["preparer"]).get(URL.format(case.pk, "revision/")))
    assert "（方案中已没有这一部分）" in page


# Replying


def test_replies_are_saved_together_and_each_by_itself(world: World, revised: Application) -> None:
    client, page = client_of(world.seats["preparer"]), URL.format(revised.pk, "revision/")
    faulty = {1: {"text": "已细化。", "section": "goals"}, 2: {"text": "已统一。"}}
    answer = client.post(page, posted(revised, faulty, "revision/"))
    said = text_of(answer)
    assert (answer.status_code, "第 2 条，修改所在部分：请选择修改所在部分" in said, "已统一。" in said) == (
        422, True, True,
    )  # fmt: skip
    assert [each.point.number for each in PointReply.objects.all()] == [1]
    good = {2: {"text": "已统一。", "no_change": "on"}}
    assert client.post(page, posted(revised, good, "revision/")).status_code == 302
    assert revising.unanswered(revised) == 0


def test_nobody_is_told_of_a_point_that_he_left_alone(world: World, revised: Application) -> None:
    client, page = client_of(world.seats["preparer"]), URL.format(revised.pk, "revision/")
    answer = client.post(page, posted(revised, {1: {"section": "goals"}}, "revision/"))
    said = text_of(answer)
    assert (answer.status_code, said.count("请写明怎样修改的；"), "第 2 条，" in said) == (422, 2, False)


def test_a_colleagues_newer_reply_is_not_written_over(world: World, revised: Application) -> None:
    client, page = client_of(world.seats["preparer"]), URL.format(revised.pk, "revision/")
    old = posted(revised, {1: {"text": "我的答复。", "section": "goals"}}, "revision/")
    reply_to_points(revised, world.seats["submitter"], "同事的答复。")
    answer = client.post(page, old)
    said = text_of(answer)
    assert (answer.status_code, "我的答复。" in said, "同事的答复。" in said) == (409, True, True)
    assert reply(revised, 1).text == "同事的答复。"
    # The page now has seen it: saved again, it is meant.
    base = f"point-{revised.revision_points.get(number=1).pk}-base"
    again = posted(revised, {1: {"text": "我的答复。", "section": "goals"}}, "revision/") | {base: _fields(said)[base]}
    assert client.post(page, again).status_code == 302
    assert reply(revised, 1).text == "我的答复。"


def _fields(page: str) -> dict[str, str]:
    """The hidden bases as they were drawn."""
    import re

    return dict(re.findall(r'<input type="hidden" name="(point-\d+-base)" value="([^"]*)"', page))


def test_what_nobody_touched_is_not_saved_and_not_in_conflict(world: World, revised: Application) -> None:
    client, page = client_of(world.seats["preparer"]), URL.format(revised.pk, "revision/")
    untouched = posted(revised, {}, "revision/")
    reply_to_points(revised, world.seats["submitter"], "同事的答复。")
    assert client.post(page, untouched).status_code == 302
    assert reply(revised, 1).text == "同事的答复。"


def test_a_reply_that_comes_too_late_is_given_back(world: World, revised: Application) -> None:
    data = posted(revised, {1: {"text": "写了很久的答复。", "section": "goals"}}, "revision/")
    reply_to_points(revised, world.seats["submitter"])
    file_it(world, revised)
    answer = client_of(world.seats["preparer"]).post(URL.format(revised.pk, "revision/"), data)
    assert (answer.status_code, "写了很久的答复。" in text_of(answer)) == (409, True)


def test_the_writers_are_led_to_what_is_missing(world: World, revised: Application) -> None:
    client = client_of(world.seats["submitter"])
    check = text_of(client.get(URL.format(revised.pk, "write/check/")))
    assert ("还有 2 条评审意见没有答复" in check, "submit_revision" in check) == (True, False)
    reply_to_points(revised, world.seats["submitter"])
    check = text_of(client.get(URL.format(revised.pk, "write/check/")))
    assert ("submit_revision" in check, "报送修改稿" in check, "submit_plan" in check) == (True, True, False)
    overview = text_of(client.get(URL.format(revised.pk, "write/")))
    assert ("修改完善申报方案" in overview, "修改申报事项" in overview) == (True, False)


# Checking


@shared
def filed(world: World, revised: Application) -> Application:
    write(world, revised, "goals", "目标的正文，到2028年研制标准12项。")
    write(world, revised, "policy", "另外改了政策支持。")
    attach(revised, "补充证明")
    reply_to_points(revised, world.seats["preparer"])
    file_it(world, revised)
    return revised


@pytest.mark.rule("B14")
def test_the_check_shows_the_passage_against_the_reviewed_version(world: World, filed: Application) -> None:
    page = text_of(client_of(world.seats["sac_officer"]).get(URL.format(filed.pk, "revision/check/")))
    assert "<ins>" in page
    assert "到2028年研制标准12项" in page
    others = page.split('id="others"')[1]
    assert ["政策支持" in others, "附件" in others, "目标</summary>" in others] == [True, True, False]


def test_the_officer_checks_and_words_are_asked_for_what_is_not_settled(world: World, filed: Application) -> None:
    client, page = client_of(world.seats["sac_officer"]), URL.format(filed.pk, "revision/check/")
    wrong = {1: {"settled": "yes"}, 2: {"settled": "no"}}
    answer = client.post(page, posted(filed, wrong, page))
    assert (answer.status_code, "未落实的，请写明还差什么。" in text_of(answer)) == (422, True)
    assert [reply(filed, 1).settled, reply(filed, 2).settled] == [True, None]
    right = {2: {"settled": "yes"}}
    assert client.post(page, posted(filed, right, page)).status_code == 302
    perform(filed, "accept_revision", seat=world.seats["sac_officer"], data={})
    assert filed.state == State.DELIBERATION


def test_two_officers_do_not_write_over_one_another(world: World, filed: Application) -> None:
    page = URL.format(filed.pk, "revision/check/")
    old = posted(filed, {1: {"settled": "yes", "words": "我看已落实。"}}, page)
    other = world.seat("second_officer", "sac", "sac_officer")
    point = filed.revision_points.get(number=1)
    revising.check_point(
        filed, point, settled=False, words="同事看未落实。", base=revising.check_base(reply(filed, 1)), seat=other
    )
    answer = client_of(world.seats["sac_officer"]).post(page, old)
    said = text_of(answer)
    assert (answer.status_code, "我看已落实。" in said, "同事看未落实。" in said) == (409, True, True)
    assert reply(filed, 1).settled is False


def test_a_check_after_the_step_is_refused_and_given_back(world: World, filed: Application) -> None:
    page = URL.format(filed.pk, "revision/check/")
    data = posted(filed, {1: {"settled": "no", "words": "写了很久。"}}, page)
    desk().accept_revision(filed)
    answer = client_of(world.seats["sac_officer"]).post(page, data)
    assert (answer.status_code, "写了很久。" in text_of(answer)) == (409, True)


def test_the_approver_reads_and_does_not_check(world: World, filed: Application) -> None:
    client, page = client_of(world.seats["sac_approver"]), URL.format(filed.pk, "revision/check/")
    assert client.get(page).status_code == 200
    assert client.post(page, posted(filed, {1: {"settled": "yes"}}, page)).status_code == 404


# Who sees what


def tab_of(world: World, who: str, case: Application) -> str:
    return text_of(client_of(world.seats[who]).get(case.get_absolute_url() + "?tab=revision"))


def test_replies_are_the_applicants_own_until_they_are_filed(world: World, revised: Application) -> None:
    reply_to_points(revised, world.seats["preparer"], "还没有报送的答复。")
    seen = {
        who: "还没有报送的答复。" in tab_of(world, who, revised)
        for who in ("unit_admin", "organiser_officer", "sac_officer")
    }
    assert seen == {"unit_admin": True, "organiser_officer": False, "sac_officer": False}


def test_findings_are_told_when_the_check_is_over(world: World, filed: Application) -> None:
    for number in (1, 2):
        point = filed.revision_points.get(number=number)
        base = revising.check_base(reply(filed, number))
        revising.check_point(filed, point, settled=True, words="核对无误。", base=base, seat=world.seats["sac_officer"])
    parties = ("preparer", "organiser_officer", "recommender_officer")
    assert not any("核对无误。" in tab_of(world, who, filed) for who in parties)
    assert "核对无误。" in tab_of(world, "sac_approver", filed)
    perform(filed, "accept_revision", seat=world.seats["sac_officer"], data={})
    assert all("核对无误。" in tab_of(world, who, filed) for who in parties)


@pytest.mark.rule("B14")
def test_nobody_of_the_parties_reads_an_experts_name(world: World, filed: Application) -> None:
    from reviews.models import Expert

    names = list(Expert.objects.values_list("name", flat=True))
    pages = [tab_of(world, who, filed) for who in ("preparer", "organiser_officer", "recommender_officer")]
    assert names
    assert not [name for name in names for page in pages if name in page]


# Two versions


def test_versions_are_compared_by_whoever_sees_the_case(world: World, filed: Application) -> None:
    first, second = (filed.versions.get(number=number) for number in (1, 2))
    page = f"/applications/versions/{first.pk}/compare/{second.pk}/"
    answers = {who: client_of(seat).get(page).status_code for who, seat in world.seats.items()}
    seen = {who for who, status in answers.items() if status == 200}
    assert seen == {
        "preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "sac_officer",
        "sac_approver",
    }  # fmt: skip
    assert set(answers.values()) == {200, 404}


def test_versions_of_two_cases_are_not_compared(world: World, filed: Application) -> None:
    other = arrive(world.draft(inner_name="储能"), State.ORGANISER_REVIEW)
    page = f"/applications/versions/{filed.current_id}/compare/{other.current_id}/"
    assert client_of(world.seats["sac_officer"]).get(page).status_code == 404


def test_the_older_version_stands_first_and_what_is_alike_may_be_left_out(world: World, filed: Application) -> None:
    first, second = (filed.versions.get(number=number).pk for number in (1, 2))
    client = client_of(world.seats["preparer"])
    turned = client.get(f"/applications/versions/{second}/compare/{first}/")
    assert (turned.status_code, turned["Location"]) == (302, f"/applications/versions/{first}/compare/{second}/")
    whole = text_of(client.get(turned["Location"]))
    only = text_of(client.get(turned["Location"] + "?only=1"))
    assert ["三（一）工作基础" in page for page in (whole, only)] == [True, False]
    assert "四（一）目标" in only


def changed(old: Any, new: Any) -> dict[str, list[str]]:
    """Part by part, what became of each row that differs."""
    parts = version_changes.changes(old, new)
    return {part.key: [row.state for row in part.rows if row.differs] for part in parts if part.differs}


def test_rows_are_compared_by_their_keys_and_files_by_their_bytes(world: World, filed: Application) -> None:
    old = filed.versions.get(number=1).content
    new = filed.versions.get(number=2).content
    assert changed(old, new) == {"goals": [], "policy": [], "attachments": ["inserted"]}
    renamed = old | {"attachments": [old["attachments"][0] | {"id": "999", "name": "另一个名称"}]}
    assert changed(old, renamed)["attachments"] == ["changed"]
    indicator = old["indicators"][0]
    rows = [{**indicator, "id": "new"}, {**indicator, "target": "12"}]
    assert changed(old, old | {"indicators": rows}) == {"indicators": ["inserted", "changed"]}
    assert changed(old, old | {"tasks": []})["tasks"] == ["deleted"]
    assert changed(old, old) == {}

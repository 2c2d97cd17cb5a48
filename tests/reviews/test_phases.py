"""The table of phases, typed again by hand, and held against what the pages of each person show."""

from typing import Any

import pytest
from django.http import HttpResponse

from organisations.models import Membership
from procedure.perform import perform
from reviews.models import SheetState, Signature
from reviews.phases import Part, Right, allows, rights
from reviews.procedure.panel import PanelState
from reviews.queries import cases_of, cases_visible_to, part_of, rights_on
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.reviews.panels import FULL, AtWork, at_work, write

pytestmark = pytest.mark.rule("Z35")

# w writes his sheet, p reads the plan, o his own sheet, a the others' opinions, m members by name, s the spread,
# c the conclusion, C writes it, S signs, r gives back, v records a visit, e an absence.
LETTERS = {
    "w": Right.WRITES, "p": Right.PLAN, "o": Right.OWN, "a": Right.OTHERS, "m": Right.MEMBERS, "s": Right.SPREAD,
    "c": Right.CONCLUSION, "C": Right.CONCLUDES, "S": Right.SIGNS, "r": Right.RETURNS, "v": Right.RECORDS,
    "e": Right.EXCUSES,
}  # fmt: skip
EXPECTED = {
    "composing": {"member": "", "chair": "", "officer": "pm", "approver": "pm", "outsider": ""},
    "inviting": {"member": "", "chair": "", "officer": "pm", "approver": "pm", "outsider": ""},
    "reviewing": {"member": "wpo", "chair": "wpo", "officer": "pmrv", "approver": "pm", "outsider": ""},
    "meeting": {
        "member": "wpoascS", "chair": "wpoascSC", "officer": "pamscve", "approver": "pamsc", "outsider": "",
    },
    "concluded": {"member": "omc", "chair": "omc", "officer": "pamsc", "approver": "pamsc", "outsider": ""},
    "dissolved": {"member": "", "chair": "", "officer": "m", "approver": "m", "outsider": ""},
}  # fmt: skip
CELLS = [(state, part, cell) for state, row in EXPECTED.items() for part, cell in row.items()]
SECRET = "专家丙的独立意见"


@pytest.mark.parametrize(("state", "part", "cell"), CELLS)
def test_the_table_says_what_is_typed_here(state: str, part: str, cell: str) -> None:
    wanted = Right.NOTHING
    for letter in cell:
        wanted |= LETTERS[letter]
    assert rights(state, Part[part.upper()]) == wanted


def test_every_state_and_part_is_in_this_table() -> None:
    assert set(EXPECTED) == set(PanelState.values)
    assert {each.name.lower() for each in Part} == set(EXPECTED["meeting"])
    assert set(LETTERS.values()) == set(Right)


@pytest.mark.parametrize("state", PanelState.values)
def test_before_the_round_closes_nobody_reads_others(state: str) -> None:
    reads = {part for part in Part if allows(state, part, Right.OTHERS) or allows(state, part, Right.SPREAD)}
    assert not reads or state in ("meeting", "concluded")
    assert Part.OUTSIDER not in reads


# Cell by cell against rendered pages


def people(work: AtWork, world: World) -> dict[str, Membership]:
    return {
        "member": work.seats[1],
        "chair": work.seats[0],
        "officer": world.seats["sac_officer"],
        "approver": world.seats["sac_approver"],
        "outsider": world.seats["submitter"],
    }


def brought_to(world: World, state: str) -> AtWork:
    """A panel in the state, with what is written by then; a third member's sheet carries the secret."""
    work = at_work(world, confirmed=state not in ("composing", "inviting"))
    officer = world.seats["sac_officer"]
    if state == "inviting":
        perform(work.panel, "invite_members", seat=officer)
        work.panel.members.update(answer="accepted")
    if state in ("reviewing", "meeting", "concluded"):
        for number in range(5):
            # While the round runs, the two whose pages are looked at are still writing.
            content = FULL | {"overall": SECRET if number == 2 else f"第{number}人的意见"}
            write(work, number, content, submit=number > 1 or state != "reviewing")
    if state in ("meeting", "concluded"):
        perform(work.panel, "close_round", seat=officer, data={"note": ""})
    if state == "concluded":
        work.conclude("通过")
        perform(work.review, "conclude_pass", seat=officer)
        perform(work.panel, "finish_panel", seat=officer)
    return work


def answers(work: AtWork, seat: Membership) -> dict[str, HttpResponse]:
    client, case = client_of(seat), f"/reviews/cases/{work.case.pk}/"
    pages = {
        name: client.get(case + name) for name in ("", "meeting/", "conclusion/", "sign/", "opinion/", "visits/new/")
    }
    pages["progress"] = client.get(f"/reviews/panels/{work.panel.pk}/progress/")
    pages["absent"] = client.get(f"/reviews/members/{work.members[2].pk}/absent/")
    sheet = work.members[2].sheets.first()
    pages["return"] = client.get(f"/reviews/sheets/{sheet.pk if sheet else 0}/return/")
    return pages


@pytest.mark.parametrize("state", ["composing", "inviting", "reviewing", "meeting", "concluded"])
def test_the_pages_show_what_the_table_allows(world: World, state: str) -> None:
    work = brought_to(world, state)
    title = work.members[0].expert.name
    for part, seat in people(work, world).items():
        cell, got = EXPECTED[state][part], answers(work, seat)
        text = "".join(text_of(each) for each in got.values() if each.status_code == 200)
        expert = part in ("member", "chair")
        shown = {
            "w": 'data-autosave="sheet/' in text,
            "p": 'id="plan-goals"' in text if expert else ("p" in cell),
            "o": expert and got[""].status_code == 200,
            "a": SECRET in text,
            "s": got["meeting/"].status_code == 200,
            "C": got["conclusion/"].status_code == 200,
            "S": got["sign/"].status_code in (200, 302),
            "r": got["return"].status_code == 200,
            "v": got["visits/new/"].status_code == 200,
            "e": got["absent"].status_code == 200,
        }
        assert shown == {letter: letter in cell for letter in shown}, (state, part)
        if expert:
            # 专家A, B, C to one another; the sheet that was signed names its members.
            assert (title in without_frame(text)) == (state == "concluded"), (state, part)


def without_frame(text: str) -> str:
    """The pages without the line that names who is signed in."""
    return "".join(part.split("</main>")[0] for part in text.split("<main")[1:])


def test_a_part_is_by_the_person_not_by_the_role(work: AtWork, world: World) -> None:
    panel = work.fresh().panel
    assert part_of(panel, work.seats[0]) == Part.CHAIR
    assert part_of(panel, work.seats[1]) == Part.MEMBER
    assert part_of(panel, world.seats["expert"]) == Part.OUTSIDER
    assert part_of(panel, world.seats["sac_officer"]) == Part.OFFICER
    assert part_of(None, work.seats[0]) == Part.OUTSIDER
    assert part_of(panel, None) == Part.OUTSIDER


def test_a_case_without_a_panel_is_seen_by_nobody(work: AtWork, world: World) -> None:
    case = work.fresh()
    case.panel = None
    case.save()
    for seat in people(work, world).values():
        assert not cases_of(seat).exists()
        assert not cases_visible_to(seat).exists()
        assert rights_on(case, seat) == Right.NOTHING


def test_no_count_of_hidden_opinions_reaches_a_member(work: AtWork) -> None:
    client = client_of(work.seats[1])
    before: Any = [text_of(client.get(path)) for path in ("/reviews/", f"/reviews/cases/{work.case.pk}/")]
    for number in (0, 2, 3, 4):
        write(work, number)
    after: Any = [text_of(client.get(path)) for path in ("/reviews/", f"/reviews/cases/{work.case.pk}/")]
    assert SheetState.objects.count() == 4
    assert not Signature.objects.exists()
    assert [without_tokens(each) for each in before] == [without_tokens(each) for each in after]


def without_tokens(text: str) -> str:
    """The page without what differs from one answer to the next."""
    body = without_frame(text)
    return "\n".join(line for line in body.splitlines() if "csrf" not in line)

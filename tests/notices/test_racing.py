"""An objection and an approval at the same moment: one waits for the other, and the approval sees what came first."""

from typing import Any

import pytest

from applications.models import Application
from notices.models import Objection
from procedure import clock
from procedure.acts import Refused
from procedure.models import Record
from procedure.proposals import propose, sign
from tests.applications.building import World
from tests.arriving import arrive
from tests.deciding import desk
from tests.notices.conftest import ENDS
from tests.notices.filing import objected

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.rule("B16")
def test_no_approval_stands_over_an_objection_that_came_before_it(world: World, race: Any) -> None:
    case = arrive(world.draft(), "deliberation")
    desk().publish(case)
    desk().end_publicity(case)
    case = Application.objects.get(pk=case.pk)
    item = case.notice_item
    assert item is not None
    proposal, approver = _proposed(case), desk().approver
    signed, _ = race(lambda: _signed(proposal, approver), lambda: objected(item, ENDS))
    objection = Objection.objects.get()
    case.refresh_from_db()
    if isinstance(signed, Record):
        assert case.state == "approved"
    else:
        assert isinstance(signed, Refused)
        assert objection.number in str(signed)
        assert case.state == "decision"


def _signed(proposal: Any, approver: Any) -> Record:
    with clock.at(ENDS):
        return sign(proposal, seat=approver)


def _proposed(case: Application) -> Any:
    facts = {
        "number": "国标委综合函〔2026〕6号", "dated": "2026-07-16", "build_starts": "2026-07-16",
        "build_years": "3", "english_name": "Advanced Standards",
    }  # fmt: skip
    with clock.at(ENDS):
        return propose(case, "approve", seat=desk().officer, data=facts)

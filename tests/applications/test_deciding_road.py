"""Every state of SAC's own is reached by its steps, and nothing else."""

import pytest

from applications.procedure import State
from tests.applications.building import World
from tests.arriving import arrive

ROADS = {
    "form_check": ["form_check"],
    "supplementing": ["supplementing"],
    "supplemented": ["supplementing", "form_check"],
    "refused_at_the_desk": ["form_check", "rejected"],
    "expert_review": ["expert_review"],
    "revising": ["revising"],
    "revision_check": ["revising", "revision_check"],
    "deliberation": ["deliberation"],
    "publicity": ["publicity"],
    "decision": ["publicity", "decision"],
    "approved": ["publicity", "decision", "approved"],
}


@pytest.mark.parametrize("road", ROADS.values(), ids=ROADS)
def test_a_case_walks_every_road(world: World, road: list[str]) -> None:
    case = arrive(world.draft(), State.FORM_CHECK, *road)
    assert case.state == road[-1]

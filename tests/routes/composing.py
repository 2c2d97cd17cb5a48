"""The pool, panels before they are confirmed, a draw and an invitation on the stage, and who may do what with them."""

import uuid
from datetime import date
from typing import Any

from reviews import composing
from reviews.models import Case, Expert, Panel
from tests.applications.building import World
from tests.arriving import arrive
from tests.deciding import desk, pool
from tests.reviews import building
from workbench.demo.deciding.reviewing import new_panel

NONE = "none"
_SAC = {"sac_officer", "sac_approver"}
_OFFICER = {"sac_officer"}

READS_POOL = {"": _SAC, "own": _SAC, NONE: set()}
KEEPS_POOL = {"": _OFFICER, "own": _OFFICER, NONE: set()}
FOLLOWS_PANELS = {"": _SAC, "composing": _SAC, "drawn": _SAC, NONE: set()}
COMPOSES = {"": _OFFICER, "composing": _OFFICER, "appointing": _OFFICER, "asked": _OFFICER, NONE: set()}
IS_LED_ON = {"composing": _SAC, NONE: set()}
ANSWERS_INVITATION = {"own": {"expert"}, "other": set(), NONE: set()}


def urls(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """One case serves the draw first and the invitation after it."""
    application = arrive(
        world.draft(call=world.new_call(title="组建评审组的申报指南"), inner_name="组建"), "expert_review"
    )
    chair = Expert.objects.get(person=world.seats["expert"].person)
    drawn = building.panel(world, application, size=3, size_reason="领域窄。", alternates=1)
    pool(5)
    draw = building.drawn(world, drawn)
    asked = new_panel(desk(), [], title="受邀的评审组", size=3, size_reason="领域窄。")
    Case.objects.filter(review__application=application).update(panel=asked)
    composing.appoint(asked, [chair, *pool(2)], "领域窄。", desk().officer)
    building.invited(world, asked)
    own, other, *_ = building.members(asked)
    free = new_panel(desk(), [], title="还没有成员的评审组", method=Panel.Method.DRAW)
    leave = chair.leaves.create(starts=date(2099, 1, 1), ends=date(2099, 1, 2))
    relation = building.relation(chair, "南海大学", world.seats["sac_officer"].person)
    nobody, nothing = {"key": uuid.uuid4()}, {"key": 2**40}
    return {
        "expert": {"own": {"key": chair.pk}, NONE: nobody},
        "leave": {"own": {"key": leave.pk}, NONE: nothing},
        "relation": {"own": {"key": relation.pk}, NONE: nothing},
        "composing panel": {"composing": {"key": free.pk}, NONE: nobody},
        "appointing panel": {"appointing": {"key": asked.pk}, NONE: nobody},
        "draw": {"drawn": {"key": draw.pk}, NONE: nothing},
        "asked member": {"asked": {"key": own.pk}, NONE: nothing},
        "panel invitation": {"own": {"key": own.pk}, "other": {"key": other.pk}, NONE: nothing},
    }

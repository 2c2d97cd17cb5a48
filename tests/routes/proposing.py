"""The stage of a decision by two persons: a case whose rejection is proposed and waits for a signature."""

import uuid
from typing import Any

from procedure.proposals import propose
from tests.applications.building import World
from tests.arriving import arrive
from tests.deciding import desk

NONE = "none"
# What came before the signature is SAC's own affair.
DECIDES = {"own": {"sac_officer", "sac_approver"}, NONE: set()}


def urls(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    case = arrive(world.draft(inner_name="提请", kind="international"), "form_check")
    desk().check(case, unmet={"plan": "缺少必填部分。"})
    proposal = propose(case, "reject_form_check", seat=desk().officer, data={"note": "不符合形式要求。"})
    return {"proposal": {"own": {"key": proposal.pk}, NONE: {"key": uuid.uuid4()}}}

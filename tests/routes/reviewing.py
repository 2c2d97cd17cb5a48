"""Two panels at work on the stage, one while its round runs and one that meets, and who may do what with them."""

import uuid
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from organisations.models import Region
from reviews import documents
from reviews.models import Case, CaseFile, CaseUserObjectPermission, Expert
from tests.applications.building import World
from tests.arriving import arrive
from tests.deciding import desk, pool
from workbench.demo.deciding import seat_panel
from workbench.demo.deciding.reviewing import conclude, meet, write_sheet

NONE = "none"
_SAC = {"sac_officer", "sac_approver"}
_STATES = ("reviewing", "meeting")


def _by_state(reviewing: set[str], meeting: set[str]) -> dict[str, set[str]]:
    return {"reviewing": reviewing, "meeting": meeting, NONE: set()}


# The persona is the chair of both panels; before the round closes SAC follows, and reads nothing.
REVIEWS = _by_state({"expert"}, {"expert"})
RECORDS = _by_state({"sac_officer"}, {"sac_officer"})
MEETS = _by_state(set(), {"expert", *_SAC})
CHAIRS = SIGNS = _by_state(set(), {"expert"})
OPINIONS = _by_state(set(), {"expert", *_SAC})
PRINTS = _by_state(set(), _SAC)
FOLLOWS = _by_state(_SAC, _SAC) | {"own": _SAC}
GIVES_BACK = _by_state({"sac_officer"}, set())
EXCUSES = _by_state(set(), {"sac_officer"})
READS_MATERIAL = _by_state({"expert", *_SAC}, {"expert", *_SAC})


def urls(world: World) -> dict[str, dict[str, dict[str, Any]]]:
    """The arguments that lead to the cases, panels, sheets, members and to a print."""
    chair = _chair(world)
    cases = {state: _case(world, chair, state) for state in _STATES}
    write_sheet(cases["reviewing"], _second(cases["reviewing"]))
    meet(desk(), cases["meeting"].panel)
    conclude(cases["meeting"], "通过")
    # Changed afterwards: everybody is asked to sign again, the chair too.
    conclusion = cases["meeting"].conclusion
    conclusion.text += "另附说明。"
    conclusion.save()
    case = Case.objects.select_related("panel", "version", "review").get(pk=cases["meeting"].pk)
    order = documents.order_print(case, world.seats["sac_officer"])
    order.file = case.review.application.attachments.earliest("pk").file
    order.save()
    nobody = {"key": uuid.uuid4()}
    sheets = {state: {"key": _second(each).sheets.get().pk} for state, each in cases.items()}
    return {
        "reviewed case": {state: {"key": each.pk} for state, each in cases.items()} | {NONE: nobody},
        "working panel": {state: {"key": each.panel_id} for state, each in cases.items()} | {NONE: nobody},
        "working member": {state: {"key": _second(each).pk} for state, each in cases.items()} | {NONE: {"key": 2**40}},
        "submitted sheet": sheets | {NONE: {"key": 2**40}},
        "opinion print": {"own": {"key": order.pk}, NONE: nobody},
        "case file": {state: {"key": _file(each, chair).pk} for state, each in cases.items()} | {NONE: {"key": 2**40}},
    }


def _chair(world: World) -> Expert:
    seat = world.seats["expert"]
    return Expert.objects.create(
        person=seat.person, name="组长", unit=seat.unit, unit_name=seat.unit.name, unit_code=seat.unit.code,
        title="研究员", region=Region.objects.order_by("code")[0], email="chair@experts.example",
    )  # fmt: skip


def _case(world: World, chair: Expert, state: str) -> Any:
    """A case in a call of its own, before a panel that the persona chairs."""
    call = world.new_call(title=f"评审的申报指南{state}")
    application = arrive(world.draft(call=call, inner_name=f"评审{state}"), "expert_review")
    seat_panel(desk(), [application], [chair, *pool(4)])
    return Case.objects.select_related("panel", "version", "review").get(review__application=application)


def _file(case: Any, chair: Expert) -> CaseFile:
    """As material of another kind would have it, granted to the chair with the case."""
    permission = Permission.objects.get(content_type=ContentType.objects.get_for_model(Case), codename="view_case")
    CaseUserObjectPermission.objects.create(permission=permission, user=chair.person, content_object=case)
    file = case.review.application.attachments.earliest("pk").file
    return CaseFile.objects.create(case=case, file=file, label="证照")


def _second(case: Any) -> Any:
    return case.panel.members.get(seat=2)

"""Every URL × every persona × own, other and no object, in several states: only what the table says, never 500."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.applications.building import World
from tests.routes.stage import NONE, PERSONAS, Stage, body

SIGN_IN = "sign-in"
Answer = int | str
Answers = Callable[[str, str], Answer]

APPLICANTS = {"preparer", "submitter", "unit_admin"}
SAC = {"sac_officer", "sac_approver"}
# Who knows of an application at all: own unit always, the organiser from the start, SAC from the first submission,
# the recommender from endorsement.
SEES = {
    "own draft": APPLICANTS | {"organiser_officer"},
    "own review": APPLICANTS | {"organiser_officer"} | SAC,
    "own received": APPLICANTS | {"organiser_officer", "recommender_officer"} | SAC,
    "own withdrawn": APPLICANTS | {"organiser_officer"} | SAC,
    "other draft": set(),
    "other review": SAC,
    "other received": SAC,
    "other withdrawn": SAC,
    NONE: set(),
}
# What stands in the draft itself is its own unit's alone.
READS = SEES | {"own draft": APPLICANTS}
WRITES = {name: {"preparer", "submitter"} if name == "own draft" else set() for name in SEES}
COMMENTS = {name: who & {"organiser_officer", "recommender_officer", "sac_officer"} for name, who in SEES.items()}
COMMENTS["own draft"] = set()  # there is no version to comment on
# A save that comes too late is answered with what was typed.
TOO_LATE = {"own review", "own received", "own withdrawn"}
RETURNS = {name: {"organiser_officer"} if name.startswith("own") else set() for name in SEES}

SYSTEM = {"": {"system_admin"}}
SYSTEM_OF_PERSONS = {"own": {"system_admin"}, NONE: set()}
AUDIT = {"": {"audit_admin"}}
# Of the directories: only what is an entry is there.
OFFICER = {"": {"sac_officer"}, "own": {"sac_officer"}, "other": set(), NONE: set()}
SECURITY = {"": {"security_admin"}, "own": {"security_admin"}, NONE: set()}
LENDS = {"": APPLICANTS | SAC | {"organiser_officer", "recommender_officer"}}
ENDS_STAND_IN = {"own": {"preparer", "unit_admin"}, NONE: set()}
OWN_ADMIN = {"": {"unit_admin"}, "own": {"unit_admin"}, "other": set(), NONE: set()}
CONFIRMS = {"own": {"organiser_officer", "sac_officer"}, "other": set(), NONE: set()}
READS_PAPERS = {"own": APPLICANTS | SAC | {"organiser_officer", "recommender_officer"}, "other": set(), NONE: set()}


COMPARES = {"": {"recommender_officer"}}
RECOMMENDS = {name: who & {"recommender_officer"} for name, who in SEES.items()}
READS_SEALED = {name: who & ({"recommender_officer", "organiser_officer"} | SAC) for name, who in SEES.items()}
HOLDS_COPIES = {name: who - {"unit_admin", "sac_approver"} for name, who in SEES.items()} | {"own draft": set()}


def everybody(answer: Answer) -> Answers:
    return lambda persona, thing: answer


def visitor(answer: Answer, otherwise: Answer) -> Answers:
    """One answer for who is not signed in, another for all others."""
    return lambda persona, thing: answer if persona == "anonymous" else otherwise


def signed_in(answer: Answer) -> Answers:
    return visitor(SIGN_IN, answer)


def seated(answer: Answer) -> Answers:
    return lambda persona, thing: 404 if persona == "seatless" else signed_in(answer)(persona, thing)


def only(who: dict[str, set[str]], answer: Answer, otherwise: Answer = 404) -> Answers:
    return lambda persona, thing: signed_in(answer if persona in who[thing] else otherwise)(persona, thing)


def saved(answer: Answer) -> Answers:
    """For who writes the draft; 409 where it is not a draft any more."""

    def answers(persona: str, thing: str) -> Answer:
        writer = persona in WRITES["own draft"]
        return 409 if writer and thing in TOO_LATE else only(WRITES, answer)(persona, thing)

    return answers


def opened(call: str, answer: Answer) -> Answers:
    """Beginning under a call: its applicants; others are told why not; what is not open is not there."""

    def answers(persona: str, thing: str) -> Answer:
        if persona == "anonymous":
            return SIGN_IN
        if persona == "seatless" or thing != call:
            return 404
        return answer if persona in {"preparer", "submitter"} else 403

    return answers


def entry(answer: Answer) -> Answers:
    """For everybody signed in, where there is such an entry."""
    return lambda persona, thing: signed_in(answer if thing == "own" else 404)(persona, thing)


def linked(answer: Answer, otherwise: Answer) -> Answers:
    """Behind the link of a letter: for who is not signed in, for others, and nothing behind a forged one."""
    return lambda persona, thing: visitor(answer, otherwise)(persona, thing) if thing == "genuine" else 404


def by_code(new: Answer, taken: Answer, own: Answer) -> Answers:
    """A code that nobody has registered, one that a unit has, and the same for that unit's own people."""

    def answers(persona: str, thing: str) -> Answer:
        held = own if persona in APPLICANTS else taken
        return signed_in({"new": new, "taken": held, NONE: 404}[thing])(persona, thing)

    return answers


# Calls: a draft is SAC's alone; a published one is open to all, its organiser's page to organisers.
CALL_READERS = {"published": SAC, "draft": SAC, NONE: set()}
CALL_WRITERS = {"": {"sac_officer"}, "published": {"sac_officer"}, "draft": {"sac_officer"}, NONE: set()}
AMENDERS = CALL_WRITERS | {"draft": set()}
ORGANISING = {"": {"organiser_officer"}, "published": {"organiser_officer"}, "draft": set(), NONE: set()}
TAKES_UP = {name: {"preparer", "submitter"} if name == "own withdrawn" else set() for name in SEES}


def public_call(persona: str, thing: str) -> Answer:
    return 200 if thing == "published" or persona in CALL_READERS[thing] else 404


def placed(persona: str, thing: str) -> Answer:
    """The organiser's correction of a region: only while it appraises."""
    return only(RETURNS, 422 if thing == "own review" else 409)(persona, thing)


@dataclass(frozen=True)
class Route:
    name: str
    kind: str
    get: Answers
    post: Answers
    fixed: dict[str, Any] = field(default_factory=dict)


PUBLIC_PAGE = {"get": everybody(200), "post": everybody(405)}
NOT_BY_POST = signed_in(405)
NOT_BY_GET = signed_in(405)
TASKS = {"rows": "tasks"}

ROUTES = [
    Route("healthz", "nothing", **PUBLIC_PAGE),
    Route("accounts:personas", "nothing", **PUBLIC_PAGE),
    Route("accounts:sign_in_as", "nothing", everybody(405), everybody(404)),
    Route("account_login", "nothing", visitor(200, 302), visitor(200, 302)),
    Route("account_logout", "nothing", visitor(302, 200), everybody(302)),
    Route("account_inactive", "nothing", **PUBLIC_PAGE),
    Route("account_change_password", "nothing", signed_in(200), signed_in(200)),
    Route("account_set_password", "nothing", everybody(302), everybody(302)),
    Route("account_reset_password", "nothing", everybody(200), everybody(200)),
    Route("account_reset_password_done", "nothing", **PUBLIC_PAGE),
    Route(
        "account_reset_password_from_key", "nothing", everybody(200), everybody(200),
        {"uidb36": "zzzzz", "key": "no-key"},
    ),
    Route("account_reset_password_from_key_done", "nothing", **PUBLIC_PAGE),
    Route("account_reauthenticate", "nothing", signed_in(200), signed_in(200)),
    Route("mfa_index", "nothing", signed_in(200), NOT_BY_POST),
    Route("mfa_authenticate", "nothing", everybody(302), everybody(302)),
    Route("mfa_reauthenticate", "nothing", signed_in(302), signed_in(302)),
    Route("mfa_activate_totp", "nothing", signed_in(302), signed_in(302)),
    Route("mfa_deactivate_totp", "nothing", signed_in(404), signed_in(404)),
    Route("mfa_view_recovery_codes", "nothing", signed_in(404), NOT_BY_POST),
    Route("mfa_generate_recovery_codes", "nothing", signed_in(302), signed_in(302)),
    Route("mfa_download_recovery_codes", "nothing", signed_in(404), signed_in(404)),
    Route("mfa_list_webauthn", "nothing", signed_in(200), NOT_BY_POST),
    Route("mfa_add_webauthn", "nothing", signed_in(302), signed_in(302)),
    Route("mfa_reauthenticate_webauthn", "nothing", signed_in(302), signed_in(302)),
    Route("mfa_remove_webauthn", "nothing", signed_in(302), signed_in(302), {"pk": 1}),
    Route("mfa_edit_webauthn", "nothing", signed_in(302), signed_in(302), {"pk": 1}),
    Route("mfa_login_webauthn", "nothing", everybody(302), everybody(302)),
    Route("session", "nothing", signed_in(200), everybody(405)),
    Route("accounts:signed_in", "nothing", visitor(302, 200), everybody(405)),
    Route("accounts:mailbox", "nothing", **PUBLIC_PAGE),
    Route("accounts:persons", "nothing", only(SYSTEM, 200), NOT_BY_POST),
    Route("accounts:new_person", "nothing", only(SYSTEM, 200), only(SYSTEM, 422)),
    Route("accounts:person", "person", only(SYSTEM_OF_PERSONS, 200), NOT_BY_POST),
    Route("accounts:person_act", "person", NOT_BY_GET, only(SYSTEM_OF_PERSONS, 422), {"act": "unlock"}),
    Route("accounts:person_act", "person", NOT_BY_GET, only(SYSTEM_OF_PERSONS, 404), {"act": "no-such"}),
    Route("accounts:events", "nothing", only(AUDIT, 200), NOT_BY_POST),
    Route("accounts:events_export", "nothing", NOT_BY_GET, only(AUDIT, 200)),
    Route("organisations:switch_seat", "nothing", NOT_BY_GET, signed_in(404)),
    Route("organisations:register", "nothing", visitor(200, 302), visitor(422, 302)),
    Route("organisations:registration", "registration link", linked(200, 302), linked(422, 302)),
    Route("organisations:unit_new", "nothing", signed_in(200), signed_in(422)),
    Route("organisations:unit_details", "unit code", by_code(200, 302, 302), by_code(422, 302, 302)),
    Route("organisations:join", "unit code", by_code(404, 200, 302), by_code(404, 422, 302)),
    Route("organisations:unit", "nothing", seated(200), NOT_BY_POST),
    Route("organisations:unit_edited", "nothing", only(OWN_ADMIN, 200), only(OWN_ADMIN, 422)),
    Route("organisations:unit_renamed", "nothing", only(OWN_ADMIN, 200), only(OWN_ADMIN, 422)),
    Route("organisations:evidence_added", "nothing", only(OWN_ADMIN, 200), only(OWN_ADMIN, 422)),
    Route("organisations:evidence", "evidence", only(READS_PAPERS, 200), NOT_BY_POST),
    Route("organisations:unit_confirmed", "unit", only(CONFIRMS, 200), only(CONFIRMS, 422)),
    Route("organisations:members", "nothing", only(OWN_ADMIN, 200), NOT_BY_POST),
    Route("organisations:invited", "nothing", only(OWN_ADMIN, 200), only(OWN_ADMIN, 422)),
    Route("organisations:invitation_withdrawn", "invitation", NOT_BY_GET, only(OWN_ADMIN, 302)),
    Route("organisations:roles_changed", "colleague", only(OWN_ADMIN, 200), only(OWN_ADMIN, 422)),
    Route("organisations:left", "colleague", only(OWN_ADMIN, 200), only(OWN_ADMIN, 302)),
    Route("organisations:member_seat_ended", "colleague's seat", only(OWN_ADMIN, 200), only(OWN_ADMIN, 302)),
    Route("organisations:join_request", "join request", only(OWN_ADMIN, 200), only(OWN_ADMIN, 422)),
    Route("organisations:invitation", "invitation link", linked(200, 200), linked(422, 403)),
    Route("organisations:authorities", "nothing", signed_in(200), NOT_BY_POST),
    Route("organisations:authority_added", "nothing", only(OFFICER, 200), only(OFFICER, 422)),
    Route("organisations:authority", "authority", entry(200), NOT_BY_POST),
    Route("organisations:authority_edited", "authority", only(OFFICER, 200), only(OFFICER, 422)),
    Route("organisations:sectors", "nothing", signed_in(200), NOT_BY_POST),
    Route("organisations:sector_added", "nothing", only(OFFICER, 200), only(OFFICER, 422)),
    Route("organisations:sector", "sector", only(OFFICER, 200), only(OFFICER, 422)),
    Route("organisations:sector_retired", "sector", NOT_BY_GET, only(OFFICER, 302)),
    Route("organisations:rulings", "nothing", only(OFFICER, 200), only(OFFICER, 422)),
    Route("organisations:ruling_ended", "ruling", only(OFFICER, 200), only(OFFICER, 422)),
    Route("organisations:seats", "nothing", only(SECURITY, 200), NOT_BY_POST),
    Route("organisations:person_seats", "person", only(SECURITY, 200), only(SECURITY, 422)),
    Route("organisations:seat_taken", "seat", only(SECURITY, 200), only(SECURITY, 422)),
    Route("organisations:stand_ins", "nothing", only(LENDS, 200), only(LENDS, 422)),
    Route("organisations:stand_in_ended", "stand-in", NOT_BY_GET, only(ENDS_STAND_IN, 302)),
    Route("applications:queue", "nothing", seated(200), NOT_BY_POST),
    Route("applications:call", "call", public_call, everybody(405)),
    Route("applications:envelope", "call", public_call, everybody(405)),
    Route("applications:calls", "nothing", only({"": SAC}, 200), NOT_BY_POST),
    Route("applications:call_new", "nothing", only(CALL_WRITERS, 200), only(CALL_WRITERS, 422)),
    Route("applications:call_edit", "call", only(CALL_WRITERS, 200), only(CALL_WRITERS, 422)),
    Route("applications:call_notice", "call", only(AMENDERS, 200), only(AMENDERS, 422)),
    Route("applications:call_extend", "call", only(AMENDERS, 200), only(AMENDERS, 422)),
    Route("applications:admission_new", "call", only(CALL_WRITERS, 200), only(CALL_WRITERS, 422)),
    Route("applications:admission_ended", "admission", NOT_BY_GET, only({"own": {"sac_officer"}, NONE: set()}, 302)),
    Route("applications:organising_calls", "nothing", only(ORGANISING, 200), NOT_BY_POST),
    Route("applications:organising", "call", only(ORGANISING, 200), only(ORGANISING, 422)),
    Route("applications:organising_invite", "call", NOT_BY_GET, only(ORGANISING, 422)),
    Route("applications:organising_circulate", "call", NOT_BY_GET, only(ORGANISING, 302)),
    Route("applications:copy", "application", only(TAKES_UP, 200), only(TAKES_UP, 422)),
    Route("applications:choose_call", "nothing", seated(200), NOT_BY_POST),
    Route("applications:begin", "call", opened("published", 200), opened("published", 422)),
    Route("applications:overview", "application", only(WRITES, 200), NOT_BY_POST),
    Route("applications:matters", "application", only(WRITES, 200), saved(422)),
    Route("applications:check", "application", only(WRITES, 200), NOT_BY_POST),
    Route("applications:attachments", "application", only(WRITES, 200), saved(422)),
    Route("applications:attachment_removed", "attachment of application", NOT_BY_GET, saved(302)),
    Route("applications:attachment_changed", "attachment of application", NOT_BY_GET, saved(422)),
    Route("applications:attachment_moved", "attachment of application", NOT_BY_GET, saved(302)),
    Route("applications:failed_dismissed", "application", NOT_BY_GET, saved(302), {"failed": 1}),
    Route("applications:conditions", "application", only(WRITES, 200), NOT_BY_POST),
    Route("applications:condition", "application", only(WRITES, 200), saved(422), {"name": "m1"}),
    Route("applications:condition", "application", only(WRITES, 404), saved(404), {"name": "no-such"}),
    Route("applications:print_draft", "application", NOT_BY_GET, only(WRITES, 302)),
    Route("applications:row_added", "application", only(WRITES, 200), saved(422), TASKS),
    Route("applications:row", "row", only(WRITES, 200), saved(422), TASKS),
    Route("applications:row", "row", only(WRITES, 404), saved(404), {"rows": "secrets"}),
    Route("applications:row_removed", "row", NOT_BY_GET, saved(302), TASKS),
    Route("applications:section", "application", only(WRITES, 200), saved(422), {"name": "basic"}),
    Route("applications:section", "application", only(WRITES, 200), saved(422), {"name": "tasks"}),
    Route("applications:section", "application", only(WRITES, 404), saved(404), {"name": "no-such"}),
    Route("applications:comment", "version", NOT_BY_GET, only(COMMENTS, 422)),
    Route("applications:attachment", "attachment", only(READS, 200), NOT_BY_POST),
    Route("applications:compare", "nothing", only(COMPARES, 200), only(COMPARES, 302)),
    Route("applications:hand_over", "colleague", only(OWN_ADMIN, 200), only(OWN_ADMIN, 422)),
    Route("applications:papers", "application", only(RECOMMENDS, 200), NOT_BY_POST),
    Route("applications:scan_reading", "application", only(READS_SEALED, 200), NOT_BY_POST),
    Route("applications:scan_added", "application", NOT_BY_GET, only(RECOMMENDS, 409)),
    Route("applications:scan_accepted", "application", NOT_BY_GET, only(RECOMMENDS, 409)),
    Route("applications:letter_written", "application", NOT_BY_GET, only(RECOMMENDS, 409)),
    Route("applications:letter_chosen", "application", NOT_BY_GET, only(RECOMMENDS, 409)),
    Route("applications:scan_file", "scan", only(READS_SEALED, 200), NOT_BY_POST),
    Route("applications:letter_file", "letter", only(READS_SEALED, 200), NOT_BY_POST),
    Route("applications:copies_received", "application", only(HOLDS_COPIES, 200), only(HOLDS_COPIES, 422)),
    Route("applications:region", "application", only(RETURNS, 200), placed),
    Route("applications:case_sheet", "application", only(SEES, 200), NOT_BY_POST),
    Route("applications:print", "print", only(READS, 200), NOT_BY_POST),
    Route("applications:print_file", "print", only(READS, 200), NOT_BY_POST),
    Route("verify_form", "nothing", **PUBLIC_PAGE),
    Route("verify", "code", lambda persona, thing: 200 if thing == "genuine" else 404, everybody(405)),
    Route("workbench:public_home", "nothing", **PUBLIC_PAGE),
    Route("workbench:home", "nothing", signed_in(200), NOT_BY_POST),
    Route("workbench:case", "application", only(SEES, 200), NOT_BY_POST, {"machine": "application"}),
    Route("workbench:case", "application", only(SEES, 404), NOT_BY_POST, {"machine": "no-such"}),
    Route(
        "workbench:case", "call", only({"published": SAC, "draft": SAC, NONE: set()}, 200), NOT_BY_POST,
        {"machine": "call"},
    ),
    Route(
        "workbench:step", "application", only(RETURNS, 200), only(RETURNS, 409),
        {"machine": "application", "name": "return_plan"},
    ),
    Route(
        "workbench:step", "application", only(SEES, 404), only(SEES, 404),
        {"machine": "application", "name": "no-such"},
    ),
    Route("workbench:messages", "nothing", signed_in(200), NOT_BY_POST),
    Route("workbench:messages_read", "nothing", NOT_BY_GET, signed_in(302)),
    Route(
        "workbench:message_opened", "message", NOT_BY_GET,
        only({"own": {"preparer"}, "other": set(), NONE: set()}, 302),
    ),
    Route("workbench:chart", "nothing", **PUBLIC_PAGE),
    Route("workbench:incidents", "nothing", only({"": {"system_admin"}}, 200), only({"": {"system_admin"}}, 302)),
    Route("workbench:sandbox_clock", "nothing", everybody(405), everybody(302)),
]  # fmt: skip


@pytest.fixture
def stage(world: World) -> Stage:
    cache.clear()  # of the counts by which sign-in is slowed down
    return Stage(world)


def patterns(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        else:
            yield from patterns(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def walk(stage: Stage) -> Iterator[tuple[Route, str, str]]:
    for route in ROUTES:
        for thing, kwargs in stage.urls[route.kind].items():
            yield route, thing, reverse(route.name, kwargs=kwargs | route.fixed)


def what_came(response: HttpResponse) -> Answer:
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/?next=")
    # A form or a script of somebody who is out gets 401, and a form its text with it.
    return SIGN_IN if to_sign_in or response.status_code == 401 else response.status_code


def header_faults(response: HttpResponse, persona: str) -> list[str]:
    headers = response.headers
    found = []
    if "default-src 'none'" not in headers.get("Content-Security-Policy", ""):
        found.append("no CSP")
    if headers.get("X-Content-Type-Options") != "nosniff":
        found.append("may be sniffed")
    if headers.get("X-Frame-Options") not in {"DENY", "SAMEORIGIN"}:
        found.append("may be framed")
    kept = {part.strip() for part in headers.get("Cache-Control", "").split(",")}
    if persona != "anonymous" and not {"private", "no-store"} <= kept:
        found.append("may be kept by a cache")
    return found


def tried(client: Client, method: str, url: str, wanted: Answer, who: str) -> list[str]:
    response = client.generic(method, url)
    body(response)
    found = what_came(response)
    wrong = [f"{method} {url} by {who}: {found}, not {wanted}"] if found != wanted else []
    return wrong + [f"{method} {url} by {who}: {fault}" for fault in header_faults(response, who)]


class Writes:
    """Sees every statement that changes a row, but for the session's own."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            self.found.append(sql)
        return execute(sql, params, many, context)


def test_every_pattern_has_its_lines_in_the_table_and_no_line_is_idle() -> None:
    assert set(patterns(get_resolver())) == {route.name for route in ROUTES}


def test_getting_answers_as_declared_and_changes_nothing(stage: Stage) -> None:
    wrong, writes = [], Writes()
    clients = {persona: stage.client(persona) for persona in PERSONAS}
    with connection.execute_wrapper(writes):
        for route, thing, url in walk(stage):
            for persona, client in clients.items():
                cell = f"{persona} ({thing})" if thing else persona
                wrong += [
                    fault.replace(f"by {persona}", f"by {cell}")
                    for fault in tried(client, "GET", url, route.get(persona, thing), persona)
                ]
    assert wrong == []
    assert writes.found == []


def test_posting_nothing_answers_as_declared(stage: Stage) -> None:
    wrong: list[str] = []
    clients = {persona: stage.client(persona) for persona in PERSONAS}
    for route, thing, url in walk(stage):
        for persona, client in clients.items():
            cookies = client.cookies.copy()
            with transaction.atomic():
                faults = tried(client, "POST", url, route.post(persona, thing), persona)
                transaction.set_rollback(True)
            client.cookies = cookies
            wrong += [f"{thing}: {fault}" for fault in faults]
    assert wrong == []


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_unsafe_method_goes_through_without_a_token(stage: Stage, method: str) -> None:
    wrong: list[str] = []
    writes = Writes()
    client = stage.client("preparer", enforce_csrf_checks=True)
    with connection.execute_wrapper(writes):
        for _, _, url in walk(stage):
            wrong += tried(client, method, url, 403, "preparer")
    assert wrong == []
    assert writes.found == []


def test_what_is_nowhere_and_who_asks_for_another_house_get_the_same_headers(stage: Stage) -> None:
    client = stage.client("preparer")
    assert tried(client, "GET", "/no/such/page/", 404, "preparer") == []
    foreign = client.get("/", headers={"host": "evil.example"})
    assert (foreign.status_code, header_faults(foreign, "preparer")) == (400, [])

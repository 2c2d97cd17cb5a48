"""Who knows of what, and the answers that a line of the table promises to each."""

from collections.abc import Callable

from tests.routes.stage import NONE

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
OPENS_VIOLATIONS = {name: who & {"sac_officer"} for name, who in SEES.items()}
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


HAS_TO_DO_WITH_BASES = {"": APPLICANTS | SAC | {"organiser_officer", "recommender_officer"}}
COMPARES = {"": {"recommender_officer"}}
RECOMMENDS = {name: who & {"recommender_officer"} for name, who in SEES.items()}
READS_SEALED = {name: who & ({"recommender_officer", "organiser_officer"} | SAC) for name, who in SEES.items()}
# The form check is SAC's, of what was recommended to it; an answer is of the unit that is asked.
CHECKS = {name: who & SAC if name.endswith("received") else set() for name, who in SEES.items()}
JUDGES = {name: who & {"sac_officer"} for name, who in CHECKS.items()}
ANSWERS = {"own": {"submitter"}, "other": {"organiser_officer"}, NONE: set()}
READS_ANSWER = {"own": APPLICANTS | SAC, NONE: set()}
READS_FILED = SEES | {"own draft": set()}
# None of the cases is in revision: who gets in is shown where one is.
REVISES: dict[str, set[str]] = {name: set() for name in SEES}
DELIBERATES = {name: who & SAC for name, who in SEES.items()}
EXCEPTS = {name: who & {"sac_officer"} for name, who in SEES.items()}
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


# Notices are everybody's; what was said against them is SAC's, and of an inquiry the unit's that is asked.
NOTICE_WRITERS = {"": {"sac_officer"}, "own": {"sac_officer"}, "published": {"sac_officer"}, NONE: set()}
OFFICER_OF_NOTICES = NOTICE_WRITERS | {"draft": {"sac_officer"}}
CORRECTS = NOTICE_WRITERS | {"draft": set()}
READS_NOTICES = {"": SAC, "own": SAC, "published": SAC, "draft": SAC, NONE: set()}
ASKED = {"own": {"preparer", "submitter"}, NONE: set()}
READS_INQUIRY = {"own": ASKED["own"] | SAC, NONE: set()}
WISHES_BACK = {"own": {"recommender_officer"}, NONE: set()}


def drafted(persona: str, thing: str) -> Answer:
    """The form of a draft; of what is published one is led to its page."""
    return only(OFFICER_OF_NOTICES, 302 if thing == "published" else 200)(persona, thing)


def there(answer: Answer) -> Answers:
    """For everybody, where there is one."""
    return lambda persona, thing: 404 if thing == NONE else answer

"""Who asks and for what: a persona of every role, and one's own, somebody else's and no object in several states."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.models import Person
from applications.models import Admission, Application, Print, Publication, SupplementFile, SupplementItem
from applications.ordering import order_draft_print
from documents.models import File
from notices.handling import pass_on
from notices.models import InquiryFile, NoticePrint, ObjectionFile
from organisations import letters
from organisations.models import Invitation, JoinRequest, Membership, SectorRuling, Unit, UnitEvidence
from procedure import clock
from procedure.models import Notification
from tests.applications.building import World, attach, new_person, paper
from tests.arriving import arrive, supplement, take
from tests.deciding import desk
from tests.routes import accepting, approving, building, changing, composing, filling, living, proposing, reviewing
from workbench.demo.deciding.desk import object_to

ROLES = (
    "preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer", "sac_officer", "sac_approver",
    "expert", "system_admin", "security_admin", "audit_admin",
)  # fmt: skip
PERSONAS = ("anonymous", "seatless", *ROLES)
STATES = ("draft", "review", "received", "withdrawn")
NONE = "none"
OBJECTS = (*(f"{whose} {state}" for whose in ("own", "other") for state in STATES), NONE)

Kwargs = dict[str, Any]


class Stage:
    """``urls[kind][object]`` are the arguments that lead to the object in a URL of that kind."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.people: dict[str, Person] = {role: world.seats[role].person for role in ROLES}
        self.people["seatless"] = new_person("seatless")
        self.cases = {f"{whose} {state}": case for whose in ("own", "other") for state, case in _cases(world, whose)}
        self.urls: dict[str, dict[str, Kwargs]] = {"nothing": {"": {}}}
        self._calls()
        self._applications()
        self._supplements()
        self._notices()
        self.urls |= reviewing.urls(self.world)
        self.urls |= composing.urls(self.world)
        self.urls |= approving.urls(self.cases["own received"], self.world.seats["sac_officer"])
        self.urls |= building.urls(self.world)
        self.urls |= proposing.urls(self.world)
        self.urls |= living.urls(self.world, self.cases["own received"].attachments.get().file)
        self.urls |= changing.urls(self.world)
        self.urls |= filling.urls(self.world)
        self.urls |= accepting.urls(self.world)
        self._messages()
        self._directory()
        self._unit()

    def client(self, persona: str, **options: Any) -> Client:
        client = Client(**options)
        client.raise_request_exception = False
        if persona != "anonymous":
            client.force_login(self.people[persona])
        return client

    def _calls(self) -> None:
        published, draft = self.world.call, self.world.new_call(published=False)
        self.urls["call"] = {
            "published": {"key": published.pk},
            "draft": {"key": draft.pk},
            NONE: {"key": uuid.uuid4()},
        }
        admission = Admission.objects.create(
            call=published, unit=self.world.units["association"],
            part="organiser", kind="sector", reason="布局需要。", at=published.since, by=self.people["sac_officer"],
            by_name="经办",
        )  # fmt: skip
        self.urls["admission"] = {"own": {"key": admission.pk}, NONE: {"key": 2**40}}

    def _applications(self) -> None:
        nobody = uuid.uuid4()
        cases = self.cases.items()
        self.urls["application"] = {name: {"key": case.pk} for name, case in cases} | {NONE: {"key": nobody}}
        self.urls["row"] = {name: {"key": case.pk, "row_key": case.tasks.get().pk} for name, case in cases}
        self.urls["row"][NONE] = {"key": nobody, "row_key": nobody}
        papers = {name: case.attachments.get().pk for name, case in cases} | {NONE: 2**40}
        self.urls["attachment"] = {name: {"key": key} for name, key in papers.items()}
        self.urls["attachment of application"] = {
            name: {"key": self.cases[name].pk if name != NONE else nobody, "attachment": key}
            for name, key in papers.items()
        }
        self.urls["version"] = {name: {"version": case.current_id or nobody} for name, case in cases}
        self.urls["version"][NONE] = {"version": nobody}
        versions = {name: at["version"] for name, at in self.urls["version"].items()}
        self.urls["version pair"] = {name: {"old": key, "new": key} for name, key in versions.items()}
        self.urls["print"] = {name: {"key": _printed(case).pk} for name, case in cases} | {NONE: {"key": nobody}}
        sent = {name: case for name, case in cases if case.letter_id}
        self.urls["scan"] = {name: {"key": case.current.scans.get().pk} for name, case in sent.items()}
        self.urls["letter"] = {name: {"key": case.letter_id} for name, case in sent.items()}
        for kind in ("scan", "letter"):
            self.urls[kind][NONE] = {"key": 2**40}
        code = self.cases["own review"].current.code
        self.urls["code"] = {"genuine": {"code": code}, "unknown": {"code": "0000-0000-0000"}}

    def _supplements(self) -> None:
        """One thing asked of the host, with a file in the answer to another, and one of its organiser."""
        case = self.world.draft(call=self.world.new_call(title="另一份申报指南"), inner_name="补件")
        arrive(case, "form_check")
        take(case, "request_supplement", **supplement(case, ("applicant", "补证书"), ("organiser", "补记录")))
        own, other = SupplementItem.objects.order_by("number")
        file = SupplementFile.objects.create(item=own, file=case.attachments.get().file, title="证书")
        self.urls["supplement item"] = {"own": {"key": own.pk}, "other": {"key": other.pk}, NONE: {"key": 2**40}}
        self.urls["supplement file"] = {"own": {"key": file.pk}, NONE: {"key": 2**40}}

    def _notices(self) -> None:
        """A published case with an objection that its host is asked about, and a draft of another notice."""
        call = self.world.new_call(title="已公示的申报指南")
        case = arrive(self.world.draft(call=call, inner_name="公示"), "publicity")
        published, draft = Publication.objects.get(), desk().draft()
        notice, item, file = published.notice, case.notice_item, case.attachments.get().file
        objection = object_to(case, "与事实不符。")
        take(objection, "admit_objection", note="")
        inquiry = pass_on(objection, case.unit, "请说明。", clock.today(), seat=desk().officer)
        for made_as in ("pdf", "docx"):
            NoticePrint.objects.create(notice=notice, format=made_as, file=file, at=clock.now())
        rows = {
            "notice item": item, "objection": objection, "inquiry": inquiry, "published case": case,
            "objection file": ObjectionFile.objects.create(objection=objection, file=file),
            "inquiry file": InquiryFile.objects.create(inquiry=inquiry, file=file),
        }  # fmt: skip
        nobody = uuid.uuid4()
        for kind, row in rows.items():
            self.urls[kind] = {"own": {"key": row.pk}, NONE: {"key": 2**40 if isinstance(row.pk, int) else nobody}}
        self.urls["receipt"] = {"genuine": {"key": objection.key}, NONE: {"key": nobody}}
        self.urls["notice"] = {"published": {"key": notice.pk}, NONE: {"key": nobody}}
        self.urls["publication"] = {
            "published": {"key": published.pk}, "draft": {"key": draft.pk}, NONE: {"key": nobody},
        }  # fmt: skip

    def _directory(self) -> None:
        """An entry of each directory, a seat, and one that a colleague of the preparer's sits in."""
        units, held = self.world.units, self.world.seats["expert"]
        ruling = SectorRuling.objects.create(
            similar=True, reason="同类", decided_by=self.people["sac_officer"], decided_at=self.world.call.since
        )
        stand_in = Membership.objects.create(
            person=new_person("deputy"), unit=units["host"], role="preparer", starts=held.starts, ends=date(2099, 1, 1),
            standing_in_for=self.world.seats["preparer"],
        )  # fmt: skip
        rows = {
            "sector": self.world.sector, "ruling": ruling, "seat": held, "stand-in": stand_in,
        }  # fmt: skip
        self.urls |= {kind: {"own": {"key": row.pk}, NONE: {"key": 2**40}} for kind, row in rows.items()}
        self.urls["authority"] = {
            "own": {"key": units["ministry"].pk}, "other": {"key": units["host"].pk}, NONE: {"key": 2**40},
        }  # fmt: skip

    def _unit(self) -> None:
        """The host and its people, somebody who asks to be let in, somebody invited, and the links of letters."""
        host, other, at = self.world.units["host"], self.world.units["other_host"], self.world.call.since
        Unit.objects.filter(pk=host.pk).update(code="12100000400000624D")
        by = self.people["unit_admin"]
        asker, file = new_person("asker"), File.store(ContentFile(paper()), "执照.pdf", by, "application/pdf")
        invited = Invitation.objects.create(
            unit=host, email="invited@portal.example", name="应邀", roles=["preparer"], invited_by=by, at=at,
            expires_at=timezone.now() + timedelta(days=7),
        )  # fmt: skip
        rows = {
            "unit": (host.pk, self.world.units["ministry"].pk),
            "evidence": (UnitEvidence.objects.create(unit=host, file=file, added_by=by, added_at=at).pk, 2**39),
            "colleague's seat": (self.world.seats["preparer"].pk, self.world.seats["other_preparer"].pk),
            "join request": tuple(
                JoinRequest.objects.create(unit=unit, person=asker, at=at).pk for unit in (host, other)
            ),
            "invitation": (invited.pk, 2**39),
        }
        for kind, (own, others) in rows.items():
            self.urls[kind] = {"own": {"key": own}, "other": {"key": others}, NONE: {"key": 2**40}}
        colleagues = {"own": self.people["preparer"].pk, "other": self.people["expert"].pk, NONE: 2**40}
        self.urls["colleague"] = {whose: {"person": key} for whose, key in colleagues.items()}
        codes = {"new": "914403001922038216", "taken": "12100000400000624D", NONE: "91X"}
        self.urls["unit code"] = {which: {"code": code} for which, code in codes.items()}
        self.urls["registration link"] = _links(letters.registration_key("new@portal.example"))
        self.urls["invitation link"] = _links(letters.invitation_key(invited))

    def _messages(self) -> None:
        theirs = self.world.seats["other_preparer"].person
        at = self.world.call.since
        own, other = (
            Notification.objects.create(person=person, title="已收到", url="/home/", at=at).pk
            for person in (self.people["preparer"], theirs)
        )
        self.urls["person"] = {"own": {"key": self.people["preparer"].pk}, NONE: {"key": 2**40}}
        self.urls["message"] = {"own": {"key": own}, "other": {"key": other}, NONE: {"key": 2**40}}


def _links(key: str) -> dict[str, Kwargs]:
    return {"genuine": {"key": key}, NONE: {"key": f"{key}x"}}


def _cases(world: World, whose: str) -> Iterator[tuple[str, Application]]:
    begin = world.draft if whose == "own" else world.other_draft
    yield "draft", begin(filled=True)
    yield "review", arrive(begin(inner_name="储能"), "organiser_review")
    yield "received", arrive(begin(inner_name="氢能"), "received")
    yield "withdrawn", arrive(begin(inner_name="风电"), "organiser_review", "withdrawn")


def _printed(case: Application) -> Print:
    """The version's print, or one of the draft, with its file made."""
    seat = next(seat for seat in case.unit.memberships.all() if seat.role == "preparer")
    order = case.current.print if case.current else order_draft_print(case, seat)
    order.file = File.objects.filter(name="法人证书.pdf").first() or attach(case).file
    order.save()
    return order


def body(response: HttpResponse) -> bytes:
    """All of it, streamed or not; reading a stream to its end closes its file, and close() would close the database."""
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]

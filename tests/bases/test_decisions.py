"""决定: a number given once, four papers for those concerned, and to the public no more than that it was decided."""

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from bases import decided, deciding, documents
from bases.forms import NumberField
from bases.models import Base, Decision, DecisionBase, DecisionPaper
from documents import official, papers
from documents.official import Heading, Paragraph
from procedure import clock
from procedure.models import Notification, Outbox
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.bases.built import building
from tests.documents.reading import docx_text, pdf_text
from tests.routes.stage import body as read

NUMBER = "国标委综合函〔2026〕16号"


@pytest.fixture
def base(world: World) -> Base:
    return building(world, approval_number="国标委综合函〔2026〕6号")


def decision_on(*bases: Base, kind: str = "extension", number: str = NUMBER) -> Decision:
    said = deciding.drafted(
        bases, f"同意延长{bases[0].full_name}建设期", [Heading(1, "期限"), Paragraph("延期六个月。")]
    )
    content = official.kept(replace(said, number=number, dated=clock.today(), printed_on=clock.today()))
    decision = Decision.objects.create(
        kind=kind, number=number, dated=clock.today(), content=content, reason="中试平台延期。", proposed_by_name="甲",
        signed_by_name="乙", at=clock.now(),
    )  # fmt: skip
    for each in bases:
        DecisionBase.objects.create(decision=decision, base=each)
    return decision


def printed(decision: Decision) -> None:
    documents.make_papers(Outbox(kind=deciding.PAPERS, payload={"decision": decision.pk}))


@pytest.mark.rule("B05")
@pytest.mark.parametrize("typed", [NUMBER, "国标委综合函[2026]第016号", "国标委综合函〔2026〕6号"])
def test_a_number_is_given_once_to_approvals_and_decisions(base: Base, typed: str) -> None:
    decision_on(base)
    with pytest.raises(ValidationError, match="已经用于另一份文件"):
        NumberField().clean(typed)
    assert NumberField().clean("国标委综合函（2026）17号") == "国标委综合函〔2026〕17号"


def test_four_papers_say_what_was_signed_even_after_a_unit_was_renamed(world: World, base: Base) -> None:
    decision = decision_on(base)
    base.hosts.update(name="后来的名称")
    printed(decision)
    assert DecisionPaper.objects.count() == 4
    for paper in decision.papers.select_related("file"):
        with paper.file.open() as content:
            text = (pdf_text if paper.format == "pdf" else docx_text)(content.read())
        called = "复函" if paper.form == "letter" else "批复"
        for wanted in (
            NUMBER, f"关于同意延长国家技术标准创新基地（光伏）建设期的{called}", "贵州省人民政府", "延期六个月。",
            "昇阳光伏科技有限公司", "贵州省市场监督管理局",
        ):  # fmt: skip
            assert wanted in text
        assert "后来的名称" not in text


def test_papers_are_made_all_or_none_and_once(base: Base, monkeypatch: Any) -> None:
    decision = decision_on(base)

    def fails(*_: Any) -> bytes:
        raise RuntimeError("no more memory")

    with monkeypatch.context() as patched:
        patched.setattr(papers, "_MAKERS", (*papers._MAKERS, ("odt", "x/y", fails)))
        with pytest.raises(RuntimeError, match="no more memory"):
            printed(decision)
    assert (DecisionPaper.objects.count(), Notification.objects.count()) == (0, 0)
    printed(decision)
    printed(decision)
    assert DecisionPaper.objects.count() == 4


def test_who_is_above_is_written_to_and_the_others_get_copies(world: World, base: Base) -> None:
    printed(decision_on(base))
    told = {
        name: list(Notification.objects.filter(person=world.seats[name].person).values_list("title", flat=True))
        for name in ("recommender_officer", "organiser_officer", "submitter", "other_submitter")
    }
    assert told == {
        "recommender_officer": [f"{base}：同意延期（主送）"], "organiser_officer": [f"{base}：同意延期（抄送）"],
        "submitter": [f"{base}：同意延期（抄送）"], "other_submitter": [],
    }  # fmt: skip


@pytest.mark.rule("B06")
def test_the_papers_are_read_by_those_who_see_the_base(world: World, base: Base) -> None:
    printed(decision_on(base, building(world, "船舶", "other_")))
    paper = DecisionPaper.objects.get(form="letter", format="pdf")
    readers = {"preparer", "submitter", "unit_admin", "organiser_officer", "recommender_officer"}
    readers |= {f"other_{name}" for name in readers} | {"sac_officer", "sac_approver"}
    for name, seat in world.seats.items():
        answer = client_of(seat).get(f"/bases/decisions/papers/{paper.pk}/")
        read(answer)
        assert (name, answer.status_code) == (name, 200 if name in readers else 404)
    assert Client().get(f"/bases/decisions/papers/{paper.pk}/").status_code == 302


def test_the_base_shows_its_decisions_with_their_papers(world: World, base: Base) -> None:
    tab = f"{base.get_absolute_url()}?tab=papers"
    before = text_of(client_of(world.seats["submitter"]).get(tab))
    assert "国标委综合函〔2026〕6号" in before
    decision = decision_on(base)
    assert "文件正在制作" in text_of(client_of(world.seats["submitter"]).get(tab))
    printed(decision)
    page = text_of(client_of(world.seats["submitter"]).get(tab))
    assert NUMBER in page
    assert "中试平台延期。" in page
    assert page.count("/bases/decisions/papers/") == 6  # two are opened too


@pytest.mark.rule("B03")
@pytest.mark.parametrize(("kind", "public"), [("termination", True), ("extension", False), ("evaluation", False)])
def test_the_public_reads_number_and_day_of_some_and_no_reason(base: Base, kind: str, public: bool) -> None:
    printed(decision_on(base, kind=kind))
    page = text_of(Client().get(f"/bases/{base.pk}/"))
    assert (NUMBER in page) is public
    assert "中试平台延期" not in page
    assert "/decisions/papers/" not in page


def test_a_decision_is_never_changed(base: Base) -> None:
    decision = decision_on(base)
    with pytest.raises(Exception, match="Cannot update"):
        Decision.objects.filter(pk=decision.pk).update(number="国标委综合函〔2026〕99号")


def test_a_broken_paper_is_said(base: Base) -> None:
    decision = decision_on(base)
    Outbox.objects.create(
        kind=deciding.PAPERS, payload={"decision": decision.pk}, failed_at=clock.now(), next_try=clock.now()
    )
    [(found, made, failed)] = decided.told_of(base)
    assert (found, made, failed) == (decision, [], True)

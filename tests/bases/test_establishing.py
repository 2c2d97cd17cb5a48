"""批准成立: another act than the pass, by two persons and one document, of one base or of several (办法21, 37)."""

from typing import Any

import pytest

from bases import documents, establishing
from bases.models import Base, Companion, Decision
from procedure.acts import NotPermitted, Refused
from procedure.models import Outbox
from procedure.perform import perform
from procedure.proposals import propose, sign, take_back
from tests.applications.asking import client_of, text_of
from tests.applications.building import World
from tests.bases.built import building, recorded
from tests.deciding import desk
from tests.documents.reading import pdf_text

pytestmark = pytest.mark.rule("B21")
GOOD = {"number": "国标委综合函〔2026〕30号", "dated": "2026-05-20", "english_name": "Photovoltaics", "note": ""}


def passed(world: World, name: str = "光伏", **facts: Any) -> Base:
    base = recorded(world, name, passed="2026-05-08", **facts)
    perform(base, "record_passed", seat=desk().officer)
    return base


def proposed(base: Base, **changes: str) -> Any:
    return propose(base, "establish", seat=desk().officer, data=GOOD | changes)


def established(base: Base, **changes: str) -> Base:
    sign(proposed(base, **changes), seat=desk().approver)
    return Base.objects.get(pk=base.pk)


@pytest.mark.rule("B05")
def test_it_takes_two_and_gives_a_day_and_a_document(world: World) -> None:
    base = passed(world)
    with pytest.raises(NotPermitted):
        propose(base, "establish", seat=world.seats["sac_approver"], data=GOOD)
    proposal = proposed(base)
    with pytest.raises(NotPermitted):
        sign(proposal, seat=desk().officer)
    sign(proposal, seat=desk().approver)
    base.refresh_from_db()
    assert (base.state, base.passed, base.established) == ("operating", "2026-05-08", "2026-05-20")
    assert base.english_name == "Photovoltaics"
    assert (Decision.objects.get().kind, Decision.objects.get().number) == ("establishment", GOOD["number"])


def test_nothing_is_established_without_a_pass(world: World) -> None:
    with pytest.raises(Refused, match="当前为“建设中”"):
        proposed(building(world))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"english_name": ""}, "须有英文名称"),
        ({"english_name": "光伏"}, "请只用英文"),
        ({"dated": "2026-05-07"}, "不能早于这一天"),
        ({"dated": "2999-01-01"}, "不能晚于今天"),
        ({"number": ""}, "发文字号"),
    ],
)
def test_what_the_document_must_have(world: World, changes: dict[str, str], said: str) -> None:
    with pytest.raises(Refused) as refused:
        proposed(passed(world), **changes)
    assert said in "".join(each.sentence for each in refused.value.refusals)


def test_one_document_establishes_several(world: World) -> None:
    lead, other = passed(world), passed(world, "氢能", english_name="Hydrogen")
    establishing.choose(lead, [other])
    established(lead)
    other.refresh_from_db()
    assert (other.state, other.established) == ("operating", "2026-05-20")
    assert {each.base for each in Decision.objects.get().bases.all()} == {lead, other}


def test_while_it_is_proposed_neither_the_list_nor_the_others_move(world: World) -> None:
    lead, other = passed(world), passed(world, "氢能", english_name="Hydrogen")
    establishing.choose(lead, [other])
    proposal = proposed(lead)
    with pytest.raises(establishing.NotChosen):
        establishing.choose(lead, [])
    with pytest.raises(Refused):
        proposed(other, number="国标委综合函〔2026〕31号")
    take_back(proposal, seat=desk().officer)
    establishing.choose(lead, [])
    assert not Companion.objects.exists()


def test_a_base_in_anothers_document_is_not_established_by_its_own(world: World) -> None:
    lead, other = passed(world), passed(world, "氢能", english_name="Hydrogen")
    establishing.choose(lead, [other])
    with pytest.raises(Refused, match="的文件一并批准"):
        proposed(other)


def test_companions_must_have_passed_and_be_named_in_english(world: World) -> None:
    lead, other = passed(world), passed(world, "氢能")
    establishing.choose(lead, [other])
    with pytest.raises(Refused, match="还没有英文名称"):
        proposed(lead)
    Companion.objects.update(base=building(world, "风电", english_name="Wind"))
    with pytest.raises(Refused, match="还没有通过验收"):
        proposed(lead)


def test_the_officer_chooses_them_on_a_page(world: World) -> None:
    lead, other = passed(world), passed(world, "氢能", english_name="Hydrogen")
    client, page = client_of(world.seats["sac_officer"]), f"/bases/{lead.pk}/companions/"
    assert "国家技术标准创新基地（氢能）" in text_of(client.get(page))
    assert client.post(page, {"bases": [str(other.pk)]}).status_code == 302
    assert establishing.companions(lead) == [other]
    assert "已经不在等待批准成立" in text_of(client.post(page, {"bases": [str(building(world, "风电").pk)]}))


def test_the_paper_names_every_base_with_its_english_name(world: World) -> None:
    lead, other = passed(world), passed(world, "氢能", english_name="Hydrogen")
    establishing.choose(lead, [other])
    established(lead)
    decision = Decision.objects.get()
    documents.make_papers(Outbox(kind="decision_papers", payload={"decision": decision.pk}))
    with decision.papers.get(form="red_head", format="pdf").file.open() as paper:
        said = pdf_text(paper.read())
    for words in ("等2个创新基地", "（氢能）", "Hydrogen", "Photovoltaics", "批准成立", "不得刻制印章"):
        assert words in said

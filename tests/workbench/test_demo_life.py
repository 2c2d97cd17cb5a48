"""The demo's ways through the life of an established base, from change to revocation, each to where its name says."""

from datetime import date

import pytest

from bases.models import Base
from bases.procedure.people import HOST_SUBMITTER
from procedure.perform import Refused
from tests.applications.building import World
from tests.assessments.changes import with_code
from tests.assessments.evaluated import operating
from tests.deciding import pool
from workbench.demo import changes, endings, evaluations

DAY = date(2026, 6, 16)
NUMBER = "国标委综合函〔2026〕{}号"


@pytest.fixture
def base(world: World) -> Base:
    return operating(world)


@pytest.mark.rule("B35")
def test_a_host_that_changes_in_spite_of_an_objection(world: World, base: Base) -> None:
    change = changes.ask_host(base, DAY, with_code(world.units["other_host"]))
    changes.answer_conditions(change, date(2026, 6, 20))
    changes.publish(change, date(2026, 7, 1))
    objection = changes.object_to(change, date(2026, 7, 20), "新单位的实验室尚未通过认可，请核实。")
    with pytest.raises(Refused, match="异议没有办结"):
        changes.agree(change, NUMBER.format(1))
    change.refresh_from_db()
    changes.settle(objection, date(2026, 7, 28), "经核实，认可证书已于六月取得，符合要求。")
    changes.agree(change, NUMBER.format(1), effective_in=15)
    base = Base.objects.get(pk=base.pk)
    assert [spell.name for spell in base.hosts.all()] == ["昇阳光伏科技有限公司", "南岭船舶研究所"]
    assert HOST_SUBMITTER.allows(base, world.seats["other_submitter"])


@pytest.mark.rule("B34", "B35")
def test_a_new_name_and_an_adjustment(base: Base) -> None:
    change = changes.ask_rename(base, DAY, "先进光伏", "Advanced Photovoltaics")
    changes.publish(change, date(2026, 7, 1))
    changes.agree(change, NUMBER.format(1))
    changes.adjust(Base.objects.get(pk=base.pk), date(2026, 9, 1), NUMBER.format(2), now="每年一次", what="每半年一次")
    base.refresh_from_db()
    assert (base.inner_name, base.adjustment_rows.get().state) == ("先进光伏", "adjusted")


@pytest.mark.rule("B32", "B33")
def test_unqualified_rectified_and_qualified(base: Base) -> None:
    evaluations.evaluate(base, DAY, "不合格", NUMBER.format(1), pool())
    assert (base.state, base.evaluated_on) == ("remediation", date(2026, 9, 20))
    evaluations.ask_for_early(base, date(2027, 3, 1))
    evaluations.evaluate(base, date(2027, 3, 10), "合格", NUMBER.format(2), pool(), again=True)
    assert (base.state, base.evaluated_on) == ("operating", date(2027, 6, 14))


@pytest.mark.rule("B33", "B36")
def test_twice_unqualified_one_is_revoked_and_another_for_a_violation(world: World, base: Base) -> None:
    evaluations.evaluate(base, DAY, "不合格", NUMBER.format(1), pool())
    evaluations.evaluate(base, date(2027, 9, 21), "不合格", NUMBER.format(2), pool(), again=True)
    assert base.state == "unqualified"
    evaluations.revoke(base, date(2028, 1, 20), NUMBER.format(3))
    other = operating(world, "船舶")
    endings.uphold_violation(other, DAY)
    evaluations.revoke(other, date(2026, 8, 1), NUMBER.format(4), violation=True)
    assert [(each.state, each.ended) for each in (base, other)] == [
        ("revoked", "2028-01-20"), ("revoked", "2026-08-01"),
    ]  # fmt: skip

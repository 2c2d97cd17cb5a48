"""批准成立: which bases one document establishes, and what it says (办法21, 37)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from documents.official import Block, Heading, Paragraph, Table
from procedure.acts import Act
from procedure.articles import cite
from procedure.locking import lock_root
from procedure.proposals import open_on

from . import deciding, models, names
from .dates import words
from .procedure.states import BaseState, DecisionKind

if TYPE_CHECKING:
    from .models import Base


def companions(base: "Base") -> "list[Base]":
    """The other bases of its document."""
    return list(models.Base.objects.filter(companion_of__lead=base.pk).order_by("pk"))


def lead_of(base: "Base") -> "Base | None":
    """The base in whose document this one goes."""
    return models.Base.objects.filter(companions__base=base.pk).first()


def candidates(base: "Base") -> "list[Base]":
    """What has passed and goes into no other document."""
    rows = models.Base.objects.filter(state=BaseState.PASSED).exclude(pk=base.pk)
    free = rows.filter(companions=None).exclude(companion_of__lead__isnull=False)
    return [*companions(base), *free.order_by("passed", "pk")]


class NotChosen(Exception):
    """Why the others cannot be chosen now; a sentence for the officer."""


@transaction.atomic
def choose(base: "Base", others: "Iterable[Base]") -> None:
    """These others go into the document, and no more than these. Raises NotChosen."""
    lock_root(base)
    if open_on(base.pk):
        raise NotChosen("批准成立正在等待审批，一并批准的创新基地不能再改；要改的，请先收回提请。")
    models.Companion.objects.filter(lead=base).delete()
    models.Companion.objects.bulk_create(models.Companion(lead=base, base=other) for other in others)


def establish(base: "Base", act: Act) -> None:
    """The base and its companions, in the commit that signs their document."""
    dated = act.data["dated"]
    base.established = dated.isoformat()
    base.english_name = act.data["english_name"] or base.english_name
    others = companions(base)
    for other in others:
        act.cause(other, "establish_together", {"dated": dated})
    together = [base, *others]
    said = deciding.drafted(together, f"批准成立{_called(together)}", _body(together, act.note))
    deciding.decide(act, DecisionKind.ESTABLISHMENT, together, said)


def _called(bases: "Sequence[Base]") -> str:
    first = bases[0].full_name
    return first if len(bases) == 1 else f"{first}等{len(bases)}个创新基地"


def _body(bases: "Sequence[Base]", remarks: str) -> Iterator[Block]:
    what = bases[0].full_name if len(bases) == 1 else f"下列{len(bases)}个国家技术标准创新基地"
    yield Paragraph(f"经组织专家验收，验收意见为“通过”。根据{cite('办法21')}，批准成立{what}，有关事项如下：")
    yield Heading(1, "批准成立的创新基地")
    rows = tuple(
        (str(number), base.full_name, names.english(base.english_name), host_of(base), words(base.passed))
        for number, base in enumerate(bases, start=1)
    )
    yield Table(("序号", "名称", "英文名称", "承担单位", "验收意见日期"), rows, widths=(2, 6, 8, 5, 4))
    yield Heading(1, "运行要求")
    yield Paragraph(
        "请组织承担单位建立健全组织架构和管理制度，完善运行机制；创新基地不得自行成立或者批准分基地等分支机构，"
        f"不得刻制印章（{cite('办法22')}）。每年12月底前报送年度工作总结和下一年度工作计划（{cite('办法29')}）。"
    )
    yield from deciding.remarks(remarks)


def host_of(base: "Base") -> str:
    spell = base.hosts.filter(until="").first()
    return spell.name if spell else ""

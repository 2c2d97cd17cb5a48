"""批准成立: another act than the pass, with its own day and document, of one base or several together (办法21, 37)."""

from typing import TYPE_CHECKING, Any, cast

from bases import establishing
from procedure.acts import Act
from procedure.steps import Due, guard, step

from .evaluating import EVALUATION_DUE
from .operating import SUMMARY_DUE, YEAR_DUE
from .people import HOSTS, ORGANISERS, SAC_APPROVER, SAC_OFFICER, SUPERVISORS
from .states import BaseState as S

if TYPE_CHECKING:
    from bases.models import Base

# The dates that begin with the establishment: each stage of operation adds its own here.
BEGINS: tuple[Due, ...] = (SUMMARY_DUE, YEAR_DUE, EVALUATION_DUE)
_EVERYBODY = (HOSTS, ORGANISERS, SUPERVISORS)


@guard("办法21")
def companions_passed(base: "Base", act: Act) -> str | None:
    """Whoever goes into the same document has passed too."""
    others = [str(each) for each in establishing.companions(base) if each.state != S.PASSED]
    return f"一并批准的{'、'.join(others)}还没有通过验收，或者已经成立。" if others else None


@guard("办法37")
def companions_named_in_english(base: "Base", act: Act) -> str | None:
    others = [str(each) for each in establishing.companions(base) if not each.english_name]
    return f"一并批准的{'、'.join(others)}还没有英文名称，请单独批准，并在批准时填写。" if others else None


@guard("办法21")
def not_in_another_document(base: "Base", act: Act) -> str | None:
    lead = establishing.lead_of(base)
    return f"已列入{lead}的文件一并批准，请在该创新基地办理，或者先移出。" if lead else None


class EstablishingSteps:
    """批准成立."""

    established: Any

    @step("批准成立", article="办法21", source=S.PASSED, target=S.OPERATING, permission=SAC_OFFICER,
          two_person=SAC_APPROVER, form="EstablishForm", locks=[establishing.companions], opens=BEGINS,
          guards=[not_in_another_document, companions_passed, companions_named_in_english],
          notifies=_EVERYBODY)  # fmt: skip
    def establish(self, act: Act) -> None:
        """验收意见为“通过”的，批准成立；另有文号和日期，可以与其他通过验收的创新基地一并发文。"""
        establishing.establish(cast("Base", self), act)

    @step("一并批准成立", article="办法21", source=S.PASSED, target=S.OPERATING, caused_by="base.establish",
          opens=BEGINS, notifies=_EVERYBODY)  # fmt: skip
    def establish_together(self, act: Act) -> None:
        """与另一个创新基地同文批准成立。"""
        self.established = act.data["dated"].isoformat()

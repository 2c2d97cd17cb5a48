"""What pages show of a mid-term review, and whose turn it is (办法18)."""

from assessments.beginning import beginning
from assessments.entry import Beginning, Entry
from assessments.models import MidtermReview
from assessments.procedure.midterm_review import MidtermReviewState as S
from assessments.queries.midterm_reviews import visible_to
from bases.models import Base
from bases.procedure import IN_BUILD
from bases.procedure.building import MIDTERM
from organisations.models import Membership, Role

from . import filled


def begins(base: Base, seat: Membership) -> list[Beginning]:
    """As long as there is none."""
    if base.state not in IN_BUILD or MidtermReview.objects.filter(base=base).exists():
        return []
    return beginning(MidtermReview(base=base), base, "assessments:review_begun", seat)


ENTRY = Entry(
    "midterm_review", visible_to, filled.TABS, filled.context,
    turns={
        S.DRAFT: {Role.ORGANISER_OFFICER: "填写并提交中期评估报告"},
        S.FILED: {Role.SAC_OFFICER: "接收中期评估报告"},
    },
    answers=(MIDTERM,), files=filled.files_of("midtermreview"), begins=begins, related=filled.RELATED,
)  # fmt: skip

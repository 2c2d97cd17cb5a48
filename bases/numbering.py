"""发文字号: each is given once, whether to an approval or to a later decision."""

from django.db import connection

from procedure.acts import Refused
from procedure.steps import Refusal

from . import models

NUMBER_TAKEN = "发文字号{}已经用于另一份文件，请核对。"
# Any word will do, as long as nothing else waits at it.
_LOCK = "bases.document_number"


def taken(number: str) -> bool:
    """Whether an approval or a decision has it; history's own numbers count too."""
    return (
        models.Base.objects.filter(approval_number=number).exists()
        or models.Decision.objects.filter(number=number).exists()
    )


def claim(number: str, article: str) -> None:
    """The number is this decision's from here on: who claims in the same second waits for the commit. Or Refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [_LOCK])
    if taken(number):
        raise Refused([Refusal(NUMBER_TAKEN.format(number), article)])

"""Why a plan came back: the act that returned it, and what was said to each part of the version it was about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from procedure.models import Record

from .models import Application, Comment

RETURNING = ("return_plan", "return_endorsement")


@dataclass(frozen=True)
class Reading:
    """What the readers of the last version left for those who write the next."""

    returned: Record | None = None
    comments: Sequence[Comment] = ()
    counts: Counter[str] = field(default_factory=Counter)

    def on(self, section: str | None) -> list[Comment]:
        return [comment for comment in self.comments if comment.section == section]


def last_return(records: Sequence[Record]) -> Record | None:
    """The return that brought a case where it stands; None once anything else has been done since."""
    return records[-1] if records and records[-1].step in RETURNING else None


def reading_of(application: Application) -> Reading:
    """Of a draft: nothing, and no query, before its first submission."""
    if application.current_id is None:
        return Reading()
    newest = list(Record.objects.filter(root=application.root).order_by("-id")[:1])
    comments = list(Comment.objects.filter(version=application.current_id).select_related("unit"))
    return Reading(last_return(newest), comments, Counter(comment.section for comment in comments))

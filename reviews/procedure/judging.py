"""What every review asks before its conclusion is recorded, of whatever row holds the ``case``."""

from typing import Any

from procedure.acts import Act
from procedure.steps import Guard


def case_of(judged: Any) -> Any:
    """For ``locks``: no opinion, conclusion or signature is written while the conclusion is recorded."""
    return judged.case


def round_closed(article: str) -> Guard:
    """The opinions are in, or the officer closed the round with a reason."""

    def round_closed(judged: Any, act: Act) -> str | None:
        panel = judged.case.panel
        if panel is None or panel.state != "meeting":
            return "独立评审还没有结束，结论须在会议评议时形成。"
        return None

    return Guard(round_closed, article)


def signed_by_members(article: str) -> Guard:
    """Asked once there is something to sign."""

    def signed_by_members(judged: Any, act: Act) -> str | None:
        from reviews.concluding import unsigned

        if written_of(judged) is None:
            return None
        names = unsigned(judged.case)
        return f"{'、'.join(names)}还没有在现在的结论上签名；缺席的请由经办注明。" if names else None

    return Guard(signed_by_members, article)


def concluded(result: str, *, article: str, name: str) -> Guard:
    """That the chair wrote this conclusion and no other."""

    def check(judged: Any, act: Act) -> str | None:
        found = written_of(judged)
        if found is None:
            # Before the meeting the open round says it all.
            return None if round_closed(article).check(judged, act) else "组长还没有写出评审结论。"
        return None if found.result == result else f"组长写的结论是“{found.result}”，不是“{result}”。"

    check.__name__ = name
    return Guard(check, article)


def written_of(judged: Any) -> Any:
    """The conclusion as the chair wrote it, if he has."""
    return getattr(judged.case, "conclusion", None)

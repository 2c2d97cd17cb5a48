"""What each line should reach, as the order for this system has it."""

from dataclasses import dataclass

from .measuring import Line


@dataclass(frozen=True)
class Aim:
    """Upper bounds; None where nothing is asked."""

    ratio: float | None = None
    statements: int | None = None
    growth: float | None = None
    none_repeated: bool = False
    one_commit: bool = False

    def missed(self, small: Line, large: Line) -> list[str]:
        """Every bound that the measured line goes beyond, with both numbers."""
        ratio, growth = max(small.ratio, large.ratio), large.product.median / small.product.median
        statements = max(len(line.asked.statements) for line in (small, large))
        repeated = max(line.asked.repeated for line in (small, large))
        return [
            *_over("ratio", ratio, self.ratio),
            *_over("SQL", statements, self.statements),
            *_over("growth", growth, self.growth),
            *_over("repeated", repeated, 0 if self.none_repeated else None),
            *_over("commits", large.asked.commits, 1 if self.one_commit else None),
        ]


def _over(name: str, measured: float, bound: float | None) -> list[str]:
    return [f"{name} {measured:.3g} > {bound:g}"] if bound is not None and measured > bound else []


NONE = Aim()
QUEUE = Aim(ratio=4, statements=10, growth=1.3)
SEARCH = Aim(ratio=2)
# A page that everybody may read: drawn, beside the floor's queue page, and lying ready, beside a constant page.
PUBLIC = Aim(ratio=1.5, statements=10, growth=1.3)
READY = Aim(ratio=1 / 0.4, statements=0)
CASE = Aim(statements=15, none_repeated=True)
PERFORM = Aim(ratio=3.5, statements=14, one_commit=True)
PRINT_SECONDS = 1.0

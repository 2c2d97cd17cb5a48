"""Topics typed one after another in short lines, for the sectors of the earlier calls."""

from workbench.demo.plans.topics import Topic, topic

_FIELDS = ("need", "gap", "chain", "techs", "objects", "platforms", "scenes", "metrics", "market")


def read_topics(text: str) -> tuple[Topic, ...]:
    """Blocks of `key short` and the fields in their order, a line each; rows of numbers have / for |."""
    return tuple(_read(block.splitlines()) for block in text.strip().split("\n\n"))


def _read(lines: list[str]) -> Topic:
    key, short = lines[0].split()
    fields = dict(zip(_FIELDS, lines[1:], strict=True))
    for rows in ("metrics", "market"):
        fields[rows] = fields[rows].replace("/", "|")
    return topic(
        key, short, domestic=f"{short}领域的全国专业标准化技术委员会", international=f"{short}领域的国际标准化技术机构",
        **fields,
    )  # fmt: skip

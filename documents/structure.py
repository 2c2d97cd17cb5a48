"""The shape of rich text: every text in a paragraph, nothing nested without end. Works on what nh3 has written."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

# nh3 escapes < and > in texts, and the attributes it lets through are numbers.
TOKEN = re.compile(r"<(?P<closing>/?)(?P<tag>\w+)(?P<rest>[^>]*)>|[^<]+")
LEAVES = ("p", "h4")
MARKS = ("strong", "em", "u", "sub", "sup")
# A table in a list in a table. Deeper ones are taken apart, since layout goes as deep as they do.
DEEPEST = 16


def structured(html: str, renamed: Mapping[str, str], kept: frozenset[str]) -> str:
    """The same text with `renamed` tags, paragraphs where there were none, and no tag that is not `kept`."""
    shape = _Shape(kept)
    for token in TOKEN.finditer(html):
        tag = renamed.get(token["tag"], token["tag"])
        if not tag:
            shape.text(token[0])
        elif tag in MARKS:
            shape.mark(tag, closing=bool(token["closing"]))
        elif tag == "br":
            shape.inline("<br>")
        elif token["closing"]:
            shape.close(tag)
        else:
            shape.open(tag, token["rest"])
    return shape.finished()


@dataclass
class Node:
    """A tag of clean text: its numbers, and what is in it; texts are still escaped."""

    tag: str
    attributes: dict[str, int] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def nodes(self) -> list["Node"]:
        return [child for child in self.children if isinstance(child, Node)]

    def number(self, attribute: str) -> int:
        return self.attributes.get(attribute, 1)

    def text(self) -> str:
        """All text in it, a line break as one."""
        return "\n" if self.tag == "br" else "".join(_text(child) for child in self.children)

    def leaves(self) -> Iterator["Node"]:
        """Paragraphs and headings below, in order."""
        for child in self.nodes:
            if child.tag in LEAVES:
                yield child
            else:
                yield from child.leaves()


def _text(child: "Node | str") -> str:
    return unescape(child) if isinstance(child, str) else child.text()


def parsed(cleaned: str) -> Node:
    """Clean text as a tree."""
    path = [Node("")]
    for token in TOKEN.finditer(cleaned):
        if token["closing"]:
            path.pop()
            continue
        tag = token["tag"]
        child = Node(tag, _numbers(token["rest"])) if tag else token[0]
        path[-1].children.append(child)
        if isinstance(child, Node) and tag != "br":
            path.append(child)
    return path[0]


def _numbers(attributes: str) -> dict[str, int]:
    return {name: int(number) for name, number in re.findall(r'(\w+)="(\d+)"', attributes)}


@dataclass
class _Shape:
    kept: frozenset[str]
    out: list[str] = field(default_factory=list)
    # The paragraph or heading being written, and for each other open tag whether it was written.
    leaf: str = ""
    around: list[bool] = field(default_factory=list)
    marks: Counter[str] = field(default_factory=Counter)

    def text(self, text: str) -> None:
        if self.leaf or text.strip():
            self.inline(text)

    def inline(self, piece: str) -> None:
        if not self.leaf:
            self.start("p")
        self.out.append(piece)

    def mark(self, tag: str, *, closing: bool) -> None:
        """Bold in bold is bold, and goes no deeper."""
        self.marks[tag] += -1 if closing else 1
        if self.marks[tag] == (0 if closing else 1):
            self.inline(f"</{tag}>" if closing else f"<{tag}>")

    def open(self, tag: str, attributes: str) -> None:
        self.end()
        if tag in LEAVES:
            self.start(tag)
            return
        written = tag in self.kept and len(self.around) < DEEPEST
        self.around.append(written)
        if written:
            self.out.append(f"<{tag}{attributes}>")

    def close(self, tag: str) -> None:
        self.end()
        if tag not in LEAVES and self.around and self.around.pop():
            self.out.append(f"</{tag}>")

    def start(self, leaf: str) -> None:
        self.leaf = leaf
        self.out.append(f"<{leaf}>")

    def end(self) -> None:
        if self.leaf:
            self.out.append(f"</{self.leaf}>")
            self.leaf = ""

    def finished(self) -> str:
        self.end()
        return "".join(self.out)

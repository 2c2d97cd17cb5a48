"""Which rules the tests say they prove, read from their text: nothing of them is imported or run."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path


def proofs(folder: Path) -> Counter[str]:
    """How many test functions are marked with each id; a parametrised one counts once."""
    return Counter(
        rule
        for file in sorted(folder.rglob("test_*.py"))
        for marks in _tests(ast.parse(file.read_text(encoding="utf-8")).body, set())
        for rule in marks
    )


def _tests(body: list[ast.stmt], above: set[str]) -> Iterator[set[str]]:
    """The ids of each test, those of its class and module among them."""
    here = above | _ids(statement for statement in body if _is_pytestmark(statement))
    for statement in body:
        if isinstance(statement, ast.ClassDef) and statement.name.startswith("Test"):
            yield from _tests(statement.body, here | _ids(statement.decorator_list))
        elif isinstance(statement, ast.FunctionDef) and statement.name.startswith("test_"):
            yield here | _ids(statement.decorator_list)


def _is_pytestmark(statement: ast.stmt) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in targets)


def _ids(nodes: Iterable[ast.AST]) -> set[str]:
    """The ids in every ``mark.rule(...)`` below these nodes."""
    calls = (call for node in nodes for call in ast.walk(node) if isinstance(call, ast.Call))
    return {
        argument.value
        for call in calls
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func).endswith("mark.rule")
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }

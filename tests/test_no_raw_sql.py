"""Questions are asked through the models: SQL stands in storage, else with its reason beside it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
#: What belongs to the engine, and what makes the tables.
AT_HOME = ("models/storage/", "models/migrations/")
MOST_IN_MODELS = 60
#: How a comment begins that says why something is SQL: beside it, or above the statement it is in.
REASON = "# SQL:"
BEGINS = re.compile(
    r"\s*(SELECT|INSERT|REPLACE|UPDATE|DELETE|WITH|PRAGMA|CREATE|DROP|ALTER|ATTACH|DETACH|VACUUM"
    r"|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|ANALYZE|REINDEX|EXPLAIN)\b"
)
#: What is not in a file at all need not be looked for in its tree.
ANY = re.compile(f"{BEGINS.pattern.removeprefix(chr(92) + 's*')}|execut")
EXECUTES = ("execute", "executemany", "executescript")


def raw(source: str) -> dict[int, bool]:
    """The lines on which a text of SQL begins, and whether its reason is said."""
    if not ANY.search(source):
        return {}
    lines, tree = source.splitlines(), ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found: dict[int, bool] = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        text = _text(node)
        if text is None or isinstance(parents.get(node), ast.JoinedStr | ast.Expr):
            continue  # a part of another text, or a docstring
        if BEGINS.match(text) or _is_executed(node, parents):
            found[node.lineno] = _reason(node, parents, lines)
    return found


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "?" for part in node.values)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if is_text else None  # type: ignore[attr-defined]


def _is_executed(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    call = parents.get(node)
    if not isinstance(call, ast.Call) or not call.args or call.args[0] is not node:
        return False
    return isinstance(call.func, ast.Attribute) and call.func.attr in EXECUTES


def _reason(node: ast.AST, parents: dict[ast.AST, ast.AST], lines: list[str]) -> bool:
    """Whether a comment says why: on a line of the statement, or right above it."""
    while not isinstance(node, ast.stmt):
        node = parents[node]
    first, last = node.lineno - 1, node.end_lineno or node.lineno
    if any(REASON in line for line in lines[first:last]):
        return True
    while first > 0 and lines[first - 1].lstrip().startswith("#"):
        first -= 1
        if REASON in lines[first]:
            return True
    return False


def _found(folder: str) -> dict[str, bool]:
    return {
        f"{name}:{line}": said
        for path in sorted((ROOT / folder).rglob("*.py"))
        if not (name := path.relative_to(ROOT).as_posix()).startswith(AT_HOME)
        for line, said in raw(path.read_text(encoding="utf-8")).items()
    }


def test_the_window_builds_no_sql() -> None:
    assert _found("ui") == {}


def test_sql_in_the_models_is_little_and_says_why() -> None:
    found = _found("models")
    without = [place for place, said in found.items() if not said]
    assert not without, f"no “{REASON} …” says why: {without}"
    assert len(found) <= MOST_IN_MODELS, found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('q = "SELECT id FROM user"', {1: False}),
        ('q = f"""\nDELETE FROM {table}"""', {1: False}),
        ('connection.execute("begin immediate")', {1: False}),
        ('q = (\n    "SELECT id"\n    f" FROM {table}"\n)', {2: False}),
        ('q = "SELECT 1"  # SQL: the engine alone knows', {1: True}),
        ('# SQL: a tower,\n# as measured.\nQ = (\n    "WITH own AS (…)"\n)', {4: True}),
        ('# SQL: of another\n\nq = "SELECT 1"', {3: False}),
        ('"""SELECT is a word in a docstring."""', {}),
        ('say("Selected cases"), "Update the case", "with it"', {}),
        ("rows(connection, Case.select())", {}),
    ],
)
def test_what_is_sql_is_known(source: str, found: dict[int, bool]) -> None:
    assert raw(source) == found

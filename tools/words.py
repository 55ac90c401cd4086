"""Lists every sentence, label and name that the program can say to a person: ``docs/words.md``.

    python tools/words.py           write it
    python tools/words.py --check   fail where it is not as the sources have it

What is listed is read from the sources: texts of ``main.py``, ``models/`` and ``ui/`` that are no
docstrings, no SQL and no names of the program's own, and the names and sentences of ``resources/``.
``{…}`` stands for what is put in. Whoever reads the list sees the words as a police officer would,
without the code around them.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "words.md"
HEAD = """# Every word that the program says

Made from the sources by `make words`; not edited by hand. `{…}` stands for what is put in.
"""
#: Calls whose texts nobody reads: names of widgets and files, patterns, questions, the log.
UNREAD = frozenset(
    (
        "setObjectName",
        "setProperty",
        "property",
        "findChild",
        "findChildren",
        "objectName",
        "getattr",
        "setattr",
        "hasattr",
        "compile",
        "match",
        "fullmatch",
        "search",
        "sub",
        "split",
        "rsplit",
        "removeprefix",
        "removesuffix",
        "startswith",
        "endswith",
        "strip",
        "rstrip",
        "lstrip",
        "partition",
        "rpartition",
        "encode",
        "decode",
        "strftime",
        "strptime",
        "isinstance",
        "execute",
        "executemany",
        "executescript",
        "execute_sql",
        "SQL",
        "debug",
        "info",
        "warning",
        "error",
        "exception",
        "critical",
        "getLogger",
        "open",
        "connect",
        "create_function",
        "add_command",
        "invokeMethod",
        "setStyleSheet",
        "icon",
        "pixmap",
        "environ",
        "getenv",
        "setdefault",
        "pop",
        "register",
        "namedtuple",
        "TypeVar",
        "NewType",
        "Literal",
        "cast",
        "import_module",
        "get_template",
        "attrib",
        "find",
        "findall",
        "iterfind",
        "create_aggregate",
        "create_collation",
    )
)
#: Assigned names whose texts nobody reads.
UNREAD_NAMES = re.compile(
    r"(_?[A-Z_]*(QUERY|SQL|PATTERN|MAGIC|PRAGMA|GUARDED|SUFFIX)[A-Z_]*|__\w+__)$"
)
_SQL = re.compile(
    r"[\s(]*(SELECT|INSERT|UPDATE|DELETE|WITH|PRAGMA|CREATE|DROP|ALTER|ATTACH|DETACH|VACUUM"
    r"|BEGIN"
    r"|COMMIT|ROLLBACK|EXISTS|CASE WHEN|FROM|WHERE|LEFT JOIN|JOIN|ORDER BY|AND|OR"
    r"|COALESCE|FOREIGN KEY"
    r"|REINDEX|ANALYZE|RELEASE|SAVEPOINT)\b"
)
#: A sentence has a space between words; a label begins with a capital letter.
_SENTENCE = re.compile(r"[A-Za-zÀ-ÿ’'){}…”,:;]\s+[“(A-Za-zÀ-ÿ{]")
_LABEL = re.compile(r"[A-Z][a-zà-ÿ’]{2,}(…|\.)?$")
_MARKUP = re.compile(
    r"^\s*<|[{;]\s*\n|^#[0-9A-Fa-f]{3,8}$|^\*\.|^%[a-zA-Z]|://|^[\w./-]+/[\w./-]*$"
)
#: Keys of the data in ``resources/`` whose values people read.
READ_KEYS = frozenset(
    (
        "name",
        "title",
        "sentence",
        "words",
        "text",
        "label",
        "about",
        "heading",
        "summary",
        "short",
        "question",
        "note",
        "definition",
        "description",
        "source",
        "unit",
        "called",
    )
)


def is_said(text: str) -> bool:
    """Whether a text reads as something that a person is shown."""
    told = text.strip()
    if len(told) < 3 or _SQL.match(told) or _MARKUP.search(told) or not _plain(told):
        return False
    return bool(_SENTENCE.search(told) or _LABEL.match(told))


def _plain(text: str) -> bool:
    """Whether it holds only what can be printed, and is no piece of a question."""
    return all(letter.isprintable() or letter in "\n\t" for letter in text) and not re.search(
        r"\b[a-z]\.[a-z_{]|\w+_\w+, |\w+_id\b", text
    )


def texts_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """The texts of a module that are said to people: line and words."""
    unread = {id(node) for node in ast.walk(tree) for node in _unread(node)}
    for node in ast.walk(tree):
        if id(node) in unread:
            continue
        words = _words(node)
        if words is not None and is_said(words):
            yield node.lineno, words  # type: ignore[attr-defined]


def _words(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else "{…}" for part in node.values]
        return "".join(str(part) for part in parts)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def _unread(node: ast.AST) -> Iterator[ast.AST]:
    """What below a node is not said: docstrings, annotations, arguments of calls nobody reads."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value  # a docstring
    if isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.Call):
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in UNREAD:
            for part in (*node.args, *node.keywords):
                yield from ast.walk(part)
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [item.id for item in targets if isinstance(item, ast.Name)]
        if any(UNREAD_NAMES.match(name) for name in names) and node.value is not None:
            yield from ast.walk(node.value)
    if isinstance(node, ast.AnnAssign):
        yield from ast.walk(node.annotation)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for argument in (*node.args.args, *node.args.kwonlyargs):
            if argument.annotation is not None:
                yield from ast.walk(argument.annotation)
        if node.returns is not None:
            yield from ast.walk(node.returns)


def texts_of_data(data: object, key: str = "") -> Iterator[str]:
    """The texts of a data file that people read, in their order."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from texts_of_data(value, name if isinstance(value, (str, list)) else "")
    elif isinstance(data, list):
        for value in data:
            yield from texts_of_data(value, key)
    elif isinstance(data, str) and key in READ_KEYS and data.strip():
        yield data


def texts_of_template(html: str) -> Iterator[str]:
    """The texts of a template: what stands between tags, with ``{…}`` for what is put in."""
    whole = html
    html = re.sub(r"(?s)<style.*?</style>|\{#.*?#\}|<!--.*?-->", "\n", html)
    html = re.sub(r"(?s)\{\{.*?\}\}", "{…}", html)
    told = " ".join(re.findall(r"(?s)\{%.*?%\}|\{\{.*?\}\}", whole))
    yield from re.findall(r"""["']([A-Z][^"'<>]*)["']""", told)
    for words in re.split(r"(?s)\{%.*?%\}|<[^>]*>|\n", html):
        if re.search(r"[A-Za-z]{2}", words.replace("{…}", "")):
            yield words


def page() -> str:
    """The whole list, as Markdown: a heading a file, a line a text, each once a file."""
    parts = [HEAD]
    letters = ROOT / "tools" / "letters.py"  # the words of the letters that come with the program
    for path in (ROOT / "main.py", *_sources("models"), *_sources("ui"), letters):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts.append(_part(path, [words for _, words in sorted(texts_of(tree))]))
    for path in sorted((ROOT / "resources").rglob("*.json")):
        if path.parent.name != "demo":
            data = json.loads(path.read_text(encoding="utf-8"))
            parts.append(_part(path, texts_of_data(data)))
    for path in sorted((ROOT / "resources" / "templates").rglob("*.html")):
        parts.append(_part(path, texts_of_template(path.read_text(encoding="utf-8"))))
    return "\n".join(part for part in parts if part)


def _sources(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts and "demo" not in path.parts]


def _part(path: Path, texts: Iterator[str] | list[str]) -> str:
    lines = dict.fromkeys(" ".join(words.split()) for words in texts)
    if not lines:
        return ""
    listed = "\n".join(f"- {words}" for words in lines)
    return f"## {path.relative_to(ROOT).as_posix()}\n\n{listed}\n"


def main() -> int:
    """Write the list, or compare it."""
    wanted = page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted:
            return 0
        sys.stderr.write("docs/words.md is not as the sources have it: make words\n")
        return 1
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

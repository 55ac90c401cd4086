"""The little language of letter templates: fields, lists, and what stands only where something is.

It is Jinja2 cut down to that. A template is read into its tree first, and whatever in the tree is
not among the few things known here is refused with a sentence; so it calls nothing, reaches no
attribute of anything, loads nothing, and counts to nothing. What is left runs in Jinja2's sandbox
with a bound on how much it may go through and how much it may write.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.errors import ProbityError

#: Characters that a template may write in all, items of lists that it may go through, tags in it.
MOST_WRITTEN, MOST_ITEMS, MOST_TAGS = 20_000_000, 20_000, 2_000
#: Loops in one another, and parts in one another at all.
DEEPEST_LOOP, DEEPEST = 2, 60
LOOP = frozenset({"index", "first", "last", "length"})
FILTERS = frozenset({"upper", "lower", "capitalize", "trim"})
PLAIN = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.And, nodes.Or),
    *(nodes.Not, nodes.Compare, nodes.Operand),
)
MOST_TOLD = 8
GROWS = "The template would make a letter that never ends. Nothing was made."


@dataclass(frozen=True)
class Words:
    """What a template may name: fields by their codes, and lists with the fields of their items."""

    fields: tuple[str, ...]
    lists: Mapping[str, frozenset[str]]

    @property
    def all(self) -> list[str]:
        """Everything that can be written, as it is written."""
        return [*self.fields, *self.lists]


@dataclass
class Found:
    """What a template names: its fields, and a sentence for each thing in it that is not known.

    :ivar needed: of the fields those that do not stand under a condition of their own.
    """

    fields: set[str] = field(default_factory=set)
    needed: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    def say(self, sentence: str) -> None:
        """Add a problem once."""
        if sentence not in self.problems:
            self.problems.append(sentence)


class Language(ImmutableSandboxedEnvironment):
    """Jinja2 with everything taken out that a letter has no use for.

    Whatever it is asked to make a template of is checked first.
    """

    def __init__(self, words: Words) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, cache_size=0)
        self.words = words
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: one for name, one in self.filters.items() if name in FILTERS}

    def concat(self, pieces: Iterable[str]) -> str:
        """Put what a template writes together, up to a bound."""
        written, kept = 0, []
        for one in pieces:
            written += len(one)
            if written > MOST_WRITTEN:
                raise ProbityError(GROWS)
            kept.append(one)
        return "".join(kept)

    def look(self, source: str, found: Found) -> None:
        """Note what a template names and what in it is not known."""
        if len(re.findall(r"\{[{%#]", source)) > MOST_TAGS:
            found.say(f"The template has more than {MOST_TAGS:,} fields.")
            return
        try:
            tree = self.parse(source)
        except TemplateSyntaxError as error:
            found.say(_not_understood(error, source))
            return
        except RecursionError:
            found.say("The template has too many parts inside one another.")
            return
        _Walk(self.words, found).walk(tree, {}, 0)

    def from_string(self, source: Any, *args: Any, **named: Any) -> Any:
        """Make a template.

        :raises ProbityError: it holds what is not known.
        """
        found = Found()
        self.look(source, found)
        refuse(found)
        return super().from_string(source, *args, **named)


def refuse(found: Found) -> None:
    """Let a template be used.

    :raises ProbityError: there is something in it that is not known.
    """
    if found.problems:
        told = found.problems[:MOST_TOLD]
        more = len(found.problems) - len(told)
        told += [f"There are {more} more."] if more else []
        raise ProbityError(" ".join([*told, "No letter was made from it."]))


def context(values: Mapping[str, Any]) -> dict[str, Any]:
    """What :func:`models.exchange.letters.fields.values` says, as a template reads it."""
    left = [MOST_ITEMS]
    found: dict[str, Any] = {}
    for code, value in values.items():
        if isinstance(value, str):
            space, _, name = code.partition(".")
            vars(found.setdefault(space, SimpleNamespace()))[name] = value
        else:
            found[code] = _Items([SimpleNamespace(**one) for one in value], left)
    return found


class _Items(list[Any]):
    """A list that counts how much of all lists has been gone through."""

    def __init__(self, items: list[Any], left: list[int]) -> None:
        super().__init__(items)
        self._left = left

    def __iter__(self) -> Iterator[Any]:
        for one in super().__iter__():
            self._left[0] -= 1
            if self._left[0] < 0:
                raise ProbityError(GROWS)
            yield one


class _Walk:
    """Goes through the tree of a template and lets nothing pass that it does not know."""

    def __init__(self, words: Words, found: Found) -> None:
        self._words = words
        self._found = found
        self._asked: list[str] = []  # of what the conditions ask in which one is

    def walk(self, node: nodes.Node, loops: dict[str, str], depth: int) -> None:
        """:param loops: the name of each item that is gone through, and its list."""
        if depth > DEEPEST:
            self._found.say("The template has too many parts inside one another.")
        elif isinstance(node, nodes.For):
            self._loop(node, loops, depth)
        elif isinstance(node, nodes.If | nodes.CondExpr):
            self._condition(node, loops, depth)
        elif isinstance(node, nodes.Getattr):
            self._field(node, loops)
        elif isinstance(node, nodes.Name):
            self._name(node, loops)
        elif isinstance(node, nodes.Filter):
            if node.name not in FILTERS or node.args or node.kwargs or node.node is None:
                self._found.say(
                    f"The template asks for “{node.name}”, which is not allowed in a letter."
                )
            else:
                self.walk(node.node, loops, depth + 1)
        elif isinstance(node, PLAIN):
            for child in node.iter_child_nodes():
                self.walk(child, loops, depth + 1)
        else:
            what = type(node).__name__.lower()
            self._found.say(
                f"The template contains program code ({what}). A letter may contain only "
                "fields, lists and conditions."
            )

    def _condition(
        self, node: nodes.If | nodes.CondExpr, loops: dict[str, str], depth: int
    ) -> None:
        asked = [
            f"{one.node.name}.{one.attr}"
            for one in (node.test, *node.test.find_all(nodes.Getattr))
            if isinstance(one, nodes.Getattr) and isinstance(one.node, nodes.Name)
        ]
        self._asked += asked
        for child in node.iter_child_nodes():
            self.walk(child, loops, depth + 1)
        del self._asked[len(self._asked) - len(asked) :]

    def _loop(self, node: nodes.For, loops: dict[str, str], depth: int) -> None:
        listed, target = node.iter, node.target
        plain = isinstance(target, nodes.Name) and isinstance(listed, nodes.Name)
        if not plain or node.test is not None or node.recursive:
            self._found.say("The template repeats something that is not a list in the case.")
            return
        assert isinstance(target, nodes.Name)
        assert isinstance(listed, nodes.Name)
        if listed.name not in self._words.lists:
            self._unknown(listed.name, list(self._words.lists), "a list")
            return
        taken = target.name in self._words.all or target.name in ("loop", *loops)
        if taken or any(one.startswith(f"{target.name}.") for one in self._words.fields):
            self._found.say(
                f"The template calls an item “{target.name}”, which is already the "
                "name of something else."
            )
            return
        inside = loops | {target.name: listed.name}
        if len(inside) > DEEPEST_LOOP:
            self._found.say("The template has too many lists inside lists.")
            return
        for child in (*node.body, *node.else_):
            self.walk(child, inside, depth + 1)

    def _field(self, node: nodes.Getattr, loops: dict[str, str]) -> None:
        if not isinstance(node.node, nodes.Name):
            self._found.say(f"The template asks for “{node.attr}” of something that has no parts.")
            return
        name = node.node.name
        if name == "loop" and loops:
            if node.attr not in LOOP:
                self._found.say(f"The template asks for “loop.{node.attr}”, which does not exist.")
        elif name in loops:
            offered = self._words.lists[loops[name]]
            if node.attr not in offered:
                codes = [f"{name}.{one}" for one in sorted(offered)]
                self._unknown(f"{name}.{node.attr}", codes, "the field")
        else:
            code = f"{name}.{node.attr}"
            if code in self._words.fields:
                self._found.fields.add(code)
                if code not in self._asked:
                    self._found.needed.add(code)
            else:
                self._unknown(code, self._words.all, "the field")

    def _name(self, node: nodes.Name, loops: dict[str, str]) -> None:
        if node.name in self._words.lists:
            return  # as a condition: whether there is anything in it
        if node.name in loops:
            self._found.say(
                f"The template writes the item “{node.name}” itself: write one of its fields."
            )
            return
        self._unknown(node.name, self._words.all, "the field")

    def _unknown(self, code: str, offered: list[str], what: str) -> None:
        near = _nearest(code, offered)
        meant = f" Did you mean “{near}”?" if near else ""
        self._found.say(f"The template names {what} “{code[:80]}”, which does not exist.{meant}")


def _nearest(code: str, offered: list[str]) -> str:
    wanted = code.lower().replace("_", ".")
    plain = {one.lower().replace("_", "."): one for one in offered}
    if wanted in plain:
        return plain[wanted]
    within = [one for one in offered if one.startswith(f"{wanted}.")]
    if within:
        return within[0]
    for found in difflib.get_close_matches(wanted, plain, n=1, cutoff=0.5):
        return plain[found]
    ends = [one for one in offered if one.rpartition(".")[2] == wanted.rpartition(".")[2]]
    return ends[0] if ends else ""


def _not_understood(error: TemplateSyntaxError, source: str) -> str:
    lines = source.splitlines()
    line = lines[error.lineno - 1] if 0 < error.lineno <= len(lines) else ""
    words = " ".join(re.sub(r"<[^>]*>", " ", line).split())[:80]
    near = f", near “{words}”" if words else ""
    said = (error.message or "it is not closed").rstrip(".")
    return f"A field in the template is not written correctly{near}: {said[:200]}."

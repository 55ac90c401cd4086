"""What is to be known of a return and its tables, in words."""

from __future__ import annotations

from models.rules.publishing.returns import Return


def defined(made: Return, why: str = "") -> list[tuple[str, str, str]]:
    """What is to be known of a return and of each of its tables: table, what, in words."""
    found = [("", name, words) for name, words in made.about(why)]
    for table in made.tables:
        found += [(table.definition.title, name, words) for name, words in table.about()]
    return found

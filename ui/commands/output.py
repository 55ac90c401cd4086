"""How a command speaks: results on standard output, messages on standard error."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from models.changes.noting import consulted, disclosed
from models.register import Register


def say(sentence: str) -> None:
    """A message for the person, on standard error."""
    sys.stderr.write(f"{sentence}\n")


def give(text: str) -> None:
    """A result, on standard output, where no text that somebody typed commands the terminal."""
    sys.stdout.write(f"{text.translate(_COMMANDS)}\n")


#: What a terminal obeys and does not show, other than the end of a line and the tab.
_COMMANDS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}


def give_json(value: Any) -> None:
    """A result as one JSON value."""
    give(json.dumps(value, ensure_ascii=False, indent=2))


def on_record(
    register: Register,
    args: argparse.Namespace,
    what: str,
    case_id: int | None = None,
    **details: Any,
) -> None:
    """Leave on record what is about to be printed: read on a terminal, or else given out."""
    if sys.stdout.isatty() and not args.json:
        consulted(register, what, case_id=case_id, **details)
    else:
        disclosed(register, what, case_id=case_id, **details)

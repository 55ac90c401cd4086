"""Who runs a command: their name, and their passphrase from a file, the environment or a prompt.

A passphrase is never an argument: those are shown to everybody who lists what runs.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path

from models.entering.open import open_register
from models.errors import InvalidError, NotAllowedError, ProbityError, SignInError
from models.register import Register
from models.storage import opening
from models.storage.keys import KeyFile

PASSPHRASE, NEW_PASSPHRASE = "PROBITY_PASSPHRASE", "PROBITY_NEW_PASSPHRASE"
RECOVERY_KEY, OF_PARCEL = "PROBITY_RECOVERY_KEY", "PROBITY_PARCEL_PASSPHRASE"
LARGEST = 10_000  # bytes of a file that holds a secret


def sign_in(args: argparse.Namespace) -> Register:
    """The register that ``args`` names, open for whoever they say.

    :raises ProbityError: it cannot be opened, or nobody says who they are.
    """
    path = Path(args.register)
    opening.look_at(path)
    if _opens(path, args):
        return open_register(path, user=args.user)
    name = args.user or _asked("Name: ") or ""
    if not name:
        raise SignInError(
            f"{path.name} can be opened only with a name and a passphrase: give --user NAME."
        )
    register = open_register(path, user=name, passphrase=passphrase(args))
    if register.user.must_change and args.command != "passphrase":
        register.close()
        raise NotAllowedError(
            "Your passphrase was set by somebody else. Choose one of your own first, with the "
            "command passphrase; nothing was done."
        )
    return register


def passphrase(args: argparse.Namespace, *, twice: bool = False) -> str:
    """The passphrase of whoever runs the command.

    :param twice: it is new, so a person at a terminal types it two times.
    :raises SignInError: none was given, and there is nobody to ask.
    """
    return _secret(
        args.passphrase_file, "A passphrase", PASSPHRASE, "--passphrase-file", "Passphrase: ", twice
    )


def new_passphrase(args: argparse.Namespace) -> str:
    """A passphrase to be set.

    :raises SignInError: none was given, and there is nobody to ask.
    """
    return _secret(
        args.new_passphrase_file,
        "A new passphrase",
        NEW_PASSPHRASE,
        "--new-passphrase-file",
        "New passphrase: ",
        twice=True,
    )


def parcel_passphrase(args: argparse.Namespace, *, twice: bool = False) -> str:
    """The passphrase of a parcel of cases, which is nobody's own.

    :raises SignInError: none was given, and there is nobody to ask.
    """
    return _secret(
        args.parcel_passphrase_file,
        "The passphrase of the parcel",
        OF_PARCEL,
        "--parcel-passphrase-file",
        "Passphrase of the parcel: ",
        twice,
    )


def recovery_key(args: argparse.Namespace) -> str:
    """The recovery key as somebody typed it.

    :raises SignInError: none was given, and there is nobody to ask.
    """
    return _secret(
        args.recovery_key_file,
        "The recovery key",
        RECOVERY_KEY,
        "--recovery-key-file",
        "Recovery key: ",
    )


def _opens(path: Path, args: argparse.Namespace) -> bool:
    """Whether nobody is asked for a passphrase: none is given, and it is a demonstration's."""
    given = args.passphrase_file is not None or PASSPHRASE in os.environ
    return not given and KeyFile.read(path).is_open


def _secret(
    file: str | None, called: str, variable: str, option: str, prompt: str, twice: bool = False
) -> str:
    """A secret from the file that ``option`` named, from ``variable``, or as it is typed.

    :raises SignInError: none was given, and there is nobody to ask.
    """
    if file is not None:
        return _of_file(Path(file))
    if variable in os.environ:
        return os.environ[variable]
    typed = _asked(prompt, hidden=True)
    if typed is None:
        raise SignInError(
            f"{called} is needed: put it in {variable}, or in a file named by {option}, or run "
            "the command in a terminal."
        )
    if twice and _asked("Type it again: ", hidden=True) != typed:
        raise InvalidError({"passphrase": "The two are not the same. Nothing was changed."})
    return typed


def _of_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ProbityError(f"{path.name} is too large to hold a passphrase.")
        return content.decode("utf-8-sig").rstrip("\r\n")
    except OSError as error:
        raise ProbityError(
            f"{path} cannot be read ({error.strerror}). Nothing was done."
        ) from error
    except UnicodeDecodeError as error:
        raise ProbityError(f"{path.name} is not UTF-8 text. Nothing was done.") from error


def _asked(prompt: str, *, hidden: bool = False) -> str | None:
    """What somebody at a terminal types; ``None`` where nobody is."""
    if not sys.stdin.isatty():
        return None
    try:
        if hidden:
            return getpass.getpass(prompt)
        sys.stderr.write(prompt)
        return sys.stdin.readline().strip()
    except (EOFError, KeyboardInterrupt) as error:
        raise SignInError("Nothing was typed, and nothing was done.") from error

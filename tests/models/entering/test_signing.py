"""How a command asks for what is secret."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.errors import InvalidError, ProbityError, SignInError
from ui.commands import signing
from ui.commands.parser import make_parser

Typed = Callable[..., None]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    """Somebody sits there and types these lines."""
    lines: list[str] = []

    def types(*said: str) -> None:
        lines.extend(said)

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: lines.pop(0))
    for name in (signing.PASSPHRASE, signing.NEW_PASSPHRASE):
        monkeypatch.delenv(name, raising=False)
    yield types
    assert lines == []


def test_a_person_at_a_terminal_is_asked(terminal: Typed) -> None:
    args = make_parser().parse_args(["--register", "r", "passphrase"])
    terminal("old", "new", "new")
    assert signing.passphrase(args) == "old"
    assert signing.new_passphrase(args) == "new"
    terminal("new", "other")
    with pytest.raises(InvalidError, match="not the same"):
        signing.new_passphrase(args)


def test_a_file_goes_before_the_variable_and_both_before_asking(
    terminal: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "p"
    file.write_bytes("\ufeffof the file \r\n".encode())
    args = make_parser().parse_args(["--register", "r", "--passphrase-file", str(file), "list"])
    monkeypatch.setenv(signing.PASSPHRASE, "of the variable")
    assert signing.passphrase(args) == "of the file "
    args.passphrase_file = None
    assert signing.passphrase(args) == "of the variable"


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", b"x" * 20_000])
def test_a_file_that_holds_none_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "p"
    file.write_bytes(content)
    args = make_parser().parse_args(["--register", "r", "--passphrase-file", str(file), "list"])
    with pytest.raises(ProbityError, match=r"UTF-8|too large"):
        signing.passphrase(args)


def test_nobody_is_asked_where_nobody_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    monkeypatch.delenv(signing.PASSPHRASE, raising=False)
    args = make_parser().parse_args(["--register", "r", "list"])
    with pytest.raises(SignInError, match="PROBITY_PASSPHRASE"):
        signing.passphrase(args)


def test_a_passphrase_is_no_argument() -> None:
    with pytest.raises(SystemExit):
        make_parser().parse_args(["--register", "r", "--passphrase", "secret", "list"])

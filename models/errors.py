"""The one family of errors that a person can cause or meet.

Every message is a sentence for that person: what happened, what was kept, what to do. Code
catches :class:`ProbityError` at the edge (a dialog, the command line) and shows ``str(error)``.
"""

from __future__ import annotations


class ProbityError(Exception):
    """Something a person caused or met; ``str()`` of it is a sentence for them."""


class RegisterError(ProbityError):
    """The register file cannot be opened, read or written as asked."""


class NotARegisterError(RegisterError):
    """The file is there but is no Probity register, or is damaged beyond opening."""


class NewerRegisterError(RegisterError):
    """The register was made by a newer release of Probity than this one."""


class KeyFileError(RegisterError):
    """The key file beside a register is missing, unreadable or damaged."""


class SignInError(ProbityError):
    """Somebody could not sign in; ``wait`` is how many seconds they must let pass first."""

    def __init__(self, message: str, wait: float = 0) -> None:
        self.wait = wait
        super().__init__(message)


class RetiredError(SignInError):
    """Somebody no longer works in the register, and so opens, reads and writes it no more."""


class RegisterBusyError(RegisterError):
    """Another program holds the register for longer than a person should wait."""


class NotAllowedError(ProbityError):
    """Somebody's role does not let them do what they asked for; nothing was changed."""


class AnonymisedError(ProbityError):
    """Nothing is written in a case that was anonymised, lest it name somebody again."""


class NotFoundError(ProbityError):
    """What was asked for is not in the register."""


class InvalidError(ProbityError):
    """One or more values cannot be kept; ``problems`` maps a field's name to its sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(dict.fromkeys(problems.values())))


class ConflictError(ProbityError):
    """Somebody else saved the same record first; nothing of this save was written.

    ``mine`` and ``theirs`` hold the fields that differ, name to value, so that a person can choose.
    """

    def __init__(
        self,
        message: str,
        mine: dict[str, object] | None = None,
        theirs: dict[str, object] | None = None,
    ) -> None:
        self.mine = mine or {}
        self.theirs = theirs or {}
        super().__init__(message)


class CancelledError(ProbityError):
    """The person, or a newer question, cancelled the work; nothing was left half done."""

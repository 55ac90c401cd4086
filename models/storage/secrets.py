"""What people hold that opens a register: passphrases and recovery keys, and their bytes."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from typing import Any

from models.errors import InvalidError, KeyFileError
from models.storage.engine import KEY_BYTES

RECOVERY_BYTES = 32
SHORTEST_PASSPHRASE = 12

#: RFC 9106, section 4, second recommended option: passes, KiB of memory, lanes.
COST = {"passes": 3, "memory": 65536, "lanes": 4}
#: What a key file may ask of the machine that reads it, so that a hostile one cannot exhaust it.
HIGHEST_COST = {"passes": 12, "memory": 1 << 18, "lanes": 16}


def check_passphrase(name: str, passphrase: str) -> None:
    """Refuse a passphrase that would be guessed.

    :raises InvalidError: it is shorter than twelve characters, or the person's own name.
    """
    said = passphrase.strip()
    if len(said) < SHORTEST_PASSPHRASE:
        raise InvalidError(
            {"passphrase": f"Use at least {SHORTEST_PASSPHRASE} characters; four words do well."}
        )
    if known_as(said) == known_as(name) or len(set(said)) < 4:
        raise InvalidError({"passphrase": "Use something that nobody would guess."})


def known_as(name: str) -> str:
    """``name`` in the one form under which it is compared, however it was typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def recovery_words(secret: bytes) -> str:
    """The recovery key as people read it: fourteen groups of four letters and digits."""
    letters = base64.b32encode(secret).decode().rstrip("=")
    letters += base64.b32encode(hashlib.sha256(secret).digest()).decode()[:4]
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def recovery_secret(words: str) -> bytes:
    """The 32 bytes behind a printed recovery key; spaces, dashes and small letters do not matter.

    :raises InvalidError: it was not typed as it was printed.
    """
    letters = "".join(words.upper().split()).replace("-", "")
    letters = letters.translate(str.maketrans("0189", "OIBG"))
    body, mark = letters[:-4], letters[-4:]
    try:
        secret = base64.b32decode(body + "=" * (-len(body) % 8))
    except ValueError:
        secret = b""
    if len(secret) == RECOVERY_BYTES and recovery_words(secret)[-4:] == mark:
        return secret
    raise InvalidError(
        {"recovery": "This is not a recovery key as printed: 14 groups of 4. Check each group."}
    )


def derived(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    """The 32 bytes that Argon2id makes of a passphrase at this cost.

    :raises KeyFileError: the machine has not the memory for it.
    """
    from argon2.exceptions import HashingError  # heavy: a demonstration opens without it
    from argon2.low_level import Type, hash_secret_raw  # heavy: a demonstration opens without it

    try:
        return hash_secret_raw(
            unicodedata.normalize("NFKC", passphrase).encode(errors="surrogatepass"),
            salt,
            time_cost=cost["passes"],
            memory_cost=cost["memory"],
            parallelism=cost["lanes"],
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as error:
        raise KeyFileError(
            f"This computer does not have the {cost['memory'] >> 10} MB of free memory needed "
            "to check a passphrase. Close other programs, then try again."
        ) from error


def cost_of(given: Any) -> dict[str, int]:
    """What deriving a key costs, as a file says it.

    :raises ValueError: it is none, or more than a machine should be asked for.
    """
    if not isinstance(given, dict) or set(given) != set(COST):
        raise ValueError("an unknown cost")
    for name, value in given.items():
        if type(value) is not int or not 1 <= value <= HIGHEST_COST[name]:
            raise ValueError("a cost out of bounds")
    if given["memory"] < 8 * given["lanes"]:
        raise ValueError("a cost out of bounds")
    return given

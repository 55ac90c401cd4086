"""The keys of a register, and the file of slots in which they stand sealed.

A register is encrypted under a random 256-bit key; its record is chained under another. Neither
ever stands on a disk in the clear: beside ``force.probity``, the file ``force.probity-keys`` holds
them once a *slot*, sealed with AES-256-GCM under a key that only its owner can make:

``passphrase``
    one for each person, under Argon2id of their passphrase;
``recovery``
    under the recovery key that is printed when the register is made;
``open``
    a demonstration's: masked by a value that anybody can make, so that it opens without a
    passphrase. Such a register is protected by nothing.

People come and go, and change passphrases, by slots alone: the register is not encrypted again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.errors import KeyFileError, RegisterError, SignInError
from models.storage import reading
from models.storage.engine import KEY_BYTES, Keys
from models.storage.secrets import (
    COST,
    RECOVERY_BYTES,
    check_passphrase,
    cost_of,
    derived,
    known_as,
    recovery_secret,
    recovery_words,
)

SUFFIX = "-keys"
FORMAT, VERSION = "probity-keys", 1
NONCE_BYTES, TAG_BYTES, SALT_BYTES = 12, 16, 16
IDENTITY_BYTES = 16
LARGEST_FILE, MOST_SLOTS = 1 << 20, 2000

WRONG = "That name and passphrase do not open this register. Check both; capital letters count."


@dataclass(frozen=True)
class Slot:
    """The keys sealed for somebody; ``who`` is a digest of their name, so that no name is told."""

    kind: str
    who: str
    cost: dict[str, int]
    salt: bytes
    sealed: bytes


def key_path(register: Path) -> Path:
    """Where the slots of the register at this path stand."""
    return register.with_name(register.name + SUFFIX)


@dataclass
class KeyFile:
    """The slots of one register, as they stand in its file beside it."""

    path: Path
    register_id: str
    slots: list[Slot] = field(default_factory=list)

    @classmethod
    def make(cls, register: Path) -> KeyFile:
        """An empty one for a new register; nothing is written yet."""
        return cls(key_path(register), os.urandom(IDENTITY_BYTES).hex())

    @classmethod
    def read(cls, register: Path) -> KeyFile:
        """The key file of the register at this path.

        :raises KeyFileError: it is missing, unreadable, or not as this release writes one.
        """
        path = key_path(register)
        try:
            data = json.loads(reading.read_file(path, LARGEST_FILE))
            return cls(path, _identity(data["register"]), _slots(data))
        except FileNotFoundError as error:
            raise KeyFileError(
                f"{path.name}, the key file that belongs next to {register.name}, is missing, "
                "so the register cannot be opened. Put it back from a backup."
            ) from error
        except OSError as error:
            raise KeyFileError(
                f"{path.name} cannot be read ({error.strerror}). Nothing was changed; "
                "check the drive and your permission to read it."
            ) from error
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise KeyFileError(_damaged(path)) from error

    def write(self) -> None:
        """Put the slots on the disk: all of them or, if that fails, those that stood there.

        :raises RegisterError: the folder cannot be written.
        """
        data = {
            "format": FORMAT,
            "version": VERSION,
            "register": self.register_id,
            "slots": [_to_json(slot) for slot in self.slots],
        }
        try:
            _replace(self.path, json.dumps(data, indent=1).encode())
        except OSError as error:
            raise RegisterError(
                f"The key file {self.path.name} could not be written ({error.strerror}); the "
                "one that was there is unchanged. Free some space, or check the folder's "
                "permissions."
            ) from error

    @property
    def register(self) -> Path:
        """The register beside which it stands."""
        return self.path.with_name(self.path.name.removesuffix(SUFFIX))

    @property
    def is_open(self) -> bool:
        """Whether the register opens without a passphrase, as a demonstration does."""
        return any(slot.kind == "open" for slot in self.slots)

    @property
    def has_people(self) -> bool:
        """Whether anybody opens it by a passphrase."""
        return any(slot.kind == "passphrase" for slot in self.slots)

    def has(self, name: str) -> bool:
        """Whether the person of this name has a slot."""
        return any(slot.who == self.who(name) for slot in self.slots if slot.kind == "passphrase")

    def add_open(self, keys: Keys) -> None:
        """Let anybody open the register: the keys are only kept from standing there as they are."""
        self.slots = [one for one in self.slots if one.kind != "open"]
        self.slots.append(Slot("open", "", {}, b"", self._masked(keys.database + keys.record)))

    def let_in(self, name: str, passphrase: str | None, keys: Keys) -> str:
        """Let the first person open the register; return the recovery key as it is printed.

        :param passphrase: ``None`` lets anybody open it, and there is no recovery key: "".
        :raises InvalidError: the passphrase is too short or is the name.
        """
        if passphrase is None:
            self.add_open(keys)
            return ""
        self.set_passphrase(name, passphrase, keys)
        return self.add_recovery(keys)

    def add_recovery(self, keys: Keys) -> str:
        """Make the recovery key anew and return it as it is printed; an older one ends."""
        secret = os.urandom(RECOVERY_BYTES)
        self._seal("recovery", "", {}, secret, keys)
        return recovery_words(secret)

    def set_passphrase(self, name: str, passphrase: str, keys: Keys) -> None:
        """Let ``name`` open the register with this passphrase; an older one of theirs ends.

        :raises InvalidError: the passphrase is too short or is the name.
        """
        check_passphrase(name, passphrase)
        salt = os.urandom(SALT_BYTES)
        secret = derived(passphrase, salt, COST)
        self._seal("passphrase", self.who(name), COST, secret, keys, salt)

    def remove(self, name: str) -> None:
        """Take away the slot of ``name``, if there is one."""
        self.slots = [slot for slot in self.slots if slot.who != self.who(name)]

    def keep(self, names: set[str]) -> bool:
        """Take away the slots of everybody else; return whether there were any."""
        kept = {self.who(name) for name in names}
        before = len(self.slots)
        self.slots = [one for one in self.slots if one.kind != "passphrase" or one.who in kept]
        return len(self.slots) != before

    def open(self) -> Keys:
        """The keys of a register that opens without a passphrase.

        :raises KeyFileError: its slot is damaged.
        """
        for slot in self.slots:
            if slot.kind == "open":
                both = self._masked(slot.sealed)
                return Keys(both[:KEY_BYTES], both[KEY_BYTES:])
        raise KeyFileError(_damaged(self.path))

    def unlock(self, name: str, passphrase: str) -> Keys:
        """The keys, by a person's name and passphrase.

        :raises SignInError: the one or the other is wrong; it is not said which.
        """
        who = self.who(name)
        mine = [one for one in self.slots if one.kind == "passphrase" and one.who == who]
        for slot in mine:
            found = self._unsealed(slot, derived(passphrase, slot.salt, slot.cost))
            if found is not None:
                return found
        if not mine:
            derived(passphrase, bytes(SALT_BYTES), COST)  # a stranger waits as long as a typist
        raise SignInError(WRONG)

    def recover(self, words: str) -> Keys:
        """The keys, by the recovery key as it was printed.

        :raises InvalidError: it was not typed as it was printed.
        :raises SignInError: it is not this register's.
        """
        secret = recovery_secret(words)
        for slot in self.slots:
            found = self._unsealed(slot, secret) if slot.kind == "recovery" else None
            if found is not None:
                return found
        raise SignInError("That is not the recovery key of this register, or a newer one was made.")

    def who(self, name: str) -> str:
        """``name`` as the files beside the register write it: a digest, the same for any case."""
        known = f"{self.register_id}\0{known_as(name)}"
        return hashlib.sha256(known.encode(errors="surrogatepass")).hexdigest()

    def _masked(self, both: bytes) -> bytes:
        mask = bytes.fromhex(self.register_id) * 4
        return bytes(one ^ other for one, other in zip(both, mask, strict=True))

    def _sealed_with(self, kind: str, who: str, cost: dict[str, int]) -> bytes:
        """What a slot is bound to: moved to another register or person it does not open."""
        return json.dumps([FORMAT, VERSION, self.register_id, kind, who, cost]).encode()

    def _seal(
        self,
        kind: str,
        who: str,
        cost: dict[str, int],
        secret: bytes,
        keys: Keys,
        salt: bytes = b"",
    ) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not at a demo's start

        nonce = os.urandom(NONCE_BYTES)
        bound = self._sealed_with(kind, who, cost)
        sealed = nonce + AESGCM(secret).encrypt(nonce, keys.database + keys.record, bound)
        self.slots = [one for one in self.slots if (one.kind, one.who) != (kind, who)]
        self.slots.append(Slot(kind, who, dict(cost), salt, sealed))

    def _unsealed(self, slot: Slot, secret: bytes) -> Keys | None:
        from cryptography.exceptions import InvalidTag  # heavy: a demonstration opens without it
        from cryptography.hazmat.primitives.ciphers.aead import (
            AESGCM,  # heavy: a demonstration opens without it
        )

        nonce, sealed = slot.sealed[:NONCE_BYTES], slot.sealed[NONCE_BYTES:]
        bound = self._sealed_with(slot.kind, slot.who, slot.cost)
        try:
            both = AESGCM(secret).decrypt(nonce, sealed, bound)
        except InvalidTag:
            return None
        return Keys(both[:KEY_BYTES], both[KEY_BYTES:])


def _slots(data: dict[str, Any]) -> list[Slot]:
    if data["format"] != FORMAT or data["version"] != VERSION:
        raise ValueError("another format")
    if not isinstance(data["slots"], list) or len(data["slots"]) > MOST_SLOTS:
        raise ValueError("no slots, or too many")
    slots = [_from_json(item) for item in data["slots"]]
    if len({(slot.kind, slot.who) for slot in slots}) != len(slots):
        raise ValueError("two slots of one person")  # each would be tried, at its cost
    return slots


def _from_json(item: dict[str, Any]) -> Slot:
    cost, kind = item["cost"], _text(item["kind"])
    if kind not in ("open", "recovery", "passphrase"):
        raise ValueError("an unknown kind of slot")
    if kind == "passphrase":
        cost = cost_of(cost)
    elif cost != {}:
        raise ValueError("an unknown cost")
    salt = base64.b64decode(item["salt"], validate=True)
    sealed = base64.b64decode(item["sealed"], validate=True)
    size = 2 * KEY_BYTES + (0 if kind == "open" else NONCE_BYTES + TAG_BYTES)
    if len(salt) != (SALT_BYTES if cost else 0) or len(sealed) != size:
        raise ValueError("a slot of another size")
    return Slot(kind, _text(item["who"]), cost, salt, sealed)


def _to_json(slot: Slot) -> dict[str, Any]:
    return {
        "kind": slot.kind,
        "who": slot.who,
        "cost": slot.cost,
        "salt": base64.b64encode(slot.salt).decode(),
        "sealed": base64.b64encode(slot.sealed).decode(),
    }


def _identity(value: object) -> str:
    if len(bytes.fromhex(_text(value))) != IDENTITY_BYTES:
        raise ValueError("an identity of another size")
    return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _damaged(path: Path) -> str:
    return f"{path.name} is damaged, so the register cannot be opened. Put it back from a backup."


def _replace(path: Path, content: bytes) -> None:
    """Write ``content`` under the name of ``path``, on the disk before it has that name."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

"""The key file: who opens a register, by what, and what nobody opens it by."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from models.entering.open import create_register, open_register
from models.errors import InvalidError, KeyFileError, SignInError
from models.storage import keys
from models.storage.engine import Keys
from models.storage.keys import KeyFile, key_path
from models.storage.secrets import COST, check_passphrase, derived, recovery_secret, recovery_words
from tests.models.making import PASSPHRASE

SECRET = Keys(b"d" * 32, b"r" * 32)


@pytest.fixture
def slots(path: Path) -> KeyFile:
    made = KeyFile.make(path)
    made.set_passphrase("okafor", PASSPHRASE, SECRET)
    return made


def reread(slots: KeyFile) -> KeyFile:
    slots.write()
    return KeyFile.read(slots.register)


class TestPassphrase:
    def test_opens_by_name_and_passphrase(self, slots: KeyFile) -> None:
        assert reread(slots).unlock(" OKAFOR ", PASSPHRASE) == SECRET

    @pytest.mark.parametrize(
        ("name", "passphrase"),
        [
            ("okafor", PASSPHRASE + " "),
            ("okafor", PASSPHRASE.upper()),
            ("okafor", ""),
            ("nobody", PASSPHRASE),
            ("", ""),
        ],
    )
    def test_a_wrong_one_is_refused_without_saying_which(
        self, slots: KeyFile, name: str, passphrase: str
    ) -> None:
        with pytest.raises(SignInError) as refused:
            slots.unlock(name, passphrase)
        assert str(refused.value) == keys.WRONG

    def test_a_letter_with_an_accent_is_the_same_however_it_is_typed(self, path: Path) -> None:
        one = unicodedata.normalize("NFC", "Café à Ödenwald")
        other = unicodedata.normalize("NFD", one)
        assert one != other
        made = KeyFile.make(path)
        made.set_passphrase(unicodedata.normalize("NFC", "josé"), one, SECRET)
        assert made.unlock(unicodedata.normalize("NFD", "JOSÉ"), other) == SECRET

    def test_a_new_one_ends_the_old(self, slots: KeyFile) -> None:
        slots.set_passphrase("okafor", "quite another sentence", SECRET)
        assert len(slots.slots) == 1
        assert slots.unlock("okafor", "quite another sentence") == SECRET
        with pytest.raises(SignInError):
            slots.unlock("okafor", PASSPHRASE)

    @pytest.mark.parametrize("bad", ["", "short", "aaaaaaaaaaaaaaaa", "D. Okafor-Smith", " " * 20])
    def test_one_that_would_be_guessed_is_refused(self, bad: str) -> None:
        with pytest.raises(InvalidError) as refused:
            check_passphrase("d. okafor-smith", bad)
        assert "passphrase" in refused.value.problems

    def test_nothing_of_the_keys_or_the_name_stands_in_the_file(self, slots: KeyFile) -> None:
        slots.add_recovery(SECRET)
        slots.write()
        said = slots.path.read_bytes()
        for secret in (b"okafor", PASSPHRASE.encode(), SECRET.database, SECRET.record):
            assert secret not in said
        assert "d" * 16 not in repr(SECRET)

    def test_it_opens_by_the_public_standards_alone(self, path: Path, full_cost: None) -> None:
        """Argon2id (RFC 9106, second recommended option) and AES-GCM, in other hands."""
        made = KeyFile.make(path)
        made.set_passphrase("okafor", PASSPHRASE, SECRET)
        made.write()
        data = json.loads(made.path.read_text())
        (slot,) = data["slots"]
        sealed = base64.b64decode(slot["sealed"])
        derived = Argon2id(
            salt=base64.b64decode(slot["salt"]),
            length=32,
            iterations=3,
            memory_cost=64 * 1024,
            lanes=4,
        ).derive(PASSPHRASE.encode())
        who = hashlib.sha256(f"{data['register']}\0okafor".encode()).hexdigest()
        cost = {"passes": 3, "memory": 65536, "lanes": 4}
        bound = json.dumps(["probity-keys", 1, data["register"], "passphrase", who, cost])
        both = AESGCM(derived).decrypt(sealed[:12], sealed[12:], bound.encode())
        assert both == SECRET.database + SECRET.record

    def test_the_same_one_is_never_sealed_twice_alike(self, slots: KeyFile) -> None:
        before = slots.slots[0]
        slots.set_passphrase("okafor", PASSPHRASE, SECRET)
        after = slots.slots[0]
        assert before.salt != after.salt
        assert before.sealed[: keys.NONCE_BYTES] != after.sealed[: keys.NONCE_BYTES]

    def test_a_stranger_is_kept_as_long_as_a_typist(
        self, slots: KeyFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        paid: list[dict[str, int]] = []
        paying = derived

        def pay(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
            paid.append(cost)
            return paying(passphrase, salt, cost)

        monkeypatch.setattr(keys, "derived", pay)
        for name in ("okafor", "nobody"):
            with pytest.raises(SignInError):
                slots.unlock(name, "not the passphrase")
        assert paid == [COST, COST]


class TestRecoveryKey:
    def test_opens_however_it_is_typed(self, slots: KeyFile) -> None:
        words = slots.add_recovery(SECRET)
        assert len(words.split("-")) == 14
        typed = words.lower().replace("-", " ").replace("o", "0").replace("i", "1")
        assert reread(slots).recover(f"  {typed}\n") == SECRET

    def test_every_letter_mistyped_is_noticed_before_it_is_tried(self) -> None:
        words = recovery_words(bytes(range(32)))
        for at, letter in enumerate(words):
            if letter == "-":
                continue
            wrong = words[:at] + ("A" if letter != "A" else "C") + words[at + 1 :]
            with pytest.raises(InvalidError, match="14 groups of 4"):
                recovery_secret(wrong)
        assert recovery_secret(words) == bytes(range(32))

    @pytest.mark.parametrize("typed", ["", "-", "ABCD", "é" * 56, "A" * 10_000])
    def test_what_is_none_is_refused(self, typed: str) -> None:
        with pytest.raises(InvalidError):
            recovery_secret(typed)

    def test_another_register_s_is_refused(self, slots: KeyFile) -> None:
        slots.add_recovery(SECRET)
        with pytest.raises(SignInError, match="not the recovery key of this register"):
            slots.recover(recovery_words(b"x" * 32))

    def test_a_new_one_ends_the_old(self, slots: KeyFile) -> None:
        old, new = slots.add_recovery(SECRET), slots.add_recovery(SECRET)
        assert slots.recover(new) == SECRET
        with pytest.raises(SignInError):
            slots.recover(old)


class TestBinding:
    def test_a_slot_of_another_register_does_not_open(self, slots: KeyFile, path: Path) -> None:
        other = KeyFile.make(path.with_name("other.probity"))
        other.slots = list(slots.slots)
        with pytest.raises(SignInError):
            other.unlock("okafor", PASSPHRASE)
        taken = other.slots[0]
        other.slots = [keys.Slot(taken.kind, other.who("okafor"), taken.cost, taken.salt,
                                 taken.sealed)]  # fmt: skip
        with pytest.raises(SignInError):
            other.unlock("okafor", PASSPHRASE)

    def test_a_slot_given_another_name_does_not_open(self, slots: KeyFile) -> None:
        mine = slots.slots[0]
        slots.slots = [keys.Slot(mine.kind, slots.who("eve"), mine.cost, mine.salt, mine.sealed)]
        with pytest.raises(SignInError):
            slots.unlock("eve", PASSPHRASE)

    def test_a_slot_made_cheaper_does_not_open(self, slots: KeyFile) -> None:
        mine = slots.slots[0]
        cheaper = mine.cost | {"passes": mine.cost["passes"] + 1}
        slots.slots = [keys.Slot(mine.kind, mine.who, cheaper, mine.salt, mine.sealed)]
        with pytest.raises(SignInError):
            slots.unlock("okafor", PASSPHRASE)

    def test_a_whole_key_file_of_another_register_does_not_open_this_one(
        self, tmp_path: Path
    ) -> None:
        ours, theirs = tmp_path / "ours.probity", tmp_path / "theirs.probity"
        for path in (ours, theirs):
            create_register(path, force="F", user="okafor", passphrase=PASSPHRASE).close()
        shutil.copy(key_path(theirs), key_path(ours))
        with pytest.raises(Exception, match=r"damaged|does not open"):
            open_register(ours, user="okafor", passphrase=PASSPHRASE)


def _slot(**changes: Any) -> Callable[[dict[str, Any]], None]:
    def spoil(data: dict[str, Any]) -> None:
        data["slots"][0] |= changes

    return spoil


def _cost(**changes: Any) -> Callable[[dict[str, Any]], None]:
    def spoil(data: dict[str, Any]) -> None:
        data["slots"][0]["cost"] |= changes

    return spoil


def _top(**changes: Any) -> Callable[[dict[str, Any]], None]:
    def spoil(data: dict[str, Any]) -> None:
        data |= changes

    return spoil


class TestDamage:
    @pytest.mark.parametrize(
        "spoil",
        [
            _cost(memory=1 << 40),
            _cost(memory=(1 << 20) + 1),
            _cost(memory=1),
            _cost(passes=10**9),
            _cost(passes=0),
            _cost(passes=-1),
            _cost(passes=True),
            _cost(passes="3"),
            _cost(passes=2.5),
            _cost(lanes=10_000),
            _cost(more=1),
            _slot(cost={}),
            _slot(cost=None),
            _slot(kind="other"),
            _slot(kind=1),
            _slot(salt=""),
            _slot(salt="!!!!"),
            _slot(sealed="AAAA"),
            _slot(sealed="A" * 200_000),
            _slot(who=None),
            _top(version=2),
            _top(format="other"),
            _top(register="ab"),
            _top(register=None),
            _top(slots={}),
            _top(slots=[None]),
            _top(slots=None),
        ],
    )
    def test_a_damaged_or_hostile_file_is_refused_and_costs_nothing(
        self, slots: KeyFile, spoil: Callable[[dict[str, Any]], None]
    ) -> None:
        slots.write()
        data = json.loads(slots.path.read_text())
        spoil(data)
        slots.path.write_text(json.dumps(data))
        with pytest.raises(KeyFileError, match="damaged"):
            KeyFile.read(slots.register)

    @pytest.mark.parametrize(
        "content", [b"", b"null", b"[]", b"\xff\xfe", b"[" * 100_000, b"{" + b" " * (1 << 19)]
    )
    def test_what_is_no_key_file_is_refused(self, slots: KeyFile, content: bytes) -> None:
        slots.path.write_bytes(content)
        with pytest.raises(KeyFileError, match="damaged"):
            KeyFile.read(slots.register)

    def test_so_many_slots_as_no_force_has_are_refused(self, slots: KeyFile) -> None:
        slots.slots *= keys.MOST_SLOTS + 1
        slots.write()
        with pytest.raises(KeyFileError, match="damaged"):
            KeyFile.read(slots.register)

    def test_a_missing_one_is_said_to_be_missing(self, path: Path) -> None:
        with pytest.raises(KeyFileError, match="is missing"):
            KeyFile.read(path)

    def test_whoever_reads_it_meanwhile_has_the_old_one_or_the_new(self, slots: KeyFile) -> None:
        slots.write()
        number = slots.path.stat().st_ino
        slots.add_recovery(SECRET)
        slots.write()
        assert slots.path.stat().st_ino != number  # another file that was whole took its name

    def test_one_that_cannot_be_written_leaves_the_one_that_stood_there(
        self, slots: KeyFile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        slots.write()
        before = slots.path.read_bytes()

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        slots.add_recovery(SECRET)
        with pytest.raises(Exception, match="could not be written"):
            slots.write()
        assert slots.path.read_bytes() == before
        assert [one.name for one in slots.path.parent.iterdir() if "keys" in one.name] == [
            slots.path.name
        ]

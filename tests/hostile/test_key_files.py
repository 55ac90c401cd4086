"""Damaged or hostile key files and records of failures: a sentence, at a bounded cost."""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.entering.open import create_register, open_register
from models.errors import InvalidError, KeyFileError, ProbityError, SignInError
from models.storage import throttle
from models.storage.engine import Keys
from models.storage.keys import KeyFile, key_path
from models.storage.secrets import HIGHEST_COST, recovery_secret, recovery_words
from tests.hostile.mutating import damage, examples
from tests.hostile.watching import in_time, only

#: Any JSON, shallow.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a key file of each kind of slot stands; there is no register beside it."""
    path = tmp_path_factory.mktemp("keys") / "force.probity"
    file, keys = KeyFile.make(path), Keys.make()
    file.set_passphrase("okafor", "correct horse battery", keys)
    file.add_recovery(keys)
    file.write()
    return path


def said(path: Path, content: bytes) -> KeyFile | None:
    """The key file with this content, or ``None`` where it is refused with a sentence."""
    key_path(path).write_bytes(content)
    try:
        with in_time(), only(path.parent):
            return KeyFile.read(path)
    except KeyFileError as error:
        assert len(str(error)) < 300
        return None
    finally:
        assert key_path(path).read_bytes() == content


@examples(150)
@given(data=st.data())
def test_a_damaged_one_is_a_sentence_or_as_it_was(
    tmp_path: Path, sealed: Path, data: st.DataObject
) -> None:
    harmed = data.draw(damage(key_path(sealed).read_bytes()))
    found = said(tmp_path / "force.probity", harmed)
    if found is not None:
        for slot in found.slots:  # no key comes of a slot that was touched
            assert found._unsealed(slot, bytes(32)) is None


@examples(150)
@given(
    place=st.sampled_from(["", "format", "version", "register", "slots", "slot"]),
    name=st.sampled_from(["kind", "who", "cost", "salt", "sealed"]),
    value=JSON,
)
def test_any_json_in_any_place_is_a_sentence_or_sense(
    tmp_path: Path, sealed: Path, place: str, name: str, value: Any
) -> None:
    whole = json.loads(key_path(sealed).read_text())
    if place == "slot":
        whole["slots"][0][name] = value
    elif place:
        whole[place] = value
    else:
        whole = value
    said(tmp_path / "force.probity", json.dumps(whole).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[" * 200_000,
        b'{"slots":' * 100_000,
        b'{"format": "probity-keys", "version": 1, "register": "' + b"0" * 900_000 + b'"}',
        b"9" * 5000,
        b"\xff\xfe\0\0",
        b'{"a": "\\ud800"}',
        b" " * (1 << 21),
    ],
    ids=lambda content: f"{len(content)} bytes",
)
def test_what_is_far_from_one_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    assert said(tmp_path / "force.probity", content) is None


@pytest.mark.parametrize(
    "cost",
    [
        {"passes": 2**31, "memory": 65536, "lanes": 4},
        {"passes": 3, "memory": 2**31, "lanes": 4},
        {"passes": 3, "memory": 1 << 20, "lanes": 4},
        {"passes": 3, "memory": 65536, "lanes": 2**24},
        {"passes": 0, "memory": 65536, "lanes": 4},
        {"passes": -1, "memory": 65536, "lanes": 4},
        {"passes": True, "memory": 65536, "lanes": 4},
        {"passes": 3.0, "memory": 65536, "lanes": 4},
        {"passes": 10**400, "memory": 65536, "lanes": 4},
        {"passes": 3, "memory": 8, "lanes": 4},
        ["passes", "memory", "lanes"],
        "",
        [],
        None,
    ],
)
def test_a_cost_beyond_bounds_is_never_paid(
    tmp_path: Path, sealed: Path, cost: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pay(*_: Any) -> bytes:
        raise AssertionError("paid")

    monkeypatch.setattr("models.storage.keys.derived", pay)
    for slot in (0, 1):
        whole = json.loads(key_path(sealed).read_text())
        whole["slots"][slot]["cost"] = cost
        assert said(tmp_path / "force.probity", json.dumps(whole).encode()) is None


def test_the_highest_cost_is_one_that_a_workstation_can_pay() -> None:
    assert HIGHEST_COST["memory"] <= 262_144  # KiB
    assert HIGHEST_COST["memory"] * HIGHEST_COST["passes"] <= 4 * 1024 * 1024


def test_a_passphrase_is_tried_on_one_slot_of_a_person_only(tmp_path: Path, sealed: Path) -> None:
    """Else a file of two thousand slots would have each paid for, one after another."""
    whole = json.loads(key_path(sealed).read_text())
    whole["slots"] += [whole["slots"][0]] * 50
    assert said(tmp_path / "force.probity", json.dumps(whole).encode()) is None


def test_too_little_memory_is_a_sentence(
    full_cost: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import low_level
    from argon2.exceptions import HashingError

    path = tmp_path / "dear.probity"
    file = KeyFile.make(path)
    file.set_passphrase("okafor", "correct horse battery", Keys.make())
    file.write()

    def fail(*_: Any, **__: Any) -> bytes:
        raise HashingError("Memory allocation error")

    monkeypatch.setattr(low_level, "hash_secret_raw", fail)
    with pytest.raises(KeyFileError, match="64 MB of free memory"):
        KeyFile.read(path).unlock("okafor", "correct horse battery")


def test_the_keys_of_another_register_are_refused(tmp_path: Path, founded_anew: None) -> None:
    paths = [tmp_path / f"{name}.probity" for name in "ab"]
    for path in paths:
        create_register(path, force="Weald", user="okafor").close()
    first, second = (key_path(path) for path in paths)
    swapped = tmp_path / "swapped"
    shutil.move(first, swapped)
    shutil.move(second, first)
    shutil.move(swapped, second)
    before = [path.read_bytes() for path in paths]
    for path in paths:
        with pytest.raises(ProbityError):
            open_register(path)
    assert [path.read_bytes() for path in paths] == before


def test_a_slot_moved_to_another_person_or_register_does_not_open(
    tmp_path: Path, sealed: Path
) -> None:
    whole = json.loads(key_path(sealed).read_text())
    for change in ({"who": KeyFile.read(sealed).who("pell")}, {"kind": "recovery", "cost": {}}):
        moved = json.loads(json.dumps(whole))
        moved["slots"][0] |= change
        found = said(tmp_path / "force.probity", json.dumps(moved).encode())
        if found is not None:
            with pytest.raises(SignInError):
                found.unlock("pell", "correct horse battery")
    whole["register"] = "00" * 16
    found = said(tmp_path / "force.probity", json.dumps(whole).encode())
    assert found is not None
    with pytest.raises(SignInError):
        found.unlock("okafor", "correct horse battery")


@examples(150)
@given(words=st.text(max_size=80) | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567-", max_size=80))
def test_a_recovery_key_typed_anyhow_is_a_sentence(words: str) -> None:
    try:
        assert recovery_words(recovery_secret(words))
    except InvalidError as error:
        assert "14 groups" in str(error)


@examples(200)
@given(secret=st.binary(min_size=32, max_size=32), at=st.integers(0, 68), to=st.characters())
def test_a_recovery_key_with_one_sign_wrong_is_never_another_key(
    secret: bytes, at: int, to: str
) -> None:
    words = recovery_words(secret)
    assert recovery_secret(words.lower().replace("-", " ")) == secret
    typed = words[:at] + to + words[at + 1 :]
    with contextlib.suppress(InvalidError):
        assert recovery_secret(typed) == secret  # such as 0 for O


@pytest.mark.parametrize("word", ["\udcff", "a\0b", "x" * 100_000, "", "\u202e", "𝕡ass"])
def test_any_word_can_be_tried_and_is_wrong(tmp_path: Path, sealed: Path, word: str) -> None:
    path = tmp_path / "force.probity"
    shutil.copy(key_path(sealed), key_path(path))
    slots = KeyFile.read(path)
    with in_time(), pytest.raises(SignInError):
        throttle.unlock(path, slots, word, "correct horse battery")
    with in_time(), pytest.raises(SignInError):
        throttle.unlock(path, slots, "okafor", word)


# --- the record of failures ---


@examples(150)
@given(
    content=st.binary(max_size=400)
    | st.lists(
        st.fixed_dictionaries({"who": st.just("a") | JSON, "at": JSON | st.floats()}), max_size=5
    ).map(lambda rows: "\n".join(json.dumps(row) for row in rows).encode())
)
def test_any_record_of_failures_lets_one_try_or_wait(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "force.probity"
    throttle._file(path).write_bytes(content)
    with in_time(), only(tmp_path):
        try:
            throttle.check(path, "a")
        except SignInError as error:
            assert 0 < error.wait <= throttle.LONGEST_WAIT
        throttle.passed(path, "a")
        throttle.check(path, "a")


@pytest.mark.parametrize("at", ["1e400", "NaN", "Infinity", "9" * 400, "[" * 5000, "null", "4e9"])
def test_a_failure_dated_beyond_time_keeps_nobody_out(tmp_path: Path, at: str) -> None:
    path = tmp_path / "force.probity"
    throttle._file(path).write_text(f'{{"who": "a", "at": {at}}}\n' * 20)
    throttle.check(path, "a")


def test_failures_of_now_do_keep_one_waiting(tmp_path: Path) -> None:
    path = tmp_path / "force.probity"
    for _ in range(4):
        throttle.failed(path, "a")
    throttle._file(path).open("a").write(json.dumps({"who": "a", "at": time.time() + 9e9}) + "\n")
    with pytest.raises(SignInError, match="Wait"):
        throttle.check(path, "a")


def test_a_vast_record_is_read_at_its_end_only(tmp_path: Path) -> None:
    path = tmp_path / "force.probity"
    with throttle._file(path).open("wb") as file:
        file.truncate(3 << 30)
        file.seek(0, 2)
        file.write(b"\n" + json.dumps({"who": "a", "at": time.time()}).encode() + b"\n")
    with in_time():
        assert len(throttle._failures(path, "a")) == 1


def test_keys_are_in_no_repr() -> None:
    keys = Keys.make()
    assert base64.b64encode(keys.database).decode() not in repr(keys)
    assert keys.database.hex() not in repr(keys)

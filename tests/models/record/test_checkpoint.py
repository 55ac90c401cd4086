from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models.entering.open import create_register, open_register
from models.errors import InvalidError, NotAllowedError, ProbityError
from models.record import checkpoint
from models.record.checkpoint import Checkpoint, Comparison
from models.record.examining import verify
from models.register import Register
from models.schema import User
from tests.models import making
from tests.models.making import TODAY, case_file, save


@pytest.fixture
def kept(register: Register, tmp_path: Path) -> Path:
    save(register, case_file())
    checkpoint.save(register, tmp_path / "kept.json")
    return tmp_path / "kept.json"


def compared(register: Register, made: Checkpoint) -> Comparison:
    with register.reader() as connection:
        return checkpoint.compare(connection, made, register.identity)


def after(path: Path, statement: str, made: Checkpoint) -> tuple[list[str], Comparison]:
    """What the chain alone and what the checkpoint say once somebody did this to the file."""
    raw = making.raw(path)
    raw.execute(statement)
    raw.close()
    with open_register(path) as register, register.reader() as connection:
        faults = verify(connection)
        return faults, checkpoint.compare(connection, made, register.identity)


def test_same_then_grown(register: Register, kept: Path) -> None:
    made = checkpoint.read(kept)
    assert compared(register, made).outcome == "same"
    save(register, case_file("Another"))
    found = compared(register, made)
    assert (found.outcome, found.holds) == ("grown", True)
    assert found.sentence.startswith("The record has grown by ")
    assert "everything recorded before is still there" in found.sentence


def test_it_says_length_head_register_moment_and_who_and_is_on_record(
    register: Register, kept: Path
) -> None:
    said = json.loads(kept.read_text())
    with register.reader() as connection:
        last = connection.execute(
            "SELECT id, hex(chain), action, entry FROM audit_record ORDER BY id DESC LIMIT 1"
        ).fetchone()
    assert (said["records"], said["head"].upper()) == (last["id"], last["hex(chain)"])
    assert (said["register"], said["by"]) == (register.identity, "D. Okafor")
    assert said["taken"].endswith("Z")
    assert last["action"] == "disclose"
    assert "Checkpoint of the record saved as kept.json" in last["entry"]


def test_a_tail_cut_off_is_found_by_the_checkpoint_alone(
    register: Register, path: Path, kept: Path
) -> None:
    made = checkpoint.read(kept)
    register.close()
    cut = "DELETE FROM audit_record WHERE id > (SELECT MAX(id) - 3 FROM audit_record)"
    faults, found = after(path, cut, made)
    assert faults == []
    assert (found.outcome, found.holds) == ("cut", False)
    assert "was cut off" in found.sentence
    assert "by 3 records" in found.sentence


def test_a_tail_cut_off_and_written_on_differs(register: Register, path: Path, kept: Path) -> None:
    made = checkpoint.read(kept)
    register.close()
    raw = making.raw(path)
    raw.execute("DELETE FROM audit_record WHERE id > (SELECT MAX(id) - 3 FROM audit_record)")
    raw.close()
    with open_register(path) as again:
        with again.change() as change:
            for _ in range(9):
                change.note("consult", what="Viewed")
        with again.reader() as connection:
            assert verify(connection) == []
        found = compared(again, made)
    assert found.outcome == "differs"
    assert "cut off or rewritten at or before number" in found.sentence


@pytest.mark.parametrize("field", ["head", "place", "taken", "by", "force", "records"])
def test_one_that_was_altered_proves_nothing(register: Register, kept: Path, field: str) -> None:
    said = json.loads(kept.read_text())
    other = {"head": "0" * 64, "place": "0" * 16, "taken": "2014-02-28T09:00:00Z", "records": 3}
    kept.write_text(json.dumps(said | {field: other.get(field, "somebody")}))
    assert compared(register, checkpoint.read(kept)).outcome == "altered"


def test_one_of_another_register_is_told_apart(kept: Path, tmp_path: Path) -> None:
    with create_register(tmp_path / "other.probity", force="Other", user="u", today=TODAY) as other:
        found = compared(other, checkpoint.read(kept))
    assert found.outcome == "other"
    assert "another register of Weald and Downs Police" in found.sentence


def test_a_hash_typed_from_paper(register: Register, path: Path, kept: Path) -> None:
    head = checkpoint.read(kept).head
    typed = " ".join(head[at : at + 4] for at in range(0, 16, 4)).upper()

    def outcome(words: str) -> str:
        with register.reader() as connection:
            return checkpoint.compare_typed(connection, words).outcome

    assert outcome(typed) == "same"
    save(register, case_file("Another"))
    assert outcome(head) == "grown"
    assert outcome("0" * 16) == "unknown"
    for words in ("", "12ab", "not a hash at all", "a" * 65):
        with register.reader() as connection, pytest.raises(InvalidError):
            checkpoint.compare_typed(connection, words)


def test_to_somebody_from_whom_something_is_hidden_no_number_is_told(
    register: Register, path: Path, tmp_path: Path
) -> None:
    with register.change() as change:
        change.add(User, name="sethi", full_name="A. Sethi", role="auditor")
    save(register, case_file())
    hidden = case_file("Hidden", restricted=True, owner_id=1)
    save(register, hidden)
    with open_register(path, user="sethi") as auditor:
        made = checkpoint.save(auditor, tmp_path / "kept.json")
        assert "records" not in json.loads((tmp_path / "kept.json").read_text())
        save(register, case_file("Hidden too", restricted=True, owner_id=1))
        found = compared(auditor, made)
        assert found.outcome == "grown"
        assert not any(letter.isdigit() for letter in found.sentence.split("checkpoint")[0])
        register.close()
    cut = "DELETE FROM audit_record WHERE id > 10"
    raw = making.raw(path)
    raw.execute(cut)
    raw.close()
    with open_register(path, user="sethi") as auditor:
        found = compared(auditor, made)
    assert found.outcome == "cut"
    assert "number" not in found.sentence


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_text("nothing of the kind"),
        lambda path: path.write_text("[1, 2]"),
        lambda path: path.write_text("[" * 30_000),
        lambda path: path.write_text('{"format": "probity-checkpoint", "version": 1}'),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_bytes(b" " * (1 << 17)),
        lambda path: path.mkdir(),
    ],
)
def test_what_is_no_checkpoint_is_said(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "kept.json")
    with pytest.raises(ProbityError, match=r"kept\.json (is not a checkpoint|cannot be read)"):
        checkpoint.read(tmp_path / "kept.json")


def test_only_who_may_takes_one_and_nothing_is_left_where_it_fails(
    register: Register, path: Path, tmp_path: Path
) -> None:
    with register.change() as change:
        change.add(User, name="pell", role="investigator")
    with open_register(path, user="pell") as investigator, pytest.raises(NotAllowedError):
        checkpoint.save(investigator, tmp_path / "kept.json")
    with pytest.raises(ProbityError, match="could not be written"):
        checkpoint.save(register, tmp_path / "none" / "kept.json")
    assert not list(tmp_path.glob("*kept*"))

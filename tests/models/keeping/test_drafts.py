from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.case import casefile
from models.case.casefile import CaseFile
from models.case.edits import Edits, bring_back, edits_of, from_json, to_json
from models.case.merge import merge
from models.change import Change
from models.changes.case import cases
from models.changes.retention import reviewing as retention
from models.entering.open import create_register, open_register
from models.errors import ConflictError, RegisterError
from models.keeping.drafts import MAGIC, NONCE_BYTES, SUFFIX, Keeper
from models.keeping.writing_anew import compact
from models.register import Register
from models.schema import Case, User
from tests.models.making import case_file, colleague, loaded, save

PLANTED = "Zanzibarplanted"


def folder(register: Register) -> Path:
    return register.path.with_name(register.path.name + SUFFIX)


def some(title: str = PLANTED) -> Edits:
    return edits_of(case_file(title), None, {"text": f"{title} begun"})


def retitled(file: CaseFile) -> CaseFile:
    other = file.copy()
    other.case["title"] = PLANTED
    return other


def die_writing(path: Path, edits: Edits, user: str = "okafor") -> None:
    """Write a draft in a program that is then killed."""
    program = (
        "import os, signal, sys; sys.path.insert(0, os.getcwd())\n"
        "from pathlib import Path\n"
        "from models.keeping.drafts import Keeper\n"
        "from models.case.edits import from_json\n"
        "from models.entering.open import open_register\n"
        "edits, user = from_json(sys.stdin.buffer.read())\n"
        "keeper = Keeper(open_register(Path(sys.argv[1]), user=user))\n"
        "draft = keeper.new()\n"
        "draft.write(draft.turn(), edits)\n"
        "os._exit(9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        input=to_json(edits, user),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 9, done.stderr


class TestEdits:
    def test_come_back_as_they_were(self, register: Register) -> None:
        case_id = save(register, case_file("Before"))
        original = loaded(register, case_id)
        mine = original.copy()
        mine.case["title"] = "After"
        mine.subjects[0]["date_of_birth"] = datetime.date(1980, 2, 29)
        mine.allegations[0]["factors"] = ["social-media", "discrimination"]
        casefile.add_row("chronology", mine, text="Added")
        del mine.findings[0]
        edits, user = from_json(to_json(edits_of(mine, original, {"text": "begun"}), "okafor"))
        assert user == "okafor"
        assert (edits.case_id, edits.writing) == (case_id, {"text": "begun"})
        assert {
            (section, before is None, after is None) for section, before, after in edits.rows
        } == {
            ("case", False, False),
            ("subjects", False, False),
            ("allegations", False, False),
            ("findings", False, True),
            ("chronology", True, False),
        }
        assert bring_back(edits, loaded(register, case_id)) == (mine, original)

    def test_are_no_more_than_what_was_edited(self, register: Register) -> None:
        file = case_file()
        for number in range(200):
            when = datetime.datetime(2014, 2, 12, 9, number % 60)
            casefile.add_row("chronology", file, text=f"Entry {number}", occurred=when)
        original = loaded(register, save(register, file))
        mine = original.copy()
        mine.chronology[100]["text"] = "Other"
        assert [section for section, *_ in edits_of(mine, original).rows] == ["chronology"]

    def test_of_a_new_case_are_the_case(self, register: Register) -> None:
        file = case_file("New")
        edits = edits_of(file, None, {})
        mine, original = bring_back(from_json(to_json(edits, "okafor"))[0], None)
        assert original is None
        assert mine == file
        assert loaded(register, save(register, mine)).case["title"] == "New"

    def test_and_another_s_save_since_are_put_together_as_in_any_conflict(
        self, register: Register
    ) -> None:
        case_id = save(register, case_file("Before"))
        original = loaded(register, case_id)
        mine = original.copy()
        mine.case["title"] = "Mine"
        mine.subjects[0]["post"] = "Mine"
        edits = edits_of(mine, original)
        theirs = loaded(register, case_id)
        theirs.case["title"] = "Theirs"
        theirs.allegations[0]["particulars"] = "Theirs"
        theirs.subjects[0]["rank"] = "sergeant"
        save(register, theirs, loaded(register, case_id))
        again, was = bring_back(edits, loaded(register, case_id))
        with pytest.raises(ConflictError):
            save(register, again, was)
        assert was is not None
        merged, clashes = merge(was, again, loaded(register, case_id))
        assert [(one.section, one.field) for one in clashes] == [("case", "title")]
        assert merged.subjects[0]["post"] == "Mine"
        assert merged.subjects[0]["rank"] == "sergeant"
        assert merged.allegations[0]["particulars"] == "Theirs"

    def test_of_a_row_that_another_removed_are_a_clash(self, register: Register) -> None:
        case_id = save(register, case_file())
        original = loaded(register, case_id)
        mine = original.copy()
        mine.findings[0]["reason"] = "Mine"
        edits = edits_of(mine, original)
        theirs = original.copy()
        del theirs.findings[0]
        save(register, theirs, original)
        again, was = bring_back(edits, loaded(register, case_id))
        assert was is not None
        _, clashes = merge(was, again, loaded(register, case_id))
        assert [(one.section, one.field, one.theirs) for one in clashes] == [("findings", "", None)]

    def test_differ_from_nothing_where_nothing_was_edited(self, register: Register) -> None:
        file = loaded(register, save(register, case_file()))
        assert edits_of(file.copy(), file).rows == []
        assert not cases.differs(*[one for one in bring_back(edits_of(file, file), file) if one])


class TestKeeper:
    def test_nothing_is_left_after_a_clean_end(self, register: Register, path: Path) -> None:
        keeper = Keeper(register)
        draft = keeper.new()
        draft.write(draft.turn(), some())
        assert folder(register).exists()
        draft.remove(draft.turn())
        keeper.close()
        assert not folder(register).exists()

    def test_nothing_is_made_before_the_first_edit(self, register: Register) -> None:
        keeper = Keeper(register)
        keeper.new()
        assert keeper.left_behind() == []
        assert not folder(register).exists()
        keeper.close()

    def test_what_a_program_that_died_left_is_found(self, register: Register, path: Path) -> None:
        edits = some()
        die_writing(path, edits)
        keeper = Keeper(register)
        (found,) = keeper.left_behind()
        assert found.edits == edits
        assert abs(datetime.datetime.now(datetime.UTC).replace(tzinfo=None) - found.at) < (
            datetime.timedelta(minutes=5)
        )
        keeper.remove(found.path)
        keeper.close()
        assert not folder(register).exists()

    def test_what_a_program_at_work_keeps_is_its_own(self, register: Register) -> None:
        other, edits = Keeper(register), some()
        draft = other.new()
        draft.write(draft.turn(), edits)
        mine = Keeper(register)
        assert mine.left_behind() == []
        mine.close()
        assert other.path(draft.name).exists()
        other.close()  # its program ends, and this draft was not saved
        (found,) = mine.left_behind()
        assert found.edits == edits

    def test_it_is_offered_to_nobody_else(self, register: Register, path: Path) -> None:
        with register.change() as change:
            change.add(User, name="sayer", full_name="S. Ayer", role="administrator")
        die_writing(path, some())
        with open_register(path, user="sayer") as theirs:
            keeper = Keeper(theirs)
            assert keeper.left_behind() == []
            keeper.close()
        assert len(Keeper(register).left_behind()) == 1

    def test_it_is_not_offered_once_its_case_is_hidden(
        self, register: Register, path: Path
    ) -> None:
        with colleague(register) as theirs:
            case_id = save(register, case_file(owner_id=1))
            file = loaded(theirs, case_id)
            die_writing(path, edits_of(retitled(file), file), "vance")
            assert len(Keeper(theirs).left_behind()) == 1
            original = loaded(register, case_id)
            restricted = original.copy()
            restricted.case["restricted"] = True
            save(register, restricted, original)
            assert Keeper(theirs).left_behind() == []

    @pytest.mark.parametrize("end", [retention.erase, retention.anonymise])
    def test_those_of_a_case_that_is_gone_go_with_it(
        self, register: Register, path: Path, end: Callable[[Change, int], None]
    ) -> None:
        kept, gone = (save(register, case_file(title)) for title in ("Kept", "Gone"))
        with register.change() as change:
            for case_id in (kept, gone):
                change.edit(Case, case_id, 1, stage="closed", closed=datetime.date(2014, 3, 1))
        with colleague(register):
            pass
        for case_id, user in ((kept, "okafor"), (gone, "okafor"), (gone, "vance")):
            file = loaded(register, case_id)
            die_writing(path, edits_of(retitled(file), file), user)
        die_writing(path, some())
        with register.change("It is time") as change:
            end(change, gone)
        for _ in range(2):  # offered to nobody before the file is written anew, and then not there
            left = Keeper(register).left_behind()
            assert {one.edits.case_id for one in left} == {kept, None}
            compact(register)
        assert len(list(folder(register).glob("*.draft"))) == 2

    def test_no_word_of_it_is_in_the_clear(self, register: Register, path: Path) -> None:
        die_writing(path, some())
        files = [one for one in path.parent.rglob("*") if one.is_file()]
        assert any(one.suffix == ".draft" for one in files)
        for one in files:
            content = one.read_bytes()
            assert PLANTED.encode() not in content
            assert PLANTED.encode("utf-16-le") not in content
            assert b"okafor" not in content

    @pytest.mark.parametrize("at", [0, 20, 40, -1])
    def test_a_damaged_one_is_passed_over(self, register: Register, path: Path, at: int) -> None:
        die_writing(path, some())
        (file,) = folder(register).glob("*.draft")
        content = bytearray(file.read_bytes())
        content[at] ^= 1
        file.write_bytes(content)
        assert Keeper(register).left_behind() == []

    def test_one_moved_under_another_name_is_passed_over(
        self, register: Register, path: Path
    ) -> None:
        die_writing(path, some())
        (file,) = folder(register).glob("*.draft")
        file.rename(file.with_name(f"x{file.name}"))
        assert Keeper(register).left_behind() == []

    def test_another_register_s_is_passed_over(self, register: Register, path: Path) -> None:
        die_writing(path, some())
        with create_register(path.with_name("b.probity"), force="B", user="okafor") as other:
            folder(register).rename(folder(other))
            assert Keeper(other).left_behind() == []

    def test_a_late_write_does_not_bring_back_what_was_saved(self, register: Register) -> None:
        keeper = Keeper(register)
        draft = keeper.new()
        first, second = draft.turn(), draft.turn()
        draft.remove(second)
        draft.write(first, some())
        assert not keeper.path(draft.name).exists()
        draft.write(draft.turn(), some("Newer"))
        assert keeper.path(draft.name).exists()

    def test_it_is_written_whole_beside_what_was_kept_before(self, register: Register) -> None:
        draft = Keeper(register).new()
        draft.write(draft.turn(), some())
        (file,) = folder(register).glob("*.draft")
        before, number = file.read_bytes(), file.stat().st_ino
        draft.write(draft.turn(), some())
        after = file.read_bytes()
        assert file.stat().st_ino != number
        start, end = len(MAGIC), len(MAGIC) + NONCE_BYTES
        assert before[:start] == after[:start]
        assert before[start:end] != after[start:end]  # nothing is sealed twice alike

    def test_nobody_else_of_the_machine_may_look_into_their_folder(
        self, register: Register
    ) -> None:
        draft = Keeper(register).new()
        draft.write(draft.turn(), some())
        assert folder(register).stat().st_mode & 0o077 == 0

    def test_what_was_half_written_goes_with_the_next_that_ends_unless_its_program_lives(
        self, register: Register, path: Path
    ) -> None:
        other, mine = Keeper(register), Keeper(register)
        draft = other.new()
        draft.write(draft.turn(), some())
        living = folder(register) / f".{draft.name}"
        dead = folder(register) / ".0123456789abcdef-01234567.draft"
        for half in (living, dead):
            half.write_bytes(b"half")
        mine.close()
        assert living.exists()
        assert not dead.exists()

    def test_one_of_a_size_that_no_case_has_is_not_read(
        self, register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        die_writing(path, some())
        (file,) = folder(register).glob("*.draft")
        monkeypatch.setattr("models.keeping.drafts.LARGEST", file.stat().st_size - 1)
        assert Keeper(register).left_behind() == []
        monkeypatch.setattr("models.keeping.drafts.LARGEST", file.stat().st_size)
        assert len(Keeper(register).left_behind()) == 1

    def test_the_newest_is_offered_first(self, register: Register, path: Path) -> None:
        for title in ("One", "Two", "Three"):
            die_writing(path, some(title))
        files = sorted(folder(register).glob("*.draft"))
        for at, file in enumerate(files):
            os.utime(file, (10**9 + at * 100, 10**9 + at * 100))
        assert [one.path for one in Keeper(register).left_behind()] == files[::-1]

    def test_what_cannot_be_kept_is_said_to_be(self, register: Register) -> None:
        folder(register).write_bytes(b"in the way")
        draft = Keeper(register).new()
        with pytest.raises(RegisterError, match="would be lost if Probity crashed"):
            draft.write(draft.turn(), some())

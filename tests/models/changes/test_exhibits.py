from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from models.changes.case import exhibits as changes
from models.changes.case.exhibits import CHUNK, NewExhibit, attach
from models.errors import CancelledError, ConflictError, InvalidError, ProbityError
from models.queries.cases import exhibits as queries
from models.record.check import check
from models.record.examining import verify
from models.register import Register
from models.rules.media_types import media_type, size_words
from models.schema import Exhibit
from models.storage.stored_files import export_exhibit, read_head
from tests.models import making
from tests.models.making import case_file, save

BIG = 20 * CHUNK + 7


@pytest.fixture
def case_id(register: Register) -> int:
    return save(register, case_file())


def _file(tmp_path: Path, name: str = "page.png", size: int = 3_000_000) -> Path:
    path = tmp_path / name
    block = bytes(range(256)) * 4096
    with path.open("wb") as file:
        for _ in range(size // len(block)):
            file.write(block)
        file.write(block[: size % len(block)])
    return path


def _rows(register: Register, case_id: int) -> list[queries.ExhibitRow]:
    with register.reader() as connection:
        return queries.exhibits(connection, case_id)


def _left(register: Register) -> tuple[int, int]:
    with register.reader() as connection:
        files = connection.execute("SELECT COUNT(*) FROM exhibit_file").fetchone()[0]
        return files, connection.execute("SELECT COUNT(*) FROM exhibit_chunk").fetchone()[0]


def test_a_file_comes_back_byte_for_byte(register: Register, case_id: int, tmp_path: Path) -> None:
    path = _file(tmp_path, size=BIG)
    seen: list[tuple[int, int]] = []
    attach(register, case_id, NewExhibit(path, "A page", "The victim"), lambda *at: seen.append(at))
    (row,) = _rows(register, case_id)
    assert (row.mark, row.number, row.size) == ("DO/1", 1, BIG)
    assert row.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert seen[-1] == (BIG, BIG)
    assert seen == sorted(seen)
    out = tmp_path / "out.bin"
    with register.reader() as connection:
        export_exhibit(connection, row, out)
        assert read_head(connection, row, 100) == path.read_bytes()[:100]
    assert out.read_bytes() == path.read_bytes()


def test_exhibits_are_numbered_in_their_case(register: Register, tmp_path: Path) -> None:
    first, second = save(register, case_file()), save(register, case_file("Another"))
    for case_id in (first, first, second):
        attach(register, case_id, NewExhibit(_file(tmp_path, size=10)))
    assert [row.mark for row in _rows(register, first)] == ["DO/1", "DO/2"]
    assert [row.mark for row in _rows(register, second)] == ["DO/1"]


def test_an_empty_file_is_kept(register: Register, case_id: int, tmp_path: Path) -> None:
    attach(register, case_id, NewExhibit(_file(tmp_path, size=0)))
    (row,) = _rows(register, case_id)
    with register.reader() as connection:
        export_exhibit(connection, row, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == b""


@pytest.mark.parametrize("after", [1, 17, 20])
def test_what_is_stopped_leaves_nothing(
    register: Register, case_id: int, tmp_path: Path, after: int
) -> None:
    asked = 0

    def stop() -> None:
        nonlocal asked
        asked += 1
        if asked > after:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        attach(register, case_id, NewExhibit(_file(tmp_path, size=BIG)), check=stop)
    assert _rows(register, case_id) == []
    assert _left(register) == (0, 0)


def test_a_file_that_changes_meanwhile_is_refused(
    register: Register, case_id: int, tmp_path: Path
) -> None:
    path = _file(tmp_path, size=2 * CHUNK)

    def grow(done: int, total: int) -> None:
        if done == CHUNK:
            path.unlink()
            path.write_bytes(b"another")

    with pytest.raises(ProbityError, match="changed while"):
        attach(register, case_id, NewExhibit(path), grow)
    assert _left(register) == (0, 0)


def test_what_cannot_be_read_is_said(register: Register, case_id: int, tmp_path: Path) -> None:
    for path, words in ((tmp_path / "none", "cannot be read"), (tmp_path, "is a folder")):
        with pytest.raises(ProbityError, match=words):
            attach(register, case_id, NewExhibit(path))
    assert _left(register) == (0, 0)


def test_a_full_disk_keeps_what_was_there(register: Register, case_id: int, tmp_path: Path) -> None:
    attach(register, case_id, NewExhibit(_file(tmp_path)))
    pages = register._database.execute_sql("PRAGMA page_count").fetchone()[0]
    register._database.execute_sql(f"PRAGMA max_page_count = {pages + 2000}")
    with pytest.raises(ProbityError, match="disk is full"):
        attach(register, case_id, NewExhibit(_file(tmp_path, size=BIG)))
    register._database.execute_sql("PRAGMA max_page_count = 1000000")
    assert len(_rows(register, case_id)) == 1
    assert _left(register)[0] == 1


def test_a_crash_s_leavings_are_cleared_by_a_later_exhibit(
    register: Register, case_id: int, tmp_path: Path
) -> None:
    with register.change() as change:
        changes._insert_file(change)
        change.database.execute_sql("UPDATE exhibit_file SET started = '2001-01-01 00:00:00'")
    for _ in range(2):
        attach(register, case_id, NewExhibit(_file(tmp_path, size=10)))
    assert _left(register) == (2, 2)


def test_damage_is_found_and_nothing_is_given_out(
    register: Register, case_id: int, path: Path, tmp_path: Path
) -> None:
    attach(register, case_id, NewExhibit(_file(tmp_path)))
    (row,) = _rows(register, case_id)
    other = making.raw(path)
    other.execute("UPDATE exhibit_chunk SET data = zeroblob(length(data)) WHERE place = 1")

    other.close()
    out = tmp_path / "out.bin"
    out.write_bytes(b"before")
    with register.reader() as connection:
        with pytest.raises(ProbityError, match="hash differs"):
            export_exhibit(connection, row, out)
        found = {one.name: one.problems for one in check(connection)}
    assert out.read_bytes() == b"before"
    assert found["Exhibits"] == ["Exhibit DO/1 of PS/2014/00001 has changed since it was stored."]


def test_every_act_is_on_the_chain_of_custody(
    register: Register, case_id: int, tmp_path: Path
) -> None:
    exhibit_id = attach(register, case_id, NewExhibit(_file(tmp_path, size=10)))
    changes.record(register, exhibit_id, case_id, "consult", "Viewed")
    changes.describe(register, exhibit_id, 1, mark="ABC/7", description="", source="", withdrawn="")
    changes.record(register, exhibit_id, case_id, "disclose", "Exported as page.png")
    with register.reader() as connection:
        lines = queries.custody(connection, exhibit_id)
        assert verify(connection) == []
    assert [line.what for line in lines] == ["Added", "Viewed", "Described", "Exported as page.png"]
    assert {line.who for line in lines} == {"D. Okafor"}


def test_what_is_said_of_it_changes_and_is_found(
    register: Register, case_id: int, tmp_path: Path
) -> None:
    exhibit_id = attach(register, case_id, NewExhibit(_file(tmp_path, size=10)))
    said = {"description": "Screenshot of a zebra", "source": "", "withdrawn": ""}
    changes.describe(register, exhibit_id, 1, mark="DO/1", **said)
    with register.reader() as connection:
        words = connection.execute(
            "SELECT words FROM search_entry WHERE source = 'exhibit'"
        ).fetchone()[0]
        assert not any(one.problems for one in check(connection))
    assert "zebra" in words
    with pytest.raises(ConflictError):
        changes.describe(register, exhibit_id, 1, mark="DO/1", **said)
    with pytest.raises(InvalidError, match="called"):
        changes.describe(register, exhibit_id, 2, mark=" ", **said)


def test_the_audit_record_says_what_was_stored_and_holds_no_file(
    register: Register, case_id: int, tmp_path: Path
) -> None:
    exhibit_id = attach(register, case_id, NewExhibit(_file(tmp_path)))
    with register.reader() as connection:
        entry, longest = connection.execute(
            "SELECT MAX(CASE WHEN record_id = ? AND table_name = 'exhibit' THEN entry END),"
            " MAX(length(entry)) FROM audit_record",
            (exhibit_id,),
        ).fetchone()
    assert _rows(register, case_id)[0].sha256 in entry
    assert longest < 10_000
    assert Exhibit._meta.table_name == "exhibit"


@pytest.mark.parametrize(
    ("name", "head", "found"),
    [
        ("a.txt", b"%PDF-1.7", "application/pdf"),
        ("a.pdf", b"MZ\x90\0", "application/octet-stream"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("note", b"plain words", "text/plain"),
        ("note", "é".encode()[:1], "text/plain"),
        ("a.csv", b"a,b", "text/csv"),
        ("a.docx", b"PK\x03\x04", None),
        ("nothing", b"", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_say(name: str, head: bytes, found: str | None) -> None:
    kind = media_type(name, head)
    assert kind == found if found else "officedocument" in kind


def test_sizes_are_readable() -> None:
    assert [size_words(n) for n in (0, 999, 1500, 123_456_789, 4_700_000_000)] == [
        "0 bytes",
        "999 bytes",
        "1.5 KB",
        "123 MB",
        "4.7 GB",
    ]

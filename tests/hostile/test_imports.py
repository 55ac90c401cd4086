"""Tables of any content: rows or a sentence, in time, with no other file opened; and never half."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.change import Change
from models.entering.open import create_register
from models.errors import InvalidError, ProbityError
from models.exchange.incoming.mapping import from_json
from models.exchange.incoming.open_file import open_cells
from models.record.check import check
from models.register import Register
from tests.hostile.mutating import damage, examples
from tests.hostile.watching import in_time, only
from tests.models.making import TODAY
from tests.models.queries.foi import FOI, OFFICERS, imported, tried

pytestmark = pytest.mark.slow


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in csv.reader(OFFICERS.splitlines()):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


CSVS = (FOI.encode("cp1252"), OFFICERS.encode("utf-16"), OFFICERS.encode())
BOOK = _workbook()
#: Cells that readers and rules trip over oftener than chance has it.
SHARP = st.sampled_from(
    [
        *("\0", "\ud800", "'=1", "=cmd|' /C calc'!A0", "9" * 400, "1e999", "-0", "٣١/١٢/٢٠١٣"),
        *("31/12/9999", "01/01/0001", "0/0/0", "99999", "00000", "12 Feb", "tomorrow"),
        *("PS/2014/00001", "ps/r/2014/00001", "PC and 999999999 others", "\u202eevil", "<b>x</b>"),
        *("{{ x }}", "%s%n", "Total", "a\r\nb", "\x85", "\u2028", "x" * 2000, "PC 1", "(staff)"),
    ]
)
CELLS = SHARP | st.text(max_size=30) | st.sampled_from(
    ["12/02/2014", "PC", "Conduct", "Facebook", "NFA", "", "Upheld", "yes"]
)  # fmt: skip
HEADINGS = (
    *("Ref", "Received", "Type", "Allegation", "Category", "Platform", "Rank", "Role"),
    *("Surname", "Collar number", "Subject", "Outcome", "Finding", "Severity", "Closed"),
    *("Status", "Owner", "Restricted", "Complainant", "Date of birth", "Anything else"),
)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "force.probity"
    with create_register(path, force="Weald", user="okafor", today=TODAY) as made:
        yield made


@pytest.mark.filterwarnings("ignore")
@examples(150)
@given(data=st.data())
def test_a_damaged_file_is_rows_or_a_sentence(register: Register, data: st.DataObject) -> None:
    content = data.draw(damage(*CSVS) | damage(BOOK, *CSVS))
    path = register.path.parent / "in.table"
    path.write_bytes(content)
    said = "."
    try:
        with in_time(), only(register.path.parent, Path("/tmp")):
            tried(register, path)
    except ProbityError as error:
        said = str(error)
    assert said.endswith(".")


@examples(60)
@given(
    names=st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=12, unique=True),
    rows=st.lists(st.lists(CELLS, max_size=12), max_size=6),
    keep=st.sampled_from(["keep", "refuse"]),
    known=st.sampled_from(["skip", "update"]),
)
def test_hostile_cells_are_imported_or_refused_and_the_register_holds_together(
    register: Register, names: list[str], rows: list[list[str]], keep: str, known: str
) -> None:
    path = register.path.parent / "in.csv"
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(rows)
    given = {"unknown_values": keep, "known": known}
    try:
        with in_time():
            first = imported(register, path, **given, alike="add")
            again = imported(register, path, **given, alike="add")
    except ProbityError as error:
        assert str(error).endswith((".", ")."))
        return
    assert "added" not in set(again.became().values())
    assert first.became().keys() == again.became().keys()
    with register.reader() as connection:
        assert [one.problems for one in check(connection) if one.problems] == []


@examples(200)
@given(content=st.data())
def test_a_damaged_mapping_is_one_or_a_sentence(content: st.DataObject) -> None:
    good = Path(__file__).parents[2] / "tools" / "fuzz-seeds" / "mapping.json"
    text = content.draw(damage(good.read_bytes())).decode("utf-8", "surrogateescape")
    said = "."
    try:
        from_json(text)
    except InvalidError as error:
        said = str(error)
    assert said.endswith((".", ")."))


def test_a_disk_that_fills_leaves_nothing_half_imported(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "in.csv"
    path.write_text("Ref,Received\n" + "".join(f"K{n},1/2/2013\n" for n in range(600)))
    sealed = Change.sealed
    seen: list[int] = []

    def fail(change: Change, *given: object) -> object:
        seen.append(1)
        if len(seen) > 400:
            raise OSError(28, "No space left on device")
        return sealed(change, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Change, "sealed", fail)
    with pytest.raises((OSError, ProbityError)):
        imported(register, path)
    monkeypatch.undo()
    with register.reader() as connection:
        assert connection.execute('SELECT COUNT(*) FROM "case"').fetchone()[0] == 0
        assert [one.problems for one in check(connection) if one.problems] == []


def test_a_sheet_that_says_it_is_vast_is_read_as_it_is(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Ref", "Received"])
    sheet.append(["A/1", "12/02/2014"])
    sheet.cell(row=900_000, column=1, value="far away")
    book.save(path)
    with in_time():
        rows = list(open_cells(path).read())
    assert rows[1] == (2, ["A/1", "12/02/2014"])
    assert len(rows) < 20_000

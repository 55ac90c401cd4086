"""The command ``import``, run as a script would: results, messages, files, exit status."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from main import main
from models.entering.open import create_register, open_register
from models.queries import importing
from models.record.check import check
from tests.models.making import TODAY
from tests.models.queries.foi import FOI, written

KIND = ("--default", "kind=conduct")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "force.probity"
    create_register(made, force="Weald", user="okafor", full_name="D. Okafor", today=TODAY).close()
    return made


@pytest.fixture
def foi(tmp_path: Path) -> Path:
    return written(tmp_path / "foi.csv", FOI, "cp1252")


def run(path: Path, *words: object) -> int:
    return main(["--register", str(path), "import", *map(str, words)])


def many(path: Path) -> int:
    with open_register(path) as register, register.reader() as connection:
        assert [one.problems for one in check(connection) if one.problems] == []
        return int(connection.execute('SELECT COUNT(*) FROM "case"').fetchone()[0])


def test_a_dry_run_says_what_would_be_and_writes_nothing(
    path: Path, foi: Path, tmp_path: Path, capsys: Any
) -> None:
    report = tmp_path / "report.csv"
    assert run(path, foi, *KIND, "--dry-run", "--report", report, "--json") == 0
    said = capsys.readouterr()
    given = json.loads(said.out)
    assert (given["added"], given["skipped"], given["refused"]) == (4, 2, 1)
    assert given["mapping"]["columns"]["Officer Rank"] == "rank"
    assert "an import would be: 4 rows added, 2 skipped, 1 not imported." in said.err
    first = "Row 10 is the first that cannot be imported: Received: "
    assert f"{first}“31/02/2012” is not a date that exists." in said.err
    with report.open(encoding="utf-8", newline="") as file:
        assert [row["Row"] for row in csv.DictReader(file)] == [
            "6",
            "7",
            "8",
            "10",
            "11",
            "13",
            "14",
        ]
    assert many(path) == 0


def test_good_rows_are_imported_and_bad_ones_mended_by_a_mapping_that_was_kept(
    path: Path, foi: Path, tmp_path: Path, capsys: Any
) -> None:
    bad = tmp_path / "bad.csv"
    assert run(path, foi, *KIND, "--save-mapping", "FOI", "--bad-rows", bad) == 0
    assert many(path) == 3
    text = bad.read_text(encoding="utf-8-sig").replace("31/02/2012", "28/02/2012")
    bad.write_text(text.replace("Bebo", "Other"))
    assert run(path, bad, "--mapping", "FOI") == 0
    assert "1 row added" in capsys.readouterr().err
    assert many(path) == 4
    assert run(path, foi, "--mapping", "FOI") == 1  # nothing twice, and what is bad still is
    assert many(path) == 4


def test_a_mapping_is_printed_changed_and_given_back(
    path: Path, foi: Path, tmp_path: Path, capsys: Any
) -> None:
    run(path, foi, *KIND, "--dry-run", "--json")
    mapping = json.loads(capsys.readouterr().out)["mapping"]
    mapping["values"] = {"platform": {"bebo": "other"}}
    mapping["columns"]["Borough code"] = "unit"
    (tmp_path / "how.json").write_text(json.dumps(mapping))
    run(path, foi, "--mapping", tmp_path / "how.json", "--dry-run")
    assert "Bebo" not in capsys.readouterr().err
    assert run(path, foi, "--mapping", "Other") == 1
    assert "No mapping is called “Other”" in capsys.readouterr().err
    (tmp_path / "how.json").write_text("{")
    assert run(path, foi, "--mapping", tmp_path / "how.json") == 1
    assert "not JSON" in capsys.readouterr().err


def test_columns_are_named_and_left_out(path: Path, tmp_path: Path, capsys: Any) -> None:
    file = written(tmp_path / "a.csv", "When?;Wer\tda;x\n12/02/2014;PC;secret\n")
    words = ("--column", "When?=received", "--column", "x=-", "--delimiter", ";", *KIND)
    assert run(path, file, *words, "--encoding", "utf-8", "--heading-row", 1) == 0
    with open_register(path) as register, register.reader() as connection:
        (row,) = importing.beside(connection, 1)
    assert row.kept == (("Wer da", "PC"),)
    assert run(path, file, "--column", "No=received") == 1
    assert "There is no column “No”. There are: When?, Wer da, x." in capsys.readouterr().err
    assert run(path, file, "--column", "x=shoes") == 1
    assert "no field “shoes”" in capsys.readouterr().err


def test_all_rows_or_none_where_that_is_asked(path: Path, foi: Path, capsys: Any) -> None:
    assert run(path, foi, *KIND, "--stop-on-error") == 1
    assert "Row 10: Received" in capsys.readouterr().err
    assert many(path) == 0
    foi.write_text("Ref,Received\nA,soon\n")
    assert run(path, foi, *KIND) == 1  # nothing could be imported


def test_an_import_is_undone_by_command(path: Path, foi: Path, capsys: Any) -> None:
    assert run(path, "--undo") == 1
    assert "There is no import “last” to undo. There are: none." in capsys.readouterr().err
    run(path, foi, *KIND)
    assert many(path) == 3
    assert run(path, foi, "--undo", "foi.csv") == 1
    assert run(path, "--undo", "foi.csv", "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == {"import": 1, "removed": 3, "restored": 0}
    assert "The import of foi.csv was undone: 3 cases removed." in said.err
    assert many(path) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name the file to import"),
        (("gone.csv",), "gone.csv cannot be read"),
        (("gone.csv", "--undo"), "Give either a file to import or --undo"),
    ],
)
def test_what_cannot_be_done_is_said(path: Path, words: Any, said: str, capsys: Any) -> None:
    assert run(path, *words) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("--delimiter", "ab"), ("--column", "x"), ("--heading-row", "0")]
)
def test_a_misuse_is_told_from_a_failure(path: Path, words: Any) -> None:
    with pytest.raises(SystemExit) as left:
        run(path, "a.csv", *words)
    assert left.value.code == 2

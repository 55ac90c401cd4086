"""Other forces' figures taken in, and the same question held beside them."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.changes.comparing import import_figures
from models.changes.publishing import save_answer
from models.errors import NotAllowedError, ProbityError
from models.exchange.tables.figures_csv import read_figures
from models.queries.figures.publication import answer
from models.register import Register
from models.rules.publishing.answers import Answer, shown
from models.rules.publishing.questions import FORCES, Question
from tests.models.making import TODAY, case_file, colleague, save
from tests.once import demo_register

START, END = datetime.date(2009, 1, 1), datetime.date(2014, 2, 28)
QUESTION = Question(START, END, factor="social-media", threshold=0, form=FORCES)
HEAD = "Force,Source,From,To,Factor,Counts,Basis,Measure,Value,Headcount\n"
LINE = "Ashmoor,FOI 1,1 Jan 2009,28/02/2014,Social media,subjects,received,{},{},{}\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    register = demo_register(tmp_path_factory.mktemp("demo") / "demo.probity")
    yield register
    register.close()


def asked(register: Register, question: Question = QUESTION) -> Answer:
    with register.reader() as connection:
        made = answer(connection, question, force=register.force, today=register.today())
    return made.answer


def lines(said: Answer) -> dict[str, tuple[str, ...]]:
    return {one.label: tuple(map(shown, one.values)) for one in said.tables[0].lines}


def taken(register: Register, tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "figures.csv"
    path.write_bytes(text.encode(encoding))
    import_figures(register, path)
    return path


def test_the_demonstration_beside_other_forces_to_the_figure(built: Register) -> None:
    said = asked(built)
    found = lines(said)
    assert len(found) == 13
    assert found["Weald and Downs Police"] == ("54", "36", "2", "3,600", "15.0")
    assert found["Ashmoor Constabulary"] == ("61", "38", "6", "3,100", "19.7")
    assert found["Hartsea Police"] == ("57", "35", "6", "[c]", "[c]")  # no headcount is known
    assert found["Lowther Vale Constabulary"][1] == "[c]"
    assert found["All of them"] == ("828", "495", "82", "[c]", "[c]")
    assert said.paragraph.endswith(
        "Together, 12 forces investigated 828 officers and staff over the same matter in the same "
        "period. About one in ten of them left the police (82)."
    )
    (table,) = said.tables
    assert set(dict(table.definitions)) == set(table.columns)
    assert "dismissed" in dict(table.definitions)["Left"]


def test_what_is_withheld_of_ones_own_is_withheld_here_too(built: Register) -> None:
    said = asked(built, Question(START, END, factor="social-media", threshold=5, form=FORCES))
    assert lines(said)["Weald and Downs Police"] == ("54", "36", "[c]", "3,600", "15.0")
    assert lines(said)["All of them"][2] == "80"
    assert "About one in ten of the 774 of whom it is said left the police (80)." in said.paragraph


def test_another_period_unit_or_day_is_named_and_not_compared(built: Register) -> None:
    other = Question(START, TODAY.replace(year=2013), factor="social-media", form=FORCES)
    said = asked(built, other)
    assert said.tables == ()
    assert "No other force’s figures on this question have been imported." in said.notes
    assert any("for another period, unit or date: Ashmoor" in one for one in said.notes)
    for field, code in (("kind", "conduct"), ("role", "officer")):
        narrow = Question(START, END, factor="social-media", form=FORCES, **{field: code})  # type: ignore[arg-type]
        assert asked(built, narrow).tables == ()
    assert asked(built, Question(START, END, form=FORCES)).tables == ()


def test_the_newer_of_the_same_figure_stands(register: Register, tmp_path: Path) -> None:
    save(register, case_file())
    taken(register, tmp_path, HEAD + LINE.format("investigated", "61", '"3,100"'))
    assert lines(asked(register))["Ashmoor"] == ("61", "[c]", "[c]", "3,100", "19.7")
    taken(register, tmp_path, HEAD + LINE.format("investigated", "70", "3100"))
    assert lines(asked(register))["Ashmoor"][0] == "70"
    with register.reader() as connection:
        assert connection.execute("SELECT COUNT(*) FROM force_figure").fetchone()[0] == 1


@pytest.mark.parametrize("withheld", ["", "[c]", "<5", "*", "n/a", "–"])
def test_a_number_that_a_force_withholds_is_none(
    register: Register, tmp_path: Path, withheld: str
) -> None:
    save(register, case_file())
    text = HEAD + LINE.format("investigated", "61", "") + LINE.format("left", withheld, "")
    taken(register, tmp_path, text)
    assert lines(asked(register))["Ashmoor"][2] == "[c]"


@pytest.mark.parametrize(
    ("mark", "encoding"), [(";", "utf-8"), ("\t", "utf-8-sig"), (",", "cp1252")]
)
def test_files_as_they_come(register: Register, tmp_path: Path, mark: str, encoding: str) -> None:
    save(register, case_file())
    text = HEAD + LINE.format("investigated", "61", "3100") + "\n"
    text = text.replace("Ashmoor", "Côte").replace(",", mark).replace("\n", "\r\n")
    taken(register, tmp_path, text, encoding)
    assert lines(asked(register))["Côte"][0] == "61"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no heading “force”"),
        ("force,from,to\n", "no heading “measure”, “value”"),
        (HEAD, "contains no figures"),
        (HEAD + LINE.format("dismissed", "6", ""), "Line 2: “measure” must be one of"),
        (HEAD + LINE.format("left", "many", ""), "Line 2: “many” is not a number"),
        (HEAD + LINE.format("left", "-6", ""), "not a number of people"),
        (HEAD + LINE.format("left", "6", "9999999999"), "not a number of people"),
        (
            HEAD + LINE.replace("28/02/2014", "1 Jan 2008").format("left", "6", ""),
            "before it begins",
        ),
        (HEAD + LINE.replace("28/02/2014", "soon").format("left", "6", ""), "is not a date"),
        (
            HEAD + LINE.replace("Social media", "gossip").format("left", "6", ""),
            "“factor” must be one of",
        ),
        (HEAD + LINE.replace("Ashmoor", "").format("left", "6", ""), "name the force"),
        (HEAD + LINE.format("x", "6", "") * 7, "And 2 more. Nothing was imported."),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken_in(
    register: Register, tmp_path: Path, text: str, said: str
) -> None:
    good = LINE.format("investigated", "61", "3100") if text.count("\n") > 1 else ""
    with pytest.raises(ProbityError, match="Nothing was imported") as refused:
        taken(register, tmp_path, text + good)
    assert said in str(refused.value)
    with register.reader() as connection:
        assert connection.execute("SELECT COUNT(*) FROM force_figure").fetchone()[0] == 0


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.lists(
            st.sampled_from([HEAD, LINE, "9" * 5000, '"', ",", "\n", "\r", "\0", ";", "Ash", "=1"])
        ).map(lambda parts: (HEAD + "".join(parts)).encode()),
    )
)
def test_any_file_is_read_or_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(data)
    said = ""
    try:
        assert read_figures(path, TODAY)
    except ProbityError as error:
        said = str(error)
    assert not said or ("Nothing was imported" in said and len(said) < 4000)


def test_what_is_no_file_is_said(register: Register, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(ProbityError, match="cannot be read"):
            import_figures(register, path)
    with colleague(register, "rowan", role="reader") as reader, pytest.raises(NotAllowedError):
        import_figures(reader, tmp_path / "none.csv")


def test_a_force_s_name_runs_no_formula(register: Register, tmp_path: Path) -> None:
    save(register, case_file())
    text = HEAD + LINE.replace("Ashmoor", "=1+1").format("investigated", "61", "3100")
    taken(register, tmp_path, text)
    out = tmp_path / "out.csv"
    save_answer(register, out, asked(register))
    with out.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "1+1" in row["Line"]]
    assert {row["Line"] for row in rows} == {"'=1+1"}
    assert rows[0]["Definition"].endswith("FOI 1")
    openpyxl = pytest.importorskip("openpyxl")
    save_answer(register, tmp_path / "out.xlsx", asked(register))
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Compared with other forces"]
    cell = next(row[0] for row in sheet.iter_rows() if row[0].value == "=1+1")
    assert cell.data_type == "s" or cell.quotePrefix
    assert sheet.cell(3, 6).value == 19.7

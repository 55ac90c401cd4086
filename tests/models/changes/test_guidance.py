from __future__ import annotations

import csv
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.case.casefile import CaseFile
from models.case.guidance import Version
from models.change import Change
from models.changes import acknowledgements, guidance
from models.changes.acknowledgements import Given
from models.changes.merging import merge_people, undo_merge
from models.entering.open import create_register
from models.errors import ConflictError, InvalidError
from models.exchange import case_json
from models.exchange.papers.case_sheet import sheet_html
from models.exchange.papers.sheet_guidance import guidance_known
from models.exchange.tables.csv_file import restore
from models.exchange.tables.guidance_csv import export_recipients
from models.queries.cases.history import history
from models.queries.people import acknowledgements as given_to
from models.queries.people import guidance as asked
from models.queries.people.person import person
from models.record.check import check
from models.register import Register
from models.rules import validation
from models.rules.process.guidance import Receipt, answer, proposed, when_held
from models.schema import Case, Member, Person
from models.storage.stored_files import export_exhibit
from tests.models import making
from tests.models.making import TODAY, case_file, colleague, loaded, save

DAY = datetime.date
TITLE = "Use of social media"


@pytest.fixture
def social(register: Register) -> tuple[int, int]:
    """The ids of versions 1 (2009) and 2 (2012) of a document about social media."""
    with register.change() as change:
        document = guidance.add_document(change, title=TITLE, factor="social-media")
        first = guidance.add_version(change, document, name="1", starts=DAY(2009, 2, 2))
        guidance.add_clause(change, first, number="3.1", words="Comment is civil.")
        second = guidance.add_version(
            change, document, name="2", starts=DAY(2012, 3, 5), clauses_of=first
        )
        guidance.add_clause(change, second, number="4.2", words="Victims are not contacted.")
    return first, second


def _versions(register: Register) -> list[Version]:
    with register.reader() as connection:
        return asked.versions(connection)


def _held(register: Register, version_id: int) -> asked.Held:
    with register.reader() as connection:
        return next(
            held
            for document in asked.documents(connection)
            for held in document.versions
            if held.version.id == version_id
        )


def _named(
    register: Register, version_id: int | None, day: datetime.date | None, number: str = ""
) -> CaseFile:
    """A case in which Harmer's allegation names a version, saved and loaded again."""
    file = case_file()
    known = {one.id: one for one in _versions(register)}
    clauses = known[version_id].clauses if version_id else ()
    file.allegations[0] |= {
        "conduct_from": day,
        "guidance_version_id": version_id,
        "guidance_clause_id": next((one.id for one in clauses if one.number == number), None),
    }
    return loaded(register, save(register, file))


def _known(register: Register, file: CaseFile) -> str:
    with register.reader() as connection:
        receipts = asked.receipts_by_member(connection, file.subjects)
    return guidance_known(file, file.allegations[0], receipts)


def _sound(register: Register) -> bool:
    with register.reader() as connection:
        return all(not one.problems for one in check(connection))


class TestVersions:
    def test_a_version_ends_the_day_before_the_next_begins(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        first, second = _versions(register)
        assert (first.ends, second.ends) == (DAY(2012, 3, 4), None)
        assert when_held(first) == "2 Feb 2009 to 4 Mar 2012"
        assert [one.number for one in second.clauses] == ["3.1", "4.2"]

    def test_one_put_in_between_ends_before_the_later_one(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        with register.change() as change:
            guidance.add_version(change, 1, name="1.1", starts=DAY(2010, 1, 1))
        spans = [(one.name, one.starts, one.ends) for one in _versions(register)]
        assert spans == [
            ("1", DAY(2009, 2, 2), DAY(2009, 12, 31)),
            ("1.1", DAY(2010, 1, 1), DAY(2012, 3, 4)),
            ("2", DAY(2012, 3, 5), None),
        ]

    def test_a_first_day_that_moves_takes_the_end_before_it_along(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        for day in (DAY(2012, 6, 1), DAY(2011, 6, 1)):
            with register.change() as change:
                version = _held(register, 2).row_version
                guidance.edit_version(change, 2, version, name="2", starts=day)
            first, second = _versions(register)
            assert (first.ends, second.starts) == (day - datetime.timedelta(days=1), day)

    @pytest.mark.parametrize(
        ("values", "field", "said"),
        [
            ({"name": "3", "starts": DAY(2012, 3, 5)}, "starts", "comes into force on that day"),
            ({"name": "3", "starts": None}, "starts", "when it comes into force"),
            ({"name": "3", "starts": DAY(1066, 1, 1)}, "starts", "date is out of range"),
            ({"name": " ", "starts": DAY(2013, 1, 1)}, "name", "called"),
            ({"name": "2", "starts": DAY(2013, 1, 1)}, "name", "has this name"),
            (
                {"name": "3", "starts": DAY(2013, 1, 1), "ends": DAY(2012, 12, 31)},
                "ends",
                "before it begins",
            ),
            (
                {"name": "3", "starts": DAY(2010, 1, 1), "ends": DAY(2012, 3, 5)},
                "ends",
                "Version 2 begins on 5 Mar 2012",
            ),
            ({"name": "3", "starts": DAY(2013, 1, 1), "notes": "\0"}, "notes", "null"),
        ],
    )
    def test_what_no_version_can_be_is_said_beside_its_field(
        self,
        register: Register,
        social: tuple[int, int],
        values: dict[str, Any],
        field: str,
        said: str,
    ) -> None:
        before = _versions(register)
        with pytest.raises(InvalidError, match=said) as caught, register.change() as change:
            guidance.add_version(change, 1, **values)
        assert list(caught.value.problems) == [field]
        assert _versions(register) == before

    @settings(max_examples=25, deadline=None)
    @given(
        moves=st.lists(
            st.tuples(
                st.integers(0, 4),
                st.integers(0, 400),
                st.one_of(st.none(), st.integers(0, 200)),
            ),
            max_size=8,
        )
    )
    def test_no_two_hold_on_one_day_whatever_is_done(
        self, tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, int, int | None]]
    ) -> None:
        path = tmp_path_factory.mktemp("versions") / "force.probity"
        start = DAY(2010, 1, 1)
        with create_register(path, force="F", user="u", today=TODAY) as register:
            with register.change() as change:
                guidance.add_document(change, title="Any")
            for which, begins, lasts in moves:
                standing = _versions(register)
                starts = start + datetime.timedelta(days=begins)
                ends = None if lasts is None else starts + datetime.timedelta(days=lasts)
                try:
                    with register.change() as change:
                        if which < len(standing):
                            one = standing[which]
                            saved = _held(register, one.id).row_version
                            guidance.edit_version(
                                change, one.id, saved, name=one.name, starts=starts, ends=ends
                            )
                        else:
                            name = f"{len(standing)} {begins}"
                            guidance.add_version(change, 1, name=name, starts=starts, ends=ends)
                except InvalidError:
                    assert _versions(register) == standing
            known = _versions(register)
            for day in (start + datetime.timedelta(days=at) for at in range(0, 700, 7)):
                assert sum(one.holds_on(day) for one in known) <= 1
            assert _sound(register)

    def test_only_what_nobody_needs_is_removed(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        first, second = social
        _named(register, first, DAY(2010, 1, 1), "3.1")
        with register.change() as change:
            acknowledgements.give(change, second, [1], given=DAY(2012, 3, 6))
        clause = _versions(register)[0].clauses[0].id
        acts: list[tuple[Callable[[Change], None], str]] = [
            (lambda change: guidance.remove_version(change, first, 2), "version is in use"),
            (lambda change: guidance.remove_version(change, second, 1), "version is in use"),
            (lambda change: guidance.remove_clause(change, clause, 1), "clause is in use"),
            (lambda change: guidance.remove_document(change, 1, 1), "versions first"),
        ]
        for act, said in acts:
            with pytest.raises(InvalidError, match=said), register.change() as change:
                act(change)
        with register.change() as change:
            third = guidance.add_version(change, 1, name="3", starts=DAY(2014, 1, 1))
            guidance.add_clause(change, third, number="9")
        assert _held(register, second).version.ends == DAY(2013, 12, 31)
        with register.change() as change:
            guidance.remove_version(change, third, 1)
        assert _held(register, second).version.ends is None
        assert _sound(register)

    def test_a_title_is_given_once_and_edits_are_told_of_each_other(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        for title in ("", " use of SOCIAL media "):
            with pytest.raises(InvalidError), register.change() as change:
                guidance.add_document(change, title=title)
        with register.change() as change:
            guidance.describe_document(change, 1, 1, title="Social media", factor="social-media")
        with pytest.raises(ConflictError), register.change() as change:
            guidance.describe_document(change, 1, 1, title="Social")
        assert _versions(register)[0].title == "Social media"

    def test_clauses_are_in_the_order_of_their_numbers(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        with register.change() as change:
            for number in ("4.10", "4(a)", "Annex"):
                guidance.add_clause(change, social[1], number=number)
            with pytest.raises(InvalidError, match="with that number"):
                guidance.add_clause(change, social[1], number=" 4.2 ")
            with pytest.raises(InvalidError, match="number"):
                guidance.add_clause(change, social[1], number=" ")
        numbers = [one.number for one in _versions(register)[1].clauses]
        assert numbers == ["3.1", "4.2", "4.10", "4(a)", "Annex"]

    def test_documents_are_found_by_what_is_written_in_them(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        with register.change() as change:
            guidance.add_document(change, title="Information security", notes="Passwords")
        with register.reader() as connection:
            for text, found in (
                ("victims contacted", [TITLE]),
                ("PASS", ["Information security"]),
                ("", ["Information security", TITLE]),
                ("nothing", []),
            ):
                assert [one.title for one in asked.documents(connection, text)] == found


class TestFiles:
    def test_a_file_is_kept_whole_replaced_and_taken_out_again(
        self, register: Register, social: tuple[int, int], tmp_path: Path
    ) -> None:
        for content in (b"%PDF-1.4 first", b"%PDF-1.4 second"):
            path = tmp_path / "policy.pdf"
            path.write_bytes(content)
            guidance.attach_file(register, social[0], path)
            kept = _held(register, social[0]).file
            assert kept is not None
            assert (kept.file_name, kept.media_type) == ("policy.pdf", "application/pdf")
            with register.reader() as connection:
                export_exhibit(connection, kept, tmp_path / "out.pdf")
                files = connection.execute("SELECT COUNT(*) FROM exhibit_file").fetchone()[0]
            assert (tmp_path / "out.pdf").read_bytes() == content
            assert files == 1
        with register.change() as change:
            guidance.remove_version(change, social[0], _held(register, social[0]).row_version)
        with register.reader() as connection:
            for table in ("exhibit_file", "exhibit_chunk"):
                assert connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] == 0
        assert _sound(register)

    def test_check_finds_a_file_that_was_changed(
        self, register: Register, social: tuple[int, int], tmp_path: Path, path: Path
    ) -> None:
        policy = tmp_path / "policy.txt"
        policy.write_text("be civil")
        guidance.attach_file(register, social[0], policy)
        register.close()
        raw = making.raw(path)
        raw.execute("UPDATE exhibit_chunk SET data = x'00'")
        found = {one.name: one.problems for one in check(raw)}
        assert any("version 1" in sentence for sentence in found["Guidance"])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE guidance_version SET ends = NULL WHERE id = 1", "are in force on the same day"),
        ("UPDATE guidance_issue SET acknowledged = '2000-01-01'", "days out of order"),
        ("UPDATE allegation SET guidance_version_id = 2", "clause of another version"),
    ],
)
def test_check_names_what_does_not_hold(
    register: Register, social: tuple[int, int], path: Path, damage: str, said: str
) -> None:
    _named(register, social[0], DAY(2010, 1, 1), "3.1")
    with register.change() as change:
        acknowledgements.give(change, social[0], [1], given=DAY(2009, 3, 1))
    register.close()
    raw = making.raw(path)
    raw.execute(damage)
    found = {one.name: one.problems for one in check(raw)}
    assert any(said in sentence for sentence in found["Guidance"])


class TestGiving:
    @pytest.fixture(autouse=True)
    def _people(self, register: Register, social: tuple[int, int]) -> None:
        """Harmer (member 1, Estuary) and Ravel (member 2, staff), who left in 2010: Pell (3)."""
        for number, family, role, unit in (
            ("4417", "Harmer", "officer", "Estuary"),
            ("0012", "Ravel", "staff", "Downham"),
            ("1999", "Pell", "officer", "Estuary"),
        ):
            file = case_file()
            file.subjects[0] |= {
                "number": number, "family_name": family, "role": role, "unit": unit,
            }  # fmt: skip
            save(register, file)
        with register.change() as change:
            change.edit(Member, 3, 1, left=DAY(2010, 1, 1))

    def _recipients(self, register: Register, which: str, text: str = "") -> list[str]:
        with register.reader() as connection:
            found = given_to.recipients(connection, 2, which, text, TODAY)
        return [one.name for one in found]

    def test_to_many_once_and_acknowledged_by_a_later_list(self, register: Register) -> None:
        with register.change() as change:
            first = acknowledgements.give(change, 2, [1, 2, 2], given=DAY(2012, 3, 6), how="email")
            again = acknowledgements.give(
                change,
                2,
                [1, 3],
                given=DAY(2012, 4, 1),
                acknowledged=DAY(2012, 4, 2),
                acknowledged_how="signed",
            )
        assert (first, again) == (Given(2, 0, 0), Given(1, 1, 1))
        assert self._recipients(register, "given") == ["Harmer", "Pell", "Ravel"]
        assert self._recipients(register, "waiting") == ["Ravel"]
        assert self._recipients(register, "acknowledged") == ["Harmer", "Pell"]
        held = _held(register, 2)
        assert (held.given, held.acknowledged) == (3, 2)
        with register.reader() as connection:
            (row,) = given_to.recipients(connection, 2, "given", "0012", TODAY)
        assert (row.given, row.how, row.unit) == (DAY(2012, 3, 6), "email", "Downham")

    def test_who_serves_and_was_not_given_it(self, register: Register) -> None:
        assert self._recipients(register, "missing") == ["Harmer", "Ravel"]
        assert self._recipients(register, "missing", "rav") == ["Ravel"]
        assert self._recipients(register, "missing", "%") == []
        with register.change() as change:
            acknowledgements.give(change, 2, [1], given=DAY(2012, 3, 6))
        assert self._recipients(register, "missing") == ["Ravel"]

    def test_all_of_a_role_or_unit(self, register: Register) -> None:
        with register.reader() as connection:
            assert given_to.units(connection, TODAY) == ["Downham", "Estuary"]
            for asked_for, found in (
                ({"role": "staff"}, ["Ravel"]),
                ({"unit": "Estuary"}, ["Harmer"]),
                ({"unit": "Estuary", "role": "staff"}, []),
                ({"text": "4417"}, ["Harmer"]),
            ):
                got = given_to.candidates(connection, TODAY, **asked_for)  # type: ignore[arg-type]
                assert [one.name for one in got] == found

    def test_a_unit_that_only_a_hidden_case_tells_is_not_told(self, register: Register) -> None:
        with register.change() as change:
            change.edit(Case, 2, 1, restricted=True, owner=register.user.id)
        with register.reader() as connection:
            assert given_to.units(connection, TODAY) == ["Downham", "Estuary"]
        with colleague(register) as theirs, theirs.reader() as connection:
            assert given_to.units(connection, TODAY) == ["Estuary"]

    def test_a_pasted_list_of_numbers(self, register: Register) -> None:
        text = "4417, 0012; 9999\n5001 Oduya, Grace\n 5002\tMarsh \n5001 Oduya\n\n4417"
        with register.reader() as connection:
            found = given_to.pasted(connection, text, TODAY)
        assert [one.name for one in found.known] == ["Harmer", "Ravel"]
        assert found.unknown == ["9999"]
        assert [(one.number, one.family_name, one.given_names) for one in found.new] == [
            ("5001", "Oduya", "Grace"),
            ("5002", "Marsh", ""),
        ]
        with register.change() as change:
            acknowledgements.give(change, 2, [1], given=DAY(2012, 3, 6), new=found.new)
        assert self._recipients(register, "given") == ["Harmer", "Marsh", "Oduya, Grace"]

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"given": None}, "given"),
            ({"given": DAY(2014, 3, 1)}, "given"),
            ({"given": DAY(1066, 3, 1)}, "given"),
            ({"given": DAY(2014, 1, 2), "acknowledged": DAY(2014, 1, 1)}, "acknowledged"),
            ({"given": DAY(2014, 1, 2), "acknowledged": DAY(2014, 3, 1)}, "acknowledged"),
            ({"given": DAY(2014, 1, 2), "members": []}, "members"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(
        self, register: Register, values: dict[str, Any], field: str
    ) -> None:
        members = values.pop("members", [1])
        with pytest.raises(InvalidError) as caught, register.change() as change:
            acknowledgements.give(change, 2, members, **values)
        assert list(caught.value.problems) == [field]
        assert self._recipients(register, "given") == []

    def test_it_is_put_right_and_taken_back(self, register: Register) -> None:
        with register.change() as change:
            acknowledgements.give(change, 2, [1], given=DAY(2012, 3, 6))
            acknowledgements.correct(
                change, 1, 1, given=DAY(2012, 3, 7), how="paper", acknowledged=DAY(2012, 3, 8),
                acknowledged_how="signed",
            )  # fmt: skip
            assert acknowledgements.acknowledge(change, [1], DAY(2012, 5, 1)) == 0
        with register.reader() as connection:
            (row,) = given_to.recipients(connection, 2, "given", "", TODAY)
            (told,) = person(connection, 1, TODAY).guidance
        assert (row.given, row.acknowledged) == (DAY(2012, 3, 7), DAY(2012, 3, 8))
        assert (told.called, told.acknowledged_how) == (f"{TITLE}, version 2", "Signed")
        with register.change() as change, pytest.raises(InvalidError, match="Say on which day"):
            acknowledgements.acknowledge(change, [1], None)
        with register.change() as change:
            acknowledgements.take_back(change, 1, 2)
        assert self._recipients(register, "given") == []

    def test_csv_of_those_who_have_not_runs_nothing(
        self, register: Register, tmp_path: Path
    ) -> None:
        with register.change() as change:
            change.edit(Person, 2, 1, family_name="=HYPERLINK(1)")
            acknowledgements.give(change, 2, [1, 2], given=DAY(2012, 3, 6), how="email")
            acknowledgements.acknowledge(change, [1], DAY(2012, 3, 9))
        with register.reader() as connection:
            rows = given_to.recipients(connection, 2, "waiting", "", TODAY)
        out = tmp_path / "waiting.csv"
        assert export_recipients(out, _versions(register)[1], rows, bom=True) == 1
        assert out.read_bytes().startswith(b"\xef\xbb\xbf")
        with out.open(encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        assert row["Name"] == "'=HYPERLINK(1)"
        assert restore(row["Name"]) == "=HYPERLINK(1)"
        assert (row["Document"], row["Version"], row["Number"]) == (TITLE, "2", "0012")
        assert (row["Given"], row["How given"], row["Acknowledged"]) == ("2012-03-06", "Email", "")

    def test_a_merge_moves_it_and_an_undone_merge_moves_it_back(self, register: Register) -> None:
        twin = case_file()
        twin.subjects[0] |= {"family_name": "Harmar"}
        file = loaded(register, save(register, twin))
        twin_member = file.subjects[0]["member_id"]
        with register.change() as change:
            acknowledgements.give(change, 2, [1], given=DAY(2012, 4, 1))
            acknowledgements.give(
                change, 2, [twin_member], given=DAY(2012, 3, 6), acknowledged=DAY(2012, 3, 9)
            )
            acknowledgements.give(change, 1, [twin_member], given=DAY(2009, 3, 1))
        before = self._issues(register)
        with register.change() as change:
            merge_id = merge_people(change, 1, 4, "Same number, one misspelt")
        assert {row["member_id"] for row in self._issues(register)} == {1}
        with register.reader() as connection:
            told = asked.receipts(connection, 1)
            assert len(person(connection, 1, TODAY).guidance) == 3
        assert [(one.version_id, one.given, one.acknowledged) for one in told] == [
            (1, DAY(2009, 3, 1), None),
            (2, DAY(2012, 3, 6), DAY(2012, 3, 9)),
        ]
        assert self._recipients(register, "waiting") == []
        assert _held(register, 2).given == 1
        with register.change() as change:
            assert undo_merge(change, merge_id) == []
        assert self._issues(register) == before
        assert self._recipients(register, "waiting") == ["Harmer"]
        assert _sound(register)

    def _issues(self, register: Register) -> list[dict[str, Any]]:
        with register.reader() as connection:
            rows = connection.execute("SELECT * FROM guidance_issue ORDER BY id").fetchall()
        return [dict(row) | {"version": 0} for row in rows]


VERSION = Version(2, 1, TITLE, "2", DAY(2012, 3, 5), None, "social-media")


@pytest.mark.parametrize(
    ("receipt", "begins", "ends", "verdict", "kind", "said"),
    [
        ((DAY(2012, 3, 6), DAY(2012, 3, 9)), DAY(2014, 2, 9), None,
         "Acknowledged by then", "good", "acknowledged it on 9 Mar 2012, before the conduct"),
        ((DAY(2012, 3, 6), DAY(2012, 3, 9)), DAY(2012, 3, 9), None,
         "Acknowledged the same day", "good", "on the day of the conduct"),
        ((DAY(2012, 3, 6), DAY(2012, 3, 9)), DAY(2012, 3, 8), None,
         "Given by then, not yet acknowledged", "warning", "only on 9 Mar 2012, after the conduct"),
        ((DAY(2012, 3, 6), DAY(2012, 3, 9)), DAY(2012, 3, 8), DAY(2012, 3, 20),
         "Given by then, not yet acknowledged", "warning", "while the conduct went on"),
        ((DAY(2012, 3, 6), None), DAY(2012, 3, 8), None,
         "Given by then, not acknowledged", "warning", "has not acknowledged it"),
        ((DAY(2012, 3, 6), DAY(2012, 3, 9)), DAY(2012, 3, 5), None,
         "Not given by then", "danger", "given it only on 6 Mar 2012, after the conduct"),
        (None, DAY(2012, 3, 5), None, "Not given by then", "danger", "Nothing records"),
        ((DAY(2012, 3, 6), DAY(2012, 3, 9)), None, None,
         "The day of the conduct is not recorded", "warning", "acknowledged it on 9 Mar 2012"),
        (None, None, None, "The day of the conduct is not recorded", "warning", "Nothing records"),
    ],
)  # fmt: skip
def test_who_had_acknowledged_it_by_then(
    receipt: tuple[datetime.date, datetime.date | None] | None,
    begins: datetime.date | None,
    ends: datetime.date | None,
    verdict: str,
    kind: str,
    said: str,
) -> None:
    known = [Receipt(2, 1, "2", receipt[0], "", receipt[1])] if receipt else []
    found = answer("PC Harmer", VERSION, known, begins, ends)
    assert (found.verdict, found.kind) == (verdict, kind)
    assert said in found.words


def test_an_earlier_version_acknowledged_is_told() -> None:
    earlier = Receipt(1, 1, "1", DAY(2009, 3, 1), "", DAY(2009, 3, 9))
    other = Receipt(7, 3, "9", DAY(2009, 3, 1), "", DAY(2011, 3, 9))
    found = answer("PC Harmer", VERSION, [earlier, other], DAY(2012, 4, 1))
    assert found.words.endswith("They had acknowledged version 1 on 9 Mar 2009.")
    assert "version" not in answer("PC Harmer", VERSION, [earlier], DAY(2009, 3, 8)).words


def test_what_was_in_force_that_day_is_proposed() -> None:
    first = Version(1, 1, TITLE, "1", DAY(2009, 2, 2), DAY(2012, 3, 4), "social-media")
    other = Version(3, 2, "Information security", "1", DAY(2009, 1, 1))
    known = [other, first, VERSION]
    row: dict[str, Any] = {"conduct_from": DAY(2012, 3, 4), "factors": ["social-media"]}
    assert proposed(known, row) == [first]
    assert proposed(known, row | {"conduct_from": DAY(2012, 3, 5)}) == [VERSION]
    assert proposed(known, row | {"conduct_from": DAY(2009, 2, 1)}) == []
    assert proposed(known, row | {"conduct_from": None}) == []
    assert proposed(known, row | {"factors": []}) == []
    assert proposed(known, row | {"guidance_version_id": 1}) == []
    assert proposed(known, row | {"guidance_version_id": 2, "factors": []}) == [first]


class TestOnACase:
    def test_the_answer_is_asked_of_the_register_and_never_stored(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        file = _named(register, social[1], DAY(2014, 2, 9), "4.2")
        assert _known(register, file).startswith("Not given by then.")
        with register.change() as change:
            acknowledgements.give(change, social[1], [1], given=DAY(2012, 3, 6))
        assert _known(register, file).startswith("Given by then, not acknowledged.")
        with register.change() as change:
            acknowledgements.acknowledge(change, [1], DAY(2012, 3, 9), "signed")
        assert "PC 4417 Harmer was given it on 6 Mar 2012" in _known(register, file)
        file.allegations[0]["conduct_from"] = DAY(2012, 3, 7)
        assert _known(register, file).startswith("Given by then, not yet acknowledged.")
        file.allegations[0]["guidance_version_id"] = None
        assert _known(register, file) == ""

    def test_what_was_given_under_another_membership_counts(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        file = _named(register, social[1], DAY(2014, 2, 9))
        with register.change() as change:
            special = change.add(Member, person=1, number="S77", role="special")
            acknowledgements.give(
                change, 2, [special], given=DAY(2012, 4, 1), acknowledged=DAY(2012, 4, 2)
            )
            again = acknowledgements.give(change, 2, [1], given=DAY(2013, 1, 1))
        assert again == Given(0, 1, 0)
        assert _known(register, file).startswith("Acknowledged by then.")

    def test_the_sheet_says_version_clause_and_answer(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        file = _named(register, social[1], DAY(2014, 2, 9), "4.2")
        with register.change() as change:
            acknowledgements.give(
                change, 2, [1], given=DAY(2012, 3, 6), acknowledged=DAY(2012, 3, 9)
            )
        with register.reader() as connection:
            receipts = asked.receipts_by_member(connection, file.subjects)
        html = sheet_html(file, receipts=receipts)
        assert f"{TITLE}, version 2 (from 5 Mar 2012)" in html
        assert "clause 4.2 Victims are not contacted." in html
        assert "Acknowledged by then. PC 4417 Harmer was given it on 6 Mar 2012" in html
        short = sheet_html(file, receipts=receipts, names="initials")
        assert "Acknowledged by then. " in short
        assert "Harmer" not in short

    def test_one_not_in_force_is_warned_of_and_can_still_be_saved(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        file = _named(register, social[0], DAY(2014, 2, 9))
        (problem,) = validation.problems(file, TODAY, file.case["stage"])
        assert (problem.field, problem.blocking) == ("guidance_version_id", False)
        assert "version 1 was not in force on 9 feb 2014" in problem.message.lower()
        assert "Version 1 was not in force on 9 Feb 2014" in sheet_html(file)
        for day in (None, DAY(2012, 3, 4)):
            file.allegations[0]["conduct_from"] = day
            assert validation.problems(file, TODAY, file.case["stage"]) == []

    def test_a_clause_of_another_version_cannot_be_saved(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        file = _named(register, social[1], DAY(2014, 2, 9), "4.2")
        edited = file.copy()
        edited.guidance = _versions(register)
        edited.allegations[0]["guidance_version_id"] = social[0]
        with pytest.raises(InvalidError, match="belongs to another version"):
            save(register, edited, file)
        edited.allegations[0]["guidance_version_id"] = None
        with pytest.raises(InvalidError, match="Choose the version"):
            save(register, edited, file)

    def test_a_case_is_found_by_its_guidance_and_follows_its_name(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        _named(register, social[1], DAY(2014, 2, 9), "4.2")

        def found(words: str) -> int:
            with register.reader() as connection:
                query = "SELECT COUNT(*) FROM search WHERE search MATCH ?"
                return int(connection.execute(query, (words,)).fetchone()[0])

        assert found('"social media" contacted') == 1
        with register.change() as change:
            guidance.describe_document(change, 1, 1, title="Publishing online")
            clause = _versions(register)[1].clauses[1].id
            guidance.edit_clause(change, clause, 1, number="4.2", words="Witnesses left alone.")
        assert found("publishing witnesses") == 1
        assert found("contacted") == 0
        assert _sound(register)

    def test_history_tells_it_in_words(self, register: Register, social: tuple[int, int]) -> None:
        file = _named(register, social[1], DAY(2014, 2, 9), "4.2")
        edited = file.copy()
        edited.allegations[0] |= {"guidance_version_id": social[0], "guidance_clause_id": None}
        edited.guidance = _versions(register)
        save(register, edited, file)
        with register.change() as change:
            acknowledgements.give(change, social[0], [1], given=DAY(2012, 3, 6), how="email")
        with register.reader() as connection:
            given_event, changed, *_ = history(connection, 1)
        assert given_event.what == "Added guidance given to a member"
        assert ("Guidance", "", f"{TITLE}, version 1") in given_event.changes
        assert ("How it was given", "", "Email") in given_event.changes
        assert sorted(changed.changes) == [
            ("Clause", "clause 4.2", ""),
            ("Guidance in force that it breached", f"{TITLE}, version 2", f"{TITLE}, version 1"),
        ]

    def test_json_goes_by_names(self, register: Register, social: tuple[int, int]) -> None:
        said = case_json.to_json(_named(register, social[1], DAY(2014, 2, 9), "4.2"))
        (row,) = said["allegations"]
        assert (row["guidance_document"], row["guidance_version"]) == (TITLE, "2")
        assert row["guidance_clause"] == "4.2"
        again = loaded(register, save(register, case_json.from_json(said, TODAY)))
        assert again.allegations[0]["guidance_version_id"] == social[1]
        assert again.allegations[0]["guidance_clause"] == "4.2"

    def test_json_of_a_document_alone_means_the_version_of_that_day(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        given_words: dict[str, Any] = {
            "title": "From a file",
            "kind": "conduct",
            "received": "2014-02-20",
            "allegations": [
                {
                    "particulars": "Put a photograph on Facebook.",
                    "conduct_from": "2010-05-01",
                    "guidance_document": "use of social media",
                    "guidance_clause": "3.1",
                }
            ],
        }
        file = loaded(register, save(register, case_json.from_json(given_words, TODAY)))
        assert file.allegations[0]["guidance_version_id"] == social[0]
        allegation = given_words["allegations"][0]
        for wrong, said in (
            ({"guidance_document": "Dress"}, "No guidance is called"),
            ({"guidance_version": "7"}, "has no version 7"),
            ({"conduct_from": "2001-01-01"}, "no version in force"),
            ({"guidance_clause": "8"}, "has no clause 8"),
        ):
            changed = given_words | {"allegations": [allegation | wrong]}
            with pytest.raises(InvalidError, match=said):
                save(register, case_json.from_json(changed, TODAY))

    def test_which_cases_name_it_is_told_to_those_who_may_see_them(
        self, register: Register, social: tuple[int, int]
    ) -> None:
        _named(register, social[1], DAY(2014, 2, 9))
        with register.change() as change:
            change.edit(Case, 1, 1, restricted=True, owner=register.user.id)
        with register.reader() as connection:
            assert [one.case_id for one in asked.named_by(connection, 2)] == [1]
            assert asked.named_by(connection, 1) == []
        with colleague(register) as theirs, theirs.reader() as connection:
            assert asked.named_by(connection, 2) == []

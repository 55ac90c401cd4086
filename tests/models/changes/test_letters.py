from __future__ import annotations

import datetime
import hashlib
import io
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.case import casefile
from models.case.casefile import CaseFile
from models.changes import disclosing
from models.changes.case import letters as changes
from models.changes.case.letters import NewLetter
from models.errors import InvalidError, NotFoundError, ProbityError
from models.exchange.letters import fields as letter_fields
from models.exchange.letters import making as letter_making
from models.exchange.letters.making import Made, make
from models.exchange.letters.occasion import Occasion, Recipient, about_whom, recipients
from models.exchange.letters.templates import content, letter_file_name, offered, shipped
from models.exchange.letters.text import letter_html, letter_words
from models.queries.cases import letters as queries
from models.queries.cases.case_list import owners
from models.queries.cases.history import history
from models.record.check import check
from models.register import Register
from models.rules import vocabularies
from models.rules.letters import recorded_as
from models.rules.new_case import blank_case
from models.rules.process.clocks import clocks_of
from tests.models.making import TODAY, case_file, docx_of, loaded, raw, save
from tests.often import often

SENT = datetime.date(2014, 2, 20)


def complaint() -> CaseFile:
    """A complaint of an officer, with somebody who complains and somebody who saw it."""
    file = case_file("Late answer to a call", kind="complaint-schedule3")
    file.subjects[0]["given_names"] = "James"
    casefile.add_row(
        "complainants",
        file,
        family_name="Marsh",
        given_names="Ann",
        title="Ms",
        address="1 High Street\nWeald",
        capacity="complainant",
        since=datetime.date(2014, 2, 12),
    )
    casefile.add_row("complainants", file, family_name="Rowe", capacity="witness")
    return file


@pytest.fixture
def case_id(register: Register) -> int:
    return save(register, complaint())


def _to(file: CaseFile, family: str) -> Recipient:
    return next(one for one in recipients(file) if one.row["family_name"] == family)


def _occasion(register: Register, case_id: int, family: str = "Marsh", words: str = "") -> Occasion:
    file = loaded(register, case_id)
    to = _to(file, family)
    with register.reader() as connection:
        users = owners(connection)
    return Occasion(file, to, about_whom(file, to), SENT, words, "D. Okafor", "Weald", users=users)


def _made(register: Register, case_id: int, key: str, family: str, words: str = "Words.") -> Made:
    template = next(one for one in shipped() if one.key == key)
    with register.reader() as connection:
        data = content(connection, template)
    return make(data, template.file_name, _occasion(register, case_id, family, words))


def _read(data: bytes) -> str:
    """As python-docx, which is somebody else's, reads it."""
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    parts = [*section.header.paragraphs, *document.paragraphs, *section.footer.paragraphs]
    return "\n".join(one.text for one in parts)


def _new(docx: bytes = b"", **given: Any) -> NewLetter:
    values: dict[str, Any] = {"name": "Update", "about": "update", "file_name": "update.docx"}
    values |= {"docx": docx or docx_of("As sent."), "sent": SENT, "method": "post"}
    return NewLetter(**values | given)


# --- what comes with Probity ---

TO = {"notice": "Harmer", "referral": "Harmer", "witness": "Rowe"}
SAYS = {
    "acknowledgement": "We have received your complaint",
    "notice": "Notice of investigation",
    "update": "I will write to you again by 20 March 2014",
    "outcome": "What we found: Case to answer: misconduct.",
    "referral": "You are referred to: Misconduct meeting.",
    "witness": "You are not suspected of anything.",
}


def test_the_six_letters_that_are_asked_for_come_with_probity() -> None:
    assert [one.key for one in shipped()] == list(SAYS)
    assert [one.name for one in shipped()] == [vocabularies.name("letter", key) for key in SAYS]


@pytest.mark.parametrize("key", SAYS)
def test_each_is_made_and_read_by_python_docx(register: Register, case_id: int, key: str) -> None:
    before = loaded(register, case_id)
    file = before.copy()
    casefile.add_row(
        "proceedings", file, subject_id=file.subjects[0]["id"], kind="misconduct-meeting"
    )
    casefile.add_row(
        "assessments", file, subject_id=file.subjects[0]["id"], severity="misconduct",
        decided=SENT, reason="Why",
    )  # fmt: skip
    save(register, file, before)
    made = _made(register, case_id, key, TO.get(key, "Marsh"))
    said = _read(made.docx)
    assert SAYS[key] in said
    assert "Our reference: PS/2014/00001" in said
    assert "20 February 2014" in said
    assert "Words." in said
    assert made.takes_words
    assert not set("{}%") & set(said)
    assert made.empty == ()
    assert letter_words(made.docx, "x").split() == [*said.split(), "1"]  # and the page


@pytest.mark.slow
def test_a_letter_that_lacks_something_says_which_fields_are_empty(
    register: Register, case_id: int
) -> None:
    made = _made(register, case_id, "notice", "Harmer")
    assert made.empty == ("subject.severity",)
    assert _made(register, case_id, "update", "Marsh", "").empty == ("letter.words",)


@pytest.mark.slow
def test_staff_and_officers_are_told_what_holds_for_them(register: Register, case_id: int) -> None:
    officer = _read(_made(register, case_id, "notice", "Harmer").docx)
    assert "police friend" in officer
    before = loaded(register, case_id)
    file = before.copy()
    file.subjects[0] |= {"role": "staff", "rank": None}
    save(register, file, before)
    staff = _read(_made(register, case_id, "notice", "Harmer").docx)
    assert "police friend" not in staff
    assert "trade union" in staff


# --- the language ---


def _problem(*paragraphs: str, **around: str) -> str:
    with pytest.raises(ProbityError) as refused:
        letter_making.fields_of(docx_of(*paragraphs, **around), "ours.docx")
    return str(refused.value)


@pytest.mark.parametrize(
    ("written", "named", "near"),
    [
        ("{{ case.refrence }}", "case.refrence", "case.reference"),
        ("{{ complainant_name }}", "complainant_name", "complainant.name"),
        ("{{ investigator }}", "investigator", "investigator.name"),
        ("{{ Case.Title }}", "Case.Title", "case.title"),
        ("{% for one in alegations %}{% endfor %}", "alegations", "allegations"),
        (
            "{% for one in allegations %}{{ one.particular }}{% endfor %}",
            "one.particular",
            "one.particulars",
        ),
    ],
)
def test_an_unknown_field_is_named_with_the_nearest_that_there_is(
    written: str, named: str, near: str
) -> None:
    assert f"“{named}”, which does not exist. Did you mean “{near}”?" in _problem(written)


def test_every_unknown_field_is_named_wherever_it_stands() -> None:
    said = _problem("{{ case.a1 }}", "{{ case.b2 }}", head="{{ case.c3 }}", foot="{{ case.d4 }}")
    assert all(f"“case.{one}”" in said for one in ("a1", "b2", "c3", "d4"))


def test_nothing_is_made_of_a_template_with_an_unknown_field(
    register: Register, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    ask = letter_making._ask
    monkeypatch.setattr(
        letter_making,
        "_ask",
        lambda act, *rest: asked.append(act) or ask(act, *rest),  # type: ignore[func-returns-value]
    )
    with pytest.raises(ProbityError, match="No letter was made"):
        make(docx_of("{{ case.refrence }}"), "x.docx", _occasion(register, case_id))
    assert asked == ["look"]


def test_a_field_that_word_has_cut_into_runs_is_one(register: Register, case_id: int) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for piece, bold in (("{", False), ("{ case.", True), ("reference", False), (" }}", True)):
        paragraph.add_run(piece).bold = bold
    made = io.BytesIO()
    document.save(made)
    letter = make(made.getvalue(), "x.docx", _occasion(register, case_id))
    assert "PS/2014/00001" in _read(letter.docx)


def test_fields_in_tables_headers_and_properties_are_filled(
    register: Register, case_id: int
) -> None:
    document = docx.Document(io.BytesIO(docx_of("x", head="{{ force.name }}")))
    cells = document.add_table(2, 2).rows[0].cells
    cells[0].text, cells[1].text = "{{ case.kind }}", "{{ case.marking|upper }}"
    document.core_properties.title = "{{ case.reference }}"
    data = io.BytesIO()
    document.save(data)
    letter = make(data.getvalue(), "x.docx", _occasion(register, case_id))
    read = docx.Document(io.BytesIO(letter.docx))
    assert read.tables[0].rows[0].cells[0].text == "Public complaint (Schedule 3)"
    assert read.tables[0].rows[0].cells[1].text == "OFFICIAL-SENSITIVE"
    assert read.sections[0].header.paragraphs[0].text == "Weald"
    assert read.core_properties.title == "PS/2014/00001"
    assert "Public complaint (Schedule 3)" in letter_words(letter.docx, "x")


@pytest.mark.slow
@settings(max_examples=often(8, 25), deadline=None)
@given(words=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_what_somebody_typed_is_text_in_the_letter(words: str) -> None:
    """Also what looks like markup, like a field, or is no character of XML."""
    file = complaint()
    occasion = Occasion(file, _to(file, "Marsh"), None, SENT, f"<{words}{{{{ 7*7 }}}}&amp;")
    from models.exchange.letters.apart import fill
    from models.exchange.letters.language import Language, Words

    lists = {one.code: frozenset(one.fields) for one in letter_fields.lists()}
    language = Language(Words(letter_fields.known(), lists))
    said = letter_fields.values(occasion)
    letter = fill(docx_of("[{{ letter.words }}]"), language, said, "x")
    found = _read(letter)
    assert (
        said["letter.words"].replace("{{", "").split()
        == found.strip("[]\n").replace("{{", "").split()
        or "{_" in words
        or "_}" in words
    )
    assert "49" not in found or "49" in words


def test_every_field_has_words_for_the_picker_and_a_value_in_an_empty_case() -> None:
    codes = [one.code for one in letter_fields.fields()]
    assert len(set(codes)) == len(codes)
    assert all(one.label and one.group for one in letter_fields.fields())
    empty = blank_case(TODAY)
    said = letter_fields.values(Occasion(empty))
    assert set(said) == {*codes, *(one.code for one in letter_fields.lists())}
    assert all(isinstance(said[code], str) for code in codes)


def test_clocks_are_those_of_whom_the_letter_is_to(register: Register, case_id: int) -> None:
    said = letter_fields.values(_occasion(register, case_id))
    assert said["clock.update"] == "12 March 2014"
    assert said["clock.hearing"] == ""
    assert said["recipient.dear"] == "Ms Marsh"
    assert said["subject.dear"] == "Constable Harmer"


# --- kept as it was sent ---


def test_a_letter_comes_back_byte_for_byte_and_is_a_disclosure(
    register: Register, case_id: int, tmp_path: Path
) -> None:
    data = _made(register, case_id, "update", "Marsh").docx
    letter_id = changes.send(register, case_id, _new(data))
    with register.reader() as connection:
        row = queries.letter(connection, letter_id)
        disclosing.save_letter(register, connection, row, tmp_path / "out.docx", "Saved")
    with register.reader() as connection:
        events = history(connection, case_id)
    assert (row.number, row.name, row.sent, row.how) == (1, "Update", SENT, "Post")
    assert (tmp_path / "out.docx").read_bytes() == data
    assert row.sha256 == hashlib.sha256(data).hexdigest()
    assert [one.what for one in events[:2]] == ["A letter: Saved", "A letter: Sent by post"]
    assert {one.action for one in events[:2]} == {"disclose"}
    assert check_of(register)["Letters"].counted == 1


def check_of(register: Register) -> dict[str, Any]:
    with register.reader() as connection:
        return {one.name: one for one in check(connection)}


def test_one_that_was_altered_is_found_and_not_given_out(
    register: Register, case_id: int, path: Path, tmp_path: Path
) -> None:
    letter_id = changes.send(register, case_id, _new())
    with raw(path) as connection:
        connection.execute("UPDATE exhibit_chunk SET data = CAST(data || 'x' AS BLOB)")
    with register.reader() as connection:
        row = queries.letter(connection, letter_id)
        with pytest.raises(ProbityError, match="changed since it was stored"):
            disclosing.save_letter(register, connection, row, tmp_path / "out.docx", "Saved")
    assert list(tmp_path.glob("out*")) == []
    assert check_of(register)["Letters"].problems == [
        "Letter 1 of PS/2014/00001 has changed since it was sent."
    ]


def test_an_update_moves_the_28_day_clock(register: Register, case_id: int) -> None:
    def due() -> datetime.date | None:
        found = [one for one in clocks_of(loaded(register, case_id)) if one.rule.code == "update"]
        return found[0].due

    before = due()
    file = loaded(register, case_id)
    to = _to(file, "Marsh")
    recorded = recorded_as("update", to.section, to.row, file)
    assert "restarts the 28 days" in recorded.offer
    changes.send(register, case_id, _new(recipient=to, recorded=recorded))
    (update,) = loaded(register, case_id).updates
    assert (update["sent"], update["method"], update["summary"]) == (
        SENT, "post", "Letter 1: Update",
    )  # fmt: skip
    assert due() == SENT + datetime.timedelta(28)
    assert due() != before
    assert not [one for item in check_of(register).values() for one in item.problems]


@pytest.mark.parametrize(
    ("about", "family", "role", "section", "kind"),
    [
        ("update", "Marsh", "officer", "updates", "update"),
        ("outcome", "Marsh", "officer", "updates", "outcome-letter"),
        ("acknowledgement", "Marsh", "officer", "chronology", "contact"),
        ("update", "Rowe", "officer", "chronology", "contact"),
        ("witness", "Rowe", "officer", "chronology", "contact"),
        ("notice", "Harmer", "officer", "notices", "investigation"),
        ("notice", "Harmer", "staff", "notices", "staff-investigation"),
        ("referral", "Harmer", "officer", "notices", "meeting"),
        ("referral", "Harmer", "staff", "notices", "staff-meeting"),
    ],
)
def test_what_a_letter_is_recorded_as(
    register: Register, about: str, family: str, role: str, section: str, kind: str
) -> None:
    file = complaint()
    file.subjects[0]["role"] = role
    case_id = save(register, file)
    file = loaded(register, case_id)
    to = _to(file, family)
    recorded = recorded_as(about, to.section, to.row, file)
    assert (recorded.section, recorded.kind) == (section, kind)
    assert vocabularies.term(recorded.vocabulary, kind) is not None
    before = len(file.rows(section))
    changes.send(register, case_id, _new(about=about, recipient=to, recorded=recorded))
    after = loaded(register, case_id)
    assert len(after.rows(section)) == before + 1
    assert after.rows(section)[-1]["kind"] == kind
    with register.reader() as connection:
        (row,) = queries.letters(connection, case_id)
    assert row.recorded == recorded.words
    assert row.recipient == to.name


def test_a_referral_to_a_hearing_is_recorded_as_that(register: Register, case_id: int) -> None:
    file = loaded(register, case_id)
    casefile.add_row(
        "proceedings", file, subject_id=file.subjects[0]["id"], kind="misconduct-hearing"
    )
    assert recorded_as("referral", "subjects", file.subjects[0], file).kind == "hearing"


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\0"}, "name"),
        ({"sent": None}, "sent"),
        ({"sent": TODAY + datetime.timedelta(1)}, "sent"),
        ({"sent": datetime.date(1800, 1, 1)}, "sent"),
        ({"about": "nothing"}, "about"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(
    register: Register, case_id: int, given: dict[str, Any], where: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        changes.send(register, case_id, _new(**given))
    assert set(refused.value.problems) == {where}
    with register.reader() as connection:
        assert queries.letters(connection, case_id) == []
        assert connection.execute("SELECT COUNT(*) FROM exhibit_file").fetchone()[0] == 0


def test_nothing_is_kept_where_the_recipient_has_gone_or_the_case_is_not_there(
    register: Register, case_id: int
) -> None:
    to = Recipient("complainants", loaded(register, case_id).complainants[0] | {"id": 99})
    with pytest.raises(NotFoundError, match="no longer in this case"):
        changes.send(register, case_id, _new(recipient=to))
    with pytest.raises(NotFoundError):
        changes.send(register, 99, _new())
    with pytest.raises(ProbityError, match="not a Word document"):
        changes.send(register, case_id, _new(b"MZ"))
    with register.reader() as connection:
        assert connection.execute("SELECT COUNT(*) FROM exhibit_file").fetchone()[0] == 0


def test_letters_are_found_by_whom_they_went_to(register: Register, case_id: int) -> None:
    from models.queries.cases.case_list import count
    from models.queries.cases.filters import Filter

    to = _to(loaded(register, case_id), "Marsh")
    changes.send(register, case_id, _new(name="Zinnia letter", recipient=to))
    with register.reader() as connection:
        assert count(connection, Filter(text="zinnia"), TODAY) == 1


# --- the force's own templates ---


def test_a_template_of_the_force_is_kept_offered_and_retired(
    register: Register, case_id: int, tmp_path: Path
) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(docx_of("Dear {{ recipient.dear }}", head="{{ force.name }}"))
    template_id = changes.add_template(register, path, name="Our update", about="update")
    path.unlink()
    with register.reader() as connection:
        first = offered(connection)[0]
        assert (first.name, first.about, first.key) == ("Our update", "update", str(template_id))
        data = content(connection, first)
        (row,) = queries.templates(connection)
    made = make(data, first.file_name, _occasion(register, case_id))
    assert "Dear Ms Marsh" in _read(made.docx)
    path.write_bytes(data)
    with pytest.raises(InvalidError, match="different name"):
        changes.add_template(register, path, name="our UPDATE", about="update")
    with pytest.raises(InvalidError, match="different name"):
        changes.add_template(register, path, name="28-day update", about="update")
    with register.change() as change:
        changes.retire_template(change, template_id, row.version)
    with register.reader() as connection:
        assert [one.name for one in offered(connection)] == [one.name for one in shipped()]
        (row,) = queries.templates(connection)
    assert row.retired == TODAY
    changes.add_template(register, path, name="Our update", about="update")
    with pytest.raises(InvalidError), register.change() as change:
        changes.offer_template_again(change, template_id, row.version)
    assert check_of(register)["Letters"].counted == 2


def test_a_template_with_an_unknown_field_is_not_kept(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(docx_of("Dear {{ recipient.deer }}"))
    with pytest.raises(ProbityError, match=r"“recipient.deer”.*“recipient.dear”"):
        changes.add_template(register, path, name="Ours", about="update")
    with register.reader() as connection:
        assert queries.templates(connection) == []


# --- the text of a letter ---


def test_the_text_is_escaped_and_loads_nothing() -> None:
    html = letter_html(docx_of("<img src='http://x/y'>", head="A & B"), "x", "Letter 1")
    assert "<img" not in html
    assert "&lt;img" in html
    assert "A &amp; B" in html


def test_text_in_content_controls_and_boxes_is_not_lost() -> None:
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    body = document.element.body
    body.insert(0, parse_xml(
        f"<w:sdt {space}><w:sdtContent><w:p><w:r><w:t>controlled</w:t></w:r></w:p>"
        "</w:sdtContent></w:sdt>"
    ))  # fmt: skip
    body.insert(0, parse_xml(
        f"<w:p {space}><w:sdt><w:sdtContent><w:r><w:t>inline</w:t><w:tab/><w:t>after</w:t></w:r>"
        "</w:sdtContent></w:sdt></w:p>"
    ))  # fmt: skip
    data = io.BytesIO()
    document.save(data)
    assert letter_words(data.getvalue(), "x") == "inline\tafter\ncontrolled"


def test_a_file_name_is_fit_for_every_system() -> None:
    assert letter_file_name("PS/2014/00036", 'A: "b"/c') == "PS-2014-00036 A- -b-c.docx"

"""A whole case given out: what is in the file, as other people's readers find it."""

from __future__ import annotations

import datetime
import hashlib
import io
import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from models.case import casefile
from models.case.casefile import CaseFile
from models.changes import disclosing
from models.changes.case import exhibits, letters
from models.changes.case.exhibits import NewExhibit
from models.entering.open import create_register, open_register
from models.errors import InvalidError, NotAllowedError, ProbityError
from models.exchange.bundle import pdf_work
from models.exchange.bundle.files import Written, write_pdf
from models.exchange.bundle.parts import Making
from models.exchange.bundle.plan import (
    DISCLOSURE,
    FULL,
    INITIALS,
    Material,
    Wanted,
    material,
    parts,
    shown,
    usual,
)
from models.exchange.bundle.striking import BAR, Strikes, pieces
from models.exchange.bundle.verify import known_to, verify
from models.queries.cases.history import history
from models.register import Register
from models.rules.new_case import blank_case
from models.schema import User
from tests.models.making import TODAY, case_file, docx_of, loaded, save
from tests.models.planting import word
from tests.often import often
from ui.printing.bundle_pages import Pages
from ui.printing.paper import Paper

pytestmark = pytest.mark.slow


@pytest.fixture
def register(tmp_path: Path, app: QApplication) -> Iterator[Register]:
    path = tmp_path / "register"
    path.mkdir()
    made = create_register(
        path / "force.probity", force="Weald", user="okafor", full_name="D. Okafor", today=TODAY
    )
    file = case_file("Messages sent at night")
    file.subjects[0]["given_names"] = "James"
    casefile.add_row(
        "complainants", file, family_name="Marsh", given_names="Ann", address="1 High Street\nWeald"
    )
    casefile.add_row(
        "chronology", file, text="Ms Marsh rang about PC Harmer.",
        occurred=datetime.datetime(2014, 2, 13, 9, 0),
    )  # fmt: skip
    save(made, file)
    for name, data in (
        ("statement.pdf", _pdf("The statement of a neighbour.")),
        ("page.png", _picture()),
        ("messages.txt", b"seen at nine"),
    ):
        (path / name).write_bytes(data)
        exhibits.attach(made, 1, NewExhibit(path / name, f"Exhibit {name}"))
    docx = docx_of("Dear Ms Marsh,", "PC Harmer has been told.")
    letters.send(made, 1, letters.NewLetter("Update", "update", docx, "update.docx", TODAY))
    yield made
    made.close()


def _pdf(*words: str) -> bytes:
    moment = datetime.datetime(2014, 2, 28)
    sections = [f"<p>{one}</p>" for one in words]
    return Paper("Statement", sections, "OFFICIAL", "X", "me", moment).pdf()[0]


def _picture() -> bytes:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#2458A6"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.png"
        assert image.save(str(path))
        return path.read_bytes()


def _material(register: Register) -> Material:
    with register.reader() as connection:
        return material(register, connection, 1)


def _written(
    register: Register, out: Path, wanted: Wanted | None = None, *, as_folder: bool = False
) -> Written:
    found = _material(register)
    as_shown = shown(found, wanted or Wanted(FULL, usual(found, FULL)))
    with register.reader() as connection:
        return disclosing.save_case_file(
            register,
            connection,
            as_shown,
            Pages(as_shown),
            out,
            as_folder=as_folder,
            reason="For the panel",
        )


def _said(path: Path, *options: str) -> str:
    """As pdftotext, which is somebody else's, reads it."""
    done = subprocess.run(
        ["pdftotext", *options, str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def _outline(path: Path) -> list[Any]:
    def titles(items: list[Any]) -> list[Any]:
        return [titles(one) if isinstance(one, list) else one.title for one in items]

    return titles(pypdf.PdfReader(path).outline)


# --- full ---


def test_everything_is_in_one_pdf_with_a_bookmark_each(register: Register, tmp_path: Path) -> None:
    out = tmp_path / "case.pdf"
    written = _written(register, out)
    assert _outline(out) == [
        "Index",
        "Case sheet",
        "Chronology",
        "Letters",
        ["Letter 1: Update, 28 Feb 2014"],
        "Exhibits",
        ["Exhibit DO/1: Exhibit statement.pdf", "Exhibit DO/2: Exhibit page.png"],
    ]
    said = _said(out)
    for words in (
        "Messages sent at night",
        "Ms Marsh rang about PC Harmer.",
        "PC Harmer has been told.",
        "The statement of a neighbour.",
        "OFFICIAL-SENSITIVE",
    ):
        assert words in said
    reader = pypdf.PdfReader(out)
    assert len(reader.pages) == written.pages
    assert len(reader.pages[-1].images) == 1
    assert reader.metadata is not None
    assert reader.metadata.title == "Case file PS/2014/00001"
    assert reader.attachments["exhibit-3.txt"] == [b"seen at nine"]
    assert reader.attachments["exhibit-1.pdf"][0].startswith(b"%PDF")
    assert set(reader.attachments) == {
        "letter-1.docx", "exhibit-1.pdf", "exhibit-2.png", "exhibit-3.txt",
    }  # fmt: skip


def test_the_index_names_the_page_on_which_each_part_is(register: Register, tmp_path: Path) -> None:
    out = tmp_path / "case.pdf"
    _written(register, out)
    index = _said(out, "-layout", "-l", "1")
    reader = pypdf.PdfReader(out)
    for title in ("Case sheet", "Chronology", "Letter 1: Update", "Exhibit DO/1"):
        line = next(one for one in index.splitlines() if title in one)
        page = int(line.split("page")[1].strip("s ").split()[0])
        bookmark = next(one for one in _flat(reader.outline) if one.title.startswith(title))
        assert reader.get_destination_page_number(bookmark) == page - 1
    assert "attached as exhibit-3.txt" in " ".join(_said(out, "-l", "1").split())
    assert "SHA-256" in index


def _flat(items: list[Any]) -> Iterator[Any]:
    for one in items:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def test_its_hash_is_on_record_with_the_reason_before_it_stands(
    register: Register, tmp_path: Path
) -> None:
    out = tmp_path / "case.pdf"
    written = _written(register, out)
    assert written.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()
    with register.reader() as connection:
        newest = history(connection, 1)[0]
        assert "by okafor: Case file as PDF (full)" in known_to(connection, written.sha256)
        assert "no record" in known_to(connection, "0" * 64)
    assert newest.what == "Case file as PDF (full) saved as case.pdf"
    assert newest.reason == "For the panel"
    assert ("SHA-256", "", written.sha256) in newest.changes


def test_a_folder_has_a_manifest_that_other_programs_read(
    register: Register, tmp_path: Path
) -> None:
    out = tmp_path / "case"
    written = _written(register, out, as_folder=True)
    names = sorted(one.name for one in out.iterdir())
    assert names == [
        "00-index.pdf",
        "01-sheet.pdf",
        "02-chronology.pdf",
        "03-letter-1.pdf",
        "04-exhibit-1.pdf",
        "05-exhibit-2.pdf",
        "case-file.json",
        "exhibit-1.pdf",
        "exhibit-2.png",
        "exhibit-3.txt",
        "letter-1.docx",
        "manifest.sha256",
    ]
    assert (out / "exhibit-2.png").read_bytes() == _picture()
    assert out.stat().st_mode & 0o077 == 0
    done = subprocess.run(
        ["sha256sum", "-c", "manifest.sha256"], cwd=out, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.count(": OK") == len(names) - 1 == written.files - 1
    found = verify(out)
    assert (found.problems, found.files, found.sha256) == ([], len(names) - 1, written.sha256)
    with register.reader() as connection:
        assert "in a folder (full) saved as case" in known_to(connection, found.sha256)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda out: (out / "exhibit-3.txt").write_bytes(b"seen at ten"), "exhibit-3.txt was chan"),
        (lambda out: (out / "exhibit-3.txt").unlink(), "exhibit-3.txt is missing"),
        (lambda out: (out / "more.txt").write_text("x"), "more.txt was added"),
        (
            lambda out: (out / "manifest.sha256").write_text(f"{'0' * 64}  ../x\n"),
            "Line 1 of manifest.sha256",
        ),
    ],
)
def test_what_was_changed_in_a_folder_is_named(
    register: Register, tmp_path: Path, act: Any, said: str
) -> None:
    out = tmp_path / "case"
    _written(register, out, as_folder=True)
    act(out)
    found = verify(out)
    assert any(one.startswith(said) for one in found.problems)
    assert "has changed since it was given out" in found.sentence


def test_a_link_in_the_place_of_a_file_is_no_file(register: Register, tmp_path: Path) -> None:
    out = tmp_path / "case"
    _written(register, out, as_folder=True)
    kept = tmp_path / "elsewhere"
    (out / "exhibit-3.txt").rename(kept)
    (out / "exhibit-3.txt").symlink_to(kept)
    assert verify(out).problems == ["exhibit-3.txt is missing."]


def test_what_is_no_case_file_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.pdf"):
        with pytest.raises(ProbityError):
            verify(path)


def test_nothing_is_written_over_a_folder_that_stands(register: Register, tmp_path: Path) -> None:
    out = tmp_path / "case"
    out.mkdir()
    (out / "mine").write_text("x")
    with pytest.raises(ProbityError, match="already exists"):
        _written(register, out, as_folder=True)
    assert [one.name for one in out.iterdir()] == ["mine"]


@pytest.mark.parametrize("as_folder", [False, True])
def test_what_cannot_be_recorded_does_not_leave(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, as_folder: bool
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ProbityError("The disk is full.")

    monkeypatch.setattr(disclosing, "disclosed", refuse)
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(ProbityError, match="disk is full"):
        _written(register, out / "case", as_folder=as_folder)
    assert list(out.iterdir()) == []


def test_what_is_too_large_for_one_pdf_is_said_before_it_is_read(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_work, "MOST", 30_000)
    with pytest.raises(ProbityError, match="save it as a folder"):
        _written(register, tmp_path / "case.pdf")
    _written(register, tmp_path / "case", as_folder=True)
    monkeypatch.setattr("models.exchange.bundle.files.LARGEST_ATTACHED", 5)
    monkeypatch.setattr(pdf_work, "MOST", 10_000_000)
    _written(register, tmp_path / "case.pdf")
    assert "too large to be attached" in " ".join(_said(tmp_path / "case.pdf", "-l", "1").split())
    assert not pypdf.PdfReader(tmp_path / "case.pdf").attachments


def test_whoever_may_not_give_out_writes_nothing(register: Register, tmp_path: Path) -> None:
    with register.change() as change:
        change.add(User, name="reader", full_name="N. Reader", role="reader")
    with open_register(register.path, user="reader") as theirs, pytest.raises(NotAllowedError):
        _written(theirs, tmp_path / "case.pdf")
    assert not (tmp_path / "case.pdf").exists()


# --- names as initials ---


def test_names_are_initials_and_what_cannot_be_hidden_is_left_out(
    register: Register, tmp_path: Path
) -> None:
    out = tmp_path / "case.pdf"
    found = _material(register)
    _written(register, out, Wanted(INITIALS, usual(found, INITIALS)))
    said = _said(out)
    assert "Marsh" not in said
    assert "Harmer" not in said
    assert "A.M. rang about PC J.H." in said.replace("\n", " ")
    index = _said(out, "-layout", "-l", "1")
    assert "What is left out" in index
    for left in ("Letter 1", "Exhibit 1", "Exhibit 2", "Exhibit 3"):
        assert left in index
    assert not pypdf.PdfReader(out).attachments


def test_a_letter_that_is_chosen_has_initials_and_its_word_file_stays(
    register: Register, tmp_path: Path
) -> None:
    out = tmp_path / "case"
    found = _material(register)
    wanted = Wanted(INITIALS, usual(found, INITIALS) | {"letter.1", "exhibit.1", "exhibit.3"})
    _written(register, out, wanted, as_folder=True)
    assert "Dear Ms A.M.," in _said(out / "03-letter-1.pdf")
    assert "neighbour" in _said(out / "04-exhibit-1.pdf")
    assert not (out / "letter-1.docx").exists()
    assert not (out / "exhibit-3.txt").exists()
    index = " ".join(_said(out / "00-index.pdf").split())
    assert "as it came in: nothing in it is hidden or redacted" in index
    assert "not included: only its hash is listed" in index


# --- disclosure ---


def test_a_passage_that_is_struck_is_gone_everywhere(register: Register, tmp_path: Path) -> None:
    out = tmp_path / "case.pdf"
    found = _material(register)
    wanted = Wanted(
        DISCLOSURE,
        usual(found, DISCLOSURE) | {"letter.1"},
        frozenset({"complainants.1.family_name", "complainants.1.address", "case.title"}),
        ("harmer",),
    )
    _written(register, out, wanted)
    said = _said(out)
    for words in ("Marsh", "MARSH", "High Street", "Messages sent", "Harmer"):
        assert words not in said
    assert "redacted rang about PC redacted" in " ".join(said.split())
    assert "Dear Ms redacted" in " ".join(said.split())
    assert "3 passages and 1 word" in " ".join(said.split())
    assert "Sent private messages" in said
    outline = str(_outline(out))
    assert "Marsh" not in outline
    assert _raw(out, ["marsh", "harmer"]) == []


def test_an_exhibit_that_holds_what_is_struck_is_not_given_out(
    register: Register, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    found = _material(register)
    wanted = Wanted(DISCLOSURE, frozenset({"exhibit.1"}), words=("neighbour",))
    for as_folder in (False, True):
        with pytest.raises(ProbityError, match=r"still be found.*neighbour"):
            _written(register, out / "case", wanted, as_folder=as_folder)
    assert list(out.iterdir()) == []
    with register.reader() as connection:
        assert "Case file" not in str([one.what for one in history(connection, 1)])
    assert found.reference == "PS/2014/00001"


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        (Wanted("nothing", frozenset({"sheet"})), "level"),
        (Wanted(FULL, frozenset()), "parts"),
        (Wanted(FULL, frozenset({"exhibit.9"})), "parts"),
        (Wanted(FULL, frozenset({"sheet"}), words=("Marsh",)), "strike"),
        (Wanted(DISCLOSURE, frozenset({"sheet"}), words=("x",)), "strike"),
        (Wanted(DISCLOSURE, frozenset({"sheet"}), frozenset({"case.nothing"})), "strike"),
    ],
)
def test_what_cannot_be_made_is_said_beside_its_field(
    register: Register, wanted: Wanted, where: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        shown(_material(register), wanted)
    assert set(refused.value.problems) == {where}


def _raw(path: Path, words: list[str]) -> list[str]:
    """Which of the words stand in any byte of a PDF, packed or unpacked."""
    data = [path.read_bytes()]
    reader = pypdf.PdfReader(path)
    size: Any = reader.trailer["/Size"]
    for number in range(1, int(size)):
        one: Any = reader.get_object(number)
        data.append(repr(one).encode())
        if hasattr(one, "get_data"):
            data.append(one.get_data())
    whole = b"\n".join(data).lower()
    return [
        one
        for one in words
        if any(one.lower().encode(code) in whole for code in ("utf-8", "utf-16-be", "utf-16-le"))
    ]


SHAPES = ("{0} {1}", "{1}\n{0}", "{1}{0}", "{0}-{1}", "<b>{0}</b> {1}")
#: Fields in which words are planted, by section.
PLANTED = {
    "subjects": ("family_name", "given_names", "number", "post", "unit"),
    "complainants": ("family_name", "given_names", "address", "telephone", "email", "wants_told"),
    "allegations": ("particulars", "guidance"),
    "assessments": ("reason",),
    "findings": ("reason",),
    "chronology": ("text", "rationale"),
    "notices": ("served_by", "notes"),
    "updates": ("summary",),
    "tasks": ("title", "notes"),
    "outcomes": ("notes", "decided_by"),
    "referrals": ("reason",),
}


@st.composite
def planted_cases(draw: st.DrawFn) -> tuple[CaseFile, frozenset[str], tuple[str, ...]]:
    """A case with words of its own in every field, some of them also in others; what is struck."""
    file = blank_case(TODAY, 1)
    file.case |= {"reference": "PS/2014/00001", "id": 1, "kind": "conduct"}
    seed = str(draw(st.integers(0, 10**9)))
    joint = [word(seed, "joint", str(number)) for number in range(2)]

    def words(*where: str) -> str:
        own = word(seed, *where)
        also = draw(st.sampled_from(["", *joint]))
        shape = draw(st.sampled_from(SHAPES))
        said = shape.format(own, also).strip()
        return draw(st.sampled_from([said, said.upper(), said.title()]))

    for name in ("title", "summary", "incident_place"):
        file.case[name] = words("case", name)
    for section, names in PLANTED.items():
        for place in range(draw(st.integers(1, 2))):
            row = casefile.add_row(section, file)
            subject = file.subjects[0]["id"]
            row |= {key: subject for key in ("subject_id",) if key in row}
            if "allegation_id" in row and section == "findings":
                row["allegation_id"] = file.allegations[0]["id"]
            if "complainant_id" in row:
                row["complainant_id"] = file.complainants[0]["id"]
            for name in names:
                row[name] = words(section, str(place), name)
    keys = [one.key for one in pieces(file)]
    passages = draw(st.sets(st.sampled_from(keys), min_size=1, max_size=12))
    return file, frozenset(passages), tuple(draw(st.sets(st.sampled_from(joint), max_size=1)))


@settings(
    max_examples=often(4, 12),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(planted=planted_cases())
def test_no_struck_word_is_found_in_any_byte_or_text_of_the_file(
    app: QApplication, planted: tuple[CaseFile, frozenset[str], tuple[str, ...]]
) -> None:
    file, passages, words = planted
    found = Material(file, [], [], {1: "D. Okafor"}, {}, force="Weald", made_by="D. Okafor")
    wanted = Wanted(DISCLOSURE, frozenset({"sheet", "chronology"}), passages, words)
    as_shown = shown(found, wanted)
    gone = [one.words for one in pieces(file) if one.key in passages]
    # Of a passage all that is its own; what others say too is gone only where it was asked for.
    tokens = {token for one in gone for token in re.sub("</?b>", " ", one, flags=re.I).split()}
    others = " ".join(one.words for one in pieces(file) if one.key not in passages).lower()
    struck = {one for one in tokens if one.lower() not in others} | set(words)
    assert struck
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "case.pdf"
        making = Making(None, as_shown, Pages(as_shown))  # type: ignore[arg-type]
        write_pdf(making, out, lambda _: None, lambda _done, _total: None)
        said = "".join(_said(out).replace("\u200b", "").split()).lower()
        assert _raw(out, sorted(struck)) == []
        for one in struck:
            assert one.lower() not in said
        for one in gone:
            assert "".join(one.split()).lower() not in said
        kept = [
            one
            for one in pieces(file)
            if one.key.startswith("chronology") and "\n" not in one.words
        ]
        untouched = [
            one.words
            for one in kept
            if one.key not in passages and not as_shown.strikes.left_in(one.words)
        ]
        plain = said.replace("-", "")
        there = [one for one in untouched if "".join(one.replace("-", "").split()).lower() in plain]
        assert 2 * len(there) >= len(untouched)  # one may stand half on the next page
    assert not [one for one in struck if one in str(as_shown.file.case)]


@given(text=st.text(max_size=80), words=st.lists(st.text(min_size=3, max_size=8), max_size=3))
def test_what_is_struck_is_not_left_in_a_text(text: str, words: list[str]) -> None:
    strikes = Strikes(words)
    hidden = strikes.hide(text)
    for one in strikes.words:
        assert one.lower() not in hidden.replace(BAR, "").lower() or one in BAR * 8 or BAR in hidden
    if hidden == text:
        assert BAR in text or not any(one in text for one in strikes.words)


def test_words_inside_longer_ones_and_with_unseen_signs_between_are_struck_whole() -> None:
    strikes = Strikes(["Ann", "High Street"])
    assert strikes.say("Annual leave of Ann, High\u00a0Street 3") == (
        "[redacted] leave of [redacted], [redacted] 3"
    )
    assert strikes.say("A\u200bnn and A\u00adNN") == "[redacted] and [redacted]"
    assert strikes.hide_html("<p title='Ann'>x &lt;Ann&gt;</p>").count("redacted") == 1
    assert strikes.left_in("than nine") == []
    assert strikes.left_in("Jo-\nAnn") == ["Ann"]


# --- what other people's files hold ---


def _with_script(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert"),
        }
    )
    writer.add_attachment(filename="evil.exe", data=b"MZ")
    writer.add_annotation(0, Link(rect=(0, 0, 100, 100), url="http://127.0.0.1:9/"))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize("bare", [True, False])
def test_nothing_runs_in_a_pdf_that_is_joined(app: QApplication, *, bare: bool) -> None:
    cleaned, pages = pdf_work.clean(_with_script(_pdf("One", "Two")), bare=bare)
    assert pages == 2
    for sign in (b"/JavaScript", b"/JS", b"app.alert", b"/URI", b"127.0.0.1", b"evil", b"MZ"):
        assert sign not in cleaned
    reader = pypdf.PdfReader(io.BytesIO(cleaned))
    assert "Two" in reader.pages[1].extract_text()
    assert bare == ("/Annots" not in reader.pages[0])


@pytest.mark.parametrize("data", [b"%PDF-1.7\nnothing of the kind", b"%PDF-" + b"\0" * 500])
def test_a_damaged_pdf_is_listed_and_attached_as_any_file(
    register: Register, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(data)
    exhibits.attach(register, 1, NewExhibit(path, "Broken"))
    out = tmp_path / "case.pdf"
    _written(register, out)
    assert "which cannot be shown" in _said(out, "-l", "1")
    assert pypdf.PdfReader(out).attachments["exhibit-4.pdf"] == [data]


def test_a_locked_pdf_is_listed(register: Register, tmp_path: Path) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_pdf("Locked")))
    writer.encrypt("secret", algorithm="RC4-128")
    with (tmp_path / "locked.pdf").open("wb") as file:
        writer.write(file)
    exhibits.attach(register, 1, NewExhibit(tmp_path / "locked.pdf", "Locked"))
    _written(register, tmp_path / "case.pdf")
    assert "which cannot be shown" in _said(tmp_path / "case.pdf", "-l", "1")


def test_every_part_and_passage_has_a_key_of_its_own(register: Register) -> None:
    found = _material(register)
    keys = [one.key for one in parts(found)]
    assert keys == [
        "sheet", "chronology", "letter.1", "exhibit.1", "exhibit.2", "exhibit.3",
    ]  # fmt: skip
    passages = [one.key for one in pieces(found.file)]
    assert len(set(passages)) == len(passages)
    assert {"case.title", "subjects.1.family_name", "chronology.2.text"} <= set(passages)
    other = replace(found, file=loaded(register, 1))
    assert [one.key for one in pieces(other.file)] == passages

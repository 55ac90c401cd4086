"""Parcels that are damaged or made to harm: a sentence, and a register that is as it was."""

from __future__ import annotations

import copy
import io
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.changes.case import exhibits
from models.changes.case.exhibits import NewExhibit
from models.changes.incoming import receiving
from models.entering.open import create_register
from models.errors import ProbityError
from models.moving import arriving, records
from models.moving.parcel import Parcel, ParcelWriter
from models.moving.sealed import BLOCK, SealedReader, SealedWriter
from models.queries.cases import history, origins, preview
from models.record.check import check
from models.register import Register
from tests.models.making import PASSPHRASE, TODAY, case_file, save
from tests.models.moving.moving import everything, sent
from tests.often import often

pytestmark = pytest.mark.slow

Parts = list[tuple[str, bytes]]


@pytest.fixture
def parcel(tmp_path: Path) -> Path:
    path = tmp_path / "sender.probity"
    with create_register(path, force="Weald", user="okafor", today=TODAY) as made:
        case_id = save(made, case_file())
        (tmp_path / "note.txt").write_text("seen at nine")
        exhibits.attach(made, case_id, NewExhibit(tmp_path / "note.txt"))
        return sent(made, tmp_path / "out.probity-cases")


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    path = tmp_path / "receiver.probity"
    made = create_register(path, force="Downs", user="vance", today=TODAY)
    save(made, case_file("Ours"))
    yield made
    made.close()


def refused(register: Register, path: Path) -> str:
    """The sentence; nothing was written, whichever way it is tried."""
    before = everything(register)
    said = ""
    for act in (receiving.preview, receiving.receive):
        try:
            with Parcel(path, PASSPHRASE) as opened:
                act(register, opened)
        except ProbityError as error:
            said = str(error)
    assert everything(register) == before
    assert said.endswith((".", "first.", "again."))
    return said


def parts_of(path: Path) -> Parts:
    with Parcel(path, PASSPHRASE) as opened:
        return [(part.name, b"".join(part.chunks)) for part in opened.parts()]


def packed(path: Path, parts: Parts) -> Path:
    """A parcel of these parts, sealed and with a manifest as its sender would make it."""
    with path.open("wb") as file:
        writer = ParcelWriter(SealedWriter(file, PASSPHRASE))
        for name, data in parts:
            writer.add(name, len(data), [data])
        writer.finish()
    return path


def changed(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """The parcel with its case changed by somebody who knows the passphrase."""
    parts = []
    for name, data in parts_of(path):
        if name.startswith("cases/"):
            case = json.loads(data)
            change(case)
            data = json.dumps(case).encode()
        parts.append((name, data))
    return packed(path, parts)


def test_a_byte_changed_anywhere_or_an_end_cut_off_is_found(
    register: Register, parcel: Path
) -> None:
    whole = parcel.read_bytes()
    chance = random.Random(7)
    for _ in range(40):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        parcel.write_bytes(damaged)
        refused(register, parcel)
    for cut in (0, 1, 16, 100, len(whole) // 2, len(whole) - 1):
        parcel.write_bytes(whole[:cut])
        refused(register, parcel)
    parcel.write_bytes(whole + b"more")
    refused(register, parcel)


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK])
def test_blocks_cannot_be_left_out_or_moved(size: int) -> None:
    file = io.BytesIO()
    writer = SealedWriter(file, PASSPHRASE)
    data = random.Random(size).randbytes(size)
    writer.write(data)
    writer.finish()
    reader = SealedReader(file, PASSPHRASE)
    assert reader.read(size) == data
    assert reader.is_at_end
    sealed = file.getvalue()
    head = len(sealed) - size - 16 * max(1, -(-size // BLOCK))
    if size > BLOCK:
        without_last = io.BytesIO(sealed[: head + BLOCK + 16])
        with pytest.raises(ProbityError):
            SealedReader(without_last, PASSPHRASE).read(size)


def test_what_asks_too_much_of_the_machine_is_no_parcel(register: Register, parcel: Path) -> None:
    magic, head, rest = parcel.read_bytes().split(b"\n", 2)
    said = json.loads(head)
    said["cost"]["memory"] = 1 << 30
    parcel.write_bytes(magic + b"\n" + json.dumps(said).encode() + b"\n" + rest)
    assert "not a parcel" in refused(register, parcel)


HARM: dict[str, Callable[[dict[str, Any]], object]] = {
    "a table that is not known": lambda case: case["rows"].update(audit_record=[{}]),
    "a column that is not known": lambda case: case["case"].update(admin=1),
    "a column that is missing": lambda case: case["case"].pop("title"),
    "a number for a text": lambda case: case["case"].update(title=3),
    "a NUL": lambda case: case["case"].update(title="a\0b"),
    "a day that is none": lambda case: case["case"].update(received="2014-02-31"),
    "no day": lambda case: case["case"].update(received=None),
    "a code that is not known": lambda case: case["case"].update(stage="nowhere"),
    "a regime that is not known": lambda case: case["case"].update(regime="1066"),
    "a row that is not there": lambda case: case["rows"]["finding"][0].update(allegation_id=9),
    "a row before the first": lambda case: case["rows"]["finding"][0].update(allegation_id=0),
    "a user that is not there": lambda case: case["case"].update(owner_id=99),
    "a member without a person": lambda case: case["members"]["1"].update(person="7"),
    "a file that is not there": lambda case: case["rows"]["exhibit"][0].update(file_id=2),
    "another hash": lambda case: case["rows"]["exhibit"][0].update(sha256="0" * 64),
    "two entries of one number": lambda case: case["rows"]["chronology_entry"].append(
        case["rows"]["chronology_entry"][0]
    ),
    "a year that is none": lambda case: case.update(year=10**9),
    "a reference that is none": lambda case: case.update(reference="'; DROP TABLE"),
    "an identity that is none": lambda case: case.update(identity=["x", "PS/2014/00001"]),
    "a record that is none": lambda case: case["record"][0].update(entry='{"before": [1]}'),
    "a record nested deep": lambda case: case["record"][0].update(entry="[" * 100_000),
    "a list for an object": lambda case: case.update(people=[]),
    "true for a number": lambda case: case["rows"]["exhibit"][0].update(size=True),
    "a number beyond all": lambda case: case["rows"]["exhibit"][0].update(number=2**70),
}


@pytest.mark.parametrize("how", HARM)
def test_what_cannot_be_is_refused(register: Register, parcel: Path, how: str) -> None:
    assert refused(register, changed(parcel, HARM[how]))


def test_parts_in_another_order_twice_or_with_other_names_are_refused(
    register: Register, parcel: Path, tmp_path: Path
) -> None:
    parts = parts_of(parcel)
    case = parts[-1]
    for wrong in (
        parts[1:],
        [*parts, parts[0]],
        [*parts, case],
        [parts[0], case],
        [parts[0], (parts[1][0], b"another"), case],
        [*parts, ("cases/99999999999999999999.json", case[1])],
        [("about.json", b"[]"), *parts[1:]],
        [("about.json", b"{"), *parts[1:]],
        [(parts[0][0], parts[0][1].replace(b'"version":1', b'"version":2')), *parts[1:]],
    ):
        refused(register, packed(tmp_path / "wrong.probity-cases", wrong))
    for name in ("../../etc/passwd", "files/../x", ""):
        assert refused(register, packed(tmp_path / "w.probity-cases", [*parts, (name, b"")]))


def test_a_record_that_was_altered_on_the_way_is_counted(register: Register, parcel: Path) -> None:
    def alter(case: dict[str, Any]) -> None:
        case["record"][0]["user_name"] = "somebody else"
        case["record"][1]["entry"] = case["record"][1]["entry"].replace("Harmer", "Pell")

    with Parcel(changed(parcel, alter), PASSPHRASE) as opened:
        (arrival,) = receiving.preview(register, opened).arrivals
    assert arrival.broken == 2


def values(case: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a value, as its holder and its key."""
    items: Any = case.items() if isinstance(case, dict) else enumerate(case)
    for key, value in list(items):
        yield case, key
        if isinstance(value, dict | list):
            yield from values(value)


STRANGE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.floats(),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.none(), max_size=2),
    st.sampled_from(["9999-12-31", "0001-01-01", "2014-02-28 25:00:00", "\ud800", "1" * 5000]),
)  # fmt: skip


@settings(max_examples=often(50, 150), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_stands_anywhere_in_a_case_is_taken_or_refused_with_a_sentence(
    known_case: dict[str, Any], data: st.DataObject
) -> None:
    case = copy.deepcopy(known_case)
    places = list(values(case))
    holder, key = places[data.draw(st.integers(0, len(places) - 1))]
    holder[key] = data.draw(STRANGE)
    files = {int(one): (12, known_case["rows"]["exhibit"][0]["sha256"]) for one in ("1",)}
    try:
        found = arriving.case_part(json.loads(json.dumps(case)), files)
    except ProbityError as error:
        assert str(error).endswith(".")
        return
    for row in found["record"]:
        records.holds(row)


@settings(max_examples=often(20, 60), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_taken_leaves_a_register_that_holds(
    register: Register, parcel: Path, data: st.DataObject
) -> None:
    """With a value of its kind anywhere: the rows are written, and every page can show them."""
    parts = parts_of(parcel)
    case = json.loads(parts[-1][1])
    places = [(holder, key) for holder, key in values(case) if type(holder[key]) in (str, int)]
    holder, key = places[data.draw(st.integers(0, len(places) - 1))]
    other = [holder2[key2] for holder2, key2 in places if type(holder2[key2]) is type(holder[key])]
    holder[key] = data.draw(st.sampled_from([*other, "9999-12-31", "1066-10-14", "=1+1"]))
    number = data.draw(st.integers(1, 99_999))
    case["identity"] = [case["identity"][0], f"PS/2001/{number:05d}"]
    packed(parcel.with_name("x"), [*parts[:-1], (parts[-1][0], json.dumps(case).encode())])
    before = everything(register)
    try:
        with Parcel(parcel.with_name("x"), PASSPHRASE) as opened:
            done = receiving.receive(register, opened)
    except ProbityError as error:
        assert str(error).endswith((".", "again."))
        assert everything(register) == before
        return
    with register.reader() as connection:
        assert [one.problems for one in check(connection)] == [[]] * len(check(connection))
        for case_id in done.references:
            history.history(connection, case_id)
            origins.before(connection, case_id)
            preview.preview(connection, case_id, register.nation)


@pytest.fixture(scope="module")
def known_case(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("case")
    with create_register(folder / "s.probity", force="Weald", user="o", today=TODAY) as made:
        case_id = save(made, case_file())
        (folder / "note.txt").write_text("seen at nine")
        exhibits.attach(made, case_id, NewExhibit(folder / "note.txt"))
        parts = parts_of(sent(made, folder / "out.probity-cases"))
    found: dict[str, Any] = json.loads(parts[-1][1])
    return found

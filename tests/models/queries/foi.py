"""Files as police bodies publish them, with invented content, and what imports them in tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models.changes.incoming import importing
from models.changes.incoming.importing import Done
from models.exchange.incoming import headings
from models.exchange.incoming.cells import Cells, Options
from models.exchange.incoming.deciding import dry_run
from models.exchange.incoming.mapping import Mapping, guessed
from models.exchange.incoming.open_file import open_cells
from models.exchange.incoming.staging import Stage, Verdict
from models.register import Register

#: A disclosure under the Freedom of Information Act: a title, groups of headings, a row for each
#: allegation with the case's cells merged, days in several forms, a total and a note at the foot.
FOI = """\
Anyshire Police;;;;;;;
Social media investigations 2009 to 2014;;;;;;;
;;;;;;;
Case Ref;Received;Officer;;Allegation;Outcome;Platform;Borough code
;;Rank;Role;;;;
SM/1/11;03/02/2011;PC;Police Officer;Posted a photo of an incident;Written Warning;Facebook;N1
;;PCSO;;Commented on it;Words of advice;Facebook;N1
SM/2/12;Feb 2012;PS;Officer;"Offensive
language – in a café";No further action;Twitter;S4

SM/3/12;31/02/2012;PC;Officer;Rude;Dismissed;Bebo;S4
SM/4/12;12-Mar-12;PC;Officer;Told a friend of an arrest;Not upheld;WhatsApp;S5
;;;;;;;
Total;4;;;;;;
Source: Professional Standards;;;;;;;
"""
#: One row for each officer, under the reference of their case.
OFFICERS = """\
Case number,Date of complaint,Type,Surname,Forename,Collar number,Rank,Severity,Outcome,Closed
7/13,2013-05-01,Conduct,Harmer,Ann,4417,PC,Gross misconduct,Dismissed,2013-11-02
7/13,2013-05-01,Conduct,Pell,Jo,2209,Sgt,Misconduct,Final written warning,2013-11-02
8/13,1 June 2013,Conduct,Harmer,Ann,4417,PC,Misconduct,NFA,41579
"""


@dataclass
class Imported:
    """What became of a file."""

    done: Done | None = None
    verdicts: list[Verdict] = field(default_factory=list)

    def became(self) -> dict[int, str]:
        """What became of each row, by its number."""
        return {one.number: one.became for one in self.verdicts}

    def why(self, number: int) -> str:
        """Why a row became what it did."""
        return next(one.why for one in self.verdicts if one.number == number)


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def opened(path: Path, **given: Any) -> tuple[Cells, headings.Heads, Mapping]:
    """A file looked at, and the mapping that is guessed, changed by what is ``given``."""
    cells = open_cells(path, given.pop("options", Options()))
    heads = headings.find(cells, given.pop("at", None))
    how = guessed(heads.names)
    defaults = {"kind": "conduct"} | given.pop("defaults", {})
    columns = how.columns | given.pop("columns", {})
    made = {**vars(how), "defaults": defaults, "columns": columns} | given
    return cells, heads, Mapping(**made)


def tried(register: Register, path: Path, **given: Any) -> Imported:
    """A dry run."""
    cells, heads, how = opened(path, **given)
    with Stage() as stage:
        stage.load(cells, heads, how)
        with register.reader() as connection:
            dry_run(connection, stage, how, register.today(), path.name)
        return Imported(None, list(stage.verdicts()))


def imported(register: Register, path: Path, **given: Any) -> Imported:
    """An import."""
    follow = {name: given.pop(name) for name in ("progress", "check") if name in given}
    stop = given.pop("stop_on_error", False)
    cells, heads, how = opened(path, **given)
    with Stage() as stage:
        stage.load(cells, heads, how)
        done = importing.import_rows(register, stage, cells, how, stop_on_error=stop, **follow)
        return Imported(done, list(stage.verdicts()))

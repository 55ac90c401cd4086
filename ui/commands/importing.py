"""The command ``import``: a file read, shown or written into the register, and taken back."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.changes import disclosing
from models.changes.incoming import importing
from models.changes.incoming.undoing_import import undo
from models.errors import ProbityError
from models.exchange.incoming import headings
from models.exchange.incoming import mapping as mappings
from models.exchange.incoming.cells import Options
from models.exchange.incoming.deciding import dry_run
from models.exchange.incoming.kept_mappings import kept_mapping, mapping_names
from models.exchange.incoming.mapping import Mapping
from models.exchange.incoming.open_file import open_cells
from models.exchange.incoming.staging import Stage
from models.queries import importing as asked
from models.register import Register
from models.storage import reading
from ui.commands.output import give_json, say


def run_import(register: Register, args: argparse.Namespace) -> int:
    """Import a file, say what an import would do, or undo one.

    :raises ProbityError: it could not be done; ``str()`` says why.
    """
    register.require("import")
    if args.undo:
        return _undo(register, args)
    if not args.file:
        raise ProbityError("Name the file to import, or give --undo. Nothing was done.")
    return _import(register, args)


def _import(register: Register, args: argparse.Namespace) -> int:
    for out in (args.report, args.bad_rows):
        if out:
            register.require("disclose")
    cells = open_cells(Path(args.file), Options(args.encoding, args.delimiter or "", args.sheet))
    heads = headings.find(cells, args.heading_row)
    mapping = _mapping(register, args, heads.names)
    if args.save_mapping:
        importing.save_mapping(register, args.save_mapping, mapping)
    name = cells.path.name
    run_id = None
    with Stage() as stage:
        stage.load(cells, heads, mapping)
        if args.dry_run:
            with register.reader() as connection:
                dry_run(connection, stage, mapping, register.today(), name)
        else:
            done = importing.import_rows(
                register, stage, cells, mapping, stop_on_error=args.stop_on_error
            )
            run_id = done.run_id
        counts = stage.counts()
        if args.report:
            disclosing.save_import_report(register, stage, Path(args.report), name)
        if args.bad_rows and counts.refused:
            disclosing.save_refused_rows(register, stage, Path(args.bad_rows), name)
        first = next(stage.verdicts("refused"), None)
    if args.json:
        given: dict[str, Any] = {"file": name, "read": cells.said, "dry_run": args.dry_run}
        given |= {"added": counts.added, "changed": counts.changed, "skipped": counts.skipped}
        given |= {"refused": counts.refused, "import": run_id}
        give_json(given | {"mapping": json.loads(mapping.to_json())})
    would = "an import would be: " if args.dry_run else ""
    say(f"{name} ({cells.said}): {would}{counts.in_words()}.")
    if first is not None:
        say(f"Row {first.number} is the first that cannot be imported: {first.why}")
    nothing = not counts.added and not counts.changed and counts.refused
    return 1 if nothing else 0


def _mapping(register: Register, args: argparse.Namespace, names: tuple[str, ...]) -> Mapping:
    """The mapping that the options ask for, or one that is guessed."""
    made = mappings.guessed(names)
    if args.mapping:
        with register.reader() as connection:
            kept = mapping_names(connection)
            if args.mapping in kept or not Path(args.mapping).exists():
                given = kept_mapping(connection, args.mapping)
            else:
                given = mappings.from_json(_text(Path(args.mapping)))
        made = mappings.fitted(given, names)
    for heading, code in args.column or ():
        known = {name.casefold(): name for name in names}
        if heading.casefold() not in known:
            listed = ", ".join(names[:30])
            raise ProbityError(f"There is no column “{heading}”. There are: {listed}.")
        for other in made.headings_of(code) if code != "-" else ():
            made = made.with_column(other, "")
        made = made.with_column(known[heading.casefold()], code)
    if args.default:
        made = replace(made, defaults=made.defaults | dict(args.default))
    mappings.refuse(made)
    return made


def _text(path: Path) -> str:
    try:
        return reading.read_file(path, mappings.LARGEST).decode("utf-8-sig")
    except OSError as error:
        raise ProbityError(
            f"{path.name} cannot be read ({error.strerror}). Nothing was imported."
        ) from error
    except UnicodeDecodeError as error:
        raise ProbityError(f"{path.name} is not UTF-8 text. Nothing was imported.") from error


def _undo(register: Register, args: argparse.Namespace) -> int:
    if args.file:
        raise ProbityError("Give either a file to import or --undo. Nothing was done.")
    with register.reader() as connection:
        run = asked.run_of(connection, args.undo)
    done = undo(register, run.id)
    if args.json:
        give_json({"import": run.id, "removed": done.removed, "restored": done.restored})
    back = f", and {done.restored} put back as they were" if done.restored else ""
    many = f"{done.removed:,} case{'s' * (done.removed != 1)}"
    say(f"The import of {run.file_name} was undone: {many} removed{back}.")
    return 0

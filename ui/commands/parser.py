"""What may be typed after ``main.py``, and what each word means."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from models.rules.process.working_days import DEFAULT_NATION
from models.rules.publishing.questions import FILTERS, THRESHOLD
from ui.commands.help_words import (
    CASE_FILE,
    DESCRIPTION,
    EXAMPLES,
    IMPORT,
    NEW_EXAMPLE,
    PUBLISH,
    RESTORE,
    RETURNS,
)
from ui.commands.options import add_common, add_filters, add_order, add_reference
from ui.commands.typed import codes_of, count, day, delimiter, pair, whole


def parse(argv: list[str] | None) -> argparse.Namespace:
    """What was typed; ``command`` is ``None`` where the window is asked for."""
    alone = argparse.ArgumentParser(prog="main.py", add_help=False, allow_abbrev=False)
    add_common(alone)
    args, rest = alone.parse_known_args(argv)
    if rest:  # a command: only then is it worth the time to build them all
        return make_parser().parse_args(argv)
    args.command = None
    return args


def make_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="main.py",
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,  # else --passphrase would be taken, with a passphrase after it
    )
    add_common(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    def add(name: str, words: str, epilog: str = "") -> argparse.ArgumentParser:
        made = commands.add_parser(
            name,
            prog=f"main.py --register FILE {name}",
            help=words,
            description=words[:1].upper() + words[1:] + ".",
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        made.add_argument("--json", action="store_true", help="print JSON")
        return made

    add("demo", "make the demonstration register at FILE")
    listing = add("list", "print the cases that match the filters")
    add_filters(listing)
    add_order(listing)
    listing.add_argument("--limit", type=count, metavar="N", help="at most N cases")
    add_reference(add("show", "print one case"))
    new = add("new", "add cases from a JSON file", NEW_EXAMPLE)
    new.add_argument("--json-file", required=True, metavar="F", help="a file, or - for input")
    sheet = add("sheet", "write a case sheet as PDF")
    add_reference(sheet)
    sheet.add_argument("--pdf", required=True, metavar="OUT", help="the PDF to write")
    sheet.add_argument(
        "--names", choices=("recorded", "initials"), default="recorded", help="how people appear"
    )
    _add_import(add("import", "add cases from a CSV file or an Excel workbook", IMPORT))
    export = add("export", "write the list as CSV")
    export.add_argument("out", metavar="OUT.csv", help="the file to write")
    export.add_argument(
        "--bom", action="store_true", help=("for opening in Excel (begins with a byte-order mark)")
    )
    add_filters(export)
    add_order(export)
    figures = add("stats", "count subjects: investigated, case to answer, outcomes")
    figures.add_argument(
        "--factor", choices=codes_of("factor"), metavar="CODE", help="such as social-media"
    )
    for option, dest, words in (
        ("--from", "start", "received on or after; 2014-02-12 or 12 Feb 2014"),
        ("--to", "end", "received on or before"),
    ):
        figures.add_argument(option, dest=dest, required=True, type=day, metavar="DAY", help=words)
    for name in ("kind", "category", "role"):
        codes = codes_of(name)
        figures.add_argument(f"--{name}", choices=codes, metavar="CODE", help=f"such as {codes[0]}")
    _add_publish(add("publish", "answer a question for publication", PUBLISH))
    _add_returns(add("returns", "count the tables of a quarterly or yearly return", RETURNS))
    _add_letter(add)
    _add_case_file(add)
    checking = add("check", "verify the register and say what was checked")
    checking.add_argument(
        "--checkpoint", metavar="FILE", help="compare the record with a checkpoint taken earlier"
    )
    kept = add("checkpoint", "write down how far the record has come, to be compared later")
    kept.add_argument("out", metavar="OUT.json")
    kept = add("retention", "print the closed cases due for review, or due within a year, and why")
    kept.add_argument("what", nargs="?", choices=("list",), default="list", help="only: list")
    _add_keeping(add)
    backup = add("backup", "copy the register, encrypted and checked, while it is in use")
    backup.add_argument("--to", metavar="DIR", help="a folder; otherwise the register's backups")
    restore = add("restore", "restore a backup in place of the register, or next to it", RESTORE)
    restore.add_argument("backup", metavar="BACKUP", help="the file; its key file is next to it")
    where = restore.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", metavar="NEW", help="the register to restore it as")
    where.add_argument(
        "--over", action="store_true", help="in place of FILE, which is kept under another name"
    )
    _add_moving(add)
    tour = add("tour", "leave pictures of every screen, a case sheet and the list in a folder")
    tour.add_argument("--out", required=True, metavar="FOLDER", help="made if it is not there")
    return parser


def _add_publish(parser: argparse.ArgumentParser) -> None:
    for option, dest, words in (
        ("--from", "start", "the first day that counts; 2014-02-12 or 12 Feb 2014"),
        ("--to", "end", "the last day that counts"),
    ):
        parser.add_argument(option, dest=dest, type=day, metavar="DAY", help=words)
    for name, vocabulary, default in (
        ("basis", "date_basis", "received"),
        ("counts", "counted", "subjects"),
    ):
        codes = codes_of(vocabulary)
        words = f"{', '.join(codes)} (the default is {default})"
        parser.add_argument(f"--{name}", choices=codes, default=default, metavar="CODE", help=words)
    for name in FILTERS:
        codes = codes_of(name)
        parser.add_argument(f"--{name}", choices=codes, metavar="CODE", help=f"such as {codes[0]}")
    parser.add_argument(
        "--threshold",
        type=whole,
        default=THRESHOLD,
        metavar="N",
        help=f"withhold counts from 1 to below N (the default is {THRESHOLD}; 0 withholds none)",
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--rows", action="store_true", help="a row for each subject, not figures")
    form.add_argument("--forces", action="store_true", help="figures compared with other forces'")
    parser.add_argument(
        "--take-in", metavar="FILE.csv", help="import figures that other forces have published"
    )
    parser.add_argument("--keep", metavar="WHOM", help="keep the answer; who it is for, and why")
    parser.add_argument("--kept", metavar="CODE", help="show an answer that was kept as it was")
    parser.add_argument("--list-kept", action="store_true", help="list the answers that were kept")
    parser.add_argument("--out", metavar="FILE", help="write it as .csv, .xlsx, .docx or .pdf")
    parser.add_argument(
        "--bom",
        action="store_true",
        help=("a CSV for opening in Excel (begins with a byte-order mark)"),
    )


def _add_returns(parser: argparse.ArgumentParser) -> None:
    words = "such as 2013/14, from 1 April, or 2013, from 1 January"
    parser.add_argument("--year", required=True, metavar="YEAR", help=words)
    parser.add_argument("--quarter", type=int, choices=(1, 2, 3, 4), help="of that year")
    parser.add_argument(
        "--why", default="", metavar="WORDS", help="why it is sent despite problems"
    )
    parser.add_argument(
        "--bom",
        action="store_true",
        help=("each CSV for opening in Excel (begins with a byte-order mark)"),
    )
    parser.add_argument("out", nargs="?", metavar="OUT", help="what to write")


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help=".csv or .xlsx")
    parser.add_argument("--mapping", metavar="M", help="a mapping kept in the register, or a file")
    parser.add_argument("--save-mapping", metavar="NAME", help="keep the mapping under a name")
    parser.add_argument(
        "--column", action="append", type=pair, metavar="HEADING=FIELD", help="“-” leaves it out"
    )
    parser.add_argument(
        "--default", action="append", type=pair, metavar="FIELD=VALUE", help="for every row"
    )
    parser.add_argument(
        "--sheet", default="", metavar="NAME", help="of a workbook; otherwise the first"
    )
    parser.add_argument(
        "--encoding", default="", metavar="E", help="such as cp1252; otherwise detected"
    )
    parser.add_argument("--delimiter", type=delimiter, metavar="D", help="otherwise detected")
    parser.add_argument("--heading-row", type=count, metavar="N", help="where the headings begin")
    parser.add_argument("--dry-run", action="store_true", help="write nothing in the register")
    parser.add_argument("--report", metavar="OUT.csv", help="what happens to each row, and why")
    parser.add_argument("--bad-rows", metavar="OUT.csv", help="rows not imported, to be corrected")
    parser.add_argument("--stop-on-error", action="store_true", help="import all rows or none")
    parser.add_argument(
        "--undo", nargs="?", const="last", metavar="IMPORT", help="undo an import as a whole"
    )


def _add_letter(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Letters: without a template, those of the case are listed."""
    made = add("letter", "make a letter of a case from a Word template, or list its letters")
    made.add_argument("reference", metavar="REF", nargs="?", help="the case")
    made.add_argument("--template", metavar="T", help="what it is made from, such as update")
    made.add_argument("--to", metavar="NAME", help="who it is to; otherwise the only complainant")
    made.add_argument("--words", metavar="TEXT", help="what you write for this letter")
    made.add_argument("--sent", type=day, metavar="DAY", help="the letter's date; otherwise today")
    made.add_argument("--method", choices=codes_of("method"), metavar="CODE", help="such as post")
    made.add_argument("--out", metavar="OUT.docx", help="the Word file to write")
    made.add_argument("--keep", action="store_true", help="keep it on the case as it was sent")
    made.add_argument(
        "--record", action="store_true", help="with --keep: record what it is, as an update is"
    )
    made.add_argument("--number", type=count, metavar="N", help="write out letter N as it was sent")
    made.add_argument("--fields", action="store_true", help="print the fields a template may have")
    made.add_argument("--templates", action="store_true", help="print the templates there are")


def _add_case_file(add: Callable[..., argparse.ArgumentParser]) -> None:
    made = add("case-file", "write a whole case as one bookmarked PDF, or as a folder", CASE_FILE)
    add_reference(made)
    made.add_argument("--out", metavar="OUT", help="the PDF to write, or with --folder the folder")
    made.add_argument("--folder", action="store_true", help="a folder with a manifest of hashes")
    made.add_argument(
        "--level", choices=codes_of("case_file_level"), default="full", help="the level of detail"
    )
    for option, words in (
        ("--include", "a part that is not in it otherwise, such as letter.1 or exhibit.2"),
        ("--leave-out", "a part that is not to be in it"),
        ("--strike-part", "a passage to be redacted, such as chronology.3.text"),
    ):
        made.add_argument(option, action="append", metavar="KEY", help=words)
    made.add_argument(
        "--strike", action="append", metavar="WORDS", help="words to be redacted everywhere"
    )
    made.add_argument("--reason", metavar="TEXT", help="for whom, and why; goes on record")
    made.add_argument(
        "--parts", action="store_true", help="print the keys of its parts and passages instead"
    )
    check = add("verify-file", "say whether a case file is as it was given out")
    check.add_argument("path", metavar="PATH", help="its folder, or its PDF")


def _add_moving(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Cases from one register to another."""
    sending = add("send", "write cases whole to a sealed parcel for another register")
    sending.add_argument("out", metavar="OUT", help="the file to write, such as a.probity-cases")
    sending.add_argument("--ref", action="append", metavar="REF", help="a case; may be repeated")
    sending.add_argument("--all", action="store_true", help="every case that you may see")
    sending.add_argument("--reason", metavar="WHY", help="for whom and why; goes on record")
    add_filters(sending)
    receiving = add(
        "receive", ("bring in the cases of a parcel; what was received before is not duplicated")
    )
    receiving.add_argument("file", metavar="FILE", help="the parcel")
    receiving.add_argument("--dry-run", action="store_true", help="only say what would be done")
    for one in (sending, receiving):
        one.add_argument(
            "--parcel-passphrase-file",
            metavar="F",
            help="otherwise PROBITY_PARCEL_PASSPHRASE, or a prompt",
        )


def _add_keeping(add: Callable[..., argparse.ArgumentParser]) -> None:
    """Commands of whoever keeps a register."""
    make = add("create", "make a register for its first administrator; prints its recovery key")
    make.add_argument("--force", required=True, metavar="NAME", help="the name of the force")
    make.add_argument("--name", required=True, metavar="YOURS", help="such as D. Okafor")
    make.add_argument(
        "--nation", choices=codes_of("nation"), default=DEFAULT_NATION, help="of the bank holidays"
    )
    back = add("recover", "give the administrator --user a new passphrase by the recovery key")
    back.add_argument(
        "--recovery-key-file", metavar="F", help="otherwise PROBITY_RECOVERY_KEY, or a prompt"
    )
    _add_new_passphrase(add("passphrase", "change your own passphrase"))
    add("recovery-key", "make a new recovery key and print it; the old one stops working")
    people = add("users", "the users: list, add, retire, reset, role, link")
    acts = people.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("list", help="everybody, and when they last signed in")
    new = acts.add_parser("add", help="add a user")
    again = acts.add_parser("reset", help="give somebody who lost theirs a passphrase")
    role = acts.add_parser("role", help="give somebody another role")
    link = acts.add_parser("link", help="say which member of the force somebody is")
    gone = acts.add_parser("retire", help="retire a user")
    for one in acts.choices.values():
        one.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="print JSON"
        )
    for one in (new, again, role, link, gone):
        one.add_argument("who", metavar="NAME", help="what they sign in as")
    new.add_argument("--name", required=True, metavar="THEIRS", help="such as A. Sethi")
    for one in (new, role):
        one.add_argument(
            "--role",
            required=True,
            choices=codes_of("user_role"),
            metavar="CODE",
            help=f"what they may do: {', '.join(codes_of('user_role'))}",
        )
    new.add_argument("--number", metavar="N", help="their collar number, if they have one")
    link.add_argument("--number", required=True, metavar="N", help='their collar number; "": none')
    for one in (new, link):
        one.add_argument("--family-name", metavar="X", help="where two members have that number")
    for one in (new, again):
        _add_new_passphrase(one)


def _add_new_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--new-passphrase-file", metavar="F", help="otherwise PROBITY_NEW_PASSPHRASE, or a prompt"
    )

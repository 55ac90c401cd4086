"""The command line, run as a script would: a process, its output, its exit status."""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import logging
import re
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from main import main
from models.entering.open import create_register
from models.schema import Case
from models.storage.keys import key_path
from tests import program
from tests.hostile.test_no_network import guarded
from tests.models import making
from tests.models.making import PASSPHRASE
from tests.once import copy_demo
from ui.commands.parser import make_parser

ROOT = Path(__file__).parent.parent
#: What the tour shows of backups and of the crash journal.
KEEPING = ("backups", "backup-settings", "left-behind", "restore-file")
SCREENS = (
    *("cases", "dashboard", "case-summary", "case-history", "first-run"),
    *("publication", "publication-rows", "publication-forces"),
    *("publication-kept", "publication-coding", "returns", "returns-table", "returns-why"),
)
PERIOD = ("--from", "2009-01-01", "--to", "2014-02-28")


def commands() -> list[str]:
    """Every command that there is."""
    (found,) = (
        action
        for action in make_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    return list(found.choices)


def run(*words: object, given: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    return program.run(*words, given=given, variables=variables)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_demo(tmp_path_factory.mktemp("demo") / "demo.probity")


@pytest.fixture
def demo(made: Path, tmp_path: Path) -> Path:
    shutil.copy(key_path(made), tmp_path)
    return Path(shutil.copy(made, tmp_path))


def test_the_published_question_is_answered(demo: Path) -> None:
    done = run("--register", demo, "stats", "--factor", "social-media", *PERIOD, "--json")
    figures = json.loads(done.stdout)
    assert done.returncode == 0
    assert figures["investigated"] == 54
    assert figures["case_to_answer"] == 36
    assert figures["outcomes"]["resigned"] == 2
    warned = sum(figures["outcomes"][code] for code in ("ww", "advice"))
    assert warned == 34
    assert sum(figures["outcomes"].values()) == 36
    assert sum(figures["by_role"].values()) == 54
    assert sum(figures["by_year"].values()) == 54
    assert sum(figures["by_platform"].values()) >= 54
    assert 6.5 < figures["case_to_answer_per_year"] < 8
    said = run("--register", demo, "stats", "--factor", "social-media", *PERIOD).stdout
    assert "Unit: subjects (a person counted once a case)" in said
    assert "Investigated: 54" in said


def test_an_answer_is_published_kept_and_shown_as_it_was(demo: Path, tmp_path: Path) -> None:
    ask = ("publish", "--factor", "social-media", *PERIOD)
    done = run("--register", demo, *ask, "--threshold", 0, "--keep", "Request 12")
    assert done.returncode == 0, done.stderr
    assert "Of those 36, 2 resigned, 20 received a written warning" in done.stdout
    code = done.stderr.split()[-1].rstrip(".")
    assert code in run("--register", demo, "publish", "--list-kept").stdout
    again = run("--register", demo, "publish", "--kept", code)
    assert again.stdout == done.stdout
    for ending in ("csv", "xlsx", "docx", "pdf"):
        out = tmp_path / f"a.{ending}"
        done = run("--register", demo, "publish", "--kept", code, "--out", out)
        assert done.returncode == 0, done.stderr
        assert out.stat().st_size > 1000
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True, text=True
    )
    assert "2 resigned, 20" in " ".join(text.stdout.split())
    rows = run("--register", demo, *ask, "--rows", "--json")
    assert len(json.loads(rows.stdout)["listing"]["rows"]) == 54


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--from", "2014-01-01"], 1, "Say the period by --from and --to"),
        (["--from", "2014-01-01", "--to", "2013-01-01"], 1, "cannot end before it begins"),
        (["--kept", "20140228-000000-000"], 1, "no such answer"),
        ([*PERIOD, "--threshold", "few"], 2, "not a whole number"),
        ([*PERIOD, "--keep", " "], 1, "who it is published for"),
        ([*PERIOD, "--out", "a.odt"], 1, "should end in"),
    ],
)
def test_what_cannot_be_published_is_one_sentence(
    demo: Path, words: list[str], status: int, said: str
) -> None:
    done = run("--register", demo, "publish", *words)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_return_is_printed_and_written(demo: Path, tmp_path: Path) -> None:
    ask = ("returns", "--year", "2013/14", "--quarter", 4)
    done = run("--register", demo, *ask)
    assert done.returncode == 0, done.stderr
    assert "Return for 2013/14 quarter 4, 1 January 2014 to 31 March 2014" in done.stdout
    assert "Total\t20\t36\t21\t35" in done.stdout.splitlines()
    for name in ("r", "r.xlsx", "r.pdf"):
        done = run("--register", demo, *ask, tmp_path / name)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
    with (tmp_path / "r" / "matters.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[-1] == ["Total", "20", "36", "21", "35"]
    text = subprocess.run(
        ["pdftotext", str(tmp_path / "r.pdf"), "-"], check=True, capture_output=True, text=True
    )
    assert "Subjects by length of service" in text.stdout
    given = json.loads(run("--register", demo, *ask, "--json").stdout)
    matters = next(one for one in given["tables"] if one["code"] == "matters")
    assert matters["rows"][-1]["end"] == 35
    assert given["problems"] == []


def test_a_return_with_problems_is_written_once_it_is_said_why(tmp_path: Path) -> None:
    path = tmp_path / "force.probity"
    with create_register(
        path, force="Weald", user="okafor", passphrase=PASSPHRASE, today=making.TODAY
    ) as register:
        case_id = making.save(register, making.case_file())
        with register.change() as change:
            change.edit(Case, case_id, 1, received=None)
    ask = ("--register", path, "--user", "okafor", "returns", "--year", "2014", tmp_path / "r.xlsx")
    done = run(*ask, PROBITY_PASSPHRASE=PASSPHRASE)
    assert (done.returncode, done.stdout) == (1, "")
    assert "One case has no date of receipt" in done.stderr
    assert "Use --why" in done.stderr
    assert not (tmp_path / "r.xlsx").exists()
    done = run(*ask, "--why", "Asked for today", PROBITY_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "r.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--year", "13/14"], 1, "Give a year as 2013/14"),
        (["--year", "2013/14", "--quarter", 5], 2, "invalid choice"),
        (["--year", "2013/14", "r.odt"], 1, "should end in .xlsx"),
    ],
)
def test_what_is_no_return_is_one_sentence(
    demo: Path, words: list[object], status: int, said: str
) -> None:
    done = run("--register", demo, "returns", *words)
    assert (done.returncode, done.stdout) == (status, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_list_and_its_filters(demo: Path) -> None:
    done = run("--register", demo, "list", "--overdue", "--json", "--columns", "reference,owner")
    rows = json.loads(done.stdout)
    assert len(rows) == 3
    assert set(rows[0]) == {"reference", "owner"}
    assert "3 of 3 cases" in done.stderr
    text = run("--register", demo, "list", "--sort", "reference", "--limit", 2).stdout
    assert [line.split("\t")[0] for line in text.splitlines()] == ["PS/2009/00001", "PS/2009/00002"]


def test_show_and_new_speak_the_same_json(demo: Path) -> None:
    shown = run("--register", demo, "show", "PS/2014/00036", "--json")
    added = run("--register", demo, "new", "--json-file", "-", given=shown.stdout)
    assert (added.returncode, added.stdout) == (0, "PS/2014/00037\n")
    assert "Facebook contact" in run("--register", demo, "show", "ps/2014/00037").stdout
    assert run("--register", demo, "check").returncode == 0


def test_new_adds_all_or_none(demo: Path, tmp_path: Path) -> None:
    good = {"title": "A", "kind": "conduct", "received": "2014-02-01"}
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([good, good | {"received": "2014-02-31"}]))
    done = run("--register", demo, "new", "--json-file", file)
    assert done.returncode == 1
    assert "“received” cannot be" in done.stderr
    assert "Traceback" not in done.stderr
    assert "270 of 270" in run("--register", demo, "list").stderr


def test_sheet_and_export(demo: Path, tmp_path: Path) -> None:
    sheet, out = tmp_path / "s.pdf", tmp_path / "c.csv"
    done = run("--register", demo, "sheet", "PS/2014/00036", "--pdf", sheet, "--names", "initials")
    assert done.returncode == 0, done.stderr
    assert sheet.read_bytes().startswith(b"%PDF")
    assert run("--register", demo, "export", out, "--factor", "social-media").returncode == 0
    with out.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 54


def test_retention_lists_what_is_due_to_those_who_decide(demo: Path) -> None:
    refused = run("--register", demo, "retention", "list")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "may not decide what is kept, anonymised or erased" in refused.stderr
    done = run("--register", demo, "--user", "marchbank", "retention", "list", "--json")
    assert (done.returncode, done.stderr) == (0, "3 due for review, 2 within a year.\n")
    first = json.loads(done.stdout)[0]
    assert (first["due"], first["review"], first["suggests"]) == (True, "2014-01-21", "anonymise")
    assert first["why"].startswith("Kept until 21 Jan 2014: ")
    told = run("--register", demo, "--user", "marchbank", "retention")
    assert len(told.stdout.splitlines()) == 5


def test_check_says_what_it_checked_and_finds_damage(demo: Path) -> None:
    done = run("--register", demo, "check")
    assert done.returncode == 0
    for words in ("File:", "Foreign keys:", "References: 270", "Search index:", "Audit record:"):
        assert words in done.stdout
    raw = making.raw(demo)
    raw.execute("UPDATE audit_record SET user_name = 'nobody' WHERE id = 10")
    raw.close()
    damaged = run("--register", demo, "check", "--json")
    assert damaged.returncode == 1
    assert any(
        "record 10 was changed" in p
        for item in json.loads(damaged.stdout)
        for p in item["problems"]
    )


def test_a_checkpoint_finds_that_the_end_of_the_record_was_cut_off(
    demo: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    administrator = ("--register", demo, "--user", "marchbank")
    done = run(*administrator, "checkpoint", kept)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Keep it somewhere other than the register" in done.stderr
    assert json.loads(kept.read_text())["by"] == "R. Marchbank"
    assert run("--register", demo, "checkpoint", tmp_path / "b.json").returncode == 1
    assert not (tmp_path / "b.json").exists()
    assert run("--register", demo, "show", "PS/2014/00036").returncode == 0
    grown = run("--register", demo, "check", "--checkpoint", kept)
    assert grown.returncode == 0
    assert "has grown by 1 record since the checkpoint" in grown.stdout
    raw = making.raw(demo)
    raw.execute("DELETE FROM audit_record WHERE id > (SELECT MAX(id) - 2 FROM audit_record)")
    raw.close()
    assert run("--register", demo, "check").returncode == 0
    cut = run("--register", demo, "check", "--checkpoint", kept)
    assert cut.returncode == 1
    assert "The record was cut off since the checkpoint" in cut.stdout
    other = run("--register", demo, "check", "--checkpoint", __file__)
    assert other.returncode == 1
    assert "is not a checkpoint" in other.stderr


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["--help"], 0, "examples:"),
        (["list"], 2, "needs --register"),
        (["--register", "x", "nonsense"], 2, "invalid choice"),
        (["--register", "none.probity", "list"], 1, "There is no register"),
        (["--register", __file__, "list"], 1, "not a Probity register"),
        (["--register", "x", "stats", "--from", "soon", "--to", "2014-01-01"], 2, "not a date"),
        (["--register", "x", "list", "--stage", "nowhere"], 2, "invalid choice"),
    ],
)
def test_misuse_and_failure_have_their_status(words: list[str], status: int, said: str) -> None:
    done = run(*words)
    assert done.returncode == status
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_not_there_is_one_sentence(demo: Path) -> None:
    done = run("--register", demo, "show", "PS/1999/00001")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "probity: No case has the reference PS/1999/00001.\n"


@pytest.mark.slow
def test_demo_makes_the_demonstration_and_says_how_many_cases_it_holds(tmp_path: Path) -> None:
    done = run("--register", tmp_path / "demo.probity", "demo")
    assert (done.returncode, done.stdout) == (0, "")
    assert "270 cases" in done.stderr


def test_demo_does_not_overwrite(demo: Path) -> None:
    before = demo.read_bytes()
    done = run("--register", demo, "demo")
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert demo.read_bytes() == before


@pytest.fixture
def force(tmp_path: Path) -> tuple[Path, str]:
    """A register made by the command, and its recovery key."""
    path = tmp_path / "force.probity"
    words = ("--register", path, "--user", "okafor", "create", "--force", "Weald")
    done = run(*words, "--name", "D. Okafor", PROBITY_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    assert "Keep it on paper" in done.stderr
    return path, done.stdout.strip()


def as_okafor(path: Path, *words: object, **variables: str) -> subprocess.CompletedProcess[str]:
    given = {"PROBITY_PASSPHRASE": PASSPHRASE} | variables
    return run("--register", path, "--user", "okafor", *words, **given)


def test_a_register_is_made_and_opened_by_a_passphrase(
    force: tuple[Path, str], tmp_path: Path
) -> None:
    path, key = force
    assert len(key.split("-")) == 14
    assert as_okafor(path, "list").stderr == "0 of 0 cases.\n"
    kept = tmp_path / "passphrase"
    kept.write_text(f"{PASSPHRASE}\n")
    done = run("--register", path, "--user", "OKAFOR", "--passphrase-file", kept, "check")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "variables", "said"),
    [
        (["--user", "okafor"], {}, "A passphrase is needed"),
        ([], {"PROBITY_PASSPHRASE": PASSPHRASE}, "give --user NAME"),
        (["--user", "okafor"], {"PROBITY_PASSPHRASE": "wrong"}, "do not open this register"),
        (["--user", "eve"], {"PROBITY_PASSPHRASE": PASSPHRASE}, "do not open this register"),
        (["--user", "okafor", "--passphrase-file", "none"], {}, "cannot be read"),
    ],
)
def test_nobody_comes_in_without_one(
    force: tuple[Path, str], words: list[str], variables: dict[str, str], said: str
) -> None:
    done = run("--register", force[0], *words, "list", **variables)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_people_are_kept_by_commands(force: tuple[Path, str]) -> None:
    path, _ = force
    new = {"PROBITY_NEW_PASSPHRASE": "given by the administrator"}
    add = ("users", "add", "sethi", "--name", "A. Sethi", "--role", "investigator")
    done = as_okafor(path, *add, "--number", "2209", "--json", **new)
    assert json.loads(done.stdout)["must_change"], done.stderr
    theirs = ("--register", path, "--user", "sethi")
    given = {"PROBITY_PASSPHRASE": "given by the administrator"}
    refused = run(*theirs, "list", **given)
    assert refused.returncode == 1
    assert "Choose one of your own first" in refused.stderr
    own = {"PROBITY_NEW_PASSPHRASE": "seven grey herons waiting"}
    assert run(*theirs, "passphrase", **given, **own).returncode == 0
    given = {"PROBITY_PASSPHRASE": "seven grey herons waiting"}
    assert run(*theirs, "list", **given).returncode == 0
    refused = run(*theirs, "users", "list", **given)
    assert refused.returncode == 1
    assert "Investigator: your role may not add people" in refused.stderr
    assert as_okafor(path, "users", "role", "sethi", "--role", "reader").returncode == 0
    listed = json.loads(as_okafor(path, "users", "list", "--json").stdout)
    assert [(one["name"], one["role"], one["number"]) for one in listed] == [
        ("sethi", "reader", "2209"),
        ("okafor", "administrator", ""),
    ]
    out = path.with_name("out.csv")
    refused = run(*theirs, "export", out, **given)
    assert refused.returncode == 1
    assert not out.exists()
    assert as_okafor(path, "users", "reset", "sethi", **new).returncode == 0
    assert run(*theirs, "list", **given).returncode == 1
    assert as_okafor(path, "users", "retire", "sethi").returncode == 0
    assert "retired" in as_okafor(path, "users", "list").stdout
    last = as_okafor(path, "users", "retire", "okafor")
    assert last.returncode == 1
    assert "only administrator" in last.stderr


@pytest.mark.slow
def test_cases_go_from_one_register_to_another(force: tuple[Path, str], tmp_path: Path) -> None:
    path, _ = force
    case = '{"title": "Late", "kind": "conduct", "received": "2014-02-12"}'
    assert as_okafor(path, "new", "--json-file", "-").returncode == 1
    (tmp_path / "case.json").write_text(case)
    assert as_okafor(path, "new", "--json-file", tmp_path / "case.json").returncode == 0
    parcel, secret = tmp_path / "out.probity-cases", tmp_path / "secret"
    refused = as_okafor(path, "send", parcel)
    assert refused.returncode == 1
    assert "Say which cases" in refused.stderr
    given = {"PROBITY_PARCEL_PASSPHRASE": "seven grey herons waiting"}
    sent = as_okafor(path, "send", parcel, "--ref", "PS/2014/00001", "--json", **given)
    assert json.loads(sent.stdout) == {"file": str(parcel), "cases": 1}
    other = tmp_path / "other.probity"
    made = ("--register", other, "--user", "okafor", "create", "--force", "Downs")
    assert run(*made, "--name", "D. O.", PROBITY_PASSPHRASE=PASSPHRASE).returncode == 0
    secret.write_text("not the passphrase of it")
    wrong = as_okafor(other, "receive", parcel, "--parcel-passphrase-file", secret)
    assert wrong.returncode == 1
    assert "does not open the parcel" in wrong.stderr
    secret.write_text("seven grey herons waiting\n")
    words = ("receive", parcel, "--parcel-passphrase-file", secret)
    looked = as_okafor(other, *words, "--dry-run")
    assert looked.stdout == "PS/2014/00001\t-\tTo be added\tLate\n"
    assert as_okafor(other, "list").stdout == ""
    done = as_okafor(other, *words)
    assert done.stdout == "PS/2014/00001\tPS/2014/00001\tAdded\tLate\n"
    again = json.loads(as_okafor(other, *words, "--json").stdout)
    assert (again["force"], again["cases"][0]["state"]) == ("Weald", "same")


def test_a_lost_passphrase_is_recovered(force: tuple[Path, str]) -> None:
    path, key = force
    new = {"PROBITY_PASSPHRASE": "seven grey herons waiting"}
    wrong = run("--register", path, "--user", "okafor", "recover", PROBITY_RECOVERY_KEY="AB", **new)
    assert wrong.returncode == 1
    assert "14 groups of 4" in wrong.stderr
    done = run("--register", path, "--user", "okafor", "recover", PROBITY_RECOVERY_KEY=key, **new)
    assert done.returncode == 0, done.stderr
    assert as_okafor(path, "list").returncode == 1
    assert as_okafor(path, "list", **new).returncode == 0
    again = as_okafor(path, "recovery-key", "--json", **new)
    assert json.loads(again.stdout)["recovery_key"] != key


@pytest.mark.slow
def test_backup_and_restore(demo: Path, tmp_path: Path) -> None:
    keeper = ("--register", demo, "--user", "marchbank")
    done = run(*keeper, "backup", "--json")
    assert done.returncode == 0, done.stderr
    backup = Path(json.loads(done.stdout)["backup"])
    assert backup.parent == demo.parent / "Backups"
    (tmp_path / "stick").mkdir()
    assert str(tmp_path / "stick") in run(*keeper, "backup", "--to", tmp_path / "stick").stdout
    new = {"title": "Later", "kind": "conduct", "received": "2014-02-01"}
    assert run("--register", demo, "new", "--json-file", "-", given=json.dumps(new)).returncode == 0
    assert "271 of 271" in run("--register", demo, "list").stderr
    done = run(*keeper, "restore", backup, "--over", "--json")
    assert done.returncode == 0, done.stderr
    kept = Path(json.loads(done.stdout)["kept"])
    assert "270 of 270" in run("--register", demo, "list").stderr
    assert "271 of 271" in run("--register", kept, "list").stderr
    assert run("--register", demo, "check").returncode == 0
    again = tmp_path / "again.probity"
    assert run("--user", "marchbank", "restore", backup, "--to", again).returncode == 0
    assert run("--register", again, "check").returncode == 0
    before = again.read_bytes()
    refused = run("--user", "marchbank", "restore", backup, "--to", again)
    assert refused.returncode == 1
    assert "exists already and was left as it is" in refused.stderr
    assert again.read_bytes() == before
    made = sorted(backup.parent.iterdir())
    refused = run("--register", demo, "backup")  # its first user keeps no backups
    assert refused.returncode == 1
    assert "your role may not make and restore backups" in refused.stderr
    assert sorted(backup.parent.iterdir()) == made


def test_a_backup_with_passphrases_is_restored_by_whoever_has_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sealed.probity"
    with create_register(path, force="Weald", user="okafor", passphrase=PASSPHRASE) as register:
        making.save(register, making.case_file())
    monkeypatch.setenv("PROBITY_PASSPHRASE", PASSPHRASE)
    done = run("--register", path, "--user", "okafor", "backup")
    assert done.returncode == 0, done.stderr
    again = tmp_path / "again.probity"
    restore = ("restore", done.stdout.strip(), "--to", again)
    assert "give --user NAME" in run(*restore).stderr
    monkeypatch.setenv("PROBITY_PASSPHRASE", f"{PASSPHRASE} and more")
    assert "do not open" in run("--user", "okafor", *restore).stderr
    assert not again.exists()
    monkeypatch.setenv("PROBITY_PASSPHRASE", PASSPHRASE)
    assert run("--user", "okafor", *restore).returncode == 0
    assert run("--register", again, "--user", "okafor", "check").returncode == 0


def test_a_register_on_a_share_is_warned_of(
    demo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("models.storage.drives.share_of", lambda _: "nfs4")
    assert main(["--register", str(demo), "list", "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)
    assert "network share (nfs4)" in captured.err


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["restore", "BACKUP"], 2, "one of the arguments --to --over is required"),
        (["restore", "BACKUP", "--over"], 2, "needs --register"),
        (["restore", "none.probity", "--to", "new.probity"], 1, "There is no register"),
        (["--register", "DEMO", "backup"], 1, "your role may not make and restore backups"),
        (["--user", "marchbank", "restore", "DEMO", "--to", "DEMO"], 1, "exists already"),
    ],
)
def test_what_is_not_backed_up_or_restored(
    demo: Path, words: list[str], status: int, said: str
) -> None:
    done = run(*(str(demo) if word == "DEMO" else word for word in words))
    assert done.returncode == status
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not list(demo.parent.glob("*restor*"))


@pytest.mark.slow
def test_the_tour_leaves_a_picture_of_every_screen_and_makes_no_connection(
    demo: Path, tmp_path: Path
) -> None:
    walk = guarded if sys.platform.startswith("linux") else run  # a walk is long: one for both
    done = walk("--register", demo, "tour", "--out", tmp_path / "tour", "--json")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "SOCKET" not in done.stderr
    assert len(json.loads(done.stdout)) > 30
    names = {Path(one).name for one in json.loads(done.stdout)}
    for theme in ("light", "dark"):
        for screen in (*SCREENS, *KEEPING):
            assert f"{screen}-{theme}.png" in names
        for screen in ("case-letters", "letter", "letter-fields", "letter-templates"):
            assert f"{screen}-{theme}.png" in names
        for screen in ("case-file", "case-file-verified"):
            assert f"{screen}-{theme}.png" in names
    assert {"case-sheet.pdf", "cases.csv"} <= names


@pytest.mark.slow
def test_a_letter_is_made_kept_listed_and_given_out_again(demo: Path, tmp_path: Path) -> None:
    words = ("--register", demo, "letter")
    fields = run(*words, "--fields").stdout
    assert "case.reference\tThe case: Reference" in fields
    assert "update\t28-day update\tcomes with Probity" in run(*words, "--templates").stdout
    out = tmp_path / "letter.docx"
    made = run(
        *words, "PS/2014/00036", "--template", "referral", "--to", "Harmer", "--out", out,
        "--keep", "--record", "--method", "post", "--sent", "2014-02-27", "--json",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    said = json.loads(made.stdout)
    assert (said["letter"], said["empty"]) == (2, ["proceeding.kind"])
    assert said["recorded"].startswith("Notice of referral to a misconduct meeting")
    assert "PS/2014/00036" in docx.Document(str(out)).core_properties.title
    listed = json.loads(run(*words, "PS/2014/00036", "--json").stdout)
    assert [one["number"] for one in listed] == [1, 2]
    assert listed[1]["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    again = tmp_path / "again.docx"
    run(*words, "PS/2014/00036", "--number", 2, "--out", again)
    assert again.read_bytes() == out.read_bytes()
    for wrong, sentence in (
        (("PS/2014/00036", "--template", "none", "--out", out), "There is no template “none”"),
        (("PS/2014/00036", "--template", "update"), "Say where the letter goes"),
        (("PS/2014/00036", "--template", "update", "--to", "X", "--out", out), "PC 4417 Harmer"),
        (("PS/2014/00036", "--number", 9, "--out", again), "no letter 9"),
        (("--template", "update"), "Say which case"),
    ):
        done = run(*words, *wrong)
        assert done.returncode == 1
        assert sentence in done.stderr
    assert run("--register", demo, "check").returncode == 0


@pytest.mark.slow
def test_a_case_file_is_made_and_verified(demo: Path, tmp_path: Path) -> None:
    words = ("--register", demo, "case-file", "PS/2014/00036")
    keys = json.loads(run(*words, "--parts", "--json").stdout)
    assert list(keys["parts"]) == ["sheet", "chronology", "letter.1", "exhibit.1", "exhibit.2"]
    assert keys["passages"]["subjects.1.family_name"] == "Harmer"
    out = tmp_path / "case"
    done = run(
        *words, "--out", out, "--folder", "--level", "disclosure", "--strike", "Harmer",
        "--strike-part", "case.summary", "--include", "letter.1", "--json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    for one in out.glob("*.pdf"):
        text = subprocess.run(["pdftotext", one, "-"], capture_output=True, text=True, check=True)
        assert "Harmer" not in text.stdout
    alone = run("verify-file", out, "--json")
    found = json.loads(alone.stdout)
    assert (alone.returncode, found["problems"], found["known"]) == (0, [], None)
    assert found["sha256"] == said["sha256"]
    asked = run("--register", demo, "verify-file", out)
    assert "This register gave it out" in asked.stdout
    (out / "00-index.pdf").write_bytes(b"another")
    done = run("verify-file", out)
    assert done.returncode == 1
    assert "00-index.pdf was changed." in done.stdout
    assert run("verify-file", tmp_path).returncode == 1


def test_a_pdf_that_was_changed_since_it_was_given_out_does_not_verify(
    demo: Path, tmp_path: Path
) -> None:
    out = tmp_path / "case.pdf"
    run("--register", demo, "case-file", "PS/2014/00036", "--out", out)
    done = run("--register", demo, "verify-file", out)
    assert (done.returncode, "case.pdf has not changed since it was given out." in done.stderr) == (
        0,
        True,
    )
    with out.open("ab") as file:
        file.write(b"x")
    done = run("--register", demo, "verify-file", out)
    assert done.returncode == 1
    assert "no record, that you may see, of giving it out" in done.stdout
    assert "case.pdf has changed since, or was given out by another register." in done.stderr


@pytest.mark.parametrize("command", commands())
def test_every_command_says_what_it_does_and_is_given(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        main([command, "--help"])
    assert done.value.code == 0
    help_ = capsys.readouterr().out
    assert f"usage: main.py --register FILE {command} " in help_
    assert "--json" in help_
    lines = help_.partition("options:\n")[2].splitlines()
    options = [line.strip() for line in lines if line.startswith("  -")]
    unsaid = [
        line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if line.startswith("  -") and "  " not in line.strip() and not after.startswith(" " * 8)
    ]
    assert options
    assert unsaid == []


def test_the_readme_names_every_command() -> None:
    """Whoever has no window looks there first."""
    shown = (ROOT / "README.md").read_text(encoding="utf-8").split("## Without a window")[1]
    lines = re.findall(r"^    main\.py (.+?)(?:  .*)?$", shown.partition("\n## ")[0], re.MULTILINE)
    words = {word for line in lines for word in line.split()}
    assert [command for command in commands() if command not in words] == []


@pytest.mark.slow
def test_everything_that_prints_takes_json(demo: Path, tmp_path: Path) -> None:
    given = json.dumps({"title": "A", "kind": "conduct", "received": "2014-02-01"})
    for words, kind in (
        (["list", "--limit", 1], list),
        (["show", "PS/2014/00036"], dict),
        (["new", "--json-file", "-"], list),
        (["sheet", "PS/2014/00036", "--pdf", tmp_path / "a.pdf"], dict),
        (["export", tmp_path / "a.csv"], dict),
        (["stats", *PERIOD], dict),
        (["publish", *PERIOD], dict),
        (["publish", *PERIOD, "--out", tmp_path / "p.csv"], dict),
        (["publish", "--list-kept"], list),
        (["publish", "--take-in", ROOT / "resources" / "demo" / "other_forces.csv"], dict),
        (["returns", "--year", "2013/14"], dict),
        (["returns", "--year", "2013/14", tmp_path / "r.xlsx"], dict),
        (["check"], list),
    ):
        done = run("--register", demo, *words, "--json", given=given)
        assert done.returncode == 0, done.stderr
        assert isinstance(json.loads(done.stdout), kind)
    done = run("--register", tmp_path / "new.probity", "demo", "--json")
    assert json.loads(done.stdout)["cases"] == 270


def test_an_owner_is_called_by_name(demo: Path) -> None:
    by_name = run("--register", demo, "list", "--owner", "D. Okafor", "--json").stdout
    assert len(json.loads(by_name)) > 10
    assert run("--register", demo, "list", "--owner", "okafor", "--json").stdout == by_name
    done = run("--register", demo, "list", "--owner", "nobody")
    assert (done.returncode, done.stdout) == (1, "")
    assert "has no user called “nobody”" in done.stderr


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"owner_id": 77}, "not in the register"),
        ({"owner_id": 10**30}, "“owner_id” cannot be"),
        ({"title": "half a pair \ud800"}, "a character that cannot be saved"),
        ({"received": "0014-02-12"}, "date is out of range"),
        ({"received": "2014-02-30"}, "“received” cannot be"),
        ({"summary": "x" * 100_001}, "characters long"),
        ({"kind": "no-such"}, "is not in the list"),
    ],
)
def test_what_cannot_be_kept_is_one_sentence_that_names_the_case(
    demo: Path, tmp_path: Path, fields: dict[str, object], said: str
) -> None:
    good = {"title": "A", "kind": "conduct", "received": "2014-02-01"}
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([good, good | fields]))
    done = run("--register", demo, "new", "--json-file", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert done.stderr.count(said) == 1
    assert done.stderr.count("\n") == 1
    assert "owner" in said or "register" in said or "Case 2 of 2" in done.stderr
    assert "270 of 270" in run("--register", demo, "list").stderr


def test_nobody_sees_a_traceback(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from models.queries.cases import case_list

    def breaks(*_: object) -> int:
        raise ZeroDivisionError("secret detail")

    def stops(*_: object) -> int:
        raise KeyboardInterrupt

    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [*root.handlers])
    monkeypatch.setattr(case_list, "count", breaks)
    assert main(["--register", str(demo), "list"]) == 1
    said = capsys.readouterr().err
    assert "Something went wrong in Probity" in said
    assert "secret" not in said
    assert "secret detail" in (tmp_path / "log" / "probity.log").read_text(encoding="utf-8")
    monkeypatch.setattr(case_list, "count", stops)
    assert main(["--register", str(demo), "list"]) == 1
    assert capsys.readouterr().err == "probity: Stopped. Nothing was left half done.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_output_that_is_full_is_said(demo: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "--register", str(demo), "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "could not be printed (No space left on device)" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_changed_case_changes_the_published_figures(demo: Path) -> None:
    """By the register's own commands: the figures come from the cases and nothing else."""

    def figures() -> dict[str, object]:
        ask = ("stats", "--factor", "social-media", *PERIOD, "--json")
        found: dict[str, object] = json.loads(run("--register", demo, *ask).stdout)
        return found

    before = figures()
    found = run("--register", demo, "list", "--outcome", "resigned", "--columns", "reference")
    resigned = found.stdout.splitlines()[0]
    case = json.loads(run("--register", demo, "show", resigned, "--json").stdout)
    assert (
        run("--register", demo, "new", "--json-file", "-", given=json.dumps(case)).returncode == 0
    )
    after = figures()
    assert (after["investigated"], after["case_to_answer"]) == (55, 37)
    assert before["outcomes"]["resigned"] + 1 == after["outcomes"]["resigned"]  # type: ignore[index]

"""The set-up: one lock in step with what the project asks for, and scripts that say what to do."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "tools/uv-requirements.lock")


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)
    return {normal(name): version for name, version in found}


def asked_for() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]


def test_every_package_asked_for_is_pinned_exactly() -> None:
    assert all("==" in asked for asked in asked_for())


def test_the_lock_holds_what_is_asked_for() -> None:
    locked = pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    wanted = pins("\n".join(asked_for()))
    assert wanted.items() <= locked.items(), "pyproject.toml has changed: run `make lock`"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_a_hash_for_every_package_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--(?!hash)", text, re.MULTILINE)
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert blocks
    assert [block for block in blocks if "--hash=sha256:" not in block] == []


def test_every_installed_part_has_its_licence_listed() -> None:
    listed = normal((ROOT / "LICENCES.md").read_text(encoding="utf-8"))
    shipped = [asked.partition("==")[0] for asked in asked_for()]
    assert [name for name in shipped if normal(name) not in listed] == []


@pytest.fixture
def bare_machine(tmp_path: Path) -> dict[str, str]:
    """An environment in which this person has apt-get, no rights, and no library is known."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "dirname", "grep", "sort", "tr", "uname", "printf", "cat"):
        found = shutil.which(name)
        if found:
            (programs / name).symlink_to(found)
    for name, does in {
        "apt-get": f"touch {tmp_path}/apt-was-called",
        "id": "echo 1000",
        "python3": "exit 1",
        "ldconfig": "true",
        "sudo": "exit 1",
    }.items():
        script = programs / name
        script.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return {"PATH": str(programs), "HOME": str(tmp_path), "LDCONFIG": "ldconfig"}


def test_without_rights_the_exact_line_is_printed_and_nothing_installed(
    bare_machine: dict[str, str], tmp_path: Path
) -> None:
    copy = tmp_path / "clone"
    shutil.copytree(ROOT / "tools", copy / "tools")
    done = subprocess.run(
        ["sh", "tools/system.sh", "test"],
        cwd=copy,
        env=bare_machine,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    line = next(line for line in done.stderr.splitlines() if "apt-get install" in line)
    assert line.strip().startswith("sudo apt-get update && sudo apt-get install -y ")
    for package in ("libegl1", "libxcb-cursor0", "python3-venv", "poppler-utils"):
        assert f" {package}" in line
    assert not (tmp_path / "apt-was-called").exists()


def test_an_unknown_purpose_is_misuse() -> None:
    done = subprocess.run(
        ["sh", "tools/system.sh", "nonsense"],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "nonsense" in done.stderr


@pytest.mark.parametrize(
    "script", [*sorted(path.name for path in (ROOT / "tools").glob("*.sh")), "../.ci/run"]
)
def test_a_script_is_good_shell(script: str) -> None:
    done = subprocess.run(
        ["sh", "-n", str(ROOT / "tools" / script)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_hooks_before_a_commit_are_local_and_are_what_make_lint_does() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: *(\S+)", text) == ["local"]
    entries = [entry.split() for entry in re.findall(r"entry: (.+)", text)]
    assert len(entries) == text.count("language: system") == text.count("- id: ")
    assert {tuple(entry[:2]) for entry in entries} == {("sh", "tools/in_venv.sh")}
    lint = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlint:")[2].split("\n\n")[0]
    linters = re.findall(r"^\t(?:\$\(PY\) -m |\.venv/bin/)(.+)$", lint, re.MULTILINE)
    assert len(linters) == lint.count("\n\t") > 0
    hooked = {entry[2]: entry[3:4] for entry in entries}
    assert {linter.split()[0] for linter in linters} <= set(hooked)
    assert {tuple(entry[3:4]) for entry in entries if entry[2] == "ruff"} == {
        ("check",),
        ("format",),
    }
    assert (ROOT / hooked["python"][0]).is_file()


def test_the_hooks_find_the_environment_of_every_system(tmp_path: Path) -> None:
    script = ROOT / "tools" / "in_venv.sh"
    for place in ("bin/ruff", "Scripts/ruff.exe"):
        command = tmp_path / place.partition("/")[0] / ".venv" / place
        command.parent.mkdir(parents=True)
        command.write_text('#!/bin/sh\necho "$0 $*"\n', encoding="utf-8")
        command.chmod(0o755)
        done = subprocess.run(
            ["sh", str(script), "ruff", "check", "a b"],
            cwd=command.parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == f".venv/{place} check a b\n"
    words = ["sh", str(script), "ruff"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "make setup" in done.stderr) == (1, True)


def test_hosted_machines_run_the_same_gate_and_the_locked_packages() -> None:
    text = (ROOT / ".github" / "workflows" / "gate.yml").read_text(encoding="utf-8")
    assert "run: sh .ci/run" in text
    assert "uv pip sync --require-hashes requirements.lock" in text
    assert {"ubuntu", "windows", "macos"} <= set(re.findall(r"(\w+)-\d\d", text))
    assert "://" not in text
    uses = re.findall(r"uses: (\S+)", text)
    assert uses
    assert [name for name in uses if not re.fullmatch(r"actions/[a-z-]+@v\d+", name)] == []

"""Programs whose drive fails them: run by test_trouble.py in a name space of mounts of their own.

``python -m tests.models.keeping.troubled WHAT FOLDER [USER]`` prints, a line each, the sentences
that a person would be shown, and ends with an error if anything acknowledged was lost.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from models.case.edits import edits_of
from models.changes.case.exhibits import NewExhibit, attach
from models.entering.open import create_register, open_register
from models.errors import ProbityError
from models.keeping import backups, restoring
from models.keeping.drafts import Keeper
from models.record.check import check
from models.register import Register
from models.storage import copies
from tests.models import making
from tests.models.making import TODAY, case_file, save

SIZE = 4 << 20  # bytes of the drive
NO_MOUNTS = 77  # the exit status where the system lets nobody but root mount anything


def mount(*words: object) -> None:
    subprocess.run(["mount", *map(str, words)], check=True)


def unmount(folder: Path) -> None:
    subprocess.run(["umount", "-l", str(folder)], check=True)


def small_drive(folder: Path) -> Path:
    """A drive of its own, with little room."""
    drive = folder / "drive"
    drive.mkdir()
    mount("-t", "tmpfs", "-o", f"size={SIZE}", "none", drive)
    return drive


def register_on(drive: Path, cases: int = 3) -> tuple[Path, set[str]]:
    """A register with some cases, and their titles."""
    path = drive / "force.probity"
    titles = {f"Saved {number}" for number in range(cases)}
    with create_register(path, force="Weald", user="okafor", today=TODAY) as register:
        for title in sorted(titles):
            save(register, case_file(title))
    return path, titles


def fill(drive: Path, left: int = 0) -> Path:
    """Take all the room there is but ``left`` bytes; taken away, there is room again."""
    filler = drive / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    if left:
        with filler.open("r+b") as file:
            file.truncate(max(0, filler.stat().st_size - left))
    return filler


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """What happens inside is refused with a sentence, which is printed."""
    try:
        yield
    except ProbityError as error:
        print(" ".join(str(error).split()), flush=True)  # noqa: T201
    else:
        raise AssertionError("nothing was refused")


def all_there(path: Path, titles: set[str]) -> None:
    """Every case that was acknowledged is there, and all is in order."""
    with open_register(path) as register, register.reader() as connection:
        found = {row[0] for row in connection.execute('SELECT title FROM "case"')}
        problems = [said for one in check(connection) for said in one.problems]
    assert found == titles, found ^ titles
    assert problems == [], problems


def save_until_refused(register: Register, titles: set[str]) -> None:
    """Save larger and larger cases until one is refused; those before were acknowledged."""
    with refused():
        for number in range(10_000):
            title = f"Until {number}"
            save(register, case_file(title, summary="s" * min(90_000, 500 * number)))
            titles.add(title)


def full_save(folder: Path) -> None:
    drive = small_drive(folder)
    path, titles = register_on(drive)
    with open_register(path) as register:
        filler = fill(drive, 600_000)
        save_until_refused(register, titles)
        with refused():
            save(register, case_file("Refused", summary="s" * 90_000))
        filler.unlink()
        save(register, case_file("After"))
        titles.add("After")
    all_there(path, titles)


def full_exhibit(folder: Path) -> None:
    drive = small_drive(folder)
    path, titles = register_on(drive)
    file = folder / "large.bin"
    file.write_bytes(b"x" * (2 * SIZE))
    with open_register(path) as register:
        with refused():
            attach(register, 1, NewExhibit(file))
        with register.reader() as connection:
            assert connection.execute("SELECT COUNT(*) FROM exhibit").fetchone()[0] == 0
        save(register, case_file("After"))
        titles.add("After")
    all_there(path, titles)


def full_backup(folder: Path) -> None:
    drive = small_drive(folder)
    path, titles = register_on(drive)
    with open_register(path) as register:
        whole = backups.make(register)
        filler = fill(drive, 300_000)
        with refused():
            backups.make(register)
        assert whole is not None
        found = copies.standing(path, backups.plan(register).folder)
        assert [one.path for one in found] == [whole]
        filler.unlink()
        assert backups.make(register) is not None
    all_there(path, titles)


def full_restore(folder: Path) -> None:
    drive = small_drive(folder)
    path, titles = register_on(drive)
    with open_register(path) as register:
        backup = backups.make(register)
        assert backup is not None
        fill(drive, 300_000)
        with refused():
            restoring.prepare(backup, path, register.keys, register.user)
    assert not list(drive.glob(".*restoring*"))
    all_there(path, titles)


def full_update(folder: Path) -> None:
    drive = small_drive(folder)
    path, titles = register_on(drive)
    making.make_older(path)
    with making.later_release(folder / "later"):
        filler = fill(drive, 300_000)
        with refused():
            open_register(path)
        filler.unlink()
        filler = fill(drive, path.stat().st_size + 150_000)  # for the copy, and little more
        with refused():
            open_register(path)
        filler.unlink()
        all_there(path, titles)


def full_draft(folder: Path) -> None:
    drive = small_drive(folder)
    path, titles = register_on(drive)
    with open_register(path) as register:
        draft = Keeper(register).new()
        draft.write(draft.turn(), edits_of(case_file("Kept"), None))
        fill(drive)
        with refused():
            draft.write(draft.turn(), edits_of(case_file("Lost", summary="s" * 90_000), None))
        other = Keeper(register)
        assert other.left_behind() == []  # its program is alive
    all_there(path, titles)


def read_only(folder: Path) -> None:
    drive = small_drive(folder)
    path, titles = register_on(drive)
    mount("-o", "remount,bind,ro", drive)
    with refused(), open_register(path) as register:
        save(register, case_file("Refused"))
    mount("-o", "remount,bind,rw", drive)
    all_there(path, titles)


def read_only_file(folder: Path) -> None:
    path, titles = register_on(folder)
    mount("--bind", path, path)
    mount("-o", "remount,bind,ro", path)
    with refused(), open_register(path) as register:
        save(register, case_file("Refused"))
    unmount(path)
    all_there(path, titles)


def read_only_permissions(folder: Path) -> None:
    """By permissions alone, which do not hold root."""
    path, titles = register_on(folder)
    path.chmod(0o444)
    folder.chmod(0o555)
    with refused(), open_register(path) as register:
        save(register, case_file("Refused"))
    folder.chmod(0o755)
    path.chmod(0o644)
    all_there(path, titles)


def read_only_backups(folder: Path) -> None:
    drive = small_drive(folder)
    path, titles = register_on(folder)
    mount("-o", "remount,bind,ro", drive)
    with open_register(path) as register:
        with refused():
            backups.make_in(register, drive)
        save(register, case_file("After"))
        titles.add("After")
    all_there(path, titles)


def removed(folder: Path) -> None:
    """The drive goes while the register is open, and comes back."""
    disk, drive = folder / "disk", folder / "drive"
    disk.mkdir()
    drive.mkdir()
    mount("--bind", disk, drive)
    path, titles = register_on(drive)
    with open_register(path) as register:
        save(register, case_file("Before"))
        titles.add("Before")
        unmount(drive)
        with refused():
            save(register, case_file("Refused"))
        with refused(), register.reader(whole=True) as connection:
            connection.execute('SELECT COUNT(*) FROM "case"')
        with refused():
            backups.make(register)
        mount("--bind", disk, drive)
        save(register, case_file("Back"))
        titles.add("Back")
    all_there(path, titles)


def vanished(folder: Path) -> None:
    """The folder is moved while the register is open: the system would let the file be written."""
    drive = folder / "drive"
    drive.mkdir()
    path, titles = register_on(drive)
    with open_register(path) as register:
        save(register, case_file("Before"))
        titles.add("Before")
        drive.rename(folder / "elsewhere")
        with refused():
            save(register, case_file("Refused"))
        (folder / "elsewhere").rename(drive)
        save(register, case_file("Back"))
        titles.add("Back")
        path.rename(folder / "moved.probity")
        with refused():
            save(register, case_file("Refused"))
        (folder / "moved.probity").rename(path)
    all_there(path, titles)


def removed_backups(folder: Path) -> None:
    drive = small_drive(folder)
    path, titles = register_on(folder)
    with open_register(path) as register:
        with register.change() as change:
            from models.schema import Setting

            change.add(Setting, key="backup_folder", value=str(drive / "Backups"))
        assert backups.make(register) is not None
        unmount(drive)
        drive.rmdir()
        with refused():
            backups.make(register)
        save(register, case_file("After"))
        titles.add("After")
    all_there(path, titles)


def io_error(folder: Path) -> None:
    """The system refuses every write past a size, as a failing drive would."""
    path, titles = register_on(folder)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_register(path) as register:
        save(register, case_file("Before"))
        titles.add("Before")
        wal = path.with_name(path.name + "-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (wal + 200_000, most))
        save_until_refused(register, titles)
        with refused():
            save(register, case_file("Refused", summary="s" * 90_000))
        with refused():
            backups.make(register)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        save(register, case_file("After"))
        titles.add("After")
    all_there(path, titles)


def io_error_exhibit(folder: Path) -> None:
    path, titles = register_on(folder)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    file = folder / "large.bin"
    file.write_bytes(b"x" * SIZE)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    with open_register(path) as register:
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 1_000_000, most))
        with refused():
            attach(register, 1, NewExhibit(file))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        save(register, case_file("After"))
        titles.add("After")
        with register.reader() as connection:
            assert connection.execute("SELECT COUNT(*) FROM exhibit").fetchone()[0] == 0
    all_there(path, titles)


WHAT: dict[str, Callable[[Path], None]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        full_save,
        full_exhibit,
        full_backup,
        full_restore,
        full_update,
        full_draft,
        read_only,
        read_only_file,
        read_only_permissions,
        read_only_backups,
        removed,
        vanished,
        removed_backups,
        io_error,
        io_error_exhibit,
    )
}

#: What needs no drive of its own.
WITHOUT_MOUNTS = ("vanished", "io-error", "io-error-exhibit", "read-only-permissions")


def become(user: int) -> None:
    """Go on as this user, who may not read what the interpreter would read later."""
    with tempfile.TemporaryDirectory() as name:
        path, _ = register_on(Path(name))
        with open_register(path) as register:
            backup = backups.make(register)
            draft = Keeper(register).new()
            draft.write(draft.turn(), edits_of(case_file(), None))
            assert backup is not None
            restoring.prepare(backup, path, register.keys, register.user).drop()
            file = Path(name) / "page.bin"
            file.write_bytes(b"page")
            attach(register, 1, NewExhibit(file))
        making.make_older(path)
        with making.later_release(Path(name) / "later"):
            all_there(path, {"Saved 0", "Saved 1", "Saved 2"})
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    PRCTL_DUMPABLE = 4  # noqa: N806 - else /proc/self belongs to root
    ctypes.CDLL(None).prctl(PRCTL_DUMPABLE, 1, 0, 0, 0)


def own_mounts() -> bool:
    """Go on in a name space of mounts of one's own, also where one is not root; if it may be."""
    new_user, new_mounts = 0x10000000, 0x00020000
    user, group = os.getuid(), os.getgid()
    wanted = new_mounts if user == 0 else new_mounts | new_user
    if ctypes.CDLL(None, use_errno=True).unshare(wanted) != 0:
        return False
    try:
        if user:
            Path("/proc/self/setgroups").write_text("deny")
            Path("/proc/self/uid_map").write_text(f"0 {user} 1")
            Path("/proc/self/gid_map").write_text(f"0 {group} 1")
        mount("--make-rprivate", "/")
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


if __name__ == "__main__":
    if sys.argv[3:]:
        become(int(sys.argv[3]))
    if sys.argv[1] not in WITHOUT_MOUNTS and not own_mounts():
        sys.exit(NO_MOUNTS)
    WHAT[sys.argv[1]](Path(sys.argv[2]))

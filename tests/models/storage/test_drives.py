from __future__ import annotations

import sys
from pathlib import Path

import pytest

from models.storage import drives
from models.storage.drives import share_among, warning

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
//files/cases /mnt/force\\040cases cifs rw 0 0
server:/export /mnt/nfs nfs4 rw 0 0
me@host: /home/me/remote fuse.sshfs rw 0 0
/dev/sdb1 /mnt/nfs/local ext4 rw 0 0
portal /run/user/1000/doc fuse.portal rw 0 0
/dev/sdc1 /media/stick fuseblk rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "share"),
    [
        ("/home/me/force.probity", ""),
        ("/tmp/force.probity", ""),
        ("/mnt/force cases/force.probity", "cifs"),
        ("/mnt/force cases/below/force.probity", "cifs"),
        ("/mnt/force/force.probity", ""),
        ("/mnt/nfs/force.probity", "nfs4"),
        ("/mnt/nfs/local/force.probity", ""),
        ("/home/me/remote/force.probity", "sshfs"),
        ("/run/user/1000/doc/force.probity", ""),
        ("/media/stick/force.probity", ""),
    ],
)
def test_a_share_is_told_from_a_drive_by_the_table_of_mounts(path: str, share: str) -> None:
    assert share_among(MOUNTS, Path(path)) == share


def test_of_two_mounts_on_one_place_the_later_counts() -> None:
    assert share_among(MOUNTS + "x /mnt/nfs ext4 rw 0 0\n", Path("/mnt/nfs/a")) == ""


def test_a_link_to_a_share_is_on_the_share(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "here").symlink_to(tmp_path / "there")
    mounts = f"/dev/sda1 / ext4 rw 0 0\nserver:/e {tmp_path}/there nfs rw 0 0\n"
    assert share_among(mounts, tmp_path / "here" / "force.probity") == "nfs"


def test_a_drive_of_this_machine_is_warned_of_nothing(tmp_path: Path) -> None:
    assert warning(tmp_path / "force.probity") == ""


def test_the_warning_says_what_may_happen_and_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "share_of", lambda _: "cifs")
    said = warning(tmp_path / "force.probity")
    for words in ("force.probity", "network share (cifs)", "one workstation at a time", "server"):
        assert words in said


@pytest.mark.parametrize(
    ("path", "drive_type", "share"),
    [
        ("\\\\server\\cases\\force.probity", 0, "UNC"),
        ("//server/cases/force.probity", 0, "UNC"),
        ("Z:\\force.probity", drives.DRIVE_REMOTE, "mapped drive"),
        ("C:\\force.probity", 3, ""),
    ],
)
def test_on_windows(
    path: str, drive_type: int, share: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "_drive_type", lambda _: drive_type)
    assert drives._on_windows(path) == share


@pytest.mark.parametrize(
    ("flags", "kind", "share"),
    [
        (drives.MNT_LOCAL, "apfs", ""),
        (0, "smbfs", "smbfs"),
        (drives.MNT_LOCAL, "macfuse", "macfuse"),
    ],
)
def test_on_macos(flags: int, kind: str, share: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drives, "_statfs", lambda _: (flags, kind))
    assert drives._on_macos(Path("/Volumes/x")) == share


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_each_system_is_asked_in_its_own_way(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(drives, "_on_windows", lambda _: "asked win32")
    monkeypatch.setattr(drives, "_on_macos", lambda _: "asked darwin")
    assert drives.share_of(tmp_path) == f"asked {platform}"

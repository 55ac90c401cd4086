"""Whether a register stands on a drive of another machine, where two workstations can damage it.

SQLite keeps people apart by locks and by memory that is shared; neither holds between machines.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: File systems of other machines, as Linux and macOS name them.
SHARES = frozenset(
    {
        *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav"),
        *("davfs", "davfs2", "sshfs", "9p", "afs", "ncpfs", "ceph", "glusterfs", "lustre", "gpfs"),
        *("ocfs2", "gfs2", "beegfs", "orangefs", "osxfuse", "macfuse", "rclone", "gvfsd-fuse"),
        *("s3fs", "vboxsf", "vmhgfs", "vmhgfs-fuse", "prl_fs", "ftp", "virtiofs"),
    }
)
MOUNTS = Path("/proc/self/mounts")
DRIVE_REMOTE = 4  # GetDriveTypeW
MNT_LOCAL = 0x1000  # statfs(2) of macOS


def share_of(path: Path) -> str:
    """What kind of network share ``path`` is on; empty on a drive of this machine."""
    if sys.platform == "win32":
        return _on_windows(str(path.absolute()))
    if sys.platform == "darwin":
        return _on_macos(path.resolve())
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    return share_among(mounts, path)


def warning(path: Path) -> str:
    """One sentence or two for whoever opens a register on a share; empty on a local drive."""
    share = share_of(path)
    if not share:
        return ""
    return (
        f"{path.name} is on a network share ({share}), where two workstations at once can damage "
        "it. Use it from one workstation at a time and keep backups, or move it to a drive of this "
        "machine; a register server, for many workstations, is planned."
    )


def share_among(mounts: str, path: Path) -> str:
    """The same, by the table of mounts as Linux writes it."""
    standing = path.resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        where = Path(_unescaped(parts[1]))
        # Of two mounts on one place the later one hides the earlier.
        if (standing == where or where in standing.parents) and len(where.parts) >= best:
            best, kind = len(where.parts), parts[2]
    bare = kind.removeprefix("fuse.")
    return bare if bare in SHARES else ""


def _unescaped(text: str) -> str:
    r"""A path of the table, in which a space is written ``\040``."""
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(code, character)
    return text


def _on_windows(path: str) -> str:
    drive = os.path.splitdrive(path)[0]
    if path.startswith(("\\\\", "//")):
        return "UNC"
    return "mapped drive" if _drive_type(f"{drive}\\") == DRIVE_REMOTE else ""


def _drive_type(root: str) -> int:
    import ctypes  # only there: on Windows and macOS

    return int(ctypes.windll.kernel32.GetDriveTypeW(root))  # type: ignore[attr-defined,unused-ignore]


def _on_macos(path: Path) -> str:
    flags, kind = _statfs(path)
    return "" if flags & MNT_LOCAL and kind not in SHARES else kind


def _statfs(path: Path) -> tuple[int, str]:
    """The flags and the name of the file system that ``path`` is on, by statfs(2)."""
    import ctypes  # only there: on Windows and macOS

    # struct statfs of macOS with 64-bit inodes: f_flags at 64, f_fstypename[16] at 72, 2168 bytes.
    room = ctypes.create_string_buffer(4096)
    library = ctypes.CDLL(None, use_errno=True)
    if library.statfs(os.fsencode(path), room) != 0:
        return MNT_LOCAL, ""
    flags = int.from_bytes(room.raw[64:68], sys.byteorder)
    return flags, room.raw[72:88].split(b"\0", 1)[0].decode("ascii", "replace")

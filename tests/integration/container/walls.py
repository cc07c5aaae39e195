"""Walls like a container's around a process, by bubblewrap.

Nothing can be written but the volumes and /tmp, the user is a number without rights, the paths are those of
the images.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from platformdirs import user_cache_path

from tests.services.containers import ROOT, stages

SYSTEM: Final = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc")
BESIDE: Final = ("/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice")
NOBODY: Final = stages()["web"].last("USER").partition(":")[0]
RIGHTS: Final = ("--clear-groups", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs")


def walls(*, seen: Iterable[Path], mounts: Mapping[str, Path], read_only: Iterable[str]) -> list[str]:
    """Return the beginning of a command line that shuts the rest of it in.

    `seen` are folders of this machine that are there too, `mounts` what lies at paths of the container.
    """
    command = ["bwrap", "--die-with-parent", "--proc", "/proc", "--dev", "/dev"]
    command += ["--perms", "1777", "--size", str(2**30), "--tmpfs", "/tmp", "--chdir", "/"]
    for name in SYSTEM:
        link = Path(name)
        command += ["--symlink", str(link.readlink()), name] if link.is_symlink() else _bound(link)
    command += _bound(_people(), "/etc/passwd")
    for path in (*map(Path, (*BESIDE, sys.base_prefix, sys.prefix)), ROOT, *seen):
        command += _bound(path)
    command += [*_bound(Path(sys.prefix), "/opt/docsvc"), *_bound(user_cache_path(), "/opt/cache")]
    for place, path in mounts.items():
        command += _bound(path, place, how="--ro-bind" if place in read_only else "--bind")
    return [*command, "--remount-ro", "/", *_as_nobody()]


@cache
def _people() -> Path:
    """Return a file with the users of the images."""
    file = Path(tempfile.mkdtemp(prefix="docsvc-passwd-")) / "passwd"
    atexit.register(shutil.rmtree, file.parent, ignore_errors=True)
    file.write_text(f"root:x:0:0:root:/root:/bin/sh\ndocsvc:x:{NOBODY}:{NOBODY}::/nonexistent:/bin/false\n")
    return file


def _bound(here: Path, there: str = "", *, how: str = "--ro-bind-try") -> list[str]:
    """Show a path of this machine; the folders above it would else be closed to everybody but root."""
    place = Path(there or here)
    above = [str(each) for each in reversed(place.parents) if str(each) not in {"/", *SYSTEM}]
    return [
        *(word for each in above for word in ("--perms", "0755", "--dir", each)),
        how,
        str(here),
        str(place),
    ]


def _as_nobody() -> list[str]:
    """Be the images' user, without any right: by root for good, by anybody else in a world of their own."""
    if os.geteuid():
        return ["--unshare-user", "--uid", NOBODY, "--gid", NOBODY, "--"]
    return ["--", "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", *RIGHTS]


@cache
def walls_work() -> bool:
    """Tell whether this machine lets us build them around what is to run."""
    if shutil.which("bwrap") is None:
        return False
    trial = [*walls(seen=(), mounts={}, read_only=()), f"{sys.prefix}/bin/python", "-c", "import flask"]
    return not subprocess.run(trial, capture_output=True, check=False, timeout=120).returncode

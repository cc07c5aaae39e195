"""The command line of the server, with the sandbox around it or without."""

import os
from pathlib import Path

from templates.office.programs import Programs

INSIDE = "/office"
"""Where the sandbox has this folder's files."""

HOME = "/tmp/home"  # noqa: S108 -- the sandbox's own
"""Where LibreOffice works in the sandbox: in memory, gone with it."""

_HERE = Path(__file__).parent
_SETTINGS = ("/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache", "/etc/localtime")
_CONTENTS = (
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
    "/usr/local/share/fonts",
)


def server_command(found: Programs, folder: Path | None) -> list[str]:
    """Give the command line of a server that works in `folder`, or shut in a sandbox where there is none."""
    if folder is None:
        return [*sandbox(found), *_server(found, INSIDE, HOME)]
    return _server(found, str(_HERE), str(folder))


def environment(folder: Path | None) -> dict[str, str]:
    """Give all that a server and its LibreOffice know of their surroundings: nothing of our own settings."""
    home = HOME if folder is None else str(folder)
    return {
        "HOME": home,
        "TMPDIR": "/tmp" if folder is None else home,  # noqa: S108
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",  # draws into memory: no display
        "SAL_DISABLE_OPENCL": "1",
        "OOO_DISABLE_RECOVERY": "1",
        "FONTCONFIG_FILE": f"{_HERE if folder else INSIDE}/fonts.conf",
        **{name: os.environ[name] for name in ("TZ",) if name in os.environ},
    }


def sandbox(found: Programs) -> list[str]:
    """Give the beginning of a command line that runs the rest of it among programs and fonts only.

    No network, no view of other processes, no data; it dies with the thread that started it.
    """
    command = [
        "bwrap",
        "--unshare-all",
        "--as-pid-1",
        "--die-with-parent",
        "--cap-drop",
        "ALL",
        "--hostname",
        "office",
    ]
    command += ["--ro-bind", "/usr", "/usr", "--tmpfs", "/usr/local"]
    for name in ("/bin", "/sbin", "/lib", "/lib64"):
        command += (
            ["--symlink", str(Path(name).readlink()), name] if Path(name).is_symlink() else _bound(name)
        )
    for name in (*_SETTINGS, *_CONTENTS):
        command += _bound(name)
    if not found.soffice.is_relative_to("/usr") or found.soffice.is_relative_to("/usr/local"):
        command += _bound(str(found.soffice.parents[1]))
    command += ["--ro-bind", str(_HERE), INSIDE, "--proc", "/proc", "--dev", "/dev"]
    return [*command, "--tmpfs", "/tmp", "--chdir", "/tmp"]  # noqa: S108


def _server(found: Programs, code: str, home: str) -> list[str]:
    # Not -I: the Python that comes with other builds of LibreOffice is found by its environment.
    return [str(found.python), "-s", "-B", f"{code}/server.py", str(found.soffice), home]


def _bound(name: str) -> list[str]:
    return ["--ro-bind-try", name, name]

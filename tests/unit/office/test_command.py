"""What LibreOffice is started with."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from templates.office import command
from templates.office.command import HOME, INSIDE, environment, sandbox, server_command
from templates.office.programs import Programs

FOUND = Programs(Path("/usr/lib/libreoffice/program/soffice.bin"), Path("/usr/bin/python3"))
HERE = Path(command.__file__).parent
OOR = "{http://openoffice.org/2001/registry}"


@pytest.fixture(scope="module")
def locks() -> dict[str, str | None]:
    """Each setting of the profile by its path and name."""
    items = ET.parse(HERE / "profile.xcu").getroot()
    return {
        f"{item.get(OOR + 'path')}/{prop.get(OOR + 'name')}": prop.findtext("value")
        for item in items
        for prop in item
    }


def bound(words: list[str]) -> set[str]:
    """The folders of the machine that a sandbox sees."""
    return {words[place + 1] for place, word in enumerate(words) if "bind" in word}


def test_the_sandbox_has_no_network_and_dies_with_us() -> None:
    words = sandbox(FOUND)
    assert {"--unshare-all", "--die-with-parent", "--as-pid-1"} <= set(words)
    assert words[words.index("--cap-drop") + 1] == "ALL"
    assert "--share-net" not in words


def test_the_sandbox_sees_programs_and_fonts_only_and_writes_to_none_of_them() -> None:
    words = sandbox(FOUND)
    folders = bound(words) - {str(HERE)}
    assert all(folder.startswith(("/usr", "/etc/", "/var/", "/bin", "/sbin", "/lib")) for folder in folders)
    assert not folders & {"/", "/etc", "/var", "/home", "/root", "/var/lib"}
    assert "--bind" not in words
    assert words[words.index("/usr/local") - 1] == "--tmpfs"


def test_a_libreoffice_of_its_maker_is_seen_where_it_lies() -> None:
    found = Programs(Path("/opt/libreoffice/program/soffice.bin"), Path("/opt/libreoffice/program/python"))
    assert "/opt/libreoffice" in bound(sandbox(found))


def test_in_the_sandbox_all_paths_are_its_own() -> None:
    words = server_command(FOUND, None)
    assert words[0] == "bwrap"
    assert words[-3:] == [f"{INSIDE}/server.py", str(FOUND.soffice), HOME]


def test_without_a_sandbox_the_server_works_in_the_private_folder(tmp_path: Path) -> None:
    words = server_command(FOUND, tmp_path)
    assert words[0] == str(FOUND.python)
    assert words[-1] == environment(tmp_path)["HOME"] == str(tmp_path)


def test_libreoffice_learns_no_settings_or_secrets_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCSVC_SECRET", "secret")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example")
    assert not {"DOCSVC_SECRET", "HTTP_PROXY"} & set(environment(None))


def test_the_profile_forbids_macros_links_and_lookups(locks: dict[str, str | None]) -> None:
    scripting = "/org.openoffice.Office.Common/Security/Scripting"
    assert locks[f"{scripting}/BlockUntrustedRefererLinks"] == "true"
    assert locks[f"{scripting}/DisableMacrosExecution"] == "true"
    assert locks[f"{scripting}/MacroSecurityLevel"] == "3"
    assert locks["/org.openoffice.Office.Writer/Content/Update/Link"] == "0"
    assert locks["/org.openoffice.Office.Java/VirtualMachine/Enable"] == "false"
    assert locks["/org.openoffice.Inet/Settings/ooInetProxyType"] == "2"
    assert locks["/org.openoffice.Office.Common/Misc/CrashReport"] == "false"


def test_what_stands_in_for_fonts_of_word_is_well_formed() -> None:
    families = {each.text for each in ET.parse(HERE / "fonts.conf").iter("family")}
    assert {"Cambria", "Tahoma", "Georgia"} <= families

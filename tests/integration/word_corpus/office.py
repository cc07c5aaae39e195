"""LibreOffice as an editor: a document opened and saved anew."""

import atexit
import shutil
import subprocess
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp


@lru_cache(maxsize=16)
def as_libreoffice_writes(docx: bytes) -> bytes:
    """Give the document as LibreOffice saves it."""
    with TemporaryDirectory() as folder:
        given, saved = Path(folder) / "template.docx", Path(folder) / "saved" / "template.docx"
        given.write_bytes(docx)
        command = [
            *("soffice", f"-env:UserInstallation=file://{_profile()}", "--headless", "--norestore"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(saved.parent), str(given)),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return saved.read_bytes()


@cache
def _profile() -> Path:
    """Keep what LibreOffice sets up at its first start, which takes longer than the work."""
    folder = Path(mkdtemp(prefix="docsvc-editor-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder

import shutil
from pathlib import Path

from api.language import TRANSLATIONS, compile_catalogues


def test_catalogues_that_one_user_compiled_are_read_by_another(tmp_path: Path) -> None:
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(TRANSLATIONS / "ru" / "LC_MESSAGES" / "messages.po", folder)
    compile_catalogues(tmp_path)
    assert (folder / "messages.mo").stat().st_mode & 0o777 == 0o644

"""A file that cannot be read in one sitting is two files."""

from pathlib import Path

LINES = 300
READ = {".py", ".js", ".html"}
# A migration repeats the tables as they were on its day, and is never edited again.
FROZEN = {"versions"}


def test_no_source_file_is_longer_than_can_be_read_in_one_sitting(
    root: Path, repository_files: tuple[Path, ...], packages: tuple[str, ...]
) -> None:
    ours = (path for path in repository_files if path.relative_to(root).parts[0] in packages)
    sources = [path for path in ours if path.suffix in READ and path.parent.name not in FROZEN]
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in sources}
    long = [f"{path.relative_to(root)}: {count}" for path, count in lines.items() if count > LINES]
    assert not long, "\n".join(long)

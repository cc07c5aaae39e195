"""The text around a tag, short enough to show."""

_LENGTH = 60
_AROUND = 16
_TAG = 40


def excerpt(text: str, start: int, end: int) -> str:
    """Give at most 60 characters: the tag between ⟦ and ⟧ with a little of its line before and after it."""
    tag = " ".join(text[start:end].split())
    if len(tag) > _TAG:
        tag = f"{tag[: _TAG - 1]}…"
    room = min(_AROUND, (_LENGTH - len(tag) - 4) // 2)
    before = text[max(0, start - 80) : start].rpartition("\n")[2].lstrip()
    after = text[end : end + 80].partition("\n")[0].rstrip()
    before = f"…{before[-room:]}" if len(before) > room else before
    after = f"{after[:room]}…" if len(after) > room else after
    return f"{' '.join(before.split())}{' ' * before.endswith(' ')}⟦{tag}⟧{after}"

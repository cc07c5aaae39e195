"""Load what the first signature would wait for: pyHanko and the typefaces. Call it before forking workers."""

from importlib import import_module
from typing import Final

_HEAVY: Final = ("signing.detached", "signing.sealing", "signing.verification")


def warm_up() -> None:
    """Import the heavy modules and read the typefaces that are installed."""
    from signing.face import BOLD, HANDWRITING, TEXT, face

    for module in _HEAVY:
        import_module(module)
    for path in (HANDWRITING, TEXT, BOLD):
        if path.is_file():
            face(path)

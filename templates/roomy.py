"""Deep calls without a cliff.

CPython 3.11 and 3.12 keep the frames of a thread in chunks of 16 kB, and give the last chunk back to the
system as soon as no frame is left in it. Where a loop happens to call across the end of a chunk, each call
maps memory and unmaps it again: a contract took up to a sixth longer, by how deep its caller stood. A frame
that asks for much gets a chunk of its own with as much room behind it, and what it calls stays there.
Source: CPython issue 142183, mended in releases of 3.13 and 3.14.
"""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_WORDS = 70_000  # of 8 bytes: a chunk of 1 MB, of which 0.5 MB is room; none of it is touched before its time


def roomy(act: Callable[[], T]) -> T:
    """Call what calls deeply. Raises what it raises."""
    return act()


roomy.__code__ = roomy.__code__.replace(co_stacksize=_WORDS)

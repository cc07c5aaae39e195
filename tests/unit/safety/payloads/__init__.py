"""Templates that try to get out, by the trick they use; every one has been seen somewhere."""

from tests.unit.safety.payloads.bombs import BOMBS
from tests.unit.safety.payloads.climbing import ATTRIBUTES, CLASSICS
from tests.unit.safety.payloads.filters import FILTERS, FORMATS, STATEMENTS
from tests.unit.safety.payloads.harmless import HARMLESS
from tests.unit.safety.payloads.spelling import SPELT_OTHERWISE
from tests.unit.safety.payloads.word import WORD_EMPTY, WORD_LITERAL, WORD_REFUSED

REFUSED = (*ATTRIBUTES, *CLASSICS, *SPELT_OTHERWISE, *FORMATS, *FILTERS, *STATEMENTS)

__all__ = [
    "BOMBS",
    "CLASSICS",
    "FORMATS",
    "HARMLESS",
    "REFUSED",
    "WORD_EMPTY",
    "WORD_LITERAL",
    "WORD_REFUSED",
]

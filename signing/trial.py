"""Try a seal key on an empty page before anything depends on it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter

from signing.authority import KeyPair
from signing.errors import SealUnfit
from signing.identity import Keys
from signing.pdf_objects import dictionary, stream
from signing.sealing import seal
from signing.trusted import Trusted, print_of
from signing.verification import verify

_A4: Final = (0, 0, 595, 842)
_writer: Any = PdfFileWriter  # neither is typed
_page: Any = PageObject


def try_seal(pair: KeyPair, keys: Keys, *, roots: Sequence[bytes], at: datetime) -> None:
    """Seal an empty page and verify it as anybody would.

    Raises SealUnfit, and what sealing raises: SealExpired, KeysLocked, TokenUnavailable.
    """
    sealed = seal(_empty_page(), replace(keys, organisation_seal=pair, earlier=()), reason="Проверка", at=at)
    known = frozenset({print_of(pair.certificate)})
    verdict = verify(sealed, trusted=Trusted(tuple(roots), known))
    if not verdict.ok:
        raise SealUnfit("; ".join(str(each) for each in verdict.problems))


def _empty_page() -> bytes:
    writer = _writer()
    nothing = writer.add_object(stream(b""))
    writer.insert_page(_page(contents=nothing, media_box=_A4, resources=dictionary()))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()

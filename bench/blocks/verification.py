"""Verifying signed PDFs by the strict rule, beside pyHanko's own validation of each signature."""

import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from bench.blocks.signature import PERSON, REASON
from bench.inputs import Paper, invoice, paper
from bench.installation import Place
from bench.keys import seals
from bench.measure import take_turns
from bench.report import Goal, Row
from docsvc.verification.apart import check_safely, close
from signing import Field, Keys, Trusted, certify, seal, sign, verify
from signing.whole_tokens import read_by_letters
from templates import render

PEER = "pyHanko, each signature"
STARTED = """
import pathlib, sys
from docsvc.verification import verify_file
file, root = (pathlib.Path(each).read_bytes() for each in sys.argv[1:])
verify_file(file, roots=[root])
"""


def rows(here: Place) -> Iterator[Row]:
    """Time an invoice with its one seal, a contract of four signatures, and a process forked for a file."""
    keys = seals()[0].keys
    sealed = _sealed(invoice(), keys)
    yield _row(here, "verify invoice, 1 signature", sealed, keys.root_pem, Goal(10))
    yield _row(here, "verify contract, 4 signatures", _signed(paper("contract"), keys), keys.root_pem, None)
    yield _apart(here, sealed, Trusted((keys.root_pem,)))


def _row(here: Place, block: str, pdf: bytes, root: bytes, goal: Goal | None) -> Row:
    if not verify(pdf, roots=[root]).ok:
        raise ValueError(f"{block}: what we signed is not valid")
    taken = take_turns(
        {"ours": lambda: verify(pdf, roots=[root]), "theirs": lambda: _theirs(pdf, root)},
        rounds=here.size.rounds,
        times=here.size.times,
    )
    return Row(block, taken["ours"].ms(), PEER, taken["theirs"].ms(), goal)


def _apart(here: Place, pdf: bytes, trusted: Trusted) -> Row:
    """Time what `/verify` does, a process forked for each file, beside one that starts for it."""
    file, root = here.folder / "sealed.pdf", here.folder / "root.pem"
    file.write_bytes(pdf)
    root.write_bytes(trusted.roots[0])
    taken = take_turns(
        {
            "forked": lambda: check_safely(pdf, trusted=trusted),
            "started": lambda: subprocess.run([sys.executable, "-c", STARTED, file, root], check=True),
        },
        rounds=here.size.rounds,
    )
    close()
    forked, started = taken["forked"].ms(), taken["started"].ms()
    return Row("verify invoice, a process for it", forked, "cold python -c", started)


def _theirs(pdf: bytes, root: bytes) -> None:
    trusted = x509.Certificate.load(pem.unarmor(root)[2])
    with read_by_letters():
        for embedded in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
            context = ValidationContext(trust_roots=[trusted], allow_fetching=False)
            if not validate_pdf_signature(embedded, context).intact:
                raise ValueError("pyHanko does not find the file intact")


def _sealed(sheet: Paper, keys: Keys) -> bytes:
    return seal(render(sheet.source, sheet.facts).pdf, keys, reason=REASON, at=datetime.now(UTC))


def _signed(sheet: Paper, keys: Keys) -> bytes:
    made, at = render(sheet.source, sheet.facts), datetime.now(UTC)
    fields = [Field(place.party, place.page, place.box) for place in made.places]
    pdf = certify(made.pdf, keys, fields=fields, reason=REASON, at=at)
    for field in fields:
        pdf = sign(pdf, keys, field=field.name, signer=PERSON, typed=PERSON.name, at=at, reason=REASON)
    return seal(pdf, keys, reason=REASON, at=at)

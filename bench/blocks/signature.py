"""Signing a contract: ours, and pyHanko as its manual begins, with the same key on the same file."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from bench.inputs import paper
from bench.installation import Place
from bench.keys import PASSPHRASE, Seal, seals
from bench.measure import take_turns
from bench.report import Goal, Row
from signing import Field, Signer, certify, seal, sign, warm_up
from signing.whole_tokens import read_by_letters
from templates import render

PEER = "pyHanko SimpleSigner"
PERSON = Signer("Иванова Мария Петровна", "ivanova@vector.example", "Директор", "АО «Вектор»", "Устава")
REASON = "Отправлено на подпись"


def rows(here: Place) -> Iterator[Row]:
    """Time the certification by both kinds of key, then a person's visible signature."""
    warm_up()
    sheet = paper("contract")
    made = render(sheet.source, sheet.facts)
    fields = tuple(Field(place.party, place.page, place.box) for place in made.places)
    elliptic, bought = seals()
    for kind in (bought, elliptic):
        yield _certify(here, made.pdf, kind, fields)
    yield _sign(here, made.pdf, elliptic, fields)
    yield _close(here, made.pdf, elliptic)


def peer_of(seal: Seal) -> SimpleSigner:
    """Open the same key the way pyHanko's manual does, once."""
    signer: SimpleSigner | None = SimpleSigner.load_pkcs12_data(
        seal.store, other_certs=[], passphrase=PASSPHRASE
    )
    if signer is None:
        raise ValueError("pyHanko does not open the seal's store")
    return signer


def certify_by(signer: SimpleSigner, pdf: bytes, fields: tuple[Field, ...]) -> bytes:
    """Reserve the fields and certify, by pyHanko's own functions."""
    about = PdfSignatureMetadata(
        field_name="certification",
        reason=REASON,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    with read_by_letters():
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        for field in fields:
            box: Any = field.box  # pyHanko's annotation says whole numbers; a PDF's are not
            append_signature_field(writer, SigFieldSpec(field.name, on_page=field.page, box=box))
        signed: io.BytesIO = sign_pdf(writer, about, signer=signer)
    return signed.getvalue()


def sign_by(signer: SimpleSigner, pdf: bytes, about: PdfSignatureMetadata) -> None:
    """Sign into a reserved field, by pyHanko's own functions."""
    with read_by_letters():
        sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), about, signer=signer)


def _certify(here: Place, pdf: bytes, seal: Seal, fields: tuple[Field, ...]) -> Row:
    signer = peer_of(seal)
    taken = take_turns(
        {
            "ours": lambda: certify(pdf, seal.keys, fields=fields, reason=REASON, at=datetime.now(UTC)),
            "theirs": lambda: certify_by(signer, pdf, fields),
        },
        rounds=here.size.rounds,
        times=here.size.times,
    )
    return Row(f"certify, {seal.name}", taken["ours"].ms(), PEER, taken["theirs"].ms(), Goal(15))


def _sign(here: Place, pdf: bytes, seal: Seal, fields: tuple[Field, ...]) -> Row:
    """Compare a visible signature by a key made for it with pyHanko's invisible one by a ready key."""
    signer, at = peer_of(seal), datetime.now(UTC)
    sent = certify(pdf, seal.keys, fields=fields, reason=REASON, at=at)
    about = PdfSignatureMetadata(
        field_name=fields[0].name, reason=REASON, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    taken = take_turns(
        {
            "ours": lambda: sign(
                sent,
                seal.keys,
                field=fields[0].name,
                signer=PERSON,
                typed="Мария Иванова",
                at=at,
                reason=REASON,
            ),
            "theirs": lambda: sign_by(signer, sent, about),
        },
        rounds=here.size.rounds,
        times=here.size.times,
    )
    ours, theirs = taken["ours"].ms(), taken["theirs"].ms()
    return Row("sign with stamp and one-time key", ours, f"{PEER}, no stamp", theirs, Goal(25))


def _close(here: Place, pdf: bytes, kind: Seal) -> Row:
    """Compare the closing seal with pyHanko's signature into the same field."""
    signer, at = peer_of(kind), datetime.now(UTC)
    sent = certify(pdf, kind.keys, fields=(), reason=REASON, at=at)
    about = PdfSignatureMetadata(
        field_name="seal", reason=REASON, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    taken = take_turns(
        {
            "ours": lambda: seal(sent, kind.keys, reason=REASON, at=at),
            "theirs": lambda: sign_by(signer, sent, about),
        },
        rounds=here.size.rounds,
        times=here.size.times,
    )
    return Row("close with the seal", taken["ours"].ms(), PEER, taken["theirs"].ms(), Goal(15))

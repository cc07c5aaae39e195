"""What other programs say of a signed PDF: poppler, MuPDF and OpenSSL, which share no code with us."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

PATIENCE_S = 120
_MUTOOL_GOOD = "The signature is valid but there have been edits|The document is unchanged since signing"


@dataclass(frozen=True, slots=True)
class Findings:
    """Signatures in the file, and how many of them each program calls good; time stamps apart."""

    signatures: int
    pdfsig: int
    mutool: int
    cms: int
    stamps: int
    ts: int

    @property
    def agreed(self) -> bool:
        return self.signatures == self.pdfsig == self.mutool == self.cms and self.stamps == self.ts


def judge(pdf: bytes, folder: Path, roots: Path) -> Findings:
    """Ask all of them; `roots` is a file of root certificates (PEM)."""
    file = folder / "signed.pdf"
    file.write_bytes(pdf)
    embedded = PdfFileReader(BytesIO(pdf), strict=False).embedded_signatures
    people = [each for each in embedded if each.sig_object_type != "/DocTimeStamp"]
    stamps = [(_token(each), each.signer_info["signature"].native) for each in people]
    asked = [(token, data) for token, data in stamps if token]
    asked += [(_cms(each), _covered(pdf, each)) for each in embedded if each not in people]
    return Findings(
        signatures=len(people),
        pdfsig=_said(["pdfsig", "-nocert", str(file)]).count("Signature is Valid."),
        mutool=len(re.findall(_MUTOOL_GOOD, _said(["mutool", "sign", "-v", str(file)]))),
        cms=sum(_cms_holds(_cms(each), _covered(pdf, each), roots) for each in people),
        stamps=len(asked),
        ts=sum(_stamp_holds(token, data, roots) for token, data in asked),
    )


# A file of a higher level holds the signatures of the lower one to the byte: OpenSSL, which is given those
# bytes and never the file, is asked about them once.
@cache
def _cms_holds(cms: bytes, data: bytes, roots: Path) -> bool:
    trust = ["-CAfile", str(roots), "-purpose", "any", "-no_check_time", "-out", "/dev/null"]
    with _files(cms, data) as (signature, covered):
        given = ["-inform", "DER", "-in", signature, "-content", covered]
        return _holds(["openssl", "cms", "-verify", "-binary", "-cades", *given, *trust])


@cache
def _stamp_holds(token: bytes, data: bytes, roots: Path) -> bool:
    with _files(token, data) as (stamp, stamped):
        given = ["-token_in", "-in", stamp, "-data", stamped]
        return _holds(["openssl", "ts", "-verify", *given, "-CAfile", str(roots)])


@contextmanager
def _files(*contents: bytes) -> Iterator[list[str]]:
    """Put each into a file of its own for a while; yield their paths."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder, str(number)) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        yield [str(path) for path in paths]


def _covered(pdf: bytes, embedded: Any) -> bytes:
    start, hole, after, length = (int(each) for each in embedded.byte_range)
    return pdf[start : start + hole] + pdf[after : after + length]


def _cms(embedded: Any) -> bytes:
    from asn1crypto import parser

    content: bytes = embedded.pkcs7_content
    return content[: parser.peek(content)]


def _token(embedded: Any) -> bytes:
    from asn1crypto import cms

    found = next(extract_tst_data_iter(embedded.signer_info, signed=False), None)
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": found}).dump()) if found else b""


def _holds(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False).returncode == 0


def _said(command: list[str]) -> str:
    ended = subprocess.run(command, capture_output=True, timeout=PATIENCE_S, check=False)
    return (ended.stdout + ended.stderr).decode(errors="replace")

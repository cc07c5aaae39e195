"""Two hundred signed contracts: each level × one to three signers × five keys × three looks, and invoices."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import product

import weasyprint
from PIL import Image

from signing import (
    Egress,
    Field,
    Inquiry,
    Keys,
    Level,
    Look,
    Signer,
    Stamper,
    Strokes,
    certify,
    prolong,
    seal,
    sign,
)

LEVELS = (Level.B_B, Level.B_T, Level.B_LT, Level.B_LTA)
NOBODY = Stamper("http://127.0.0.1:9/", timeout=1)
PEOPLE = (
    Signer("Соколов Андрей Викторович", "director@polaris.example", "Генеральный директор", "АО «Вектор»"),
    Signer("Иванова Мария Петровна", "ivanova@вектор.рф", "Директор", "АО «Вектор»", "на основании Устава"),
    Signer("Jean-Luc Dvořák-O’Neil", "jean@example.org"),
)
FIELDS = tuple(
    Field(name, 0, (57, top, 269, top + 71), label=name)
    for name, top in (("seller", 600.0), ("client", 500.0), ("third", 400.0))
)


def _picture() -> bytes:
    output = BytesIO()
    Image.linear_gradient("L").resize((120, 40)).save(output, "PNG")
    return output.getvalue()


LOOKS = {
    "typed": Look(typed="Подпись"),
    "drawn": Look(strokes=Strokes(300, 100, (((10, 10, 0.5), (150, 80, 0.9), (290, 20, 0.4)),))),
    "picture": Look(picture=_picture()),
}


@dataclass(frozen=True, slots=True)
class Printed:
    """One file with what it was made to be."""

    name: str
    pdf: bytes
    level: Level
    signers: int


class Kept(Egress):
    """Asks each server once: what it said holds for all two hundred."""

    def __init__(self) -> None:
        super().__init__(private=True)
        object.__setattr__(self, "_known", {})

    def _ask(self, method: str, url: str, content: bytes, headers: dict[str, str]) -> bytes:
        known: dict[tuple[str, bytes], bytes] = self._known  # type: ignore[attr-defined]
        if (url, content) not in known:
            known[url, content] = super()._ask(method, url, content, headers)
        return known[url, content]


@dataclass(frozen=True, slots=True)
class Press:
    """What the files are made with: the keys by their names, a working authority, the roots (PEM)."""

    keys: dict[str, Keys]
    stamper: Stamper
    roots: Sequence[bytes]

    def run(self) -> Iterator[Printed]:
        page = bytes(weasyprint.HTML(string="<h1>Договор</h1>").write_pdf(pdf_variant="pdf/a-3b"))
        kept = Kept()
        for (key, keys), signers, look in product(self.keys.items(), (1, 2, 3), LOOKS):
            contract = _contract(page, keys, signers, look)
            yield from self._levels(f"{key} {signers} {look}", signers, keys, kept, contract)
        for key, keys in self.keys.items():
            yield from self._levels(f"{key} invoice", 0, keys, kept, _invoice(page, keys))

    def _levels(
        self, name: str, signers: int, keys: Keys, kept: Egress, make: Callable[[Stamper | None], bytes]
    ) -> Iterator[Printed]:
        stamped = make(self.stamper)
        for level in LEVELS:
            match level:
                case Level.B_B:
                    pdf = make(None)
                case Level.B_T:
                    pdf = stamped
                case _:
                    asked = NOBODY if level is Level.B_LT else self.stamper
                    inquiry = Inquiry(roots=self.roots, own=keys.authority, egress=kept, at=datetime.now(UTC))
                    reached = prolong(stamped, inquiry=inquiry, stamper=asked)
                    assert reached.level is level, reached.lacking
                    pdf = reached.pdf
            yield Printed(f"{name} {level}", pdf, level, signers)


def _contract(page: bytes, keys: Keys, signers: int, look: str) -> Callable[[Stamper | None], bytes]:
    def make(stamper: Stamper | None) -> bytes:
        at = datetime.now(UTC)
        pdf = certify(page, keys, fields=FIELDS[:signers], reason="Отправлено", at=at, stamper=stamper)
        for field, person in zip(FIELDS[:signers], PEOPLE, strict=False):
            pdf = sign(
                pdf,
                keys,
                field=field.name,
                signer=person,
                typed=person.name,
                at=datetime.now(UTC),
                reason="Согласен",
                look=LOOKS[look],
                stamper=stamper,
            )
        return seal(pdf, keys, reason="Все подписали", at=datetime.now(UTC), stamper=stamper)

    return make


def _invoice(page: bytes, keys: Keys) -> Callable[[Stamper | None], bytes]:
    return lambda stamper: seal(page, keys, reason="Счёт", at=datetime.now(UTC), stamper=stamper)

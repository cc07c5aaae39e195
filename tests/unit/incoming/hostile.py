"""PDFs as they come from outside, each with one thing in it that a document to sign may not have."""

import io
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import weasyprint
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

Mend = Callable[[PdfWriter], None]


@lru_cache(maxsize=8)
def page(text: str = "Договор поставки № 7", count: int = 1) -> bytes:
    """Return a plain PDF with a line on each page."""
    sheet = bytes(weasyprint.HTML(string=f"<p>{text}, лист 1</p>").write_pdf())
    if count == 1:
        return sheet
    writer, (one,) = PdfWriter(), PdfReader(io.BytesIO(sheet)).pages
    for _ in range(count):
        writer.add_page(one)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def mended(mend: Mend) -> bytes:
    """Return the plain page after something was done to it."""
    writer = PdfWriter(clone_from=io.BytesIO(page()))
    mend(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def words(**entries: object) -> DictionaryObject:
    """Write a dictionary: text with a slash is a name."""
    made = DictionaryObject()
    for key, value in entries.items():
        made[NameObject(f"/{key}")] = _value(value)
    return made


def _value(value: object) -> object:
    match value:
        case bool():
            return BooleanObject(value)
        case str():
            return NameObject(value) if value.startswith("/") else TextStringObject(value)
        case int():
            return NumberObject(value)
        case float():
            return FloatObject(value)
        case list():
            return ArrayObject([_value(each) for each in value])
        case _:
            return value


def look(writer: PdfWriter, commands: str = "1 0 0 rg 0 0 50 20 re f", **more: object) -> object:
    """Add the look of an annotation: a red box unless said otherwise."""
    form = DecodedStreamObject()
    form.set_data(commands.encode())
    form.update(words(Type="/XObject", Subtype="/Form", BBox=[0, 0, 50, 20], Resources=words(), **more))
    return writer._add_object(form)


def note(writer: PdfWriter, **entries: object) -> DictionaryObject:
    """Lay an annotation over the page."""
    made = words(**({"Type": "/Annot", "Rect": [100, 600, 150, 620]} | entries))
    reference = writer._add_object(made)
    sheet = writer.pages[0]
    sheet[NameObject("/Annots")] = ArrayObject([*sheet.get("/Annots", []), reference])
    return made


def with_form(writer: PdfWriter, *, need: bool = False, **entries: object) -> None:
    """Lay a field over the page and register it."""
    made = note(writer, **({"Subtype": "/Widget", "FT": "/Tx", "T": "inn"} | entries))
    form = words(Fields=[made.indirect_reference]) | words(NeedAppearances=need)
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(DictionaryObject(form))


def scripted(writer: PdfWriter) -> None:
    run = words(S="/JavaScript", JS="app.alert('boo')")
    writer.root_object[NameObject("/Names")] = words(JavaScript=words(Names=["boo", run]))
    action = words(S="/Launch", F="calc.exe")
    writer.root_object[NameObject("/OpenAction")] = action
    writer.pages[0][NameObject("/AA")] = words(O=words(S="/JavaScript", JS="app.alert(1)"))


def layered(writer: PdfWriter, *, hidden: bool, **group: object) -> None:
    layer = writer._add_object(words(Type="/OCG", Name="Цены", **group))
    standard = words(ON=[layer]) if not hidden else words(OFF=[layer])
    writer.root_object[NameObject("/OCProperties")] = words(OCGs=[layer], D=standard)


def masked(where: str) -> Mend:
    """Show something only while a layer is off: in a form within the page, as a whole picture, as a note."""

    def mend(writer: PdfWriter) -> None:
        layered(writer, hidden=False)
        layer = writer.root_object["/OCProperties"]["/OCGs"][0].indirect_reference
        unless = writer._add_object(words(Type="/OCMD", VE=["/Not", layer]))
        if where == "note":
            note(writer, Subtype="/Square", AP=words(N=look(writer)), OC=unless)
            return
        bound = {"OC": unless} if where == "form" else {}
        form: Any = look(writer, "/OC /M BDC 0 0 50 20 re f EMC", **bound)
        if where == "part":
            form.get_object()["/Resources"][NameObject("/Properties")] = words(M=unless)
        writer.pages[0]["/Resources"][NameObject("/XObject")] = words(Fm=form)

    return mend


def bomb(*, deep: bool = False, picture: bool = False) -> Mend:
    """Make a stream that unpacks to far more than its bytes."""

    def mend(writer: PdfWriter) -> None:
        inner = zlib.compress(b" " * (100 * 2**20), 9)
        made = StreamObject()
        made._data = zlib.compress(inner) if deep else inner
        filters = ["/FlateDecode", "/FlateDecode"] if deep else "/FlateDecode"
        made.update(words(Filter=filters))
        if picture:
            made._data = zlib.compress(b"1")
            made.update(
                words(Type="/XObject", Subtype="/Image", Width=60000, Height=60000, BitsPerComponent=8)
            )
        sheet = writer.pages[0]
        if picture:
            resources = sheet["/Resources"]
            resources[NameObject("/XObject")] = words(Im=writer._add_object(made))
        else:
            sheet[NameObject("/Contents")] = writer._add_object(made)

    return mend


def encrypted(*, user: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(page()))
    writer.encrypt(user_password=user, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def attached(writer: PdfWriter) -> None:
    writer.add_attachment("virus.exe", b"MZ")


def portfolio(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/Collection")] = words(View="/D")


def signed(writer: PdfWriter) -> None:
    value = writer._add_object(words(Type="/Sig", Filter="/Adobe.PPKLite", ByteRange=[0, 1, 2, 3]))
    with_form(writer, FT="/Sig", V=value)


def xfa(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/AcroForm")] = words(XFA="<xdp/>", Fields=[])


def external(writer: PdfWriter) -> None:
    form = DecodedStreamObject()
    form.set_data(b"")
    form.update(words(Type="/XObject", Subtype="/Form", BBox=[0, 0, 9, 9], Ref=words(F="other.pdf", Page=0)))
    writer.pages[0]["/Resources"][NameObject("/XObject")] = words(Fm=writer._add_object(form))


def sized(width: float, height: float) -> Mend:
    def mend(writer: PdfWriter) -> None:
        writer.pages[0][NameObject("/MediaBox")] = _value([0, 0, width, height])

    return mend


def shown(pdf: bytes) -> str:
    """Return all text of a PDF."""
    return "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages)


def truncated(content: bytes) -> bytes:
    """Cut off the table of contents, as a broken download does."""
    return content[: content.rindex(b"xref\n") - 1]


REFUSED: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "a picture": ("no_pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(200)),
    "nothing": ("no_pdf", lambda: b""),
    "a cut in the middle": ("broken", lambda: page()[: len(page()) // 3]),
    "only a head": ("broken", lambda: b"%PDF-1.7\n"),
    "noise": ("broken", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40),
    "too large": ("too_large", lambda: b"%PDF-1.7" + bytes(11 * 2**20)),
    "a password": ("password", lambda: encrypted(user="secret")),
    "an owner's password": ("encrypted", lambda: encrypted(user="")),
    "a signature": ("signed", lambda: mended(signed)),
    "XFA": ("xfa", lambda: mended(xfa)),
    "a form without looks": ("form", lambda: mended(lambda w: with_form(w, V="7701234567"))),
    "a form left to the viewer": (
        "form",
        lambda: mended(lambda w: with_form(w, need=True, V="77", AP=words(N=look(w)))),
    ),
    "a tick without a look": (
        "form",
        lambda: mended(lambda w: with_form(w, FT="/Btn", V="/Yes", AS="/Yes")),
    ),
    "struck out words without a look": (
        "notes",
        lambda: mended(
            lambda w: (note(w, Subtype="/StrikeOut", QuadPoints=[0, 9, 9, 9, 0, 0, 9, 0]), None)[1]
        ),
    ),
    "a portfolio": ("portfolio", lambda: mended(portfolio)),
    "a hidden layer": ("hidden_layers", lambda: mended(lambda w: layered(w, hidden=True))),
    "a layer for paper only": (
        "hidden_layers",
        lambda: mended(lambda w: layered(w, hidden=False, Usage=words(View=words(ViewState="/OFF")))),
    ),
    "a part seen unless a layer is": ("hidden_layers", lambda: mended(masked("part"))),
    "a picture seen unless a layer is": ("hidden_layers", lambda: mended(masked("form"))),
    "a note seen unless a layer is": ("hidden_layers", lambda: mended(masked("note"))),
    "too many pages": ("too_many_pages", lambda: page("x", 501)),
    "a page of a hundred metres": ("page_size", lambda: mended(sized(283_000, 283_000))),
    "a page without a size": ("page_size", lambda: mended(sized(0, 0))),
    "a bomb": ("bomb", lambda: mended(bomb())),
    "a bomb in a bomb": ("bomb", lambda: mended(bomb(deep=True))),
    "a picture of 3.6 thousand million pixels": ("bomb", lambda: mended(bomb(picture=True))),
    "pages of another file": ("external", lambda: mended(external)),
}
"""Why a file is refused, by what is wrong with it."""

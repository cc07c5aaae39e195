"""Attacks that change what a page shows."""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.unit.signing.corpus_writing import dictionary, numbers, page_of


def text_swapped(writer: IncrementalPdfFileWriter) -> None:
    reference, page = page_of(writer)
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.mark_update(reference)


def overlaid(writer: IncrementalPdfFileWriter, kind: str = "/Square") -> None:
    reference, page = page_of(writer)
    cover = dictionary(Type=pdf_name("/Annot"), Subtype=pdf_name(kind), Rect=numbers(0, 0, 595, 842))
    page["/Annots"].append(writer.add_object(cover))
    writer.mark_update(reference)


def free_text(writer: IncrementalPdfFileWriter) -> None:
    """Evil annotation attack: text over text."""
    overlaid(writer, "/FreeText")


def stamped(writer: IncrementalPdfFileWriter) -> None:
    overlaid(writer, "/Stamp")


def redacted(writer: IncrementalPdfFileWriter) -> None:
    overlaid(writer, "/Redact")


def linked(writer: IncrementalPdfFileWriter) -> None:
    overlaid(writer, "/Link")


def font_swapped(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, replace: the same letters read otherwise in another encoding."""
    _reference, page = page_of(writer)
    fonts = page["/Resources"]["/Font"]
    reference = fonts.raw_get(next(iter(fonts)))
    font = reference.get_object()
    font[pdf_name("/Encoding")] = pdf_name("/Identity-V")
    writer.mark_update(reference)


def page_added(writer: IncrementalPdfFileWriter) -> None:
    reference, page = page_of(writer)
    pages = page["/Parent"]
    pages["/Kids"].append(reference)
    pages[pdf_name("/Count")] = generic.NumberObject(2)
    writer.mark_update(page.raw_get("/Parent"))


def pages_removed(writer: IncrementalPdfFileWriter) -> None:
    _reference, page = page_of(writer)
    page["/Parent"][pdf_name("/Kids")] = generic.ArrayObject()
    page["/Parent"][pdf_name("/Count")] = generic.NumberObject(0)
    writer.mark_update(page.raw_get("/Parent"))


def pages_replaced(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, hide and replace: another page tree takes the place of the signed one."""
    _reference, page = page_of(writer)
    other = generic.DictionaryObject({key: page.raw_get(key) for key in page})
    other[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    tree = dictionary(
        Type=pdf_name("/Pages"),
        Kids=generic.ArrayObject([writer.add_object(other)]),
        Count=generic.NumberObject(1),
    )
    writer.root[pdf_name("/Pages")] = writer.add_object(tree)
    writer.update_root()


def page_turned(writer: IncrementalPdfFileWriter) -> None:
    reference, page = page_of(writer)
    page[pdf_name("/Rotate")] = generic.NumberObject(180)
    writer.mark_update(reference)


def page_cropped(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, hide: the lower half of the page is not shown."""
    reference, page = page_of(writer)
    page[pdf_name("/CropBox")] = numbers(0, 400, 595, 842)
    writer.mark_update(reference)


def layer_hidden(writer: IncrementalPdfFileWriter) -> None:
    """Shadow attack, hide: an optional layer that is off."""
    layer = writer.add_object(dictionary(Type=pdf_name("/OCG"), Name=pdf_string("x")))
    off = dictionary(OFF=generic.ArrayObject([layer]))
    writer.root[pdf_name("/OCProperties")] = dictionary(OCGs=generic.ArrayObject([layer]), D=off)
    writer.update_root()

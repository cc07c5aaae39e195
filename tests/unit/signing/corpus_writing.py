"""How the attacks of the corpus write: updates as any editor would append them, and the parts of a file."""

from collections.abc import Callable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Edit = Callable[[IncrementalPdfFileWriter], None]


def appended(pdf: bytes, edit: Edit, *, stream: bool | None = None) -> bytes:
    """Add an update as any editor would; with or without a stream as its table of contents."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    if stream is not None:
        writer.stream_xrefs = stream
    edit(writer)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def dictionary(**entries: object) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()})


def numbers(*values: float) -> generic.ArrayObject:
    return generic.ArrayObject(generic.NumberObject(value) for value in values)


def page_of(writer: IncrementalPdfFileWriter) -> tuple[generic.IndirectObject, generic.DictionaryObject]:
    reference = writer.find_page_for_modification(0)[0]
    return reference, reference.get_object()


def field_of(writer: IncrementalPdfFileWriter, name: str) -> generic.IndirectObject:
    fields = writer.root["/AcroForm"]["/Fields"]
    return next(each for each in fields if each.get_object()["/T"] == name)


def last_signature(writer: IncrementalPdfFileWriter) -> generic.IndirectObject:
    fields = (field_of(writer, name).get_object() for name in ("seal", "client", "seller"))
    return next(each.raw_get("/V") for each in fields if "/V" in each)

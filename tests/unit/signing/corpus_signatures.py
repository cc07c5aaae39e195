"""Attacks on the signatures themselves, on fields, and on what the catalogue holds."""

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.unit.signing.corpus_writing import dictionary, field_of, last_signature, numbers


def signature_hidden(writer: IncrementalPdfFileWriter) -> None:
    reference = field_of(writer, "client")
    reference.get_object()[pdf_name("/AP")] = generic.DictionaryObject()
    writer.mark_update(reference)


def signature_moved(writer: IncrementalPdfFileWriter) -> None:
    reference = field_of(writer, "client")
    reference.get_object()[pdf_name("/Rect")] = numbers(0, 0, 400, 400)
    writer.mark_update(reference)


def signature_lent(writer: IncrementalPdfFileWriter) -> None:
    """The signature of one person shown as that of another."""
    reference = field_of(writer, "client")
    reference.get_object()[pdf_name("/V")] = field_of(writer, "seller").get_object().raw_get("/V")
    writer.mark_update(reference)


def field_twice(writer: IncrementalPdfFileWriter) -> None:
    """Two fields of one name, one of them with an old signature."""
    field = field_of(writer, "client").get_object()
    twin = generic.DictionaryObject({key: field.raw_get(key) for key in field})
    writer.root["/AcroForm"]["/Fields"].append(writer.add_object(twin))
    writer.update_container(writer.root["/AcroForm"]["/Fields"])


def form_filled(writer: IncrementalPdfFileWriter) -> None:
    field = dictionary(FT=pdf_name("/Tx"), T=pdf_string("sum"), V=pdf_string("1"))
    writer.root["/AcroForm"]["/Fields"].append(writer.add_object(field))
    writer.update_container(writer.root["/AcroForm"]["/Fields"])


def form_dropped(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


def certification_dropped(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def script_added(writer: IncrementalPdfFileWriter) -> None:
    writer.root[pdf_name("/OpenAction")] = dictionary(
        S=pdf_name("/JavaScript"), JS=pdf_string("app.alert(1)")
    )
    writer.update_root()


def file_attached(writer: IncrementalPdfFileWriter) -> None:
    files = dictionary(Names=generic.ArrayObject())
    writer.root[pdf_name("/Names")] = dictionary(EmbeddedFiles=files)
    writer.update_root()


def metadata_touched(writer: IncrementalPdfFileWriter) -> None:
    writer.mark_update(writer.trailer.raw_get("/Info"))


def contents_emptied(writer: IncrementalPdfFileWriter) -> None:
    """Universal signature forgery: the signature's content is taken away, so a reader may not look."""
    reference = last_signature(writer)
    reference.get_object()[pdf_name("/Contents")] = generic.ByteStringObject(b"")
    writer.mark_update(reference)


def byte_range_null(writer: IncrementalPdfFileWriter) -> None:
    """Universal signature forgery: `/ByteRange null`."""
    reference = last_signature(writer)
    reference.get_object()[pdf_name("/ByteRange")] = generic.NullObject()
    writer.mark_update(reference)


def byte_range_zero(writer: IncrementalPdfFileWriter) -> None:
    reference = last_signature(writer)
    reference.get_object()[pdf_name("/ByteRange")] = numbers(0, 0, 0, 0)
    writer.mark_update(reference)


def junk_evidence(writer: IncrementalPdfFileWriter) -> None:
    """Something else hidden where evidence is allowed."""
    stream = writer.add_object(generic.StreamObject(stream_data=b"not a certificate"))
    writer.root[pdf_name("/DSS")] = writer.add_object(dictionary(Certs=generic.ArrayObject([stream])))
    writer.update_root()


def acting_evidence(writer: IncrementalPdfFileWriter) -> None:
    act = writer.add_object(dictionary(S=pdf_name("/JavaScript"), JS=pdf_string("x")))
    writer.root[pdf_name("/DSS")] = writer.add_object(dictionary(Certs=generic.ArrayObject(), OpenAction=act))
    writer.update_root()


def stowaway(writer: IncrementalPdfFileWriter) -> None:
    """Objects that hang below nothing yet: the load of a later attack."""
    writer.root[pdf_name("/DSS")] = writer.add_object(dictionary(Certs=generic.ArrayObject()))
    writer.add_object(generic.StreamObject(stream_data=b"hidden"))
    writer.update_root()

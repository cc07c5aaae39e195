"""After the seal comes evidence, once, or a time stamp that nobody sees; careful editors are found, too.

Other attacks write as most editors do and give themselves away by the date in the metadata. These do not.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from asn1crypto import pem
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper

from signing import Code, Keys, Role, Status, verify
from signing.revision import Revision, open_revision
from tests.unit.signing.contract import Stages
from tests.unit.signing.corpus_writing import dictionary

Quiet = Callable[[Revision, Keys], None]


def added(pdf: bytes, keys: Keys, *edits: Quiet) -> bytes:
    """Append an update for each edit, and leave the metadata alone."""
    for edit in edits:
        revision: Any = open_revision(pdf)
        edit(revision, keys)
        written = BytesIO()
        revision.write(written)
        pdf = written.getvalue()
    return pdf


def store(revision: Any, keys: Keys, **more: object) -> None:
    root = revision.add_object(generic.StreamObject(stream_data=pem.unarmor(keys.root_pem)[2]))
    entries = {"Type": pdf_name("/DSS"), "Certs": generic.ArrayObject([root])} | more
    revision.root[pdf_name("/DSS")] = revision.add_object(dictionary(**entries))
    revision.update_root()


def nothing(revision: Any, _keys: Keys) -> None:
    revision.update_root()


def empty_store(revision: Any, _keys: Keys) -> None:
    revision.root[pdf_name("/DSS")] = revision.add_object(dictionary(Type=pdf_name("/DSS")))
    revision.update_root()


def store_with_a_note(revision: Any, keys: Keys) -> None:
    note = dictionary(TU=pdf_string("не доказательство"))
    store(revision, keys, VRI=generic.DictionaryObject({pdf_name("/" + "A" * 40): note}))


def fields_drawn_anew(revision: Any, keys: Keys) -> None:
    """The viewer is asked to draw every field by itself, not as it was signed."""
    form = revision.root["/AcroForm"]
    form[pdf_name("/NeedAppearances")] = generic.BooleanObject(value=True)
    revision.update_container(form)
    store(revision, keys)


def place_to_sign(revision: Any, keys: Keys) -> None:
    append_signature_field(revision, SigFieldSpec("extra", on_page=0))
    store(revision, keys)


def refused(pdf: bytes, keys: Keys) -> set[Code]:
    verdict = verify(pdf, roots=[keys.root_pem])
    assert verdict.status is Status.BROKEN
    return {problem.code for problem in verdict.problems}


@pytest.mark.parametrize("edit", [nothing, empty_store, store_with_a_note, fields_drawn_anew, place_to_sign])
def test_what_is_no_evidence_is_refused_however_quietly_it_comes(
    contract: Stages, keys: Keys, edit: Quiet
) -> None:
    assert refused(added(contract.sealed, keys, edit), keys) <= {Code.BAD_EVIDENCE, Code.UNSIGNED_UPDATE}


def test_evidence_comes_once_without_a_time_stamp(contract: Stages, keys: Keys) -> None:
    once = added(contract.sealed, keys, store)
    assert verify(once, roots=[keys.root_pem]).ok
    assert refused(added(once, keys, store), keys) == {Code.BAD_EVIDENCE}


def stamped_with(revision: Any, office: DummyTimeStamper, spec: SigFieldSpec) -> bytes:
    stamper = PdfTimeStamper(office, field_name=spec.sig_field_name)
    append_signature_field(revision, spec)
    return bytes(stamper.timestamp_pdf(revision, "sha256").getvalue())


UNSEEN = SigFieldSpec("timestamp1", on_page=0, invis_sig_settings=InvisSigSettings(set_print_flag=True))


def test_a_time_stamp_of_a_stranger_is_no_confirmation_and_no_damage(
    contract: Stages, keys: Keys, office: DummyTimeStamper
) -> None:
    verdict = verify(stamped_with(open_revision(contract.sealed), office, UNSEEN), roots=[keys.root_pem])
    assert verdict.status is Status.INTACT_UNTRUSTED
    assert verdict.signatures[-1].role is Role.TIMESTAMP


def test_a_time_stamp_may_not_be_seen_on_a_page(
    contract: Stages, keys: Keys, office: DummyTimeStamper
) -> None:
    spec = SigFieldSpec("timestamp1", on_page=0, box=(0, 0, 500, 700))
    assert refused(stamped_with(open_revision(contract.sealed), office, spec), keys) == {Code.OTHER_CHANGE}


def test_a_time_stamp_brings_nothing_else_into_the_form(
    contract: Stages, keys: Keys, office: DummyTimeStamper
) -> None:
    revision: Any = open_revision(contract.sealed)
    form = revision.root["/AcroForm"]
    form[pdf_name("/DA")] = pdf_string("/F1 40 Tf 1 0 0 rg")
    revision.update_container(form)
    assert refused(stamped_with(revision, office, UNSEEN), keys) == {Code.OTHER_CHANGE}
    revision = open_revision(contract.sealed)
    append_signature_field(revision, SigFieldSpec("extra", on_page=0))
    assert refused(stamped_with(revision, office, UNSEEN), keys) == {Code.OTHER_CHANGE}

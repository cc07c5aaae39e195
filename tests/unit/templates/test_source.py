"""A template as files, as a blob, and its declared fields."""

import io
import zipfile

import pytest

from templates import BadTemplate, Missing, Source, complete, library, missing
from templates.shipped import LIBRARY
from tests.unit.templates.kit import Shipped, Tiny, TreeOf


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


PAIRS = {
    *("act", "act-transfer", "agreement", "contract", "contract-supply", "invoice"),
    *("nda", "quote", "specification", "supplement", "upd"),
    *("consent-data", "consent-transfer", "consent-marketing"),
    "certificate",
}


def test_every_document_is_shipped_in_two_languages() -> None:
    html = {source.code: source.language for source in library() if source.engine == "html"}
    assert html == dict.fromkeys(PAIRS, "ru") | {f"{code}-en": "en" for code in PAIRS}


def test_a_code_stands_for_one_template() -> None:
    codes = [source.code for source in library()]
    assert len(codes) == len(set(codes))


def test_the_first_template_of_a_kind_is_the_russian_one_for_pages() -> None:
    first = {source.kind: source for source in reversed(library())}
    assert {(kind, source.code) for kind, source in first.items()} == {(kind, kind) for kind in first}
    assert {source.engine.value for source in first.values()} == {"html"}


def test_a_shipped_folder_is_read_with_what_it_shares(shipped: Shipped) -> None:
    assert Source.from_folder(LIBRARY / "contract" / "en") == shipped["contract-en"]
    assert not [source.code for source in library() if "shared" in " ".join(map(str, source.files))]
    assert "{# shared" not in shipped["contract-en"].text("template.html")
    assert "@page" in shipped["contract-en"].text("style.css")


@pytest.mark.parametrize("source", library(), ids=lambda source: source.code)
def test_a_blob_is_the_same_after_a_round_trip(source: Source) -> None:
    blob = source.pack()
    again = Source.unpack(blob)
    assert again == source
    assert again.pack() == blob
    assert again.fields == source.fields
    assert dict(again.files) == dict(source.files)


def test_a_deflated_zip_becomes_the_same_blob(shipped: Shipped) -> None:
    quote = shipped["quote"]
    assert Source.unpack(zipped(**quote.files)).digest == quote.digest


def test_a_template_cannot_be_changed(shipped: Shipped) -> None:
    with pytest.raises(TypeError):
        shipped["quote"].files["style.css"] = b""  # type: ignore[index]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"fields.yaml": b"- 1"},
        {"fields.yaml": b"{"},
        {"fields.yaml": b"code: x\n"},
        {"../up": b""},
        {"a\\b": b""},
        {".hidden": b""},
    ],
)
def test_a_broken_template_is_refused(files: dict[str, bytes]) -> None:
    with pytest.raises(BadTemplate):
        Source.unpack(zipped(**files))


def test_what_is_no_zip_is_refused() -> None:
    with pytest.raises(BadTemplate):
        Source.unpack(b"PK\x03\x04 not really")


def test_repeated_names_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", b"2")
    with pytest.raises(BadTemplate, match="повторяются"):
        Source.unpack(buffer.getvalue())


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    with pytest.raises(BadTemplate, match="больше"):
        Source.unpack(zipped(**{f"f{n}": b"0" * 9_000_000 for n in range(4)}))


def test_a_field_of_unknown_type_or_without_label_is_refused(tiny: Tiny) -> None:
    for fields in (
        "{a.b: {type: colour, label: A}}",
        "{a.b: {}}",
        "{'a b': {label: A}}",
        "{a: {label: A, x: 1}}",
    ):
        with pytest.raises(BadTemplate):
            tiny("", fields=fields)


def test_every_missing_field_is_told_by_its_human_name(shipped: Shipped, tree: TreeOf) -> None:
    data = tree("quote")
    data["company"] = {}
    data["contact"]["name"] = "  "
    data["deal"]["valid_until"] = None
    del data["document"]["valid_until"]
    del data["deal"]["products"][2]["price"]
    data["deal"]["products"][4]["name"] = ""
    assert missing(shipped["quote"], complete(data)) == (
        Missing("company.name", "Название компании клиента"),
        Missing("company.inn", "ИНН клиента"),
        Missing("contact.name", "Контактное лицо"),
        Missing("deal.products[4].name", "Наименование в строке 5"),
        Missing("deal.products[2].price", "Цена в строке 3"),
        Missing("deal.valid_until", "Срок действия предложения"),
    )


def test_a_quote_requires_what_the_reference_does(shipped: Shipped) -> None:
    labels = {field.label for field in missing(shipped["quote"], complete({}))}
    assert labels >= {
        "Название компании клиента",
        "ИНН клиента",
        "Контактное лицо",
        "Срок действия предложения",
    }
    assert "Список товаров и услуг" in labels


def test_a_sole_trader_needs_no_kpp_and_no_authority(shipped: Shipped, tree: TreeOf) -> None:
    data = tree("contract")
    data["company"] |= {"inn": "500100732259", "kpp": None}
    data["contact"] |= {"position": None, "authority": None}
    assert missing(shipped["contract"], complete(data)) == ()
    data["company"]["inn"] = "7701458320"
    assert {field.path for field in missing(shipped["contract"], complete(data))} == {
        "company.kpp",
        "contact.position",
        "contact.authority",
    }

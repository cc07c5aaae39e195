"""The gate before a DOCX: what is refused, why, and in which words."""

import io
import zipfile

import pytest

from templates import BadTemplate
from templates.word import open_docx
from tests.unit.word.kit import changed, par, paragraphs, unzip, with_body, zipped

GOOD = paragraphs("текст {DEAL.ID}")
TYPES = unzip(GOOD)["[Content_Types].xml"].decode()
RELS = unzip(GOOD)["word/_rels/document.xml.rels"].decode()
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 500


def linked(kind: str, target: str, *, outside: bool = True) -> bytes:
    mode = ' TargetMode="External"' if outside else ""
    added = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(GOOD, {"word/_rels/document.xml.rels": RELS.replace("</Relationships>", added)})


def field(instruction: str) -> bytes:
    return with_body(par(f'<w:fldSimple w:instr="{instruction}"><w:r><w:t>x</w:t></w:r></w:fldSimple>'))


def renamed(name: str, data: bytes = b"x") -> bytes:
    return zipped({**unzip(GOOD), name: data})


def lying() -> bytes:
    """Give a ZIP whose directory claims fewer bytes than a part has."""
    docx = bytearray(zipped({**unzip(GOOD), "word/media/x.bin": b"a" * 5000}))
    place = docx.rindex(b"word/media/x.bin") - 46
    docx[place + 24 : place + 28] = (100).to_bytes(4, "little")
    return bytes(docx)


def encrypted() -> bytes:
    docx = bytearray(GOOD)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        docx[docx.index(mark) + offset] |= 1
    return bytes(docx)


def twice() -> bytes:
    buffer = io.BytesIO(GOOD)
    with zipfile.ZipFile(buffer, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


BROKEN = {
    "пустой": b"",
    "не файл DOCX": b"hello, world",
    "PDF": b"%PDF-1.7 ...",
    "RTF": b"{\\rtf1 ...",
    "веб-страница": b"<!DOCTYPE html><html></html>",
    "старого вида (.doc)": OLE + "WordDocument".encode("utf-16-le"),
    "закрыт паролем. Снимите": OLE + "EncryptedPackage".encode("utf-16-le"),
    "повреждён или оборван": GOOD[: len(GOOD) // 2],
    "архив ZIP, но не DOCX": zipped({"readme.txt": b"x"}),
    "таблица Excel": changed(
        GOOD,
        {"[Content_Types].xml": TYPES.replace("wordprocessingml.document.main", "spreadsheetml.sheet.main")},
    ),
    "презентация": changed(
        GOOD, {"[Content_Types].xml": TYPES.replace("wordprocessingml.document.main", "presentationml.main")}
    ),
    "OpenDocument": zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
    "с макросами": changed(
        GOOD,
        {
            "[Content_Types].xml": TYPES.replace(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                "application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        },
    ),
    "есть макросы": renamed("word/vbaProject.bin"),
    "ActiveX": renamed("word/activeX/activeX1.xml", b"<x/>"),
    "вложенные объекты": renamed("word/embeddings/oleObject1.bin"),
    "обратной чертой": renamed("word\\media\\x.png"),
    "недопустимое имя части: «../x": renamed("../x"),
    "недопустимое имя части: «/etc": renamed("/etc/passwd"),
    "недопустимое имя части: «C:": renamed("C:/x"),
    "повторяются имена": twice(),
    "повторяются имена частей": renamed("WORD/DOCUMENT.XML"),
    "бомбы": renamed("word/media/x.emf", b"\0" * 5_000_000),
    "в 500 раз": renamed("word/x.xml", b"<x>" + b" " * 2_000_000 + b"</x>"),
    "слишком большой": renamed("word/media/x.emf", b"\0" * (51 * 2**20)),
    "частей, а можно не больше": zipped({**unzip(GOOD), **{f"word/x{n}.bin": b"" for n in range(2000)}}),
    "закрыт паролем": encrypted(),
    "повреждён или оборван. ": lying(),
    "не читается": changed(GOOD, {"word/document.xml": "<w:document"}),
    "DTD": changed(GOOD, {"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
    "DTD) ": changed(
        GOOD, {"word/styles.xml": '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>'.encode("utf-16")}
    ),
    "присоединённый шаблон": linked("attachedTemplate", "file:///C:/x.dotx"),
    "внешний ресурс (image)": linked("image", "http://127.0.0.1/x.png"),
    "внешний ресурс (settings)": linked("settings", "file:///etc/passwd"),
    "Недопустимая ссылка": linked("hyperlink", "file:///etc/passwd"),
    "Недопустимая ссылка «javascript": linked("hyperlink", "javascript:alert(1)"),
    "чужие документы": linked("aFChunk", "x.html", outside=False),
    "INCLUDEPICTURE": field("INCLUDEPICTURE http://127.0.0.1/x.png"),
    "INCLUDETEXT": field(" includetext /etc/passwd"),
    "DDEAUTO": field("DDEAUTO cmd /c calc"),
    "внешний ресурс (рисунок)": with_body(
        par('<w:r><w:pict><v:imagedata src="http://127.0.0.1/x.png"/></w:pict></w:r>')
    ),
    "обращается к чужим файлам": renamed(
        "word/media/x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>'
    ),
    "чужим файлам. Вставьте": renamed(
        "word/media/x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><style>@import "x"</style></svg>'
    ),
    "Strict Open XML": changed(
        GOOD,
        {
            "_rels/.rels": unzip(GOOD)["_rels/.rels"].replace(
                b"schemas.openxmlformats.org/officeDocument", b"purl.oclc.org/ooxml/officeDocument"
            )
        },
    ),
}


@pytest.mark.parametrize("reason", BROKEN)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_no_honest_docx_is_refused_with_the_reason(reason: str) -> None:
    with pytest.raises(BadTemplate) as caught:
        open_docx(BROKEN[reason])
    assert reason.strip() in str(caught.value)


def test_an_instruction_split_over_runs_is_read_whole() -> None:
    parts = [
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText>INCLUDE</w:instrText>",
        "<w:instrText>TEXT x</w:instrText>",
    ]
    body = par("".join(f"<w:r>{part}</w:r>" for part in [*parts, '<w:fldChar w:fldCharType="end"/>']))
    with pytest.raises(BadTemplate, match="INCLUDETEXT"):
        open_docx(with_body(body))


@pytest.mark.parametrize(
    "target",
    [
        *("https://example.ru/?a=1", "http://example.ru", "mailto:a@example.ru", "tel:+74950000000", "#part"),
        "consultantplus://offline/ref=1",
    ],
)
def test_ordinary_links_pass(target: str) -> None:
    assert "word/document.xml" in open_docx(linked("hyperlink", target))


@pytest.mark.parametrize("start", [b"<\x01\x02", b" <z\xf1\x00", b"<<<<"])
def test_an_embedded_font_may_begin_with_any_byte(start: bytes) -> None:
    assert "word/fonts/font1.odttf" in open_docx(renamed("word/fonts/font1.odttf", start + b"\xd1" * 40))


def test_a_template_of_word_becomes_a_document() -> None:
    from tests.unit.word.kit import filled

    dotx = changed(GOOD, {"[Content_Types].xml": TYPES.replace("document.main+xml", "template.main+xml")})
    assert b"document.main+xml" in unzip(filled(dotx))["[Content_Types].xml"]


def test_small_regular_parts_may_be_packed_well() -> None:
    assert open_docx(renamed("word/media/x.emf", b"\0" * 500_000))


def test_a_table_of_many_like_rows_is_no_bomb() -> None:
    rows = "<x><y z='1'/><w><v>Строка</v></w></x>" * 30_000
    assert open_docx(renamed("word/x.xml", f"<t>{rows}</t>".encode()))


def test_a_signature_on_the_template_does_not_stay_on_the_document() -> None:
    from tests.unit.word.kit import check_valid, filled

    part, kind = (
        "_xmlsignatures/sig1.xml",
        "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
    )
    named = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    link = f'<Relationship Id="rIdS" Type="x/digital-signature/origin" Target="{part}"/></Relationships>'
    root = unzip(GOOD)["_rels/.rels"].decode().replace("</Relationships>", link)
    signed = {part: b"<x/>", "_rels/.rels": root, "[Content_Types].xml": TYPES.replace("</Types>", named)}
    done = filled(changed(GOOD, signed))
    check_valid(done)
    assert all(
        "_xmlsignatures" not in name and b"_xmlsignatures" not in data for name, data in unzip(done).items()
    )


MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


@pytest.mark.parametrize(
    "types",
    [
        TYPES.replace('ContentType="application/xml"', f'ContentType="{MAIN_TYPE}"').replace(
            f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/>', ""
        ),
        TYPES.replace("/word/document.xml", "/Word/Document.xml"),
    ],
)
def test_the_body_is_found_as_other_programs_name_it(types: str) -> None:
    from templates.word.merge import merge
    from tests.unit.word.kit import facts, source, texts

    done = merge(source(changed(GOOD, {"[Content_Types].xml": types})), facts()).docx
    assert texts(done) == ["текст 48213"]

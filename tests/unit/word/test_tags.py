"""Tags in the text of a Word document: split over runs and markup, kept looks, hostile values."""

import docx
import pytest
from docx.oxml import OxmlElement
from lxml import etree

from templates import RenderFailed, TemplateError
from templates.findings import TemplateFaults
from templates.word.merge import merge
from templates.word.names import MAIN, TYPE, w
from tests.unit.word.kit import (
    boxed,
    changed,
    facts,
    filled,
    lines,
    made,
    merged,
    no_tag_left,
    par,
    paragraphs,
    run,
    shredded,
    source,
    texts,
    unzip,
    with_body,
)

MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
HOSTILE = "ООО «Р&Д» <b>\"кавычки\"</b> 'апостроф' {скобки} {{ x }} {% y %} {# z #} {_{ &amp; 100 % {DEAL.ID}"


def test_a_tag_over_thirty_runs_with_proof_marks_is_found() -> None:
    body = shredded("Итого: {DEAL.AMOUNT * 0.85 | money} за {COMPANY.NAME}.")
    assert merged(with_body(body))[0].replace("\u00a0", " ") == "Итого: 85 000,42 ₽ за ООО «Ромашка & Ко»."


def test_the_value_looks_like_the_first_letter_of_its_tag() -> None:
    body = par(
        run("Кому: "),
        run("{CON", "<w:b/>"),
        run("TACT", "<w:i/>"),
        run(".NAME}", "<w:u/>"),
        run("!", "<w:i/>"),
    )
    document = etree.fromstring(unzip(filled(with_body(body)))["word/document.xml"])
    looks = [
        (each.findtext(w("t")), [etree.QName(look).localname for look in each.iterfind(f"{w('rPr')}/*")])
        for each in document.iter(w("r"))
    ]
    assert looks == [("Кому: ", []), ("Иванов Иван Иванович", ["b"]), ("!", ["i"])]


def test_runs_without_tags_stay_as_they_are() -> None:
    body = par(
        run("до", "<w:b/>"),
        '<w:r><w:tab/><w:t>таб</w:t><w:br/><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
        run("{DEAL.ID}"),
        properties='<w:keepNext/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>',
    )
    done = filled(with_body(body))
    xml = unzip(done)["word/document.xml"].decode()
    assert texts(done) == ["до\tтаб\n-48213"]
    assert '<w:sym w:font="Wingdings" w:char="F0FC"/>' in xml
    assert '<w:numId w:val="3"/>' in xml


@pytest.mark.parametrize("name", ["ns0:", ""])
def test_the_main_namespace_may_have_any_name(name: str) -> None:
    plain = with_body(par("{DEAL.NOTE} {SIGNATURE:client}"))
    document = unzip(plain)["word/document.xml"].decode()
    declared = f'xmlns{":" if name else ""}{name.removesuffix(":")}="{MAIN}"'
    named = document.replace("<w:", f"<{name}").replace("</w:", f"</{name}").replace(" w:", " ns0:")
    named = named.replace(f'xmlns:w="{MAIN}"', f'{declared} xmlns:ns0="{MAIN}"' if not name else declared)
    done = filled(changed(plain, {"word/document.xml": named}), facts(deal={"note": "раз\nдва"}))
    assert texts(done) == ["раз\nдва "]


def test_tabs_breaks_and_soft_hyphens_inside_a_tag_go_with_it() -> None:
    inside = "<w:r><w:t>{DEAL.</w:t><w:softHyphen/><w:t>ID</w:t><w:tab/><w:br/><w:t>}</w:t></w:r>"
    assert merged(with_body(par("№ ", inside, " от"))) == ["№ 48213 от"]


def test_curly_quotes_and_hard_spaces_inside_a_tag_are_understood() -> None:
    assert merged(
        paragraphs("{DEAL.DATE\u00a0|\u00a0format:\u00a0“dd.MM.yyyy”}", "{DEAL.DATE | format: «dd.MM.yyyy»}")
    ) == [
        "21.11.2026",
        "21.11.2026",
    ]


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    body = par(
        "Сумма ",
        '<w:del w:id="1" w:author="a"><w:r><w:delText>{DEAL.OLD}</w:delText></w:r></w:del>',
        '<w:ins w:id="2" w:author="a"><w:r><w:t>{DEAL</w:t></w:r></w:ins>',
        run(".ID}"),
    )
    done = filled(with_body(body))
    assert texts(done) == ["Сумма 48213"]
    assert b"<w:ins" not in unzip(done)["word/document.xml"]
    assert b"DEAL" not in unzip(done)["word/document.xml"]


def test_a_deleted_paragraph_mark_joins_its_paragraph_to_the_next() -> None:
    mark = '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    assert merged(with_body(par("{DEAL.", properties=mark) + par("ID} дальше"))) == ["48213 дальше"]


@pytest.mark.parametrize(("mark", "text"), [("del", "delText"), ("moveFrom", "t")])
def test_a_paragraph_that_was_deleted_or_moved_away_leaves_no_empty_one(mark: str, text: str) -> None:
    looks = f'<w:rPr><w:{mark} w:id="1" w:author="a"/></w:rPr>'
    taken = f'<w:{mark} w:id="2" w:author="a"><w:r><w:{text}>старое</w:{text}></w:r></w:{mark}>'
    gone = par(taken, properties=looks) + '<w:moveFromRangeEnd w:id="3"/><w:bookmarkEnd w:id="4"/>'
    grid = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{par('б')}</w:tc></w:tr></w:tbl>"
    assert merged(with_body(par("{DEAL.ID}") + gone + par("а") + gone + grid + gone + grid + par("в"))) == [
        *("48213", "а", "б", "", "б", "в")  # one that parts two tables stays
    ]


def test_tags_in_hyperlinks_content_controls_and_smart_tags_are_filled_in() -> None:
    bound = '<w:sdtPr><w:id w:val="5"/><w:dataBinding w:xpath="/x" w:storeItemID="y"/><w:text/></w:sdtPr>'
    control = f"<w:sdt>{bound}<w:sdtContent>{{}}</w:sdtContent></w:sdt>"
    body = (
        par(f'<w:hyperlink w:anchor="a">{run("{USER.")}{run("EMAIL}")}</w:hyperlink>')
        + par(control.format(run("{DEAL.ID}")))
        + control.format(par("{CONTACT.NAME}"))
        + par(f'<w:smartTag w:element="x">{run("{DEAL.")}</w:smartTag>', run("ID}"))
    )
    done = filled(with_body(body))
    assert texts(done) == ["p@example.ru", "48213", "Иванов Иван Иванович", "48213"]
    xml = unzip(done)["word/document.xml"]
    assert b"dataBinding" not in xml
    assert b"<w:text/>" not in xml  # LibreOffice prints no line breaks in a control for plain text


def test_fields_of_word_stay() -> None:
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    long = "".join(
        f"<w:r>{each}</w:r>"
        for each in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> NUMPAGES </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>7</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    done = filled(with_body(par("{DEAL.ID}, стр. ", page, " из ", long)))
    assert texts(done) == ["48213, стр. 1 из 7"]
    assert b" NUMPAGES " in unzip(done)["word/document.xml"]


@pytest.mark.parametrize("name", ["header", "footer"])
def test_headers_and_footers_are_filled_in(name: str) -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph("тело")
        getattr(document.sections[0], name).paragraphs[0].text = "Договор {DEAL.ID}, {COMPANY.NAME}"

    done = filled(made(build))
    part = next(part for part in unzip(done) if part.startswith(f"word/{name}"))
    assert texts(done, part) == ["Договор 48213, ООО «Ромашка & Ко»"]


def test_text_boxes_are_filled_in_in_both_their_forms() -> None:
    body = par("вокруг {DEAL.ID} ", boxed(par("Сумма {DEAL.", "AMOUNT}")))
    assert merged(with_body(body)) == ["вокруг 48213 ", "Сумма 100\u00a0000,49", "Сумма 100\u00a0000,49"]


NAMES = ["Настройка", "Обучение & <помощь>", "Сервер"]


@pytest.mark.parametrize(
    ("parts", "boxes"),
    [
        (("Итак: {FOREACH DEAL.PRODUCTS}", "box", "{INDEX}; {ENDFOREACH}всё"), NAMES),
        (("{FOREACH DEAL.PRODUCTS}", "box", "{INDEX}; {ENDFOREACH}"), NAMES),
        (("box", "{FOREACH DEAL.PRODUCTS}{INDEX}; {ENDFOREACH}"), NAMES[:1]),
        (("{FOREACH DEAL.PRODUCTS}{INDEX}; {ENDFOREACH}", "box"), NAMES[:1]),
    ],
)
def test_a_text_box_is_filled_in_for_each_line_where_it_hangs_inside_the_loop(
    parts: tuple[str, ...], boxes: list[str]
) -> None:
    box = boxed(par("{PRODUCT.NAME}"))
    text = merged(with_body(par(*(box if part == "box" else part for part in parts))))
    assert [line for line in text if line in NAMES] == [name for name in boxes for _ in range(2)]


def test_braces_that_are_no_tag_stay() -> None:
    plain = 'текст {не тег} {1} {} { } {name} "{\\"a\\": 1}" body { color: red } } {'
    assert merged(paragraphs(plain + " {DEAL.ID}")) == [plain + " 48213"]


def test_a_hostile_value_arrives_as_it_is() -> None:
    data = facts(company={"name": HOSTILE})
    assert merged(paragraphs("Клиент: {COMPANY.NAME}!", "{{ company.name }}"), data) == [
        f"Клиент: {HOSTILE}!",
        HOSTILE,
    ]


def test_lines_and_tabs_of_a_value_become_words_own() -> None:
    data = facts(deal={"additional_conditions": "раз\nдва\tтри\r\nчетыре"})
    done = filled(paragraphs("{DEAL.ADDITIONAL_CONDITIONS}"), data)
    assert texts(done) == ["раз\nдва\tтри\nчетыре"]
    assert b"<w:br/>" in unzip(done)["word/document.xml"]


def test_spaces_around_tags_stay() -> None:
    assert merged(paragraphs("а  {DEAL.ID}  б ", " {DEAL.ID} {DEAL.ID} ")) == [
        "а  48213  б ",
        " 48213 48213 ",
    ]


def test_jinja_works_beside_the_tags() -> None:
    body = [
        "{{ deal.id }} и {DEAL.ID}",
        "{% if deal.amount > 5 %}да{% else %}нет{% endif %}",
        "{# заметка #}х",
    ]
    assert merged(paragraphs(*body)) == ["48213 и 48213", "да", "х"]


def test_docxtpls_own_letters_work() -> None:
    body = [
        "{%p for p in deal.products %}",
        "{{ loop.index }}. {{ p.name }}",
        "{%p endfor %}",
        "{%p if deal.amount > 5 %}",
        "много",
        "{%p endif %}",
        "имя: {{r deal.id}}",
        "{#p заметка #}",
    ]
    assert merged(paragraphs(*body)) == [
        "1. Настройка",
        "2. Обучение & <помощь>",
        "3. Сервер",
        "много",
        "имя: 48213",
    ]


def test_a_variable_can_be_set() -> None:
    assert merged(paragraphs("{% set share = deal.amount * 2 %}", "{{ share | amount }}")) == [
        "200\u00a0000,98"
    ]


def test_titles_of_the_document_are_filled_in() -> None:
    def build(document: docx.document.Document) -> None:
        document.core_properties.title = "Предложение {DEAL.ID} для {COMPANY.NAME}"
        document.add_paragraph("тело")

    assert (
        "Предложение 48213 для ООО «Ромашка &amp; Ко»"
        in unzip(filled(made(build)))["docProps/core.xml"].decode()
    )


def property_of(name: str, value: str) -> str:
    return (
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
    )


def with_properties(extended: str, custom: str) -> bytes:
    """Make a DOCX of one paragraph with properties that Word writes on other pages of its window."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    docx_bytes = made(lambda document: document.add_paragraph("тело") and None)
    parts = {
        name: data.decode() for name, data in unzip(docx_bytes).items() if name.endswith((".xml", ".rels"))
    }
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    return changed(
        docx_bytes,
        {
            "docProps/app.xml": parts["docProps/app.xml"].replace(
                "</Properties>", f"{extended}</Properties>"
            ),
            "docProps/custom.xml": f'<Properties xmlns="{office}/custom-properties" '
            f'xmlns:vt="{office}/docPropsVTypes">{custom}</Properties>',
            "[Content_Types].xml": parts["[Content_Types].xml"].replace(
                "</Types>", f'<Override PartName="/docProps/custom.xml" ContentType="{kind}"/></Types>'
            ),
        },
    )


def test_properties_of_every_kind_are_filled_in_and_what_is_no_tag_stays() -> None:
    label = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
    own = property_of("Клиент", "{COMPANY.NAME}") + property_of("Метка", label)
    parts = unzip(filled(with_properties("<Manager>{USER.NAME}</Manager>", own)))
    assert "<Manager>Петров П. П.</Manager>" in parts["docProps/app.xml"].decode()
    values = etree.fromstring(parts["docProps/custom.xml"]).xpath("//text()")
    assert values == ["ООО «Ромашка & Ко»", label]


def test_a_block_in_a_property_that_nothing_closes_is_told() -> None:
    with pytest.raises(TemplateFaults) as told:
        filled(with_properties("", property_of("Срок", "{IF DEAL.AMOUNT > 1}да")))
    assert [(each.code, each.spot.part) for each in told.value.findings] == [
        ("unclosed-block", "свойства документа")
    ]


def test_tags_in_comments_are_left_out_with_the_comments() -> None:
    def build(document: docx.document.Document) -> None:
        paragraph = document.add_paragraph("тело {DEAL.ID}")
        document.add_comment(paragraph.runs, text="не забыть {DEAL.FOO}", author="Юрист")

    done = filled(made(build))
    assert texts(done) == ["тело 48213"]
    assert not any("comments" in name for name in unzip(done))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Сумма {DEAL.AMOUNT", "unclosed"),
        ("Сумма {DEAL.", "unclosed"),
        ("Сумма { DEAL", "unclosed"),
        ("{#products}{name}{/products}", "foreign-syntax"),
        ("{IF DEAL.AMOUNT > 5} без конца", "unclosed-block"),
        ("{ENDIF}", "stray"),
        ("{DEAL.AMOUNT | nosuch}", "unknown-filter"),
        ("{IF DEAL.AMOUNT > 5}{FOREACH DEAL.PRODUCTS}{ENDIF}{ENDFOREACH}", "crossing"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, code: str) -> None:
    with pytest.raises(TemplateFaults) as caught:
        filled(paragraphs("первый", text))
    found = caught.value.findings[0]
    assert (found.code, found.spot.words()) == (code, "абзац 2")


def test_an_unknown_field_is_told_with_its_place() -> None:
    with pytest.raises(TemplateError, match="nonexistent"):
        filled(paragraphs("первый", "{{ deal.nonexistent }}"))
    with pytest.raises(RenderFailed, match="абзац 2"):
        filled(paragraphs("первый", "{{ deal.nonexistent }}"))


def test_a_document_without_tags_is_a_template_too() -> None:
    assert merged(paragraphs("просто текст", "{и скобки}")) == ["просто текст", "{и скобки}"]


def test_seven_hundred_runs_and_forty_pages_are_merged() -> None:
    text = (
        "Пункт {INDEX}: стороны {COMPANY.NAME} и {SELLER.NAME} договорились о сумме {DEAL.AMOUNT | money}. "
    )
    body = "".join(shredded(text.replace("{INDEX}", str(n)) * 2) for n in range(8))
    long = "".join(par("Текст договора без полей. " * 60) for _ in range(130))
    done = filled(with_body(body + long + par("{DEAL.ID}")))
    assert no_tag_left(done)
    assert texts(done)[0].count("ООО «Вектор»") == 2


@pytest.mark.parametrize("count", [0, 1, 21, 500, 1000])
def test_any_number_of_lines_is_merged(count: int) -> None:
    body = ["{FOREACH DEAL.PRODUCTS}", "{INDEX}. {PRODUCT.NAME}", "{ENDFOREACH}", "конец"]
    done = merged(paragraphs(*body), lines(count))
    assert len(done) == count + 1
    assert done[-2:-1] == [f"{count}. Позиция {count}"][: min(count, 1)]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_filled_in(kind: str) -> None:
    root = (
        f'<w:{kind}s xmlns:w="{MAIN}"><w:{kind} w:id="2">{par("{IF DEAL.ID}")}{par("см. {COMPANY.", "NAME}")}'
    )
    root += f"{par('{ENDIF}')}</w:{kind}></w:{kind}s>"
    plain = with_body(par("текст", f'<w:r><w:{kind}Reference w:id="2"/></w:r>'))
    named = f'<Override PartName="/word/{kind}s.xml" ContentType="{TYPE}{kind}s+xml"/></Types>'
    types = unzip(plain)["[Content_Types].xml"].decode().replace("</Types>", named)
    done = filled(changed(plain, {"[Content_Types].xml": types, f"word/{kind}s.xml": root}))
    assert texts(done, f"word/{kind}s.xml") == ["см. ООО «Ромашка & Ко»"]


def _noted(body: str, note: str) -> bytes:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    plain = with_body(body.replace("†", reference))
    root = f'<w:footnotes xmlns:w="{MAIN}"><w:footnote w:id="2">{par(note)}</w:footnote></w:footnotes>'
    named = f'<Override PartName="/word/footnotes.xml" ContentType="{TYPE}footnotes+xml"/></Types>'
    types = unzip(plain)["[Content_Types].xml"].decode().replace("</Types>", named)
    return changed(plain, {"[Content_Types].xml": types, "word/footnotes.xml": root})


def test_what_a_note_prints_is_sought_on_a_page_only_where_the_note_is_sure_to_be() -> None:
    note = par(run("текст"), "<w:r/>†")
    for body, seen in ((note, ("p@example.ru",)), (par("{IF DEAL.ID}") + note + par("{ENDIF}"), ())):
        assert merge(source(_noted(body, "{USER.EMAIL}")), facts()).seen == seen


def test_what_another_part_prints_is_sought_only_for_its_own_sake() -> None:
    reference = OxmlElement("w:footnoteReference", {w("id"): "2"})

    def build(document: docx.document.Document) -> None:
        document.add_paragraph("{DEAL.ID}").add_run()._r.append(reference)
        document.sections[0].different_first_page_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "{USER.EMAIL} {DEAL.ID}"

    done = made(build)
    assert merge(source(done), facts()).seen == ("48213",)
    first = next(part for part in unzip(done) if part.startswith("word/header"))
    types = unzip(done)["[Content_Types].xml"].decode()
    last = f'<Override PartName="/word/footnotes.xml" ContentType="{TYPE}footnotes+xml"/></Types>'
    inside = f'<w:footnote w:id="2">{par("{COMPANY.INN}")}</w:footnote>'
    root = f'<w:footnotes xmlns:w="{MAIN}">{inside}</w:footnotes>'
    both = {"[Content_Types].xml": types.replace("</Types>", last), "word/footnotes.xml": root}
    assert first in types
    assert merge(source(changed(done, both)), facts()).seen == ("48213", "7707083893")


@pytest.mark.parametrize(
    "body",
    [
        par("<w:r><w:ruby><w:rubyBase><w:r><w:t>{DEAL.ID}</w:t></w:r></w:rubyBase></w:ruby></w:r>"),
        par('<w:r><w:pict><v:shape><v:textpath string="ПРОЕКТ {DEAL.ID}"/></v:shape></w:pict></w:r>'),
        par(f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>{{DEAL.ID}}</m:t></m:r></m:oMath>'),
        par(f"<w:fldSimple w:instr='HYPERLINK {{USER.EMAIL}}'>{run('почта')}</w:fldSimple>"),
    ],
)
def test_a_tag_where_no_data_can_be_put_is_refused(body: str) -> None:
    with pytest.raises(TemplateFaults) as caught:
        filled(with_body(par("Начало") + body))
    (found,) = caught.value.findings
    assert (found.code, found.spot.words()) == ("stray-tag", "абзац 2")


def test_a_tag_typed_as_a_field_of_word_is_refused_with_its_place() -> None:
    field = "<w:fldSimple w:instr=' COMPANY.NAME '/>"
    with pytest.raises(TemplateFaults, match=r"абзац 2: тег набран как поле Word \(Ctrl\+F9\)"):
        filled(with_body(par("Клиент:") + par(field)))


def test_a_sum_that_word_would_count_is_refused_with_its_place() -> None:
    field = "<w:fldSimple w:instr=' =SUM(ABOVE) \\# \"0,00\" '><w:r><w:t>777</w:t></w:r></w:fldSimple>"
    row = "<w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr>".format
    with pytest.raises(TemplateFaults, match=r"таблица 1, строка 2: формула Word в таблице не считает"):
        filled(with_body(f"<w:tbl><w:tblPr/><w:tblGrid/>{row(par('{DEAL.ID}'))}{row(par(field))}</w:tbl>"))
    assert merged(with_body(par("{DEAL.ID} ", field.replace("SUM(ABOVE)", "2 + 2"))))[0] == "48213 777"


def test_a_soft_hyphen_inside_a_name_is_no_letter_of_it() -> None:
    torn = "{COMP\u00adANY.NAME} {CO\u200bMPANY.INN} {\u202aDEAL.ID\u202c} {\u2068DEAL.ID\u2069}"
    assert merged(paragraphs(torn)) == merged(paragraphs("{COMPANY.NAME} {COMPANY.INN} {DEAL.ID} {DEAL.ID}"))


def test_what_fails_while_filling_in_names_the_tag_beside_its_place() -> None:
    with pytest.raises(RenderFailed, match=r"\(абзац 2, \{COMPANY\.NAME \| money\}\): нужно число"):
        merged(paragraphs("{DEAL.ID}", "{COMPANY.INN} {COMPANY.NAME | money}"))

"""On what a block of tags stands: text, paragraphs, list items, rows; and what crosses is refused."""

import docx
import pytest
from lxml import etree

from templates.findings import TemplateFaults
from templates.word.names import MAIN, STYLES_TYPE, w
from tests.unit.word.kit import (
    changed,
    filled,
    lines,
    made,
    merged,
    par,
    paragraphs,
    rows,
    run,
    table,
    texts,
    unzip,
    with_body,
)

ALL = ["Настройка", "Обучение & <помощь>", "Сервер"]
LOOP, END = "{FOREACH DEAL.PRODUCTS}", "{ENDFOREACH}"


def test_a_row_with_foreach_is_repeated_for_every_line() -> None:
    done = filled(table(["№", "Имя"], [LOOP + "{INDEX}", "{PRODUCT.NAME}" + END], ["Итого", "{DEAL.ID}"]))
    assert rows(done) == [["№", "Имя"], ["1", ALL[0]], ["2", ALL[1]], ["3", ALL[2]], ["Итого", "48213"]]


def test_rows_of_tags_alone_disappear() -> None:
    done = filled(table(["№", "Имя"], [LOOP, ""], ["{INDEX}", "{PRODUCT.NAME}"], [END, ""], ["Итого", ""]))
    assert [row[1] for row in rows(done)] == ["Имя", *ALL, ""]


def test_several_rows_are_repeated_together() -> None:
    done = filled(table([LOOP + "{INDEX}", "{PRODUCT.NAME}"], ["", "цена"], ["", "{PRODUCT.UNIT}" + END]))
    assert [row[1] for row in rows(done)] == [
        ALL[0],
        "цена",
        "шт.",
        ALL[1],
        "цена",
        "усл.",
        ALL[2],
        "цена",
        "шт.",
    ]


def test_a_loop_amid_the_texts_of_a_row_repeats_the_row() -> None:
    done = filled(table(["№ " + LOOP + "{INDEX}", "{PRODUCT.NAME}" + END + "."], ["конец", ""]))
    assert rows(done) == [["№ 1", f"{ALL[0]}."], ["№ 2", f"{ALL[1]}."], ["№ 3", f"{ALL[2]}."], ["конец", ""]]


def test_a_loop_that_opens_after_the_heading_begins_below_it() -> None:
    done = filled(table(["№", "Имя" + LOOP], ["{INDEX}", "{PRODUCT.NAME}"], [END + "Итого", ""]))
    assert [row[0] for row in rows(done)] == ["№", "1", "2", "3", "Итого"]


def test_a_condition_takes_rows() -> None:
    body = [
        ["{IF DEAL.AMOUNT > 5}", ""],
        ["много", "1"],
        ["{ELSE}", ""],
        ["мало", "2"],
        ["{ENDIF}", ""],
        ["конец", ""],
    ]
    assert rows(filled(table(*body))) == [["много", "1"], ["конец", ""]]
    body[0][0] = "{IF DEAL.AMOUNT < 5}"
    assert rows(filled(table(*body))) == [["мало", "2"], ["конец", ""]]


def test_a_condition_around_a_row_takes_it() -> None:
    body = table(["а", "б"], ["{IF DEAL.AMOUNT < 5}скидка", "5 %{ENDIF}"], ["в", "г"])
    assert rows(filled(body)) == [["а", "б"], ["в", "г"]]


def test_a_condition_inside_a_loop_chooses_rows() -> None:
    body = table(
        [LOOP, ""],
        ['{IF PRODUCT.UNIT = "шт."}', ""],
        ["{INDEX}", "{PRODUCT.NAME}"],
        ["{ENDIF}", ""],
        [END, ""],
        ["конец", ""],
    )
    assert [row[0] for row in rows(filled(body))] == ["1", "3", "конец"]


def test_a_condition_and_a_loop_share_a_row() -> None:
    body = table([LOOP + '{IF PRODUCT.UNIT = "шт."}{INDEX}', "{PRODUCT.NAME}{ENDIF}" + END], ["конец", ""])
    assert [row[0] for row in rows(filled(body))] == ["1", "3", "конец"]


def test_a_loop_inside_one_cell_stays_in_the_cell() -> None:
    done = filled(table(["Состав", LOOP + "\n{PRODUCT.NAME}\n" + END], ["Цена", "{DEAL.ID}"]))
    assert rows(done) == [["Состав", "\n".join(ALL)], ["Цена", "48213"]]


def test_a_loop_that_fills_the_only_cell_repeats_the_row() -> None:
    assert rows(filled(table([LOOP + "{PRODUCT.NAME}" + END]))) == [[name] for name in ALL]


def test_a_tag_alone_in_a_paragraph_of_a_cell_leaves_no_empty_line() -> None:
    form = table(["{FOREACH DEAL.PRODUCTS}\n{INDEX}", "{PRODUCT.NAME}", "{PRODUCT.QUANTITY}\n{ENDFOREACH}"])
    assert rows(filled(form, lines(2))) == [["1", "Позиция 1", "1"], ["2", "Позиция 2", "1"]]


def test_a_cell_whose_paragraphs_all_go_keeps_one() -> None:
    done = filled(table(["а", "{IF DEAL.AMOUNT < 5}\nнет\n{ENDIF}"]))
    assert rows(done) == [["а", ""]]


def test_a_table_without_rows_goes() -> None:
    done = filled(table([LOOP + "{INDEX}", "{PRODUCT.NAME}" + END], before=["до"], after=["после"]), lines(0))
    assert texts(done) == ["до", "после"]


def test_a_table_is_repeated_whole_and_its_copies_do_not_touch() -> None:
    done = filled(table(["{INDEX}", "{PRODUCT.NAME}"], before=[LOOP], after=[END, "конец"]))
    assert len(docx.Document(__import__("io").BytesIO(done)).tables) == 3
    assert b"</w:tbl><w:tbl>" not in unzip(done)["word/document.xml"]


def test_tables_that_a_condition_leaves_touching_are_kept_apart() -> None:
    grid = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{par('а')}</w:tc></w:tr></w:tbl>"
    for between in (["{IF DEAL.AMOUNT < 5}", "нет", "{ENDIF}"], ["{IF DEAL.AMOUNT > 5}{ENDIF}"]):
        texts_between = "".join(par(text.replace("<", "&lt;")) for text in between)
        document = unzip(filled(with_body(grid + texts_between + grid + par())))["word/document.xml"]
        assert document.count(b"<w:tbl>") == 2
        assert b"</w:tbl><w:tbl>" not in document


PICTURE = (
    '<w:r><w:drawing><wp:anchor><a:graphic><a:graphicData uri="x"/></a:graphic></wp:anchor></w:drawing></w:r>'
)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("least", "inside"), [("&lt;", 0), (">", 1)])
def test_a_picture_that_hangs_on_the_paragraph_of_a_tag_goes_with_no_tag(
    least: str, inside: int, *, first: bool
) -> None:
    def beside(tag: str) -> str:
        return par(PICTURE, run(tag)) if first else par(run(tag), PICTURE)

    opening = f"{{IF DEAL.AMOUNT {least} 5}}"
    around = {True: (1, inside), False: (inside, 1)}[first]  # outside of the block, or a part of it
    for body, shown in (
        (beside(opening) + par("текст") + par("{ENDIF}"), around[0]),
        (par(opening) + par("текст") + beside("{ENDIF}"), around[1]),
        (beside(opening + "текст{ENDIF}"), 1),
    ):
        assert unzip(filled(with_body(body)))["word/document.xml"].count(b"<w:drawing>") == shown


def test_paragraphs_between_tags_alone_are_repeated() -> None:
    assert merged(paragraphs("а", LOOP, "{PRODUCT.NAME}", "—", END, "б")) == [
        "а",
        ALL[0],
        "—",
        ALL[1],
        "—",
        ALL[2],
        "—",
        "б",
    ]


def test_tags_at_the_edges_of_paragraphs_take_whole_paragraphs() -> None:
    done = merged(paragraphs("Состав: " + LOOP, "{INDEX}. {PRODUCT.NAME}", END + "Всё."))
    assert done == ["Состав: ", *(f"{n}. {name}" for n, name in enumerate(ALL, 1)), "Всё."]
    done = merged(paragraphs(LOOP + "{INDEX}.", "{PRODUCT.NAME}" + END))
    assert done == ["1.", ALL[0], "2.", ALL[1], "3.", ALL[2]]


def test_tags_amid_texts_of_paragraphs_repeat_the_text_between() -> None:
    done = merged(paragraphs("Текст {IF DEAL.AMOUNT > 5}один", "два{ENDIF} три"))
    assert done == ["Текст один", "два три"]
    assert merged(paragraphs("Текст {IF DEAL.AMOUNT < 5}один", "два{ENDIF} три")) == ["Текст  три"]


def test_a_condition_inside_a_text_stays_in_it() -> None:
    done = merged(
        paragraphs(
            "Цена {IF DEAL.AMOUNT > 5}большая{ELSE}малая{ENDIF}, {IF DEAL.AMOUNT < 5}со скидкой{ENDIF}."
        )
    )
    assert done == ["Цена большая, ."]


def test_a_paragraph_that_is_all_condition_goes_with_it() -> None:
    assert merged(paragraphs("а", "{IF DEAL.AMOUNT < 5}скидка{ENDIF}", "б")) == ["а", "б"]


def test_a_loop_inside_a_text_stays_in_it() -> None:
    assert merged(paragraphs("Состав: " + LOOP + "{PRODUCT.NAME}; " + END + "всё.")) == [
        "Состав: " + "; ".join(ALL) + "; всё."
    ]


def test_an_item_of_a_list_is_repeated() -> None:
    def build(document: docx.document.Document) -> None:
        document.add_paragraph(LOOP + "{PRODUCT.NAME}" + END, style="List Bullet")
        document.add_paragraph(LOOP, style="List Number")
        document.add_paragraph("{PRODUCT.NAME}", style="List Number")
        document.add_paragraph(END, style="List Number")

    done = filled(made(build))
    assert texts(done) == ALL + ALL
    assert [each.style.name for each in docx.Document(__import__("io").BytesIO(done)).paragraphs] == [
        *["List Bullet"] * 3,
        *["List Number"] * 3,
    ]


def test_a_tag_typed_into_a_field_of_a_form_governs_paragraphs_too() -> None:
    def typed(text: str) -> str:
        return par(_referring("FILLIN", text))

    assert merged(with_body(typed(LOOP) + par("{INDEX}") + typed(END))) == ["1", "2", "3"]
    assert merged(with_body(typed("{IF DEAL.AMOUNT &lt; 5}нет{ENDIF}") + par("а"))) == ["а"]
    page = par(_referring("PAGE", ""), run("{IF DEAL.ID}")) + par("а") + par("{ENDIF}")
    assert unzip(filled(with_body(page)))["word/document.xml"].count(b"PAGE") == 1


STYLES = f"""<w:styles xmlns:w="{MAIN}">
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Маркер"/>
  <w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="Пункт"/><w:basedOn w:val="a3"/></w:style>
<w:style w:type="paragraph" w:styleId="a5"><w:name w:val="List Paragraph"/></w:style>
<w:style w:type="paragraph" w:styleId="a6"><w:name w:val="Без номера"/><w:basedOn w:val="a4"/>
  <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
</w:styles>"""


@pytest.mark.parametrize(
    ("style", "own", "count"),
    [
        *(("a3", "", 3), ("a4", "", 3), ("a5", "", 3), ("a6", "", 1), ("нет", "", 1)),
        ("a4", '<w:numPr><w:numId w:val="0"/></w:numPr>', 1),
    ],
)
def test_an_item_is_known_by_what_its_style_is_whatever_its_id(style: str, own: str, count: int) -> None:
    item = par(run(LOOP + "{PRODUCT.NAME}" + END), properties=f'<w:pStyle w:val="{style}"/>{own}')
    plain = with_body(item)
    named = f'<Override PartName="/word/styles.xml" ContentType="{STYLES_TYPE}"/></Types>'
    types = unzip(plain)["[Content_Types].xml"].decode().replace("</Types>", named)
    document = changed(plain, {"[Content_Types].xml": types, "word/styles.xml": STYLES})
    assert len(merged(document)) == count


def test_loops_nest_over_rows_and_a_nested_table() -> None:
    inner = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"
    cell = inner.format(par(LOOP + "{ITEM.NAME}" + END)) + par()
    body = (
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
        + par()
    )
    assert [text for text in merged(with_body(body)) if text] == ALL


def test_merged_cells_spans_and_heights_stay() -> None:
    row = (
        '<w:tr><w:trPr><w:trHeight w:val="400" w:hRule="exact"/></w:trPr><w:tc>'
        '<w:tcPr><w:gridSpan w:val="2"/>'
        f'<w:vMerge w:val="restart"/></w:tcPr>{par(LOOP + "{INDEX}")}</w:tc>'
        f"<w:tc>{par('{PRODUCT.NAME}' + END)}</w:tc></w:tr>"
    )
    body = (
        f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>{row}</w:tbl>" + par()
    )
    xml = unzip(filled(with_body(body)))["word/document.xml"].decode()
    assert xml.count('<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>') == 3
    assert xml.count('w:hRule="exact"') == 3


def test_a_section_break_outlives_its_tag() -> None:
    section = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
    body = par("{IF DEAL.AMOUNT > 5}") + par("внутри") + par("{ENDIF}", properties=section) + par("дальше")
    done = filled(with_body(body))
    assert texts(done) == ["внутри", "", "дальше"]
    assert unzip(done)["word/document.xml"].count(b"<w:sectPr>") == 2


def test_bookmarks_and_editing_ids_are_not_repeated() -> None:
    body = (
        '<w:p w14:paraId="11111111" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
        f'<w:bookmarkStart w:id="1" w:name="_GoBack"/>{run(LOOP)}</w:p>'
        f'<w:p><w:bookmarkStart w:id="2" w:name="x"/>{run("{PRODUCT.NAME}")}<w:bookmarkEnd w:id="2"/></w:p>'
        f'<w:p>{run(END)}<w:bookmarkEnd w:id="1"/></w:p>'
        f'<w:p><w:bookmarkStart w:id="3" w:name="kept"/>{run("конец")}<w:bookmarkEnd w:id="3"/></w:p>'
    )
    done = filled(with_body(body))
    assert texts(done) == [*ALL, "конец"]
    assert unzip(done)["word/document.xml"].count(b"<w:bookmarkStart") == 1


def _bookmarked(name: str, text: str, number: int) -> str:
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return par(start, run(text), f'<w:bookmarkEnd w:id="{number}"/>')


def _referring(code: str, shown: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    said = f"<w:r><w:instrText> {code} </w:instrText></w:r>"
    return mark("begin") + said + mark("separate") + run(shown) + mark("end")


@pytest.mark.parametrize(("least", "linked"), [(5, True), (10**9, False)])
def test_a_reference_to_a_clause_under_a_condition_holds_or_becomes_text(least: int, *, linked: bool) -> None:
    body = (
        *(par(f"{{IF DEAL.AMOUNT > {least}}}"), _bookmarked("_Ref1", "Гарантия", 1), par("{ENDIF}")),
        *(par(LOOP), _bookmarked("_Ref2", "{PRODUCT.NAME}", 2), par(END), _bookmarked("_Ref3", "Срок", 3)),
        par(run("см. "), _referring("REF _Ref1 \\h", "1"), run(", "), _referring("PAGEREF _Ref3 \\h", "7")),
        par(f'<w:fldSimple w:instr=" REF _Ref2 \\r ">{run("2")}</w:fldSimple>'),
    )
    done = filled(with_body("".join(body)))
    document = unzip(done)["word/document.xml"]
    assert (b'w:name="_Ref1"' in document, b"REF _Ref1" in document) == (linked, linked)
    assert b"PAGEREF _Ref3" in document
    assert b"_Ref2" not in document
    assert document.count(b"<w:fldChar ") == (6 if linked else 3)
    assert texts(done)[-1] == "2"


@pytest.mark.parametrize(
    "body",
    [
        table([LOOP + "{INDEX}", "{PRODUCT.NAME}"], after=[END]),
        table(["{INDEX}", END], before=[LOOP]),
        table(["{IF DEAL.AMOUNT > 5}а", "{ELSE}", "{ENDIF}"]),
    ],
)
def test_tags_that_cross_a_table_are_refused_with_the_place(body: bytes) -> None:
    with pytest.raises(TemplateFaults) as caught:
        filled(body)
    assert {found.code for found in caught.value.findings} == {"crossing"}
    assert caught.value.findings[0].spot.words()


JOINED = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_a_loop_that_fills_the_only_cell_beside_a_joined_one_repeats_the_row() -> None:
    body = "".join(
        f"<w:tr><w:tc><w:tcPr>{joined}</w:tcPr>{par(group)}</w:tc><w:tc><w:tcPr/>{par(text)}</w:tc></w:tr>"
        for joined, group, text in zip(
            JOINED, ("Группа", " "), ("Состав", LOOP + "{PRODUCT.NAME}" + END), strict=True
        )
    )
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    done = filled(with_body(f"<w:tbl><w:tblPr/>{grid}{body}</w:tbl>"))
    assert [row[1] for row in rows(done)] == ["Состав", *ALL]


@pytest.mark.parametrize(
    "wrapping",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        '<w:customXml w:element="x"><w:customXmlPr/>{}</w:customXml>',
    ],
)
def test_a_cell_that_ends_with_a_content_control_gets_no_empty_line(wrapping: str) -> None:
    control = wrapping.format
    cells = "".join(
        f"<w:tc><w:tcPr/>{control(par(text))}</w:tc>" for text in (LOOP + "{INDEX}", "{PRODUCT.NAME}" + END)
    )
    done = filled(with_body(f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cells}</w:tr></w:tbl>"))
    assert texts(done) == ["1", ALL[0], "2", ALL[1], "3", ALL[2]]


@pytest.mark.parametrize(
    ("opening", "value", "closing", "after"),
    [
        ("{IF DEAL.AMOUNT &gt; 5}", "on", "{ENDIF}", ["до", "|да", "после"]),
        ("{IF DEAL.AMOUNT &lt; 5}", "on", "{ENDIF}", ["до", "после"]),
        (LOOP, "true", END, ["до", "|", "да", "да", "да", "после"]),
        (LOOP, "false", END, ["до", "да", "да", "да", "после"]),
    ],
)
def test_a_new_page_that_a_tags_paragraph_begins_is_not_lost(
    opening: str, value: str, closing: str, after: list[str]
) -> None:
    page = f'<w:pageBreakBefore w:val="{value}"/>'
    body = par("до") + par(opening, properties=page) + par("да") + par(closing) + par("после")
    done = filled(with_body(body))
    breaks = [
        each.find(f"{w('pPr')}/{w('pageBreakBefore')}") is not None
        for each in etree.fromstring(unzip(done)["word/document.xml"]).iter(w("p"))
    ]
    assert ["|" * begins + text for begins, text in zip(breaks, texts(done), strict=True)] == after


def test_a_row_inside_a_content_control_is_a_row() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    row = "<w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr>".format
    tags = [row(par(tag)) for tag in ("{IF DEAL.AMOUNT &gt; 5}", "{ELSE}", "{ENDIF}")]
    body = (
        f"{control(tags[0])}{row(par('да'))}{tags[1]}{row(par('нет'))}{control(tags[2])}{row(par('конец'))}"
    )
    assert merged(with_body(f"<w:tbl><w:tblPr/><w:tblGrid/>{body}</w:tbl>")) == ["да", "конец"]


def test_a_content_control_that_is_left_empty_goes() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    tags = [par("{IF DEAL.AMOUNT &lt; 5}"), par("нет"), par("{ENDIF}")]
    done = filled(with_body(control(control("".join(tags))) + par("да", control(run("{# заметка #}")))))
    assert texts(done) == ["да"]
    assert b"<w:sdt>" not in unzip(done)["word/document.xml"]


def test_a_block_may_begin_inside_a_content_control_and_end_outside() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    row = "<w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr>".format
    begins = par("до"), par("{IF DEAL.AMOUNT &gt; 5}"), par("да")
    ends = par("{ELSE}"), par("нет"), par("{ENDIF}"), par("после")
    assert merged(with_body(control("".join(begins)) + "".join(ends))) == ["до", "да", "после"]
    assert merged(with_body("".join(begins) + control(control("".join(ends))))) == ["до", "да", "после"]
    body = control("".join(map(row, begins))) + "".join(map(row, ends))
    assert merged(with_body(f"<w:tbl><w:tblPr/><w:tblGrid/>{body}</w:tbl>")) == ["до", "да", "после"]

"""What Word does to a document while people edit it: the text stays, the XML does not."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random

from lxml import etree

from tests.integration.word_corpus.reading import is_text_part, parts, w, zipped

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Wrap = Callable[[etree._Element, Random], etree._Element]


def element(tag: str, /, **attributes: str) -> etree._Element:
    made = etree.Element(w(tag))
    for key, value in attributes.items():
        made.set(w(key), value)
    return made


def _proof(_: Random) -> list[etree._Element]:
    return [element("proofErr", type="spellStart"), element("proofErr", type="spellEnd")]


def _bookmark(chance: Random) -> list[etree._Element]:
    number = str(chance.randrange(1000, 10**9))
    return [element("bookmarkStart", id=number, name=f"_GoBack{number}"), element("bookmarkEnd", id=number)]


def _deleted(chance: Random) -> list[etree._Element]:
    gone = _inside("del", chance)
    run, text = element("r", rsidDel="00AB12CD"), etree.Element(w("delText"))
    text.text = "УДАЛЁННОЕ}"
    run.append(text)
    gone.append(run)
    return [gone]


def _page_break(_: Random) -> list[etree._Element]:
    run = element("r")
    run.append(element("lastRenderedPageBreak"))
    return [run]


MARKS: Sequence[Callable[[Random], list[etree._Element]]] = (_proof, _bookmark, _deleted, _page_break)


def _inside(name: str, chance: Random) -> etree._Element:
    return element(name, id=str(chance.randrange(10**6)), author="Юрист", date="2026-11-01T10:00:00Z")


def _inserted(run: etree._Element, chance: Random) -> etree._Element:
    made = _inside("ins", chance)
    made.append(run)
    return made


def _smart_tag(run: etree._Element, _: Random) -> etree._Element:
    made = element("smartTag", uri="urn:schemas-microsoft-com:office:smarttags", element="metricconverter")
    made.append(run)
    return made


def _hyperlink(run: etree._Element, _: Random) -> etree._Element:
    made = element("hyperlink", anchor="_top", history="1")
    made.append(run)
    return made


def _control(run: etree._Element, chance: Random) -> etree._Element:
    made, properties, content = element("sdt"), element("sdtPr"), element("sdtContent")
    properties.append(element("id", val=str(chance.randrange(10**6))))
    content.append(run)
    made.extend((properties, content))
    return made


WRAPS: Sequence[Wrap] = (_inserted, _smart_tag, _hyperlink, _control)


def edited(docx: bytes, *, seed: int, longest: int = 7, marks: float = 0.2, wraps: float = 0.1) -> bytes:
    """Split the runs of every part at random, and put between and around them what Word leaves there."""
    chance, files = Random(seed), parts(docx)
    for name in filter(is_text_part, list(files)):
        root = etree.fromstring(files[name])
        for paragraph in list(root.iter(w("p"))):
            paragraph.set(w("rsidR"), f"00{chance.randrange(16**6):06X}")
            for run in paragraph.findall(w("r")):
                _split(run, chance, longest, marks, wraps)
        files[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(files)


def _split(run: etree._Element, chance: Random, longest: int, marks: float, wraps: float) -> None:
    text = run.find(w("t"))
    content = [child for child in run if child.tag != w("rPr")]
    if text is None or len(content) != 1 or not text.text:
        return
    made: list[etree._Element] = []
    for piece in _pieces(text.text, chance, longest):
        small = deepcopy(run)
        small.set(w("rsidRPr"), f"00{chance.randrange(16**6):06X}")
        inner = small.find(w("t"))
        assert inner is not None
        inner.text = piece
        inner.set(XML_SPACE, "preserve")
        made.append(chance.choice(WRAPS)(small, chance) if chance.random() < wraps else small)
        if chance.random() < marks:
            made += chance.choice(MARKS)(chance)
    parent = run.getparent()
    assert parent is not None
    place = parent.index(run)
    parent[place : place + 1] = made


def _pieces(text: str, chance: Random, longest: int) -> list[str]:
    done = []
    while text:
        length = chance.randint(1, longest)
        done.append(text[:length])
        text = text[length:]
    return done


def typed_in_word(text: str) -> str:
    """Write tags as Word's autocorrection leaves them: curly quotes, non-breaking spaces."""
    inside, done = False, []
    for char in text:
        inside = (inside or char == "{") and char != "}"
        done.append({" ": "\u00a0", '"': "“"}.get(char, char) if inside else char)
    return "".join(done)

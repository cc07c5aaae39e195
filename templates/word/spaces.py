"""What a reader sees around a tag once lifted tags are out of the text."""

from lxml import etree

from templates.word.groups import unit_paragraphs
from templates.word.marks import Mark


class Spaces:
    """Tells what a reader sees before and after a tag once lifted tags are out of the text."""

    def __init__(self, by_paragraph: dict[etree._Element, list[Mark]], lifted: set[Mark]) -> None:
        self._marks, self._lifted = by_paragraph, lifted

    def before(self, mark: Mark, unit: etree._Element) -> bool:
        """Tell whether nothing to see stands before the tag in its unit."""
        return not self._seen(mark, unit, before=True)

    def after(self, mark: Mark, unit: etree._Element) -> bool:
        """Tell whether nothing to see stands after the tag in its unit."""
        return not self._seen(mark, unit, before=False)

    def _seen(self, mark: Mark, unit: etree._Element, *, before: bool) -> bool:
        met, home = False, mark.placed.paragraph.element
        for paragraph in unit_paragraphs(unit):
            own = paragraph.element is home
            if home in paragraph.element.iterancestors():
                continue  # a text box: it is seen where it hangs on the paragraph
            met = met or own
            if own:
                span = (0, mark.tag.start) if before else (mark.tag.end, len(paragraph.text))
            elif met is before:
                continue
            else:
                span = (0, len(paragraph.text))
            if self._visible(paragraph.element, paragraph.text, paragraph.things, span):
                return True
        return False

    def _visible(self, element: etree._Element, text: str, things: list[int], span: tuple[int, int]) -> bool:
        start, end = span
        covered = [mark.tag for mark in self._marks.get(element, ()) if mark in self._lifted]
        for tag in covered:
            text = text[: tag.start] + " " * (tag.end - tag.start) + text[tag.end :]
        return bool(text[start:end].strip()) or any(start <= thing <= end for thing in things)

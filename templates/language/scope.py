"""Follow the tags of a document in order: what is open, and what a name means there."""

from dataclasses import dataclass

from templates.language import tree
from templates.language.names import Loop, loop_over
from templates.language.parser import parse
from templates.language.tags import JINJA, BadExpression, BadTag, Fault, Tag, TagKind
from templates.language.tokens import straighten
from templates.language.words import PARTIES, split_condition, split_foreach
from templates.language.write import Writer, quoted
from templates.phrase import Phrase
from templates.shape import NUMBERS, Kind

_CLOSES = {TagKind.ENDIF: TagKind.IF, TagKind.ENDFOREACH: TagKind.FOREACH}
_BRACES = {TagKind.PRINT: ("{{", "}}"), TagKind.STATEMENT: ("{%", "%}"), TagKind.COMMENT: ("{#", "#}")}
_ENDS = {TagKind.IF: Phrase("условие кончается"), TagKind.FOREACH: Phrase("повторение кончается")}
_KEYWORD = {TagKind.IF: "IF", TagKind.FOREACH: "FOREACH"}


@dataclass(slots=True)
class _Open:
    tag: Tag
    loop: Loop | None = None
    has_else: bool = False


LONGEST = 2_000
"""Characters of one tag."""

_TOO_LONG = ("слишком длинное выражение", "Разбейте его на несколько тегов.")


class Scope:
    """The state between the tags of one part of a document: feed it every tag in document order."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    @property
    def depth(self) -> int:
        """Tell how many IF and FOREACH are open."""
        return len(self._open)

    @property
    def loops(self) -> tuple[Loop, ...]:
        """Give the loops that are open, outermost first."""
        return tuple(each.loop for each in self._open if each.loop)

    def jinja(self, tag: Tag) -> str:
        """Write a tag as Jinja. Raises BadTag; the scope stays usable after it."""
        if len(tag.body) > LONGEST and tag.kind not in JINJA:
            raise BadTag(Fault(tag.start, tag.end, "bad-expression", *_TOO_LONG))
        try:
            return self._jinja(tag)
        except BadExpression as error:
            raise BadTag(Fault(tag.start, tag.end, error.code, str(error), error.hint)) from error
        except (RecursionError, ValueError) as error:  # ValueError: a number of thousands of digits
            raise BadTag(Fault(tag.start, tag.end, "bad-expression", *_TOO_LONG)) from error

    def close(self) -> list[Fault]:
        """Tell of every tag that is still open at the end."""
        left = [self._unclosed(each.tag) for each in self._open]
        self._open.clear()
        return left

    @staticmethod
    def _unclosed(tag: Tag) -> Fault:
        word = _KEYWORD[tag.kind]
        return Fault(
            tag.start,
            tag.end,
            "unclosed-block",
            Phrase("{%(word)s} без {END%(word)s}", word=word),
            Phrase("Поставьте {END%(word)s} там, где %(ends)s.", word=word, ends=_ENDS[tag.kind]),
        )

    def _jinja(self, tag: Tag) -> str:  # noqa: PLR0911 - an arm for each kind of tag
        if tag.kind in JINJA:
            before, after = _BRACES[tag.kind]
            return before + (tag.body if tag.kind is TagKind.COMMENT else straighten(tag.body)) + after
        match tag.kind:
            case TagKind.FIELD:
                return f"{{{{ {self._writer().printed(parse(tag.body))} }}}}"
            case TagKind.IF:
                return self._if(tag)
            case TagKind.ELSEIF | TagKind.ELSE:
                return self._else(tag)
            case TagKind.FOREACH:
                return self._foreach(tag)
            case TagKind.ENDIF | TagKind.ENDFOREACH:
                return self._end(tag)
        return f"{{{{ {self._mark(tag)} }}}}"

    def _writer(self) -> Writer:
        return Writer(self.loops)

    def _condition(self, tag: Tag, word: str) -> str:
        return self._writer().value(parse(tag.body.removeprefix(word)))

    def _if(self, tag: Tag) -> str:
        self._open.append(_Open(tag))
        return f"{{% if {self._condition(tag, 'IF')} %}}"

    def _else(self, tag: Tag) -> str:
        word = tag.kind.value.upper()
        if not self._open or self._open[-1].tag.kind is not TagKind.IF:
            raise BadExpression(
                Phrase("{%(word)s} стоит вне {IF}", word=word),
                "Он бывает только между {IF …} и {ENDIF}.",
                code="stray",
            )
        if self._open[-1].has_else:
            raise BadExpression(
                Phrase("{%(word)s} после {ELSE}", word=word),
                "После {ELSE} бывает только {ENDIF}.",
                code="stray",
            )
        if tag.kind is TagKind.ELSEIF:
            return f"{{% elif {self._condition(tag, 'ELSEIF')} %}}"
        self._open[-1].has_else = True
        if rest := tag.body.removeprefix("ELSE").strip():
            self._open[-1].has_else = False
            hint = "Второе условие пишут {ELSEIF …}."
            raise BadExpression(Phrase("лишнее после ELSE: «%(rest)s»", rest=rest), hint)
        return "{% else %}"

    def _foreach(self, tag: Tag) -> str:
        outer = self.loops
        self._open.append(_Open(tag))
        said, condition = split_condition(tag.body.removeprefix("FOREACH").strip())
        list_name, name = split_foreach(said)
        found = Writer(outer).name(tree.Name(tuple(list_name.split("."))))
        if found.kind in NUMBERS | {Kind.DATE}:
            raise BadExpression(
                Phrase("%(name)s — не список", name=list_name.upper()),
                "Повторяют список: {FOREACH DEAL.PRODUCTS}.",
            )
        loop = loop_over(found, name, outer)
        self._open[-1].loop = loop
        only = f" if {self._writer().value(parse(condition))}" if condition else ""
        return f"{{% for {loop.variable} in {found.code}|each({quoted(found.path)}){only} %}}"

    def _end(self, tag: Tag) -> str:
        wanted = _CLOSES[tag.kind]
        kinds = [each.tag.kind for each in self._open]
        if wanted not in kinds:
            word = _KEYWORD[wanted]
            raise BadExpression(
                Phrase("{END%(word)s} без {%(word)s}", word=word),
                Phrase("Уберите его или поставьте {%(word)s …} раньше.", word=word),
                code="stray",
            )
        # The last of its kind is closed even where another stands in between: each mistake is told once.
        del self._open[max(n for n, kind in enumerate(kinds) if kind is wanted)]
        if kinds[-1] is not wanted:
            inner = _KEYWORD[kinds[-1]]
            raise BadExpression(
                Phrase(
                    "теги перекрещиваются: {END%(outer)s} раньше, чем {END%(inner)s}",
                    outer=_KEYWORD[wanted],
                    inner=inner,
                ),
                Phrase("Закройте сначала {END%(inner)s}.", inner=inner),
                code="crossing",
            )
        return "{% endif %}" if wanted is TagKind.IF else "{% endfor %}"

    def _mark(self, tag: Tag) -> str:
        _, _, argument = tag.body.partition(":")
        argument = argument.strip()
        match tag.kind:
            case TagKind.SIGNATURE:
                return f'signature("{_party(argument)}")'
            case TagKind.STAMP:
                return "stamp()"
            case TagKind.IMAGE:
                return f"picture({quoted(_needed(argument, '{IMAGE:logo}'))})"
            case TagKind.QR if argument:
                return f'qr({self._writer().printed(parse(argument))} ~ "")'
            case TagKind.QR:
                return PAYMENT
        name = _needed(argument, Phrase("{BLOCK:имя}"))
        raise BadExpression(
            Phrase("в библиотеке нет блока «%(name)s»", name=name),
            "Проверьте имя блока.",
            code="unknown-block",
        )


PAYMENT = (
    'payment_qr("Оплата по документу № " ~ document.number ~ '
    '(" от " ~ (document.date|date) if document.date else ""))'
)


def _needed(argument: str, shown: str) -> str:
    argument = argument.strip("\"'«»“”„")
    if not argument:
        raise BadExpression("не сказано, что вставить", Phrase("Пишут так: %(shown)s.", shown=shown))
    return argument


def _party(argument: str) -> str:
    party = PARTIES.get(argument.lower(), argument.lower())
    if not (party.isascii() and party.isalpha()):
        given = (
            Phrase("«%(argument)s» — не сторона", argument=argument)
            if argument
            else "не сказано, чья подпись"
        )
        raise BadExpression(given, "Пишут {SIGNATURE:client} или {SIGNATURE:seller}.")
    return party

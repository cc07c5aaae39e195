"""Read an expression by recursive descent: one method for each strength of binding, weakest first."""

from templates.language.tags import BadExpression
from templates.language.tokens import Piece, Token, pieces
from templates.language.tree import (
    Arithmetic,
    Comparison,
    Filtered,
    Logic,
    Minus,
    Name,
    Node,
    Not,
    Number,
    Text,
    Truth,
)
from templates.phrase import Phrase

_AND, _OR, _NOT = frozenset({"AND", "И"}), frozenset({"OR", "ИЛИ"}), frozenset({"NOT", "НЕ"})
_TRUE, _FALSE = frozenset({"TRUE", "ДА"}), frozenset({"FALSE", "НЕТ"})
_COMPARING = frozenset({"=", "!=", ">", "<", ">=", "<="})
_MAX_DEPTH = 40
_ELSEWHERE = {
    "IN": 'Перечислите через OR: DEAL.CURRENCY = "RUB" OR DEAL.CURRENCY = "USD".',
    "BETWEEN": "Свяжите границы словом AND: DEAL.AMOUNT >= 5 AND DEAL.AMOUNT <= 7.",
    "IS": 'Заполнено ли поле, спрашивают так: {IF COMPANY.KPP}; равно ли — знаком: DEAL.CURRENCY = "RUB".',
    "THEN": "Уберите его: текст пишут сразу после {IF …}.",
}


def parse(text: str) -> Node:
    """Read a whole expression with its filters. Raises BadExpression."""
    reader = _Reader(list(pieces(text)))
    if reader.now.token is Token.END:
        raise BadExpression("выражение пустое")
    node = reader.filtered()
    reader.end()
    return node


def _unexpected(piece: Piece) -> tuple[str, str]:
    if piece.token is Token.END:
        return "выражение обрывается", "Допишите, что стоит после последнего знака."
    if piece.value in {"&", "&&"}:
        return Phrase("лишнее «%(written)s»", written=piece.written), "Вместо && пишут AND."
    if piece.value == ",":
        return "запятая не на месте", "Дробь пишут через точку: 0.85; значения для фильтра — после двоеточия."
    if piece.value == ":":
        return "двоеточие не на месте", 'Двоеточие ставят после имени фильтра: | format: "dd.MM.yyyy".'
    if piece.value in _ELSEWHERE:
        return Phrase("слова «%(written)s» в условиях нет", written=piece.written), _ELSEWHERE[piece.value]
    return Phrase(
        "лишнее «%(written)s»", written=piece.written
    ), "Между двумя значениями нужен знак: + - * / = > < AND OR."


class _Reader:
    def __init__(self, found: list[Piece]) -> None:
        self._pieces = found
        self._at = 0
        self._depth = 0

    def end(self) -> None:
        """Refuse what stands behind the expression."""
        if self.now.token is not Token.END:
            raise BadExpression(*_unexpected(self.now))

    @property
    def now(self) -> Piece:
        return self._pieces[self._at]

    def _take(self) -> Piece:
        piece = self.now
        self._at += piece.token is not Token.END
        return piece

    def _sign(self, *signs: str) -> bool:
        if self.now.token is Token.SIGN and self.now.value in signs:
            self._at += 1
            return True
        return False

    def _word(self, words: frozenset[str]) -> bool:
        if self.now.token is Token.NAME and self.now.value in words:
            self._at += 1
            return True
        return False

    def filtered(self) -> Node:
        """Read a value and the filters after it."""
        node = self._either()
        while self._sign("|"):
            node = self._filter(node)
        return node

    def _filter(self, inner: Node) -> Filtered:
        name = self._take()
        if name.token is not Token.NAME or "." in name.value:
            raise BadExpression("после знака | нужно имя фильтра", "Например: | money.")
        arguments: list[Node] = []
        if self._sign(":"):
            arguments = self._arguments()
        elif self._sign("("):
            arguments = self._arguments()
            self._close()
        return Filtered(inner, name.value.lower(), tuple(arguments))

    def _arguments(self) -> list[Node]:
        found = [self._either()]
        while self._sign(","):
            found.append(self._either())
        return found

    def _close(self) -> None:
        if not self._sign(")"):
            raise BadExpression("скобка ( не закрыта", "Поставьте ) в конце выражения.")

    def _either(self) -> Node:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise BadExpression("слишком много скобок одна в другой")
        node = self._both()
        while self._word(_OR):
            node = Logic("or", node, self._both())
        self._depth -= 1
        return node

    def _both(self) -> Node:
        node = self._denied()
        while self._word(_AND):
            node = Logic("and", node, self._denied())
        return node

    def _denied(self) -> Node:
        denied = False
        while self._word(_NOT):
            denied = not denied
        node = self._compared()
        return Not(node) if denied else node

    def _compared(self) -> Node:
        node = self._sum()
        if self.now.token is Token.SIGN and self.now.value in _COMPARING:
            sign = self._take().value
            node = Comparison(sign, node, self._sum())
            if self.now.token is Token.SIGN and self.now.value in _COMPARING:
                raise BadExpression("два сравнения подряд", "Свяжите их словом AND: A > 1 AND A < 5.")
        return node

    def _sum(self) -> Node:
        node = self._product()
        while self.now.token is Token.SIGN and self.now.value in {"+", "-"}:
            node = Arithmetic(self._take().value, node, self._product())
        return node

    def _product(self) -> Node:
        node = self._signed()
        while self.now.token is Token.SIGN and self.now.value in {"*", "/"}:
            node = Arithmetic(self._take().value, node, self._signed())
        return node

    def _signed(self) -> Node:
        minus = False
        while self.now.token is Token.SIGN and self.now.value in {"+", "-"}:
            minus ^= self._take().value == "-"
        node = self._atom()
        return Minus(node) if minus else node

    def _atom(self) -> Node:
        piece = self._take()
        match piece.token:
            case Token.NUMBER:
                return Number(piece.value)
            case Token.TEXT:
                return Text(piece.value)
            case Token.NAME if piece.value in _TRUE | _FALSE:
                return Truth(piece.value in _TRUE)
            case Token.NAME if piece.value not in _AND | _OR:
                return Name(tuple(piece.value.split(".")))
            case Token.SIGN if piece.value == "(":
                node = self.filtered()
                self._close()
                return node
        raise BadExpression(*_unexpected(piece))

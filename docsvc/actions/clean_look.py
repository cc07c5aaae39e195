"""Taking a signature's look from outside: read with distrust, written anew."""

import json
from dataclasses import replace

from docsvc.errors import BadInput
from docsvc.model.will import LookInput, LookKind
from signing.errors import BadLook

DRAWING_MOST = 256 * 1024
PICTURE_MOST = 2 * 1024 * 1024


def clean_look(look: LookInput) -> LookInput:
    """Return a look that can be put into a file: strokes as they were read, a picture as a PNG of our own.

    A picture is read in a process of its own: better before a transaction is open. What is `cleaned` is
    returned as it is. Raises `BadInput`.
    """
    from signing.face import HANDS

    if look.cleaned:
        return look
    if look.kind is LookKind.TYPED:
        return LookInput(face=look.face if look.face in HANDS else "", cleaned=True)
    content = _drawn(look.content) if look.kind is LookKind.DRAWN else _picture(look.content)
    return replace(look, content=content, cleaned=True)


def _drawn(content: bytes) -> bytes:
    from signing.drawing import as_plain, read_strokes

    if len(content) > DRAWING_MOST:
        raise BadInput([("drawn", "рисунок слишком подробный: распишитесь ещё раз, проще")])
    try:
        strokes = read_strokes(json.loads(content))
    except (BadLook, ValueError, RecursionError) as error:
        raise BadInput([("drawn", "распишитесь ещё раз: рисунок не прочитался")]) from error
    return json.dumps(as_plain(strokes), separators=(",", ":")).encode()


def _picture(content: bytes) -> bytes:
    from docsvc.model.signature_picture import clean_picture

    if len(content) > PICTURE_MOST:
        raise BadInput([("picture", "картинка больше 2 МБ: уменьшите её")])
    try:
        return clean_picture(content)
    except BadLook as error:
        raise BadInput([("picture", str(error))]) from error

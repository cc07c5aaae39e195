"""How somebody chose that their signature looks: in the file, and on the certificate of completion."""

import base64
import json

from docsvc.model import Act, Signature
from docsvc.model.will import LookKind
from docsvc.tools import Tools
from signing import BadLook, Look, read_strokes
from signing.look_picture import look_svg


def kept_look(tools: Tools, signature: Signature) -> Look | None:
    """Return the look that was chosen, None where it is the usual one. Raises BadLook, ValueError."""
    chosen = signature.look or {}
    content = tools.blobs.get(signature.look_blob) if signature.look_blob else b""
    match chosen.get("kind"):
        case LookKind.DRAWN.value:
            return Look(strokes=read_strokes(json.loads(content)))
        case LookKind.PICTURE.value:
            return Look(picture=content)
        case _:
            face = chosen.get("face", "")
            return Look(typed=signature.typed, face=face) if face else None


def look_of(tools: Tools, signature: Signature) -> str:
    """Return the signature's look as a data URI; empty for an act that leaves none."""
    if signature.act != Act.SIGN or not (signature.typed or signature.look_blob):
        return ""
    try:
        look = kept_look(tools, signature) or Look(typed=signature.typed)
    except (BadLook, ValueError):
        return ""
    return _uri("image/png", look.picture) if look.picture else _uri("image/svg+xml", look_svg(look))


def _uri(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"

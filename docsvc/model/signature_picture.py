"""Pictures of signatures and stamps from outside."""

from typing import Final

from signing import BadLook
from templates import TemplateError
from templates.incoming import clean_scan
from templates.limits import Limits, limited

_LIMITS: Final = Limits(seconds=15, cpu=10, memory=2**30)


def clean_picture(content: bytes) -> bytes:
    """Return an uploaded PNG or JPEG as a PNG of ours; raise `BadLook` with the reason for people."""
    try:
        return limited(clean_scan, _LIMITS)(content)
    except TemplateError as error:
        raise BadLook(str(error)) from error

"""The only bytes that a layout may load: the template's own files and data: URIs."""

import mimetypes
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from templates.marks import ASSET
from templates.phrase import Phrase
from templates.typesetter import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class Refused(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint has no types
    """Something in a template asked for a file or an address that it may not have."""


class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves `asset:<path>` from memory and data: URIs; everything else stops the rendering.

    WeasyPrint's own fetcher embeds any file of the machine and follows any link.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True)
        self._files = files

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """Give the bytes of an allowed address. Raises Refused."""
        del headers  # nothing is asked of a server
        scheme = url.partition(":")[0].lower()
        if scheme == "data":
            return super().fetch(url)
        name = unquote(url[len(ASSET) :])
        if scheme != ASSET.rstrip(":") or name not in self._files:
            raise Refused(
                Phrase("нельзя загрузить «%(url)s»: доступны только файлы самого шаблона", url=url[:200])
            )
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self._files[name], {"Content-Type": kind})

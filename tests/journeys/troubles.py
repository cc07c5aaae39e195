"""What must never happen in a browser window, noted down as it happens."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Page, Request, Response

LEAVING = "net::ERR_ABORTED"
"""What Chromium calls a request that a new page or a download took the place of."""

NOWHERE = frozenset({"about", "blob", "data"})
"""Schemes of what comes from no server."""


class Troubles:
    """Console errors, script errors, failed requests and requests to third parties of one window.

    `expected` are the statuses of refusals that the story is about; `met` are those that came.
    """

    def __init__(self, page: Page, *, base_url: str) -> None:
        self.base_url = base_url
        self.noted: list[str] = []
        self.expected: set[int] = set()
        self.met: set[int] = set()
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_failure)
        page.on("response", self._on_response)

    def take(self) -> tuple[list[str], set[int], set[int]]:
        """Return what was noted, met and expected, and begin anew."""
        taken = self.noted, self.met, self.expected
        self.noted, self.met, self.expected = [], set(), set()
        return taken

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        if message.type == "error" and any(f"status of {each} " in message.text for each in self.expected):
            return
        self.noted.append(f"console {message.type}: {message.text}")

    def _on_error(self, error: Error) -> None:
        self.noted.append(f"script: {error}")

    def _on_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in NOWHERE and not request.url.startswith(f"{self.base_url}/"):
            self.noted.append(f"request to a third party: {request.url}")

    def _on_failure(self, request: Request) -> None:
        if request.failure != LEAVING:
            self.noted.append(f"request failed: {request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status in self.expected:
            self.met.add(response.status)
        elif response.status >= 400:
            self.noted.append(f"{response.status}: {response.request.method} {response.url}")

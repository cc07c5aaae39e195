"""What each person of the demonstration does, through the pages that they would use."""

import re
import ssl
from dataclasses import dataclass
from functools import cache
from html import unescape
from time import monotonic, sleep

import httpx

from docsvc.demo.visitor import TIMEOUT_SECONDS, Stuck, Visitor

PATIENCE_SECONDS = 180.0
LETTER = re.compile(r'href="(/settings/mail/[0-9a-f-]+)"')
LINK = re.compile(r'href="([^"]*/s/[^"]+)"')
CODE = re.compile(r'class="code[^"]*">\s*(\d{6})')


@cache
def _roots() -> ssl.SSLContext:
    """Read the roots once: httpx would do so for every request, and that takes longer than the request."""
    return httpx.create_ssl_context()


@dataclass(frozen=True, slots=True)
class Machine:
    """The CRM: it speaks the REST API with a key."""

    base_url: str
    key: str

    def push(self, deal: bytes) -> str:
        """Send a deal and return its id."""
        answer = self._request("POST", "/deals", content=deal, media_type="application/json")
        return str(answer["id"])

    def wait(self, document_id: str, state: str) -> None:
        """Wait until the document is in the state; raise `Stuck` when it takes too long."""
        self._wait(document_id, "state", state)

    def wait_rendered(self, document_id: str) -> None:
        """Wait until the document has its PDF; raise `Stuck` when it takes too long."""
        self._wait(document_id, "render_state", "done")

    def _wait(self, document_id: str, name: str, wanted: str) -> None:
        end = monotonic() + PATIENCE_SECONDS
        while (found := self._request("GET", f"/documents/{document_id}")[name]) != wanted:
            if monotonic() > end:
                raise Stuck(f"документ {document_id}: {name} = {found}, а не {wanted}")
            sleep(0.1)

    def file(self, document_id: str, what: str) -> bytes:
        """Return the bytes of one of a document's files."""
        answer = httpx.get(
            self._url(f"/documents/{document_id}/files/{what}"),
            headers=self._headers,
            timeout=30,
            verify=_roots(),
        )
        if answer.is_error:
            raise Stuck(f"{what}: {answer.status_code} {answer.text[:300]}")
        return answer.content

    def audit(self, document_id: str) -> bytes:
        """Return the document's audit trail as it is exported."""
        return httpx.get(
            self._url(f"/documents/{document_id}/audit"), headers=self._headers, timeout=30, verify=_roots()
        ).content

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    def _url(self, path: str) -> str:
        return f"{self.base_url}/api/v1{path}"

    def _request(
        self, method: str, path: str, *, content: bytes = b"", media_type: str = ""
    ) -> dict[str, object]:
        headers = self._headers | ({"Content-Type": media_type} if media_type else {})
        answer = httpx.request(
            method,
            self._url(path),
            content=content,
            headers=headers,
            timeout=TIMEOUT_SECONDS,
            verify=_roots(),
        )
        if answer.is_error:
            raise Stuck(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        body: dict[str, object] = answer.json()
        return body


class Colleague(Visitor):
    """Somebody who works here, logged in."""

    def __init__(self, base_url: str, *, email: str, password: str) -> None:
        super().__init__(base_url)
        self.open("/login")
        self.submit("/login", email=email, password=password)
        if self.path == "/login":
            raise Stuck(f"{email}: вход не удался")

    def make(self, deal_id: str, kind: str) -> str:
        """Make a document of a deal and return its id."""
        self.open(f"/deals/{deal_id}")
        self.submit(f"/documents/{kind}")
        return self.path.rsplit("/", 1)[-1]

    def submit_for_approval(self, document_id: str) -> None:
        """Look at the PDF and send the document for approval."""
        self.open(f"/documents/{document_id}")
        self.download(f"/documents/{document_id}/files/rendered")
        self.submit(f"/documents/{document_id}/submit")

    def approve(self, document_id: str) -> None:
        """Approve what waits in the inbox."""
        self.open("/inbox")
        self.open(f"/inbox/{document_id}")
        self.submit(f"/documents/{document_id}/decision", verdict="approve", comment="")

    def send(self, document_id: str, *, message: str = "") -> None:
        """Send the document to the recipients that the form suggests."""
        self.open(f"/documents/{document_id}/send")
        self.submit(f"/documents/{document_id}/send", message=message)

    def reveal(self, email: str, number: str, words: str) -> tuple[str, str]:
        """Return link and code of the newest such letter, as an administrator without SMTP does."""
        end = monotonic() + PATIENCE_SECONDS
        while monotonic() < end:
            for path in dict.fromkeys(LETTER.findall(self.open(f"/settings/mail?q={email}"))):
                letter = self.open(path)
                if number in letter and words in letter and self.offers("/reveal"):
                    self.submit("/reveal")
                    return _first(LINK, self.page), _first(CODE, self.page)
            sleep(0.2)
        raise Stuck(f"нет письма «{words}» для {email}")


class Recipient(Visitor):
    """Somebody with a link in a letter."""

    def follow(self, link: str) -> str:
        """Open the link, press «Продолжить», and return the id of the document."""
        self.open(link)
        self.submit(self.path)
        return self.path.rsplit("/", 1)[-1]

    def accept(self, document_id: str) -> None:
        """Read and accept a quote."""
        self.download(f"/sign/{document_id}/file.pdf")
        self.submit(f"/sign/{document_id}/accept", consent="yes")

    def ask_code(self, document_id: str, *, typed: str) -> None:
        """Read the document, agree, type the signature and ask for a code."""
        self.download(f"/sign/{document_id}/file.pdf")
        self.submit(f"/sign/{document_id}/sign", self._will(typed), to=f"/sign/{document_id}/code")

    def sign(self, document_id: str, *, typed: str, code: str) -> None:
        """Enter the code and sign."""
        self.submit(f"/sign/{document_id}/sign", self._will(typed), code=code)

    def _will(self, typed: str) -> dict[str, str]:
        agreement = re.search(r'name="agreement" value="([0-9a-f]{64})"', self.page)
        will = {"typed": typed, "consent": "yes"}
        return will | ({"agreement": agreement[1]} if agreement else {})


def _first(pattern: re.Pattern[str], page: str) -> str:
    found = pattern.search(page)
    return unescape(found[1]) if found else ""

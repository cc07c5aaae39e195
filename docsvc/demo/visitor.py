"""A person at a browser, as far as a demonstration needs one: pages, forms and files over real HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx

TIMEOUT_SECONDS = 60.0


class Stuck(Exception):
    """A page was not what the person expected; the message shows what it said."""


@dataclass(slots=True)
class Form:
    """A form of a page: where it goes and what it would send untouched."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def put(self, name: str, value: str) -> None:
        """Add a value; a name may come several times, once a row."""
        if name:
            self.fields.setdefault(name, []).append(value)


class Visitor:
    """One browser with its own cookies; `page` is the last page seen."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url
        self._client = httpx.Client(base_url=base_url, follow_redirects=True, timeout=TIMEOUT_SECONDS)
        self._at = base_url
        self.page = ""

    @property
    def path(self) -> str:
        """Return the path of the page that the person is on."""
        return urlsplit(self._at).path

    def open(self, path: str) -> str:
        """Open a page and return its HTML; raise `Stuck` when it is not one."""
        return self._see(self._client.get(path))

    def submit(
        self, action: str, values: Mapping[str, str] | None = None, *, to: str = "", **more: str
    ) -> str:
        """Fill and send the form of this page whose action ends with `action`; return the page that follows.

        `to` is the address of the button that is pressed, where it has one of its own.
        """
        form = self._form(action)
        filled: dict[str, list[str] | str] = {**form.fields, **(values or {}), **more}
        origin = {"Origin": self._base, "Referer": self._at}
        return self._see(self._client.post(urljoin(self._at, to or form.action), data=filled, headers=origin))

    def offers(self, action: str) -> bool:
        """Tell whether this page has such a form."""
        return self._find(action) is not None

    def answers(self, action: str, name: str) -> list[str]:
        """Return what the form of this page would send untouched under a name."""
        return self._form(action).fields.get(name, [])

    def download(self, path: str) -> bytes:
        """Return the bytes of a file; raise `Stuck` when there are none."""
        answer = self._client.get(path)
        self._refuse(answer)
        return answer.content

    def close(self) -> None:
        """Close the browser."""
        self._client.close()

    def _see(self, answer: httpx.Response) -> str:
        self._refuse(answer)
        self.page, self._at = answer.text, str(answer.url)
        return self.page

    def _form(self, action: str) -> Form:
        found = self._find(action)
        if found is None:
            raise Stuck(f"{self.path}: нет формы «{action}». {_TextReader.text_of(self.page)}")
        return found

    def _find(self, action: str) -> Form | None:
        reader = _FormReader()
        reader.feed(self.page)
        found = (form for form in reader.forms if (form.action or self.path).split("?")[0].endswith(action))
        return next(found, None)

    def _refuse(self, answer: httpx.Response) -> None:
        if answer.is_error:
            text = _TextReader.text_of(answer.text)
            raise Stuck(f"{answer.request.method} {answer.request.url.path}: {answer.status_code}. {text}")


class _FormReader(HTMLParser):
    """Collects the forms of a page with the values already in them; what a template holds is not sent."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._text: str | None = None
        self._select, self._first = "", False
        self._templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._templates += 1
        elif tag == "form":
            self.forms.append(Form(about.get("action", "")))
        elif self.forms and not self._templates:
            self._control(tag, about)

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self.forms[-1].fields[self._text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._text = None
        elif tag == "template":
            self._templates -= 1

    def _control(self, tag: str, about: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], about.get("name", ""), about.get("type", "text")
        match tag:
            case "input" if kind in {"checkbox", "radio"}:
                if "checked" in about:
                    form.put(name, about.get("value", "on"))
            case "input" if kind not in {"submit", "button", "file"}:
                form.put(name, about.get("value", ""))
            case "textarea" if name:
                self._text = name
                form.put(name, "")
            case "select":
                self._select, self._first = name, True
            case "option" if self._first or "selected" in about:
                if not self._first:
                    form.fields[self._select].pop()  # the first one was only the default
                form.put(self._select, about.get("value", ""))
                self._first = False


class _TextReader(HTMLParser):
    """Collects the readable text of an error page."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []

    def handle_data(self, data: str) -> None:
        self._words.append(data.strip())

    @classmethod
    def text_of(cls, page: str) -> str:
        """Return the text of a page, at most a few lines of it."""
        reader = cls()
        reader.feed(page)
        return " ".join(word for word in reader._words if word)[:500]

import pytest

from docsvc.errors import BadConfiguration
from docsvc.mail.address import on_the_wire, read_address
from docsvc.mail.colour import DEFAULT, brand_colour, ink_on
from docsvc.mail.compose import one_line
from docsvc.mail.server import Security, read_server


@pytest.mark.parametrize("text", [" Ivanova@Example.RU ", "ivanova@example.ru"])
def test_an_address_has_one_spelling(text: str) -> None:
    assert read_address(text) == "ivanova@example.ru"


@pytest.mark.parametrize(
    "text",
    [
        *("", "ivanova", "@example.ru", "a@", "a b@example.ru", "<a@b.ru>", "a,b@c.ru"),
        *("a@b\r\nBcc: c@d.ru", "a..b@c.ru", "a@-b.ru", "a@b..ru"),
        *(f"{'a' * 65}@b.ru", f"a@{'b' * 300}.ru"),
        *(f"a@{'ж' * 60}.рф", "a@xn--a.ru", "a@1שלום.ru"),  # no form for DNS, or no way back from it
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="адрес почты"):
        read_address(text)


def test_a_domain_goes_out_in_ascii() -> None:
    assert on_the_wire("Инфо@Пример.РФ") == "инфо@xn--e1afmkfd.xn--p1ai"


def test_a_mail_server_is_read_from_its_address() -> None:
    server = read_server("smtp+starttls://robot%40office:p%3Aw@mail.example:2587")
    assert (server.host, server.port, server.security) == ("mail.example", 2587, Security.STARTTLS)
    assert (server.user, server.password) == ("robot@office", "p:w")
    assert "p:w" not in repr(server)


@pytest.mark.parametrize(("url", "port"), [("smtp://m", 25), ("smtp+starttls://m", 587), ("smtps://m", 465)])
def test_each_protection_has_its_usual_port(url: str, port: int) -> None:
    assert read_server(url).port == port


@pytest.mark.parametrize(
    "url", ["mail.example:25", "http://mail.example", "smtp://", "smtp://m:port", "smtp://u:p@mail.example"]
)
def test_an_address_that_cannot_be_used_names_its_variable(url: str) -> None:
    with pytest.raises(BadConfiguration, match="DOCSVC_SMTP_URL"):
        read_server(url)


def test_a_password_goes_in_the_clear_to_this_machine_only() -> None:
    assert read_server("smtp://u:p@127.0.0.1:1025").user == "u"


@pytest.mark.parametrize(
    ("colour", "ink"), [("#0f5c6e", "#ffffff"), ("#ffd54a", "#16181d"), ("#ffffff", "#16181d")]
)
def test_a_button_can_be_read_on_any_colour(colour: str, ink: str) -> None:
    assert ink_on(brand_colour(colour)) == ink


@pytest.mark.parametrize("text", ["", "red", "#fff", "#0f5c6e;background:url(x)", "#0f5c6e\n"])
def test_only_a_colour_enters_a_style(text: str) -> None:
    assert brand_colour(text) == DEFAULT


def test_a_line_is_one_line_and_can_be_seen() -> None:
    assert one_line(" Иван\r\nBcc: x\u202e\ud800\0 Петров ") == "Иван Bcc: x Петров"

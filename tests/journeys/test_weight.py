"""What a first visit costs: bytes on the wire with an empty cache."""

from playwright.sync_api import Browser, Request, expect

from tests.journeys.office import Office
from tests.journeys.screen import Screen
from tests.journeys.sizes import ON_A_PHONE
from tests.journeys.steps import follow

PDF_JS = ("/vendor/pdf.", "/file.pdf", "/files/")
RECIPIENT_MOST = 100_000
STAFF_MOST = 200_000

pytestmark = ON_A_PHONE


def first_visit(screen: Screen, path: str) -> dict[str, int]:
    """Open a page in a fresh browser of the same person; return the bytes of each body as it travelled.

    pdf.js and the document itself are left out: a page can be read before they come.
    """
    browser = screen.page.context.browser
    assert isinstance(browser, Browser)
    context = browser.new_context(storage_state=screen.page.context.storage_state())
    page, requests = context.new_page(), list[Request]()
    page.on("requestfinished", lambda request: requests.append(request))  # noqa: PLW0108 -- marks its handlers
    page.goto(screen.base_url + path, wait_until="networkidle")
    counted = [each for each in requests if not any(part in each.url for part in PDF_JS)]
    bodies = {each.url.rpartition("/")[2]: each.sizes()["responseBodySize"] for each in counted}
    context.close()
    return bodies


def test_the_first_visit_of_a_recipient_is_light(client: Screen, office: Office) -> None:
    deal = office.deal()
    contract = office.signed_by_the_director(deal)
    follow(client, office.link(deal.client, contract))
    expect(client.heading()).to_contain_text("Договор")
    bodies = first_visit(client, f"/sign/{contract}")
    assert sum(bodies.values()) < RECIPIENT_MOST, bodies


def test_the_first_visit_of_a_colleague_is_light(administrator: Screen, office: Office) -> None:
    quote = office.submitted("quote", office.deal())
    for path in ("/", "/documents", f"/documents/{quote}", "/archive", "/settings"):
        bodies = first_visit(administrator, path)
        assert sum(bodies.values()) < STAFF_MOST, (path, bodies)

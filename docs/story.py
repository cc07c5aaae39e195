"""The demonstration's story once more, with a stop wherever the documentation wants a picture."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import FilePayload, Page

from docs.camera import PHONE, WIDE, Camera, signed_page
from docs.deals import deal
from docs.mistakes import mistaken_contract
from docsvc.demo.people import Colleague, Machine, Recipient

INVITATION = "/s/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CODE = "••••••"
CLIENT = ("sokolov@prichal.example", "Соколов Андрей Петрович")
DIRECTOR = "Орлова Марина Викторовна"
HAND = (
    ((0.08, 0.62), (0.14, 0.3), (0.2, 0.22), (0.2, 0.45), (0.16, 0.66), (0.26, 0.5), (0.33, 0.46)),
    ((0.33, 0.46), (0.3, 0.62), (0.38, 0.6), (0.42, 0.44), (0.44, 0.64), (0.54, 0.42), (0.56, 0.62)),
    ((0.56, 0.62), (0.66, 0.46), (0.7, 0.62), (0.92, 0.38)),
)
"""Strokes of a signature, as shares of the pad."""


@dataclass(slots=True)
class Story:
    """An installation at work; `passwords` by e-mail, `cast` from part to e-mail."""

    base_url: str
    machine: Machine
    passwords: Mapping[str, str]
    cast: Mapping[str, str]
    camera: Camera
    present: dict[str, Colleague] = field(default_factory=dict)
    screens: dict[str, Page] = field(default_factory=dict)

    def tell(self, pattern: bytes) -> None:
        """Play everything and take every picture."""
        self._empty()
        deal_id = self.machine.push(pattern)
        self._others(pattern)
        self._quote(deal_id)
        contract = self._contract(deal_id)
        self._sign(contract)
        self._complete(contract, deal_id)
        self._template()

    def _empty(self) -> None:
        administrator = self._screen("administrator")
        administrator.goto("/")
        self.camera.shoot(administrator, "administrator-checklist")

    def _template(self) -> None:
        """Show what a lawyer sees of a template in Word that has mistakes."""
        screen = self._screen("lawyer")
        screen.goto("/templates/new")
        file = FilePayload(name="Договор.docx", mimeType=WORD, buffer=mistaken_contract())
        screen.set_input_files("input[type=file]", file)
        screen.fill("#in-title", "Договор с подрядчиком")
        screen.locator("select[name=kind]").select_option("contract")
        screen.get_by_role("button", name="Загрузить и проверить").click()
        screen.wait_for_selector(".notes")
        self.camera.shoot(screen, "lawyer-studio")

    def _others(self, pattern: bytes) -> None:
        manager = self._colleague("manager")
        for external_id, kind in (("2026-1152", "contract"), ("2026-1158", "quote"), ("2026-1163", "quote")):
            document = self._made(self.machine.push(deal(pattern, external_id)), kind)
            if external_id == "2026-1163":
                continue  # stays a draft
            manager.submit_for_approval(document)
            if kind == "quote":
                self._sent(document)

    def _quote(self, deal_id: str) -> None:
        screen = self._screen("manager")
        screen.goto(f"/deals/{deal_id}")
        self.camera.shoot(screen, "manager-deal")
        quote = self._made(deal_id, "quote")
        screen.goto(f"/documents/{quote}")
        self.camera.shoot(screen, "manager-draft")
        self._colleague("manager").submit_for_approval(quote)
        self._sent(quote, message="Андрей Петрович, предложение по складу, как договорились.")
        link = self._link(CLIENT[0])
        phone = self.camera.visitor(PHONE)
        phone.goto(link)
        self.camera.shoot(phone, "client-link")
        phone.locator("main form button").click()
        self.camera.shoot(phone, "client-quote")
        client = Recipient(self.base_url)
        client.follow(link)
        client.accept(quote)
        self.machine.wait(quote, "archived")
        self.camera.shoot_pdf(self.machine.file(quote, "final"), "quote-pdf")

    def _contract(self, deal_id: str) -> str:
        contract = self._made(deal_id, "contract")
        placing = self._screen("manager")
        placing.goto(f"/documents/{contract}/fields")
        self.camera.shoot(placing, "manager-fields", at=".place", block="center")
        self._colleague("manager").submit_for_approval(contract)
        lawyer = self._screen("lawyer")
        lawyer.goto(f"/inbox/{contract}")
        self.camera.shoot(lawyer, "lawyer-inbox")
        self._colleague("lawyer").approve(contract)
        self._colleague("finance").approve(contract)
        director = self._screen("director", phone=True)
        director.goto(f"/inbox/{contract}")
        self.camera.shoot(director, "director-inbox")
        self._colleague("director").approve(contract)
        manager = self._screen("manager")
        manager.goto(f"/documents/{contract}/send")
        self.camera.shoot(manager, "manager-send")
        self._sent(contract, message="Договор на подпись.")
        manager.goto("/")
        self.camera.shoot(manager, "manager-home")
        return contract

    def _sign(self, contract: str) -> None:
        director = self.cast["director"]
        phone = self._follow(director)
        self._will(phone, typed=DIRECTOR)
        self.camera.shoot(phone, "director-sign", at="#panel")
        self._enter_code(phone, director)
        self._press(phone)
        phone = self._follow(CLIENT[0])
        self.camera.shoot(phone, "client-contract")
        self._draw(phone)
        self._will(phone, typed=CLIENT[1])
        self._enter_code(phone, CLIENT[0])
        self.camera.shoot(phone, "client-sign", at="[for=typed]")
        self._press(phone)
        self.machine.wait(contract, "archived")
        phone.reload()
        self.camera.shoot(phone, "client-done")

    def _complete(self, contract: str, deal_id: str) -> None:
        manager = self._screen("manager")
        manager.goto(f"/documents/{contract}")
        self.camera.shoot(manager, "document")
        signed = self.machine.file(contract, "final")
        self.camera.shoot_pdf(signed, "contract-pdf", page=signed_page(signed), bottom=0.55)
        self.camera.shoot_pdf(self.machine.file(contract, "certificate"), "certificate-pdf")
        invoice = self._made(deal_id, "invoice")
        self._colleague("manager").submit_for_approval(invoice)
        self.machine.wait(invoice, "approved")
        self._colleague("manager").send(invoice)
        self.machine.wait(invoice, "archived")
        self.camera.shoot_pdf(self.machine.file(invoice, "final"), "invoice-pdf")
        self._shoot_pages(contract)

    def _shoot_pages(self, contract: str) -> None:
        accountant = self._screen("accountant")
        accountant.goto("/archive")
        self.camera.shoot(accountant, "accountant-archive")
        anybody = self.camera.visitor(WIDE)
        anybody.goto(f"/v/{contract}")
        self.camera.shoot(anybody, "accountant-proof")
        self._verify(contract)
        administrator = self._screen("administrator")
        for name, path in {"mail": "/mail", "people": "/people", "settings": ""}.items():
            administrator.goto(f"/settings{path}")
            self.camera.shoot(administrator, f"administrator-{name}")

    def _verify(self, contract: str) -> None:
        """Drop the signed contract on the public page, as the client does."""
        phone = self.camera.visitor(PHONE)
        phone.goto("/verify")
        signed = self.machine.file(contract, "final")
        phone.set_input_files(
            "#file", FilePayload(name="Договор.pdf", mimeType="application/pdf", buffer=signed)
        )
        phone.locator("form[data-verify] button").click()
        phone.wait_for_selector(".verdict")
        self.camera.shoot(phone, "client-verify")

    def _made(self, deal_id: str, kind: str) -> str:
        document = self._colleague("manager").make(deal_id, kind)
        self.machine.wait_rendered(document)
        return document

    def _sent(self, document: str, *, message: str = "") -> None:
        self.machine.wait(document, "approved")
        self._colleague("manager").send(document, message=message)
        self.machine.wait(document, "sent")

    def _follow(self, email: str) -> Page:
        phone = self.camera.visitor(PHONE)
        phone.goto(self._link(email))
        phone.locator("main form button").click()
        phone.wait_for_selector("#panel")
        return phone

    def _will(self, phone: Page, *, typed: str) -> None:
        phone.check("#agreement")
        phone.check("#consent")
        phone.fill("[data-typed]", typed)

    def _draw(self, phone: Page) -> None:
        """Show a signature drawn by hand, then go back to typing."""
        phone.get_by_text("Нарисовать").click()
        pad = phone.locator("[data-pad]")
        phone.wait_for_function("() => 'SignaturePad' in window")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        if box is None:
            raise SystemExit("there is nothing to draw on")
        for stroke in HAND:
            points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
            phone.mouse.move(*points[0])
            phone.mouse.down()
            for x, y in points[1:]:
                phone.mouse.move(x, y, steps=4)
            phone.mouse.up()
        self.camera.shoot(phone, "client-drawn", at="[data-look] legend")
        phone.get_by_text("Вписать", exact=True).click()

    def _enter_code(self, phone: Page, email: str) -> None:
        phone.locator("#panel [formaction$='/code']").click()
        phone.wait_for_selector("#code")
        _link, code = self._colleague("administrator").reveal(email, "", CODE)
        phone.fill("#code", code)

    def _press(self, phone: Page) -> None:
        phone.locator("#panel form button.primary").first.click()
        phone.wait_for_selector(".parties")

    def _link(self, email: str) -> str:
        return self._colleague("administrator").reveal(email, "", INVITATION)[0]

    def _screen(self, part: str, *, phone: bool = False) -> Page:
        """Return the browser of a person, who logs in once."""
        if part not in self.screens:
            email, size = self.cast[part], PHONE if phone else WIDE
            self.screens[part] = self.camera.colleague(size, email=email, password=self.passwords[email])
        return self.screens[part]

    def _colleague(self, part: str) -> Colleague:
        if part not in self.present:
            email = self.cast[part]
            self.present[part] = Colleague(self.base_url, email=email, password=self.passwords[email])
        return self.present[part]

"""The story: a deal becomes an accepted quote, a signed contract and an invoice, all archived."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from rich.console import Console

from docsvc.demo.people import Colleague, Machine, Recipient
from docsvc.demo.visitor import Stuck

INVITATION = "/s/"
CODE = "••••••"


@dataclass(slots=True)
class Steps:
    """What was done, printed as it happens and kept with its seconds."""

    console: Console
    done: list[dict[str, object]] = field(default_factory=list)

    @contextmanager
    def step(self, who: str, what: str) -> Iterator[None]:
        """Time one step and print it."""
        started = monotonic()
        yield
        seconds = round(monotonic() - started, 2)
        self.done.append({"who": who, "what": what, "seconds": seconds})
        self.console.print(f"  [dim]{seconds:6.2f} с[/]  [bold]{who}[/]: {what}")


@dataclass(slots=True)
class Play:
    """The people on their stage; `passwords` by e-mail, `cast` from part to e-mail."""

    base_url: str
    steps: Steps
    machine: Machine
    passwords: dict[str, str]
    cast: dict[str, str]
    client: str
    out: Path
    present: dict[str, Colleague] = field(default_factory=dict)

    def run(self, deal: bytes) -> None:
        """Play the whole life and write every document to `out`."""
        with self.steps.step("CRM", "передаёт сделку по REST API"):
            deal_id = self.machine.push(deal)
        manager = self._colleague("manager")
        self._quote(manager, deal_id)
        contract = self._contract(manager, deal_id)
        self._invoice(manager, deal_id)
        self._accountant(contract)

    def _quote(self, manager: Colleague, deal_id: str) -> None:
        with self.steps.step("Менеджер", "делает коммерческое предложение, оно не требует согласования"):
            quote = manager.make(deal_id, "quote")
            self.machine.wait_rendered(quote)
            manager.submit_for_approval(quote)
            self.machine.wait(quote, "approved")
        with self.steps.step("Менеджер", "отправляет предложение клиенту"):
            manager.send(quote, message="Андрей Петрович, предложение по складу, как договорились.")
            self.machine.wait(quote, "sent")
        with self.steps.step("Клиент", "открывает ссылку, читает и принимает предложение"):
            self._recipient(self.client, quote).accept(quote)
            self.machine.wait(quote, "archived")
        self._write("quote.pdf", self.machine.file(quote, "final"))

    def _contract(self, manager: Colleague, deal_id: str) -> str:
        with self.steps.step("Менеджер", "делает договор и отправляет на согласование"):
            contract = manager.make(deal_id, "contract")
            self.machine.wait_rendered(contract)
            manager.submit_for_approval(contract)
        for part, name in (("lawyer", "Юрист"), ("finance", "Финансовый директор"), ("director", "Директор")):
            with self.steps.step(name, "читает и согласует договор"):
                self._colleague(part).approve(contract)
        with self.steps.step("Менеджер", "отправляет договор: сначала подпишет директор, потом клиент"):
            manager.send(contract, message="Договор на подпись.")
            self.machine.wait(contract, "sent")
        self._write("contract.pdf", self.machine.file(contract, "sent"))
        with self.steps.step("Директор", "принимает соглашение, получает код и подписывает"):
            self._sign(self.cast["director"], contract, typed="Орлова Марина Викторовна")
        with self.steps.step("Клиент", "принимает соглашение, получает код и подписывает"):
            self._sign(self.client, contract, typed="Соколов Андрей Петрович")
        with self.steps.step("docsvc", "закрывает файл печатью, выпускает протокол, передаёт пакет в архив"):
            self.machine.wait(contract, "archived")
        self._write("contract-signed.pdf", self.machine.file(contract, "final"))
        self._write("contract-certificate.pdf", self.machine.file(contract, "certificate"))
        return contract

    def _invoice(self, manager: Colleague, deal_id: str) -> None:
        with self.steps.step("Менеджер", "выставляет счёт по договору"):
            invoice = manager.make(deal_id, "invoice")
            self.machine.wait_rendered(invoice)
            manager.submit_for_approval(invoice)
            self.machine.wait(invoice, "approved")
            manager.send(invoice)
            self.machine.wait(invoice, "archived")
        self._write("invoice.pdf", self.machine.file(invoice, "final"))

    def _accountant(self, contract: str) -> None:
        with self.steps.step("Бухгалтер", "находит договор в архиве и скачивает пакет"):
            accountant = self._colleague("accountant")
            if contract not in accountant.open("/archive"):
                raise Stuck("договора нет в архиве")
            self._write("archive.zip", accountant.download(f"/documents/{contract}/files/package"))
        self._write("audit.json", self.machine.audit(contract))

    def _sign(self, email: str, document_id: str, *, typed: str) -> None:
        person = self._recipient(email, document_id)
        person.ask_code(document_id, typed=typed)
        _link, code = self._administrator().reveal(email, "", CODE)
        person.sign(document_id, typed=typed, code=code)

    def _recipient(self, email: str, document_id: str) -> Recipient:
        link, _code = self._administrator().reveal(email, "", INVITATION)
        person = Recipient(self.base_url)
        if person.follow(link) != document_id:
            raise Stuck(f"ссылка для {email} ведёт не к тому документу")
        return person

    def _administrator(self) -> Colleague:
        return self._colleague("administrator")

    def _colleague(self, part: str) -> Colleague:
        """Return the person of a part, who logs in once."""
        if part not in self.present:
            email = self.cast[part]
            self.present[part] = Colleague(self.base_url, email=email, password=self.passwords[email])
        return self.present[part]

    def _write(self, name: str, data: bytes) -> None:
        (self.out / name).write_bytes(data)

    def summary(self) -> bytes:
        """Return the steps as JSON."""
        return json.dumps({"steps": self.steps.done}, ensure_ascii=False, indent=2).encode()

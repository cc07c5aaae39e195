"""What must be true when everything is over: nothing lost, nothing twice, every chain valid.

It is asked from outside: of the API, of the letters that arrived, of the files by the verifier that outsiders
have and by another maker's program, of the command that checks every chain. Only what waits to be done is
looked up in the table, and that nothing of it is left over.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from docsvc.errors import DatabaseUnavailable
from docsvc.model import Kind, OutboxMessage, OutboxState
from docsvc.verification import Outcome, verify_file
from tests.battery.counting import holes, lost_or_twice
from tests.battery.post import APPROVAL, missing, repeated, twice
from tests.battery.stage import Stage
from tests.battery.world import Seen, World
from tests.journeys.installation import PEOPLE
from tests.services.layouts import alone
from tests.services.programs import require

ONCE = (
    "document.created",
    "document.rendered",
    "document.submitted",
    "document.approved",
    "dispatch.created",
    "document.certified",
    "document.sent",
    "document.finished",
    "document.sealed",
    "document.completed",
    "document.archived",
)
EVENTS: Mapping[Kind, Mapping[str, int]] = {
    Kind.QUOTE: dict.fromkeys((*ONCE, "document.accepted", "recipient.invited"), 1),
    Kind.CONTRACT: dict.fromkeys(ONCE, 1)
    | {"approval.approve": 3}
    | dict.fromkeys(("recipient.invited", "document.signed", "signature.applied"), 2),
}
"""What happens to a document, and how often, however often it was begun."""

FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.QUOTE: ("certification", "seal"),
    Kind.CONTRACT: ("certification", "seller", "client", "seal"),
}
"""The signatures of a finished file, in order."""

LETTERS: Mapping[Kind, tuple[tuple[str, str], ...]] = {
    Kind.QUOTE: (("client", "На рассмотрение"), ("client", "Ваш экземпляр"), ("manager", "Готово")),
    Kind.CONTRACT: (
        ("lawyer", APPROVAL),
        ("finance", APPROVAL),
        ("director", APPROVAL),
        ("director", "На подпись"),
        ("client", "На подпись"),
        ("director", "Ваш экземпляр"),
        ("client", "Ваш экземпляр"),
        ("manager", "Согласовано"),
        ("manager", "Готово"),
    ),
}
"""Who gets which letters about a document, each once."""

SIGNATURE = re.compile(r"Signature Field Name: (\S+).*?Signature Validation: ([^\n]+)", re.DOTALL)
VALID = "Signature is Valid."


@dataclass(slots=True)
class Judgement:
    """What is not as it must be, and how much was looked at to find it."""

    faults: list[str] = field(default_factory=list)
    looked: Counter[str] = field(default_factory=Counter)


def unfinished(stage: Stage) -> list[str]:
    """Return what is still to be done: work that waits or has failed, letters that have not arrived."""
    world = stage.world
    letters = world.post.letters
    late = [
        line for number, seen in _numbers(world).items() for line in missing(letters, number, _expected(seen))
    ]
    return [*late, *_undone(stage)]


def judge(stage: Stage) -> Judgement:
    """Look at everything that is there."""
    found, world = Judgement(), stage.world
    listed = list(_listed(world))
    found.faults += lost_or_twice(world.documents, listed)
    found.faults += holes(each["number"] for each in listed)
    letters = world.post.letters
    found.faults += twice(letters)
    found.looked |= Counter({"letters": len(letters), "letters that came again": repeated(letters)})
    roots = [stage.tools.root_pem()]
    for document_id, seen in world.documents.items():
        faults = _of_document(world, document_id, seen, roots=roots, found=found)
        found.faults += [f"{document_id}: {fault}" for fault in faults]
    found.faults += _trail(stage, found)
    return found


def signatures(content: bytes) -> list[tuple[str, str]]:
    """Return each signature's field and what Poppler's pdfsig says of it."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        command = (str(require("pdfsig")), "-nocert", file.name)
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60).stdout
    return [(match[1], match[2]) for match in SIGNATURE.finditer(said)]


def _expected(seen: Seen) -> list[tuple[str, str]]:
    people = {**PEOPLE, "client": seen.client}
    return [(people[part], name) for part, name in LETTERS[seen.kind]]


def _numbers(world: World) -> dict[str, Seen]:
    """Return the documents that somebody was told of, by number."""
    return {
        each["number"]: world.documents[each["id"]]
        for each in _listed(world)
        if each["id"] in world.documents
    }


def _listed(world: World) -> Iterator[dict[str, str]]:
    """Return every document that the API lists."""
    cursor = ""
    while True:
        page = world.ask("GET", f"/documents?limit=100&cursor={cursor}")
        yield from page["items"]
        cursor = page["next"]
        if not cursor:
            return


def _undone(stage: Stage) -> list[str]:
    waits = select(OutboxMessage).where(
        OutboxMessage.state != OutboxState.DONE.value,
        (OutboxMessage.state != OutboxState.WAITING.value) | (OutboxMessage.due_at <= func.now()),
    )
    try:
        with stage.tools.read() as session:
            return [
                f"{each.name} is {each.state} after {each.attempts} attempts: {each.error[-300:]}"
                for each in session.scalars(waits)
            ]
    except DatabaseUnavailable as trouble:
        return [f"the database: {trouble}"]


def _of_document(
    world: World, document_id: str, seen: Seen, *, roots: list[bytes], found: Judgement
) -> Iterator[str]:
    """Tell what is wrong with a document: its events, its sealed file, its package."""
    path = f"/documents/{document_id}"
    told = world.ask("GET", path)
    if told["state"] != "archived":
        yield f"it is {told['state']}"
        return
    events = Counter(each["kind"] for each in world.ask("GET", f"{path}/audit")["entries"])
    for kind, times in EVENTS[seen.kind].items():
        if events[kind] != times:
            yield f"{kind} {events[kind]} times"
    there = signatures(world.fetch("GET", f"{path}/files/final").content)
    if there != [(name, VALID) for name in FIELDS[seen.kind]]:
        yield f"pdfsig finds {there}"
    package = world.fetch("GET", f"{path}/files/package").content
    if package != world.fetch("GET", f"{path}/files/package").content:
        yield "the package is another one each time"
    if verify_file(package, roots=roots).outcome is not Outcome.CONFIRMED:
        yield "the package is not valid"
    found.looked += Counter({"documents": 1, "signatures": len(there), "packages": 1})


def _trail(stage: Stage, found: Judgement) -> list[str]:
    """Have every chain computed again by the command that does so."""
    command = (sys.executable, "-m", "docsvc", "audit", "verify")
    done = subprocess.run(
        command,
        env=alone(stage.layout.environ),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    chains = re.search(r"(\d+), \D+ (\d+)", done.stdout)
    if chains:
        found.looked |= Counter({"chains": int(chains[1]), "entries": int(chains[2])})
    return [] if done.returncode == 0 and chains else [f"the trail: {done.stdout}{done.stderr}"]

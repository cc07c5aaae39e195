"""The certificate of completion: who signed how, and what else was in the envelope."""

import io

import pytest
from pypdf import PdfReader

from docsvc.jobs.looks import look_of
from docsvc.model import Document, Recipient, RecipientState, Signature
from docsvc.queries.completion import Frame, Tree, completion
from signing import Look, read_strokes
from signing.look_picture import look_svg
from tests.integration.evidence.conftest import CLIENT, Archived


@pytest.fixture(scope="module")
def tree(archived: Archived) -> Tree:
    return told(archived)


def told(archived: Archived, language: str = "ru") -> Tree:
    made = archived.installation
    with made.tools.read() as session:
        document = session.get_one(Document, archived.document_id)
        frame = Frame(
            session,
            made.settings.timezone,
            serials={"client": "AB12"},
            language=language,
            look=lambda signature: look_of(made.tools, signature),
        )
        return completion(frame, document)


def client(tree: Tree) -> Tree:
    return next(each for each in tree["signers"] if each["email"] == CLIENT)


def test_a_signer_is_told_with_means_and_proof(tree: Tree) -> None:
    signer = client(tree)
    assert signer["level_name"] == "усиленная неквалифицированная электронная подпись"
    assert signer["means"].startswith("Одноразовый код из письма и сертификат")
    assert signer["certificate_serial"] == "AB12"
    assert signer["code_channel"] == "e-mail i•••••@vector.example"
    assert signer["consent"]
    assert signer["place"]
    assert signer["look"].startswith("data:image/svg+xml;base64,")


def test_every_step_is_told_in_both_times(tree: Tree) -> None:
    moments = client(tree)["moments"]
    names = [each["name"] for each in moments]
    for step in (
        "Отправлено приглашение",
        "Документ открыт",
        "Отправлен код",
        "Код введён верно",
        "Подписано",
    ):
        assert step in names
    assert all(each["at_utc"].endswith("UTC") and "(UTC+03:00)" in each["at_local"] for each in moments)
    assert "(UTC+03:00)" in client(tree)["agreement"]["at"]


def test_it_speaks_english_too(archived: Archived) -> None:
    tree = told(archived, "en")
    assert client(tree)["level_name"] == "advanced electronic signature"
    assert "Signed" in [each["name"] for each in client(tree)["moments"]]
    assert tree["explanation"].startswith("The signatures are advanced")


def test_who_was_spared_and_their_group_are_told(archived: Archived) -> None:
    made = archived.installation
    with made.tools.read() as session:
        act = (
            session.query(Signature)
            .filter_by(document_id=archived.document_id)
            .order_by("position")
            .all()[-1]
        )
        sending = act.recipient.dispatch
        spared = Recipient(
            id="x",
            dispatch_id=sending.id,
            order=act.recipient.order,
            act="sign",
            party="client",
            name="Петрова Анна",
            email="petrova@vector.example",
            group="Заказчик",
            token_hash="x",
            state=RecipientState.SPARED.value,
        )
        with session.no_autoflush:
            act.recipient.group = "Заказчик"
            sending.quorums = {"Заказчик": 1}
            sending.recipients.append(spared)
            document = session.get_one(Document, archived.document_id)
            tree = completion(Frame(session, made.settings.timezone, serials={}), document)
        session.rollback()
    assert tree["groups"] == ["Группа «Заказчик»: подписали 1 из 2, требовалось 1"]
    assert [each["name"] for each in tree["others"]] == ["Петрова Анна"]
    assert tree["others"][0]["what"].startswith("Подпись не понадобилась")


def test_the_pdf_shows_it_and_carries_the_trail(archived: Archived) -> None:
    tools = archived.installation.tools
    with tools.read() as session:
        blob = session.get_one(Document, archived.document_id).version.certificate_blob or ""
    reader = PdfReader(io.BytesIO(tools.blobs.get(blob)))
    text = " ".join(page.extract_text() for page in reader.pages)
    for words in ("Протокол подписания", "Код введён верно", "Сертификат подписи №", "Адрес проверки"):
        assert words in text
    assert "audit.json" in reader.attachments


def test_a_drawn_signature_is_drawn_again() -> None:
    strokes = read_strokes({"width": 100, "height": 50, "strokes": [[[0, 0], [50, 25, 0.9], [100, 50]]]})
    drawing = look_svg(Look(strokes=strokes)).decode()
    assert drawing.count("<path") >= 1
    assert "NaN" not in drawing
    assert look_svg(Look(typed="<&>")).startswith(b"<svg")

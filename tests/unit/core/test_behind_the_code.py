"""What a recipient may learn before the access code: each field was decided on."""

from dataclasses import fields

from docsvc.queries.recipient_page import BEHIND_THE_CODE, RecipientView

ABOUT_THE_RECIPIENT = {
    "recipient_id",
    "name",
    "position",
    "organisation",
    "authority",
    "email",
    "phone",
    "language",
    "act",
    "level",
    "channel",
    "individual",
    "may_delegate",
    "group",
    "quorum",
    "needs_access_code",
    "in_person",
    "host",
    "guarded",
    "texted",
}
ABOUT_THE_SENDING = {"standing", "document_id", "kind", "shares_copies", "expires_at", "sender"}


def test_nothing_of_a_document_but_its_kind_is_said_before_the_access_code() -> None:
    said = {each.name for each in fields(RecipientView)} - BEHIND_THE_CODE.keys()
    assert said == ABOUT_THE_RECIPIENT | ABOUT_THE_SENDING

"""Places of a version: whose they are, and how one is split among several who sign."""

from docsvc.model.places import (
    FILLED_IN,
    filled_by,
    label_of,
    name_of,
    place_of,
    reserve,
    signing_names,
    to_sign,
)
from signing import FieldKind

CLIENT = {"party": "client", "page": 2, "box": [100, 50, 300, 110]}
SELLER = {"party": "seller", "page": 2, "box": [320, 50, 520, 110]}
DATE = {"party": "client", "page": 2, "box": [0, 0, 10, 10], "kind": "date", "name": "client.date"}
OTHER = {"party": "seller", "page": 2, "box": [0, 0, 10, 10], "kind": "text", "name": "seller.note"}
PLACES = [CLIENT, SELLER, DATE, OTHER]


def test_a_place_without_a_kind_is_to_sign_and_named_by_its_party() -> None:
    assert to_sign(PLACES) == (CLIENT, SELLER)
    assert [name_of(place) for place in PLACES] == ["client", "seller", "client.date", "seller.note"]
    assert place_of(PLACES, "client.date") is None


def test_fields_are_filled_in_with_the_signature_that_they_are_named_after() -> None:
    assert filled_by(PLACES, "client") == (DATE,)
    assert filled_by(PLACES, "clien") == ()


def test_a_place_that_its_author_did_not_name_is_called_by_what_it_takes() -> None:
    assert [label_of(place) for place in PLACES] == ["", "", "Дата", "Текст"]
    assert label_of({**DATE, "label": "Дата поставки"}) == "Дата поставки"
    assert FILLED_IN.keys() == set(FieldKind) - {FieldKind.SIGNATURE}


def test_a_sending_reserves_only_what_its_signers_use() -> None:
    assert reserve(PLACES, {"client": 1}) == [CLIENT, DATE]
    assert reserve(PLACES, {"nobody": 1}) == []
    assert reserve([], {"client": 1}) == []


def test_one_place_is_split_side_by_side_for_several() -> None:
    assert signing_names("client", 3) == ("client", "client2", "client3")
    *signed, date = reserve(PLACES, {"client": 3})
    assert date == DATE
    assert [place["party"] for place in signed] == ["client", "client2", "client3"]
    assert [place["page"] for place in signed] == [2, 2, 2]
    edges = [(round(place["box"][0]), round(place["box"][2])) for place in signed]
    assert edges == [(100, 163), (169, 231), (237, 300)]
    assert CLIENT["box"] == [100, 50, 300, 110]  # what was approved is not touched


def test_a_place_of_its_own_is_taken_before_one_is_split() -> None:
    second = {"party": "client2", "page": 3, "box": [10, 10, 90, 40]}
    signed = reserve([CLIENT, second], {"client": 3})
    assert [place["page"] for place in signed] == [2, 3, 2]
    assert signed[0]["box"] == [100, 50, 197, 110]
    assert signed[2]["box"] == [203, 50, 300, 110]

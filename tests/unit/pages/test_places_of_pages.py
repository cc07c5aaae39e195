from api.web.areas import AREAS
from api.web.frame import PLACES, place_of

OWN_OR_BARE = {"absences", "brand", "login", "own_pin"}
"""A person's own pages, which hang under their name, and what has no frame around it."""


def test_every_page_with_a_frame_stands_in_a_place_of_the_left_column() -> None:
    known = {place.endpoint for place in PLACES}
    lost = {area.name for area in AREAS if place_of(f"{area.name}.show") not in known}
    assert lost == OWN_OR_BARE

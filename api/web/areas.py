"""Every area of the staff pages, registered in one place."""

from flask import Flask

from api.web import (
    acts,
    archive,
    brand,
    catalog,
    deals,
    document,
    documents,
    home,
    inbox,
    keys,
    login,
    sending,
    settings,
    users,
)
from api.web.area import Area

AREAS: tuple[Area, ...] = tuple(
    module.area
    for module in (
        brand,
        login,
        home,
        deals,
        documents,
        document,
        acts,
        sending,
        inbox,
        archive,
        catalog,
        settings,
        users,
        keys,
    )
)


def register_areas(app: Flask) -> None:
    """Register the areas."""
    for area in AREAS:
        app.register_blueprint(area)

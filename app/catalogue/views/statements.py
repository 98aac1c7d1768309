"""The two pages that say how we treat people: their data, and their access."""

from flask import render_template

from app.catalogue.views.blueprint import blueprint
from app.settings import settings
from app.web.access import public_page


@blueprint.get("/<lang:lang>/privacy")
@public_page
def privacy() -> str:
    """What is kept of somebody who signs up, how long, and whom to ask."""
    return render_template("catalogue/privacy.html", settings=settings())


@blueprint.get("/<lang:lang>/accessibility")
@public_page
def accessibility() -> str:
    """The accessibility statement of the law (2018:1937)."""
    return render_template("catalogue/accessibility.html", settings=settings())

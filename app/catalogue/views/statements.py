"""The pages that say how we treat people: their data, the small files on their telephone, and their access."""

from datetime import date

from flask import render_template

from app.catalogue.views.blueprint import blueprint
from app.languages import N_
from app.settings import settings
from app.web.access import public_page

# Name, what it is for, how long.
COOKIES = (
    ("samspel_language", N_("Remembers the language that you chose."), N_("One year")),
    ("samspel_visitor", N_("Keeps forms safe while you fill them in."), N_("Until you close the browser")),
    (
        "samspel_my",
        N_("Opens your own page after you have signed up."),
        N_("Two hours, or until you say that you have finished"),
    ),
    (
        "samspel_visit",
        N_("Opens your page after you have asked for a group visit."),
        N_("Two hours, or until you say that you have finished"),
    ),
    ("samspel_count", N_("For hosts who count who came."), N_("Some hours")),
    ("samspel_staff", N_("For staff who have signed in."), N_("Some hours")),
)


KEPT = {
    "contact": N_("How to reach you, and what you need: %(days)s days after the date."),
    "name": N_("Your name: %(days)s days after the date."),
    "log": N_("Technical logs: %(days)s days."),
    "audit": N_("What staff have changed, without your name: %(days)s days."),
    "backup": N_("Backups: %(days)s days."),
}
STATED_ON = (date(2026, 11, 24), date(2026, 11, 26))  # the accessibility statement: published, last changed
DIGG, IMY = "https://www.digg.se", "https://www.imy.se"


@blueprint.get("/<lang:lang>/privacy")
@public_page
def privacy() -> str:
    """What is kept of somebody who signs up, how long, and whom to ask."""
    return render_template("catalogue/privacy.html", settings=settings(), texts=KEPT, authority=IMY)


@blueprint.get("/<lang:lang>/cookies")
@public_page
def cookies() -> str:
    """The few small files that a browser keeps for us."""
    return render_template("catalogue/cookies.html", cookies=COOKIES)


@blueprint.get("/<lang:lang>/accessibility")
@public_page
def accessibility() -> str:
    """The accessibility statement of the law (2018:1937)."""
    return render_template("catalogue/accessibility.html", settings=settings(), dates=STATED_ON, authority=DIGG)

"""The help pages: that of residents in every language, those of the other roles in the languages of staff."""

from functools import partial

from flask import Blueprint, render_template

from app.errors import NotFound
from app.help.pictures import Picture, picture_of
from app.languages import N_
from app.web.access import for_staff, public_page
from app.web.locale import current_language

ROLES = {
    "host": N_("For hosts: count who comes"),
    "editor": N_("For organisers: publish and follow"),
    "librarian": N_("For librarians"),
    "coordinator": N_("For the integration coordinator"),
    "admin": N_("For the administrator"),
}

blueprint = Blueprint("help", __name__)


class NoSuchGuide(NotFound):
    message = N_("There is no such help page.")


@blueprint.get("/<lang:lang>/help")
@public_page
def index() -> str:
    """How one finds, signs up and cancels."""
    return render_template("help/index.html", picture_of=partial(_picture, "resident"))


@blueprint.get("/<lang:lang>/help/<role>")
@for_staff
def role(role: str) -> str:
    """What a host, an organiser, a librarian, the coordinator or the administrator does, step by step. Raises NoSuchGuide."""
    if role not in ROLES:
        raise NoSuchGuide
    return render_template(f"help/{role}.html", picture_of=partial(_picture, role), roles=ROLES, role=role)


def _picture(role: str, name: str) -> Picture | None:
    return picture_of(f"{role}-{name}", current_language().code)

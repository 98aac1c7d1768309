"""Help pages: one for residents in every language, one for each role in those of staff, all with pictures that exist."""

import re

import pytest

from app.accounts.rules import Role
from app.help.pictures import FOLDER
from app.help.views import ROLES
from app.languages import LANGUAGES
from tests.help.shots import SHOTS, WIDTH

STAFF = [code for code, language in LANGUAGES.items() if language.staff]
PAGES = [(code, "resident", f"/{code}/help") for code in LANGUAGES] + [
    (code, role, f"/{code}/help/{role}") for code in STAFF for role in ROLES
]


@pytest.mark.parametrize(("code", "role", "path"), PAGES)
def test_each_page_shows_every_picture_of_its_role_in_its_language(client, code, role, path):
    pictures = client.get(path).all("img")

    for picture in pictures:
        answer = client.raw(picture.get("src"), headers={"Accept-Encoding": "gzip"})
        assert (answer.status_code, answer.mimetype) == (200, "image/webp")
        assert "immutable" in answer.headers["Cache-Control"]
        assert (picture.get("loading"), bool(picture.get("alt"))) == ("lazy", True)
        assert int(picture.get("width")) == WIDTH
    assert len(pictures) == sum(shot.name.startswith(f"{role}-") for shot in SHOTS)
    names = {shot.name for shot in SHOTS if shot.name.startswith(f"{role}-")}
    assert {path.name for path in FOLDER.glob(f"{role}-*-{code}.webp")} == {f"{name}-{code}.webp" for name in names}


def test_no_picture_is_left_that_nobody_shows():
    wanted = {shot.name for shot in SHOTS}

    assert {re.sub(r"-(?:sv|en|ar|fa-AF|so|ti|uk)$", "", path.stem) for path in FOLDER.glob("*.webp")} == wanted


def test_the_roles_that_work_here_have_one():
    assert {Role.EDITOR, Role.LIBRARIAN, Role.COORDINATOR, Role.ADMIN} <= ROLES.keys()


def test_another_role_is_not_found(client):
    client.get("/en/help/king", status=404)


def test_every_page_leads_to_help_and_the_desk_to_that_of_ones_role(client, people):
    assert "/en/help" in [link.get("href") for link in client.get("/en/").all("a")]

    client.sign_in(people.eva.id)
    assert "/en/help/editor" in client.get("/en/desk/").links().values()

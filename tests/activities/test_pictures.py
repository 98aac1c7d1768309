"""The picture of an activity: chosen, shown, changed and taken away."""

import re
from io import BytesIO

import pytest

from app.activities import queries, service
from app.activities.encoding import encode
from app.activities.tables import PictureFile
from app.db import reading
from app.organisations.tables import Organisation
from tests.activities.build import publish_cafe, weekly
from tests.activities.pictures import drawn

ALT = {"sv": "Ett bord", "ar": "طاولة"}


@pytest.fixture(scope="module")
def encoded():
    return encode(drawn((800, 500)))


@pytest.fixture
def activity(people):
    return publish_cafe(people)


@pytest.fixture
def shown(people, activity, encoded):
    """The activity with its picture."""
    service.set_picture(activity.code, encoded, ALT, people.eva.id)
    return queries.get_activity(activity.code)


def page_of(activity):
    return f"/en/desk/activities/{activity.code}/picture"


def send(client, activity, data, name="bord.png", status=200, **typed):
    file = {"picture": (BytesIO(data), name)} if data is not None else {}
    page = client.get(page_of(activity))
    fields = {name: value for name, value in page.fields().items() if name != "picture"}
    answer = client._open(page_of(activity), method="POST", data={**fields, **typed, **file}, follow_redirects=True)
    return client._page(answer, status)


def digests():
    return {row.digest for row in reading().query(PictureFile.digest).distinct()}


def test_an_editor_shows_a_picture(client, people, activity):
    client.sign_in(people.eva.id)
    send(client, activity, drawn(), **{"alt-sv": "Ett bord"})

    picture = queries.get_activity(activity.code).picture
    assert (picture.width, picture.alt) == (800, {"sv": "Ett bord"})
    date = queries.list_occurrences(activity.id)[0].code
    html = client.get(f"/ar/occurrences/{date}").html
    assert f'src="/pictures/{picture.digest}/800.webp"' in html
    assert 'alt="Ett bord" lang="sv" dir="ltr"' in html


def test_a_file_that_is_no_picture_is_refused_and_the_words_stay(client, people, activity):
    client.sign_in(people.eva.id)

    page = send(client, activity, b"<script>", "bild.jpg", 422, **{"alt-sv": "Ett bord"})

    assert "This file is not a picture that we can read." in page.text
    assert page.fields()["alt-sv"] == "Ett bord"


@pytest.mark.parametrize(
    ("data", "words"), [(None, "Choose a picture."), (bytes(10_000_001), "The picture is too large.")]
)
def test_nothing_and_too_much_are_refused_in_words(client, people, activity, data, words):
    client.sign_in(people.eva.id)

    assert words in send(client, activity, data, status=422, **{"alt-sv": "Ett bord"}).text


def test_a_picture_without_words_is_refused(client, people, activity):
    client.sign_in(people.eva.id)

    assert "for those who cannot see the picture" in send(client, activity, drawn(), status=422).text


def test_only_the_words_are_changed(client, people, shown):
    client.sign_in(people.eva.id)
    send(client, shown, None, **{"alt-sv": "Två bord"})

    found = queries.get_activity(shown.code)
    assert (found.picture_digest, found.picture_alt["sv"]) == (shown.picture_digest, "Två bord")


def test_what_nothing_shows_is_forgotten(client, people, shown):
    copy = service.copy_to_term(shown.code, weekly(), people.eva.id)
    client.sign_in(people.eva.id)
    client.submit(f"{page_of(shown)}/remove")
    assert digests() == {shown.picture_digest}

    service.set_picture(copy, encode(drawn((640, 400))), ALT, people.eva.id)

    assert len(digests()) == 1
    assert shown.picture_digest not in digests()


def test_the_file_is_kept_by_browsers_and_is_what_it_says(client, shown):
    answer = client.raw(f"/pictures/{shown.picture_digest}/320.webp")
    shared = client.raw(f"/pictures/{shown.picture_digest}/share.jpg")

    assert (answer.mimetype, shared.mimetype) == ("image/webp", "image/jpeg")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("hide", [{"state": "suspended"}, {}])
def test_what_is_not_public_has_no_public_picture(client, people, shown, hide):
    if hide:
        reading().get(Organisation, people.association.id).state = hide["state"]
        reading().commit()
    else:
        service.withdraw(shown.code, people.eva.id)

    path = f"/pictures/{shown.picture_digest}/320.webp"
    assert client.raw(path).status_code == 404
    assert "private" in client.sign_in(people.eva.id).raw(path).headers["Cache-Control"]


@pytest.mark.parametrize("name", ["999.webp", "share.png", "..%2F..%2Fetc", "%00"])
def test_a_file_that_is_not_there_is_not_found(client, shown, name):
    assert client.raw(f"/pictures/{shown.picture_digest}/{name}").status_code == 404


def test_other_sites_are_told_of_it(client, shown):
    html = client.get(f"/sv/activities/{shown.code}").html

    assert re.search(f'og:image" content="https?://[^"]+/pictures/{shown.picture_digest}/share.jpg"', html)


def test_the_picture_of_others_is_out_of_reach(client, people, shown):
    client.sign_in(people.olga.id)

    client.get(page_of(shown), status=404)
    assert client.raw(f"{page_of(shown)}/remove", method="POST").status_code in {400, 404}


def test_the_picture_is_shown_once_more_before_it_goes(client, people, shown):
    page = client.sign_in(people.eva.id).get(f"{page_of(shown)}/remove")

    assert page.all("img", class_="picture")
    assert digests() == {shown.picture_digest}
    assert "button danger" not in client.get(page_of(shown)).html

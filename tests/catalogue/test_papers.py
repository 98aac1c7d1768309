"""Posters and programmes: one page, the right words of each language, a square that a telephone reads; and the screen."""

import sys
from datetime import date, timedelta

import pypdfium2
import pytest
import zxingcpp

from app import clock
from app.activities.encoding import NotAPicture, encode
from app.activities.phrases import PHRASES
from app.catalogue import posters
from app.catalogue.posters import SIZES, Block, letter_size
from app.languages import LANGUAGES
from tests.activities.build import publish_cafe
from tests.activities.pictures import drawn
from tests.catalogue import build

WORDS = {
    "sv": "samtal", "en": "talking", "ar": "حوار", "fa-AF": "گفتگو", "so": "sheeko", "ti": "ዝርርብ", "uk": "розмова",
}  # fmt: skip
DAY = timedelta(days=1)
TITLE = {"sv": "Språkkafé på Magneteten", "ti": "ካፈ ቋንቋ ኣብ ማግነተተን", "ar": "مقهى اللغة في ماغنيتيتن"}


@pytest.fixture
def eva(client, people):
    return client.sign_in(people.eva.id)


@pytest.fixture
def code(people):
    return publish_cafe(people, title=TITLE).code


def opened(answer):
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return pypdfium2.PdfDocument(answer.data)


def words_of(document):
    return "".join(page.get_textpage().get_text_range() for page in document)


def squares_of(document):
    return [found.text for found in zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())]


def test_a_poster_in_three_scripts_is_one_page_and_says_what_it_should(eva, code):
    document = opened(eva.raw(f"/sv/desk/activities/{code}/poster.pdf?in=sv&in=ti&in=ar"))

    assert len(document) == 1
    assert squares_of(document) == [f"http://localhost:8000/a/{code}"]
    text = words_of(document)
    assert TITLE["sv"] in text
    assert TITLE["ti"] in text
    assert f"localhost:8000/a/{code}" in text
    assert set(TITLE["ar"].split()) <= set(text.split())


def test_the_square_is_at_least_three_centimetres(eva, code):
    document = opened(eva.raw(f"/sv/desk/activities/{code}/poster.pdf"))
    (found,) = zxingcpp.read_barcodes(document[0].render(scale=4).to_pil())

    side = (found.position.top_right.x - found.position.top_left.x) / 4 / 72 * 2.54

    assert side >= 3


@pytest.mark.parametrize("reader", LANGUAGES)
def test_a_poster_speaks_each_language(eva, code, reader):
    page = eva.get(f"/en/desk/activities/{code}/poster/print?in={reader}")

    block = page.all("section", class_="block")[0]
    assert (block.get("lang"), block.get("dir")) == (reader, LANGUAGES[reader].direction)
    assert len(opened(eva.raw(f"/en/desk/activities/{code}/poster.pdf?in={reader}"))) == 1


def test_a_poster_of_one_date_leads_to_it(eva, code):
    form = eva.get(f"/en/desk/activities/{code}/poster")
    chosen = form.all("option")[2].get("value")

    shown = eva.get(f"/en/desk/activities/{code}/poster?in=en&date={chosen}")

    assert f"in=en&date={chosen}" in shown.links()["Poster as PDF"]
    document = opened(eva.raw(f"/en/desk/activities/{code}/poster.pdf?in=en&date={chosen}"))
    assert squares_of(document) == [f"http://localhost:8000/o/{chosen}"]
    eva.get(f"/en/desk/activities/{code}/poster/print?date=NOWHERE1", status=404)


def test_four_languages_are_refused_and_what_was_ticked_stays(eva, code):
    page = eva.get(f"/en/desk/activities/{code}/poster?in=sv&in=ti&in=ar&in=so", status=422)

    assert page.title.startswith("Error:")
    assert page.fields()["in"] == ["sv", "ar", "so", "ti"]
    eva.get(f"/en/desk/activities/{code}/poster/print?in=sv&in=ti&in=ar&in=so", status=422)


def test_a_long_word_and_a_long_title_stay_on_the_page(eva, people):
    title = {"sv": "Ö" * 80 + " " + "lång " * 20}
    code = publish_cafe(people, title=title).code

    assert len(opened(eva.raw(f"/sv/desk/activities/{code}/poster.pdf?in=sv"))) == 1


@pytest.mark.parametrize("chosen", ["ti", "sv so", "sv ti ar", "ti fa-AF uk", "en so uk"])
@pytest.mark.parametrize("letters", [20, 61, 200])
def test_whatever_is_written_a_poster_is_one_page_as_pdf(database, eva, people, chosen, letters):
    if database.server_url:
        pytest.skip("papers are the same on PostgreSQL")
    codes = chosen.split()
    texts = {code: " ".join([WORDS[code]] * letters)[:letters] for code in codes}
    some = frozenset(list(PHRASES)[:5])
    made = publish_cafe(people, title=texts, summary={"sv": "Kom!", **texts}, phrases=some, children_welcome=True)
    asked = "&".join(f"in={code}" for code in codes)

    assert len(opened(eva.raw(f"/sv/desk/activities/{made.code}/poster.pdf?{asked}"))) == 1


def test_short_words_are_printed_large_and_long_ones_smaller():
    sizes = [letter_size([Block("sv", letters, (letters, 24, 24, 24))]) for letters in (10, 60, 200)]

    assert sizes[0] >= 18  # points, read from three metres
    assert sizes == sorted(sizes, reverse=True)
    assert letter_size([Block("sv", 200, (200, 300, 150, *[30] * 10))] * 3) >= min(SIZES)


def test_where_no_pdf_can_be_made_the_page_says_what_to_do(eva, code, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    page = eva.get(f"/en/desk/activities/{code}/poster.pdf", status=503)

    assert "Print the page itself instead." in page.text


def test_after_a_pdf_a_picture_that_is_cut_off_is_still_refused(eva, code):
    opened(eva.raw(f"/sv/desk/activities/{code}/poster.pdf"))

    with pytest.raises(NotAPicture):
        encode(drawn()[:-400])


def test_another_organisation_prints_no_poster_of_it(client, people, code):
    client.sign_in(people.olga.id).get(f"/en/desk/activities/{code}/poster", status=404)


def test_the_programme_shows_a_week_of_a_place_by_day(client, people):
    build.activity(people, [DAY, 9 * DAY], title={"en": "Tea", "sv": "Te"})
    week = posters.week_name(posters.read_week("", clock.today() + DAY))
    client.sign_in(people.lina.id)

    page = client.get(f"/en/desk/places/stadsbiblioteket/programme?in=en&week={week}")

    assert page.text.count("Tea") == 1
    assert len(opened(client.raw(f"/en/desk/places/stadsbiblioteket/programme.pdf?in=ti&week={week}"))) == 1
    client.get("/en/desk/places/stadsbiblioteket/programme?week=next", status=404)


@pytest.mark.parametrize(
    ("typed", "monday"),
    [("2026-W48", "2026-11-23"), ("2026-W01", "2025-12-29"), ("2026-W53", "2026-12-28"), ("", "2026-11-23")],
)
def test_a_week_begins_on_monday(typed, monday):
    assert posters.read_week(typed, date(2026, 11, 26)) == date.fromisoformat(monday)


@pytest.mark.parametrize("typed", ["2026-W54", "2026-48", "W48", "2026-11-23", "x" * 500, "0001-W01"])
def test_a_week_that_is_none_is_refused(typed):
    with pytest.raises(posters.NoSuchWeek):
        posters.read_week(typed, date(2026, 11, 26))


def test_the_screen_shows_what_is_next_at_the_place(client, people):
    build.activity(people, [DAY], title={"en": "Tea"})

    page = client.get("/en/places/stadsbiblioteket/screen")

    assert "Tomorrow" in page.text
    assert "Tea" in page.text
    assert page.main.get("data-renews") == "60"

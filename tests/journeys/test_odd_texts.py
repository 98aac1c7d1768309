"""Texts that break other sites: a word without an end, a title of two hundred letters, both directions, one language only."""

import pytest
from playwright.sync_api import expect

from app.activities import queries
from tests.journeys.build import cafe

pytestmark = pytest.mark.journey
ENDLESS = "Ö" * 80
LONG = "Språkkafé för alla som vill öva " * 6 + "svenska"
MIXED = "Maria (مريم) & O’Brien \u202egnirts\u202c – قهوة + fika ☕👩🏽‍🍳"
DARI = "می\u200cخواهیم گفت\u200cوگو کنیم"
TIGRINYA = {"ti": "ካፈ ቋንቋ ንኹሉ"}
TITLES = {
    "endless": {"sv": ENDLESS},
    "long": {"sv": LONG},
    "mixed": {"sv": MIXED},
    "dari": {"fa-AF": DARI},
    "ti": TIGRINYA,
}


@pytest.mark.parametrize("which", TITLES)
def test_nothing_overflows_flips_or_is_lost(visit, people, which):
    made = cafe(people, title=TITLES[which], summary={"sv": "Kom!", **TITLES[which]}, description=TITLES[which])
    paths = ["", "/activities", f"/occurrences/{made.date}", f"/activities/{made.activity}", f"/occurrences/{made.date}/sign-up",
             "/places/magneteten", "/places/magneteten/screen", "/calendar"]  # fmt: skip

    for code in ("sv", "ar"):
        page = visit(f"/{code}/", javascript=False)
        page.set_viewport_size({"width": 320, "height": 700})
        for path in paths:
            page.goto(f"/{code}{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, (code, path)
    (kept,) = queries.get_activity(made.activity).title.values()
    page.goto(f"/sv/occurrences/{made.date}")
    assert page.locator("h1").inner_text().split() == kept.split()
    assert "\u202e" not in kept
    assert which != "dari" or "\u200c" in kept


def test_an_unknown_language_is_a_page_that_was_not_found_with_the_ways_to_all_that_there_are(visit, people):
    page = visit("/xx/activities", javascript=False)

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".langs a")).to_have_count(7)
    page.locator(".langs a[lang=ar]").click()
    assert page.url.endswith("/ar/")

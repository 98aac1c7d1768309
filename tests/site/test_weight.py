"""The first visit of any public page is at most 60 kB, of which 10 kB of script, in every script of letters (ux.md 8)."""

import pytest

from tests.site.crawl import Crawl
from tests.site.test_accessibility import one_of_each
from tests.site.town import load_town, reader
from tests.site.weight import weigh

MOST, MOST_SCRIPT = 60_000, 10_000


@pytest.mark.parametrize("code", ["sv", "ar", "ti", "uk"])
def test_no_public_page_is_heavy(app, database, code):
    if database.server_url:
        pytest.skip("the pages are the same on PostgreSQL")
    client, language, starts = reader(app, f"visitor-{code}", load_town())
    urls = one_of_each(Crawl(app, client, language).walk(*starts), f"/{code}/")

    weights = [weigh(client, url) for url in urls]

    assert len(weights) > 12
    assert [one for one in weights if one.all > MOST or one.script > MOST_SCRIPT] == []

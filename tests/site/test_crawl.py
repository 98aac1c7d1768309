"""Every page that somebody can reach by following links is well made, asks little of the database, and writes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from app.demo.generator import Demo
from tests.databases import Database
from tests.site.crawl import Crawl
from tests.site.fingerprint import fingerprints
from tests.site.town import READERS, STAFF, load_town, reader

LIMITS = {"catalogue.activities": 6, "catalogue.occurrence": 6}
LIMIT = 12
SESSION = 2  # of somebody who is signed in the session is read besides, and where it matters whom they work for
FEWEST = {"visitor": 8, "participant": 6, "host": 1, "editor": 12, "librarian": 12, "coordinator": 12, "admin": 12}


@dataclass(frozen=True)
class Walk:
    """A reader's crawl, and the tables that it changed."""

    reader: str
    crawl: Crawl
    changed: list[str]


@pytest.fixture(scope="module")
def town(database: Database) -> Iterator[tuple[Flask, Demo]]:
    """One town for all readers: they only read (and that is tested here), so nobody disturbs the next."""
    app = database.reset()
    with app.app_context():
        yield app, load_town()


@pytest.fixture(scope="module", params=READERS)
def walk(request: pytest.FixtureRequest, town: tuple[Flask, Demo]) -> Walk:
    app, demo = town
    client, language, starts = reader(app, request.param, demo)
    before = fingerprints(app)
    made = Crawl(app, client, language).walk(*starts)
    after = fingerprints(app)
    return Walk(request.param, made, [name for name in after if after[name] != before.get(name)])


def test_every_page_is_well_made(walk):
    faults = [f"{page.source} -> {page.url}: {page.fault}" for page in walk.crawl.visited if page.fault]

    assert faults == []
    assert len({page.endpoint for page in walk.crawl.visited}) >= FEWEST[walk.reader.split("-")[0]]


def test_every_page_asks_little_of_the_database(walk):
    extra = SESSION if walk.reader in STAFF else 0

    greedy = [
        f"{page.url}: {page.statements}"
        for page in walk.crawl.visited
        if page.is_page and page.statements > min(LIMIT, LIMITS.get(page.endpoint, LIMIT) + extra)
    ]

    assert greedy == []


def test_every_link_leads_somewhere_and_nowhere_else(walk):
    assert walk.crawl.dead == []
    assert walk.crawl.foreign == []


def test_looking_writes_nothing(walk):
    assert walk.changed == []

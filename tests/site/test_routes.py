"""axe and Nu on a page of every route, not only of those that a walk comes to: a new page cannot escape them."""

import re

import pytest
import time_machine

from app.activities.queries import list_occurrences
from app.languages import LANGUAGES as EVERY
from app.schedule.hours import Hours
from tests.activities.build import publish_cafe
from tests.browser import served
from tests.client import InspectingClient
from tests.registrations.build import make_date
from tests.site.attacks import addresses, build
from tests.site.test_accessibility import faults_of, window
from tests.site.test_markup import check, checker
from tests.visits import build as visiting

__all__ = ["checker"]  # the fixture
pytestmark = pytest.mark.journey
PEOPLE = ("visitor", "participant", "host", "eva", "lina", "kim", "alma")
# What answers a GET with no page: files, and what only leads on.
NO_PAGES = {
    "assets.show", "attendance.open_count", "bookings.feed", "catalogue.activities_atom", "catalogue.activity_ics",
    "catalogue.calendar_ics", "catalogue.occurrence_ics", "catalogue.picture", "catalogue.poster_pdf",
    "catalogue.programme_pdf", "catalogue.robots_txt", "catalogue.short_activity", "catalogue.short_occurrence",
    "catalogue.sitemap_xml", "catalogue.this_month", "operations.healthz", "operations.readyz",
    "registrations.open_link", "reports.attendance_file", "reports.indicator_file",
    "registrations.sheet_pdf", "visits.feed", "visits.open_link", "visits.own_ics", "visits.year_file", "web.root",
}  # fmt: skip


LANGUAGES = ("sv", "ar", "ti")


@pytest.fixture
def pages(request, app, database, people):
    """Endpoint -> (whose browser, address) in the language of the test, Swedish unless it says another: the first of the
    people who is shown a page. Pages of staff have no Tigrinya."""
    code = getattr(request, "param", "sv")
    if database.server_url:
        pytest.skip("the pages are the same on PostgreSQL")
    with time_machine.travel("2026-11-24T16:30:00Z"):
        world = build(app, people)
        world.values |= more(people)
        clients = {person: world.client(person) for person in PEOPLE}
        clients["group"], world.values["visits.suggest"] = a_group_without_times(app, people)
        wanted = {
            endpoint: path.replace("/en/", f"/{code}/", 1) for endpoint, path, methods in addresses(world)
            if "GET" in methods and endpoint not in NO_PAGES and not _never_in(app, endpoint, code)
        }  # fmt: skip
        found = {endpoint: (who_is_shown(path, clients.values()), path) for endpoint, path in wanted.items()}
        yield found


def _never_in(app, endpoint, code):
    """Whether the page is for staff, who do not work in that language."""
    return not EVERY[code].staff and app.view_functions[endpoint].access_mark.for_staff


def who_is_shown(path, clients):
    """The first of them who gets a page, or None."""
    answers = ((client, client.raw(path)) for client in clients)
    return next((one for one, got in answers if (got.status_code, got.mimetype) == (200, "text/html")), None)


def more(people):
    """What some pages need besides: sign-up for a whole series, one arranged together, a group whose people are stated."""
    course = make_date(people, dates=3, signup_scope="series")
    together = publish_cafe(people, people.other_association, co_organisers=frozenset({people.association.id}))
    group = publish_cafe(people, type_key="dialogue_group")
    return {
        "registrations.sign_up_for_series": {"code": course.activity_code},
        "activities.leave": {"code": together.code},
        "attendance.members": {"code": list_occurrences(group.id)[0].code},
    }


def a_group_without_times(app, people):
    """The browser of a group whose offer has no times to choose from, and its visit."""
    made = visiting.offer(people, hours=Hours())
    receipt, (visit,) = visiting.ask(made, slots=(), suggestions=(visiting.slot(),))
    client = InspectingClient(app)
    client.submit("/en/visits/my", code=receipt.own_code)
    return client, {"code": visit.code}


def test_somebody_is_shown_a_page_of_every_route(pages):
    assert [f"{endpoint} {path}" for endpoint, (client, path) in pages.items() if client is None] == []
    assert len(pages) > 60


@pytest.mark.parametrize("pages", LANGUAGES, indirect=True)
def test_nu_finds_nothing_on_the_page_of_any_route(pages, checker, tmp_path):
    for endpoint, (client, path) in pages.items():
        name = re.sub("[^A-Za-z]+", "_", endpoint)
        if client:
            (tmp_path / f"{name}.html").write_bytes(client.raw(path).data)

    assert check(checker, tmp_path) == []


@pytest.mark.parametrize("pages", LANGUAGES, indirect=True)
def test_axe_finds_nothing_on_the_page_of_any_route(app, pages, browser):
    faults = []
    with served(app) as address:
        for client in {client for client, _path in pages.values() if client}:
            page = window(browser, client, address)
            faults += [f for other, path in pages.values() if other is client for f in faults_of(page, path)]
            page.context.close()

    assert not faults, "\n".join(faults)

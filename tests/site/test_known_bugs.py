"""Bugs that hit systems like this one (``trust.md``), a test each. Those that stand elsewhere:

- oversell, pending oversell: ``tests/registrations/test_races.py``, ``test_queue_machine.py``
- somebody else's registration, token in Referer, mail scanner, "already registered": ``tests/registrations/test_own_page.py``,
  ``test_views.py``; of an invitation: ``tests/accounts/test_views.py``
- forged Host: ``tests/web/test_pages.py``, ``tests/attendance/test_hosts.py``
- spreadsheet formulas: ``tests/exports/test_exports.py``; calendar injection: ``tests/catalogue/test_calendar.py``
- XSS in Markdown: ``tests/catalogue/test_pages.py``; in mails: ``tests/messages/test_letters.py``
- personal pages in a shared cache: ``tests/web/test_pages.py``, and below
- summer time, more than 400 dates, days that do not exist: ``tests/activities/test_recurrence.py``, ``test_views.py``
"""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import time as wall_time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.accounts.views import own_path
from app.activities import service as activities
from app.activities.queries import get_occurrence, list_occurrences
from app.activities.shifting import SeriesChange, Times
from app.activities.tables import Activity
from app.catalogue.words import prose
from app.codes import new_nonce
from app.db import reading
from app.errors import Refused
from app.languages import clean
from app.messages.tables import Message
from app.registrations import queries
from app.registrations import service as registrations
from app.registrations.tables import Registration
from app.web.access import marks
from tests.activities.build import THIRTY, cafe, publish_cafe, weekly
from tests.client import InspectingClient
from tests.registrations.build import make_date, party, sign_up
from tests.site.attacks import addresses, build

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=alert(1)>"
ELSEWHERE = (
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example",
    "javascript:alert(1)", "/\t/evil.example", "/\n/evil.example", " //evil.example", "//[", "data:text/html,x", "x", "",
)  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_nowhere_else(target):
    assert own_path(target) == ""


def test_signing_in_leads_back_to_the_page_that_was_asked():
    assert own_path("/sv/desk/activities?page=2") == "/sv/desk/activities?page=2"


@pytest.mark.parametrize("query", ["endpoint=x", "_external=1", "_scheme=javascript", "_anchor=x", "_method=POST"])
def test_no_query_steers_the_links_of_a_page(client, query):
    page = client.get(f"/en/?{query}")

    switches = [a.get("href", "") for a in page.all("a") if a.get("hreflang")]
    assert switches
    assert all(href.startswith("/") and query.split("=")[0] not in href for href in switches)


def test_no_page_for_everybody_holds_a_token_or_a_cookie(app, people):
    world = build(app, people)
    visitor = world.client("participant")
    cached = {endpoint for endpoint, mark in marks(app).items() if mark and mark.cached}
    files = {"assets.show", "catalogue.activity_ics", "catalogue.occurrence_ics", "catalogue.picture"}
    own_calendars = {"bookings.feed", "visits.feed"}  # a calendar program asks whether its copy is still right

    for endpoint, path, _methods in addresses(world):
        answer = visitor.raw(path)
        kept = answer.headers.get("Cache-Control")
        allowed = endpoint in cached | files or (endpoint in own_calendars and kept == "private, no-cache")
        assert kept == "no-store" or allowed, path
        if endpoint in cached:
            assert "csrf_token" not in answer.get_data(as_text=True), path
            assert "Set-Cookie" not in answer.headers, path


@pytest.mark.parametrize("text", [
    "[x](javascript:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)", "<svg onload=alert(1)>", "![x](https://e.org/a)",
    "[x](JaVaScRiPt:alert(1))", "<javascript:alert(1)>", "<iframe src=//e.org></iframe>", "[x](vbscript:x)",
    "<a href='x' onclick='y'>z</a>", "[x]( \x01javascript:alert(1))",
])  # fmt: skip
def test_nothing_runs_out_of_a_description(text):
    html = str(prose(text))

    assert not any(
        bad in html.lower() for bad in ('="javascript', '="data', "<svg", "<img", "<iframe", '="vb', "<a href='x")
    )


@pytest.mark.parametrize("sign", ["[", "*", "_", "> ", "- ", "(", "![", "<a ", "`", "**a", "[a](", "\\", "&", "1. "])
def test_no_description_keeps_the_server_busy(sign):
    begun = time.perf_counter()

    prose((sign * 5000)[:5000])

    assert time.perf_counter() - begun < 2


def test_what_people_type_is_text_on_every_page(app, people):
    world = build(app, people)
    code = activities.create_activity(
        cafe(people, title={"en": SCRIPT, "sv": SCRIPT}, summary={"en": SCRIPT, "sv": SCRIPT}, description={"en": SCRIPT},
             contact_name=SCRIPT), weekly(), THIRTY, people.eva.id, publish=True,
    )  # fmt: skip
    date = make_date(people, title={"en": SCRIPT})
    sign_up(date.pool, SCRIPT, phone="+46701234567")
    eva, paths = world.client("eva"), [
        f"/en/activities/{code}", f"/en/occurrences/{date.code}", f"/en/occurrences/{date.code}/sign-up", "/en/activities",
        f"/en/desk/activities/{code}", f"/en/desk/activities/{code}/edit", "/en/desk/activities", "/en/desk/",
        f"/en/desk/occurrences/{date.code}", f"/en/desk/occurrences/{date.code}/registrations",
        f"/en/desk/occurrences/{date.code}/registrations/write", f"/en/desk/activities/{code}/host-links",
    ]  # fmt: skip

    for path in paths:
        html = eva.get(path).html
        assert "<script>alert" not in html, path
        assert "<img src=x" not in html, path
        assert "<svg onload" not in html, path


def test_directions_cannot_be_turned_and_zwnj_stays():
    assert clean("\u202eab\u2066c\u2069 می\u200cخواهم\x00\x07") == "abc می\u200cخواهم"


def test_nobody_becomes_administrator_by_sending_more(people, client):
    client.sign_in(people.eva.id)
    path = f"/en/desk/organisations/{people.association.code}/people"

    page = client.submit(path, 422, email="x@example.org", role="admin")
    client.submit(f"/en/desk/organisations/{people.association.code}", trusted="0", state="approved", kind="library")

    assert "invitation is on its way" not in page.text
    assert reading().scalar(select(func.count()).select_from(Message)) == 0


def test_an_unknown_account_cannot_be_switched_off(people, client):
    client.sign_in(people.alma.id)
    token = client.get("/en/desk/").all("input", name="csrf_token")[0].get("value")

    answer = client.raw("/en/desk/organisations/municipality/people/NOBODY00/off", "POST", data={"csrf_token": token})

    assert answer.status_code == 404


def test_the_same_publish_form_at_the_same_moment_makes_one_activity(app, people):
    draft, schedule = cafe(people, nonce=new_nonce()), weekly()

    codes = _at_once(app, 4, lambda: activities.create_activity(draft, schedule, THIRTY, people.eva.id, publish=True))

    assert len(set(codes)) == 1
    assert reading().scalar(select(func.count()).select_from(Activity)) == 1


def test_of_two_approvals_one_counts(app, people):
    waits = publish_cafe(people, people.newcomer_association)

    told = _at_once(app, 2, lambda: _refused(lambda: activities.approve(waits.code, ["4a.4"], people.kim.id)))

    assert sorted(told) == ["", "NotPossibleNow"]


def test_whoever_signs_up_while_it_is_withdrawn_is_told(app, people):
    date = make_date(people, capacity=None, signup="optional")
    jobs = [lambda n=n: _refused(lambda: sign_up(date.pool, f"P{n}", email=f"p{n}@example.org")) for n in range(8)]
    jobs.insert(4, lambda: _refused(lambda: activities.withdraw(date.activity_code, people.eva.id)))

    _at_once(app, len(jobs), *jobs)

    confirmed = set(reading().scalars(select(Registration.email).where(Registration.state == "confirmed")))
    told = set(reading().scalars(select(Message.recipient).where(Message.kind == "dates_changed")))
    assert told == confirmed


def test_whoever_signs_up_while_the_series_is_split_is_told_or_saw_it(app, people):
    series = publish_cafe(people)
    first, second, third, _last = list_occurrences(series.id)
    pool = queries.list_pool_states([third.id], [])[0].code
    evening = SeriesChange(Times((first.starts_at.weekday() + 1) % 7, wall_time(18), wall_time(20)))
    jobs = [lambda n=n: _refused(lambda: sign_up(pool, f"P{n}", email=f"p{n}@example.org")) for n in range(8)]
    jobs.insert(4, lambda: _refused(lambda: activities.change_series(series.code, second.code, evening, people.eva.id)))

    assert set(_at_once(app, len(jobs), *jobs)) == {""}

    reading().rollback()
    changed_at = get_occurrence(third.code).changed_at
    later = set(reading().scalars(select(Registration.email).where(Registration.created_at >= changed_at)))
    told = set(reading().scalars(select(Message.recipient).where(Message.kind == "dates_changed")))
    assert told | later == {f"p{n}@example.org" for n in range(8)}


def test_cancelling_changing_and_moving_at_once_never_locks_up(app, people):
    date = make_date(people, capacity=3)
    made = [sign_up(date.pool, f"P{n}", email=f"p{n}@example.org").code for n in range(8)]
    span = clock.now().replace(microsecond=0) + timedelta(days=2)
    jobs = [lambda c=code: _refused(lambda: registrations.cancel(c)) for code in made[:4]]
    jobs += [lambda c=code: _refused(lambda: registrations.change_party(c, 1)) for code in made[4:]]
    jobs += [lambda: _refused(lambda: activities.move(date.code, span, span + timedelta(hours=1), people.eva.id))] * 2

    answers = _at_once(app, len(jobs), *jobs)

    assert set(answers) == {""}
    assert queries.get_pool(date.pool).state.taken == 3


def test_a_party_larger_than_the_pool_is_refused(client, people):
    date = make_date(people, capacity=3)

    page = client.submit(date.sign_up, 422, name="Noor", party_size="4")

    assert "At most 3 can come together" in page.text
    assert page.fields()["name"] == "Noor"


def test_sign_up_after_closing_is_refused(client, people):
    date = make_date(people, pools=({"capacity": 3},))
    page = client.get(date.sign_up)
    with pytest.raises(Refused):
        registrations.sign_up("ZZZZZZZZ", party(), new_nonce())
    activities.cancel_date(date.code, people.eva.id)

    answer = client.submit_page(page, date.sign_up, 422, name="Noor")

    assert queries.get_pool(date.pool).state.taken == 0
    assert answer.fields()["name"] == "Noor"


def _refused(act):
    """ "" where it was done, else the name of the refusal."""
    try:
        act()
    except Refused as refusal:
        return type(refusal).__name__
    return ""


def _at_once(app, count, *jobs):
    """Run ``jobs`` (one of them ``count`` times) in threads at the same moment."""

    def run(job):
        with app.app_context():
            return job()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, jobs if len(jobs) > 1 else jobs * count))


def test_a_browser_without_a_session_gets_nothing_of_the_staff(app):
    assert InspectingClient(app).raw("/en/desk/").headers["Location"].startswith("/en/sign-in")

"""Every route is in the permission table, and every role meets what the table says (trust.md, promise 11)."""

import pytest
from flask import Flask

from app.accounts.rules import ROLES
from app.web.access import Permission, marks, public, refuse_unmarked
from tests.client import InspectingClient

# Routes that anybody may open. A new one is public only when it is written here.
PUBLIC = {
    "accessibility.report",
    "accessibility.reported",
    "accounts.accept",
    "accounts.mails",
    "accounts.sign_in",
    "assets.show",
    "attendance.cancel_count",
    "attendance.count",
    "attendance.count_date",
    "attendance.open_count",
    "bookings.feed",
    "catalogue.activities_atom",
    "catalogue.calendar_ics",
    "catalogue.cookies",
    "catalogue.month",
    "catalogue.robots_txt",
    "catalogue.screen",
    "catalogue.sitemap_xml",
    "catalogue.this_month",
    "catalogue.accessibility",
    "catalogue.activities",
    "catalogue.activity",
    "catalogue.activity_ics",
    "catalogue.home",
    "catalogue.occurrence",
    "catalogue.occurrence_ics",
    "catalogue.organisation",
    "catalogue.place",
    "catalogue.place_list",
    "catalogue.privacy",
    "catalogue.report_activity",
    "catalogue.report_occurrence",
    "catalogue.reported",
    "catalogue.short_activity",
    "catalogue.picture",
    "catalogue.short_occurrence",
    "help.index",
    "help.role",
    "operations.healthz",
    "operations.readyz",
    "plan.index",
    "registrations.again",
    "registrations.cancel",
    "registrations.change_party",
    "registrations.done",
    "registrations.finish",
    "registrations.mails",
    "registrations.open_link",
    "registrations.own",
    "registrations.sign_up_for_date",
    "registrations.sign_up_for_series",
    "visits.again",
    "visits.agree",
    "visits.ask",
    "visits.cancel",
    "visits.done",
    "visits.feed",
    "visits.finish",
    "visits.index",
    "visits.mails",
    "visits.offer",
    "visits.open_link",
    "visits.own",
    "visits.own_ics",
    "visits.people",
    "visits.refuse_proposal",
    "visits.suggest",
    "web.root",
}
SAMPLES = {
    "lang": "sv",
    "month": "2026-11",
    "code": "00000000",
    "key": "nowhere",
    "token": "00000000-0",
    "name": "x.css",
    "digest": "0" * 32,
    "user": "00000000",
    "state": "approved",
    "by": "goal",
    "file_format": "csv",
    "pool": "00000000",
    "registration": "00000000",
}


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """(endpoint, method, path) of every route, its parameters filled with things that do not exist."""
    adapter = app.url_map.bind("localhost")
    return [
        (
            rule.endpoint,
            method,
            adapter.build(rule.endpoint, {name: SAMPLES.get(name, "1") for name in rule.arguments}, method=method),
        )
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def test_only_the_routes_in_the_list_are_public(app):
    found = {endpoint for endpoint, mark in marks(app).items() if mark is None or mark.permission is None}

    assert found == PUBLIC


def test_an_unmarked_route_stops_the_start(app):
    other = Flask("other")
    other.add_url_rule("/open", "open", lambda: "")

    with pytest.raises(RuntimeError, match="open"):
        refuse_unmarked(other)


def test_a_marked_route_starts(app):
    other = Flask("other", static_folder=None)
    other.add_url_rule("/open", "open", public(lambda: ""))

    assert refuse_unmarked(other) is None


def test_every_permission_is_held_by_somebody():
    assert set(Permission) == {permission for role in ROLES.values() for permission in role}


def test_a_visitor_is_sent_to_sign_in_from_every_staff_page(app, client):
    staff = [(m, path) for endpoint, m, path in routes(app) if endpoint not in PUBLIC and m == "GET"]

    answers = {path: client.raw(path).headers.get("Location", "") for _method, path in staff}

    assert [path for path, target in answers.items() if "/sign-in" not in target] == []


@pytest.mark.parametrize("person", ["alma", "kim", "lina", "eva"])
def test_every_role_meets_what_the_table_says(app, client, people, person):
    client.sign_in(getattr(people, person).id)
    roles = {"alma": "admin", "kim": "coordinator", "lina": "librarian", "eva": "editor"}
    held = ROLES[roles[person]]
    found = marks(app)

    wrong = [
        (endpoint, client.raw(path).status_code)
        for endpoint, method, path in routes(app)
        if method == "GET" and endpoint not in PUBLIC
        if (client.raw(path).status_code == 403) != (str(found[endpoint].permission) not in held)
    ]

    assert wrong == []


def test_no_post_works_without_the_forms_token(app, people):
    client = InspectingClient(app).sign_in(people.alma.id)
    posts = [path for _endpoint, method, path in routes(app) if method == "POST"]

    answers = {path: client.raw(path, "POST", data={}).status_code for path in posts}

    assert {status for status in answers.values()} <= {400, 403, 404}

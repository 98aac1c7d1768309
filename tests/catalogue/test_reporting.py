"""Anybody reports a page: a link on the page, a short form, thank you; no account, no contact, no mail."""

import pytest
from sqlalchemy import select

from app.activities import review
from app.db import reading
from app.factory import create_app
from app.messages.tables import Message
from app.organisations.service import set_state
from app.settings import EXTENSION
from tests.catalogue import build
from tests.client import InspectingClient


def paths(people):
    code, dates = build.activity(people)
    return f"/en/activities/{code}", f"/en/occurrences/{dates[0]}"


def test_a_series_and_a_date_are_reported_from_their_pages(client, people):
    for path in paths(people):
        link = client.get(path).links()["Report this page"]
        page = client.submit(link, reason="wrong", text="The day is wrong.")
        assert page.h1 == "Thank you for your report"

    series, date = review.list_open_reports(9)
    assert (series.occurrence_code, date.occurrence_code is None) == (None, False)
    assert {report.text for report in (series, date)} == {"The day is wrong."}
    assert reading().scalars(select(Message.id)).all() == []


def test_the_public_page_stays_cacheable_and_the_form_is_never_kept(app, people):
    client = build.with_page_cache(app)
    path, _date = paths(people)

    page, form = client.raw(path), client.raw(f"{path}/report")

    assert "csrf_token" not in page.get_data(as_text=True)
    assert ("ETag" in page.headers, "ETag" in form.headers) == (True, False)


def test_looking_at_the_form_reports_nothing(client, people):
    for path in paths(people):
        client.get(f"{path}/report")

    assert review.count_open_reports() == 0


@pytest.mark.parametrize("typed", [{"reason": None}, {"reason": "spam"}, {"reason": "wrong", "text": "x" * 501}])
def test_a_report_without_a_reason_or_too_long_is_refused_and_kept(client, people, typed):
    path, _date = paths(people)

    page = client.submit(f"{path}/report", status=422, **{"text": "Hello", **typed})

    assert page.title.startswith("Error:")
    assert page.fields()["text"].strip() == typed.get("text", "Hello")
    assert review.count_open_reports() == 0


@pytest.mark.parametrize("facts", [{"state": "draft"}, {"visibility": "internal"}])
def test_what_nobody_sees_cannot_be_reported(client, people, facts):
    code, dates = build.activity(people, **facts)

    client.get(f"/en/activities/{code}/report", status=404)
    client.get(f"/en/occurrences/{dates[0]}/report", status=404)


def test_a_paused_page_cannot_be_reported(client, people):
    path, _date = paths(people)
    set_state(people.library.code, "suspended", people.kim.id)

    assert client.get(f"{path}/report", status=404).h1 == "Paused for now"


def test_the_back_button_and_another_send_count_once(client, people):
    path, _date = paths(people)
    page = client.get(f"{path}/report")

    for _turn in range(2):
        client.submit_page(page, f"{path}/report", reason="other")

    assert review.count_open_reports() == 1


def test_a_flood_from_one_address_is_stopped(app, people):
    given = app.extensions[EXTENSION].model_copy(update={"limits_enabled": True, "limit_report": "2 per minute"})
    client, (path, _date) = InspectingClient(create_app(given)), paths(people)
    page = client.get(f"{path}/report")
    token = page.fields()["csrf_token"]

    answers = [
        client.raw(f"{path}/report", "POST", data={"csrf_token": token, "reason": "other"}).status_code
        for _turn in range(4)
    ]

    assert answers == [303, 303, 429, 429]
    assert review.count_open_reports() == 2

"""Every address and every form answers bad input with a clear page, keeps what was typed, and leaves nothing half-done."""

import random
from collections.abc import Iterator

import pytest
import time_machine
from werkzeug.test import TestResponse

from app.languages import LANGUAGES
from tests.client import InspectingClient, Page, inspect
from tests.site.attacks import (
    BAD,
    DANGEROUS,
    OPEN,
    QUERY,
    Sent,
    World,
    addresses,
    bad_paths,
    build,
    encoded,
    forms_of,
    post,
    spoil,
)
from tests.sizes import FULL

EACH = 2500 if FULL else 30
PEOPLE = ["visitor", "participant", "host", "eva", "lina", "kim", "alma"]
PLAIN = {
    "application/json",
    "application/pdf",
    "text/calendar",
    "application/xml",
    "application/atom+xml",
    "text/css",
    "text/csv",
    "text/plain",
    "image/webp",
}


@pytest.fixture(autouse=True)
def tuesday_afternoon() -> Iterator[None]:
    with time_machine.travel("2026-11-24T16:30:00Z"):
        yield


@pytest.fixture
def world(app, people) -> World:
    return build(app, people)


def check(answer: TestResponse, path: str) -> None:
    """No error of ours, and an answer that a reader understands."""
    told = f"{path[:200]}: {answer.status_code} {answer.mimetype}"
    assert answer.status_code < 500, told
    if answer.status_code in {301, 302, 303, 304, 308} or not answer.get_data():
        return
    if answer.mimetype != "text/html":
        assert answer.mimetype in PLAIN or "spreadsheet" in answer.mimetype, told
        return
    language = path.split("/")[1].split("?", maxsplit=1)[0]
    if language in LANGUAGES:
        assert f'lang="{language}"' in answer.get_data(as_text=True)[:300], told


@pytest.mark.parametrize("person", PEOPLE)
def test_no_spoiled_address_is_an_error_of_ours(world, person):
    client = world.client(person)
    paths = bad_paths(world)
    chosen = paths if FULL else random.Random(person).sample(paths, EACH)

    for path in chosen:
        check(client.raw(path), path)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_strange_query_is_an_error_of_ours(world, person):
    client, chance = world.client(person), random.Random(person)
    paths = [path for _endpoint, path, methods in addresses(world) if "GET" in methods]

    for _turn in range(EACH // 2):
        path = chance.choice(paths)
        query = encoded([(chance.choice(QUERY), chance.choice(BAD[:2] + BAD[3:])) for _ in range(3)]).decode()
        check(client.raw(f"{path}?{query}"), path)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_spoiled_form_is_an_error_of_ours_or_loses_what_was_typed(world, person):
    client, chance = world.client(person), random.Random(person)
    forms = _forms(world, client)

    for _turn in range(EACH):
        form = chance.choice(forms)
        if DANGEROUS.search(form.path):
            continue
        fields, name = spoil(chance, form)
        before = world.rows()
        answer = post(client, form.path, fields)
        check(answer, form.path)
        if answer.status_code >= 400:
            assert world.rows() == before, f"{form.path} {name}"
        if answer.status_code == 422:
            _keeps(answer, form, name)


@pytest.mark.parametrize("person", ["visitor", "eva", "alma"])
def test_other_bodies_and_methods_change_nothing(world, person):
    client = world.client(person)
    forms = [form for form in _forms(world, client) if not DANGEROUS.search(form.path)]
    token = dict(forms[0].fields).get("csrf_token", "")
    before = world.rows()

    for form in forms:
        for body in (b'{"name": 5, "party_size": [1]}', b"[1]", b"{"):
            headers = {"X-CSRFToken": token}
            check(client.raw(form.path, "POST", data=body, content_type="application/json", headers=headers), form.path)
        for method in ("PUT", "DELETE", "HEAD", "OPTIONS", "XYZ"):
            check(client.raw(form.path, method), form.path)
        wrong = [("csrf_token", "wrong"), *[pair for pair in form.fields if pair[0] != "csrf_token"]]
        assert post(client, form.path, wrong).status_code == 400
    # With the token in its header a body without fields is a form of optional fields left empty, or a button.
    assert _changed(before, world.rows()) <= {"audit_entry", "calendar_feed", "message", "host_link", "picture_file"}


def _forms(world: World, client: InspectingClient) -> list[Sent]:
    """Every form that this person can open, by its address and fields."""
    found = {}
    for _endpoint, path, methods in addresses(world):
        answer = client.raw(path) if "GET" in methods else None
        if answer is not None and answer.mimetype == "text/html" and answer.status_code == 200:
            for form in forms_of(Page(answer), path):
                found[form.path, tuple(form.names)] = form
    assert found
    return list(found.values())


def _keeps(answer: TestResponse, form: Sent, spoiled: str) -> None:
    """A well-made page on which every other field still says what was sent."""
    page = Page(answer)
    inspect(page, form.path)
    shown = [pair for each in forms_of(page, form.path) for pair in each.fields]
    lost = [(key, value) for key, value in form.fields if key != spoiled and key not in OPEN]
    lost = [pair for pair in lost if pair not in shown and pair[1]]
    assert not lost, f"{form.path} lost {lost[:3]} when {spoiled} was wrong"


def _changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {name for name in before if before[name] != after[name]}

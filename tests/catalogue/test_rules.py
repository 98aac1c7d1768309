"""How the filters are read, and how things stand with a date."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.catalogue import rules
from app.catalogue.rules import Door
from app.organisations.rules import OrganisationPaused
from app.registrations.rules import PoolState

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
KNOWN = rules.Known({"language_cafe", "digital_help"}, {"magneteten"}, {"K7M2P9QX"}, {"sv", "so"})


def a_pool(**facts):
    given = {"capacity": 10, "waiting_capacity": None, "opens_at": None, "closes_at": None, "taken": 0, "waiting": 0}
    return PoolState(
        **{"id": 1, "code": "P", "activity_id": 1, "occurrence_id": 2, "role": "participant", **given, **facts}
    )


def read(**asked):
    return rules.read_filters({name.rstrip("_"): value for name, value in asked.items()}, KNOWN)


def test_every_filter_is_read():
    filters = read(
        type="language_cafe,digital_help", place="magneteten", organisation="K7M2P9QX", spoken="so",
        from_="2026-11-24", to="2026-12-24", free="1", page="2", near="1", children="1", day="sun,mon", time="evening",
    )  # fmt: skip

    assert filters.types == ("language_cafe", "digital_help")
    assert (filters.first, filters.last) == (date(2026, 11, 24), date(2026, 12, 24))
    assert (filters.free, filters.page, filters.problems) == (True, 2, ())
    assert (filters.near, filters.children, filters.weekdays, filters.minutes) == (True, True, (0, 6), (1020, 1440))


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"type": "nonsense"}, "type"),
        ({"place": "nowhere"}, "place"),
        ({"organisation": "X"}, "organisation"),
        ({"spoken": "xx-yy"}, "spoken"),
        ({"from_": "2026-02-31"}, "from"),
        ({"to": "tomorrow"}, "to"),
        ({"from_": "2026-12-01", "to": "2026-11-01"}, "to"),
        ({"day": "mon,saturday"}, "day"),
        ({"time": "midnight"}, "time"),
        ({"page": "abc"}, "page"),
        ({"page": "0"}, "page"),
        ({"page": "٣"}, "page"),
    ],
)
def test_a_bad_value_is_told_and_the_rest_kept(asked, wrong):
    filters = read(**{"spoken": "so", **asked})

    assert [problem.field for problem in filters.problems] == [wrong]
    assert filters.spoken == ("" if wrong == "spoken" else "so")


def test_a_long_bad_value_is_shown_short():
    filters = read(place="x" * 5000)

    assert len(filters.problems[0].value) < 50


def test_a_page_beyond_the_last_is_the_last():
    filters = rules.at_page(read(page="9999"), 3)

    assert filters.page == 3
    assert filters.problems[0].field == "page"


def test_what_is_asked_can_be_linked():
    filters = read(type="language_cafe", from_="2026-11-24", page="3")

    assert filters.parameters(free="1") == {"type": "language_cafe", "from": "2026-11-24", "free": "1"}


@pytest.mark.parametrize(
    ("signup", "pools", "door"),
    [
        ("none", [], Door.COME),
        ("required", [], Door.OPEN),
        ("required", [a_pool(taken=9)], Door.OPEN),
        ("required", [a_pool(capacity=None, taken=90)], Door.OPEN),
        ("required", [a_pool(taken=10)], Door.QUEUE),
        ("required", [a_pool(taken=10, waiting_capacity=3, waiting=3)], Door.FULL),
        ("optional", [a_pool(taken=10)], Door.FULL),
        ("required", [a_pool(taken=10), a_pool(role="speaker")], Door.OPEN),
        ("required", [a_pool(opens_at=NOW + timedelta(hours=1))], Door.NOT_YET),
        ("required", [a_pool(closes_at=NOW)], Door.CLOSED),
    ],
)
def test_how_one_comes(signup, pools, door):
    end = NOW + timedelta(hours=5)

    assert rules.door_of(signup, False, end, pools, NOW + timedelta(hours=3), NOW) == door


@pytest.mark.parametrize(
    ("cancelled", "end", "closes", "door"),
    [
        (True, NOW + timedelta(hours=1), NOW, Door.CANCELLED),
        (False, NOW, NOW, Door.OVER),
        (False, NOW + timedelta(hours=1), NOW, Door.CLOSED),
    ],
)
def test_what_is_cancelled_over_or_begun(cancelled, end, closes, door):
    assert rules.door_of("required", cancelled, end, [], closes, NOW) == door


@pytest.mark.parametrize(("state", "refusal"), [("draft", rules.NotPublished), ("withdrawn", rules.Withdrawn)])
def test_what_is_not_public(state, refusal):
    with pytest.raises(refusal):
        rules.check_shown(state, "public", "approved")


def test_what_a_suspended_organisation_has_published_is_paused():
    with pytest.raises(OrganisationPaused):
        rules.check_shown("published", "public", "suspended")
    with pytest.raises(rules.Withdrawn):
        rules.check_shown("withdrawn", "public", "suspended")


def test_sign_up_opens_with_the_first_pool():
    later, soon = NOW + timedelta(days=2), NOW + timedelta(days=1)

    assert rules.opens_at([a_pool(opens_at=later), a_pool(opens_at=soon)]) == soon
    assert rules.opens_at([a_pool()]) is None


@pytest.mark.parametrize(
    ("seconds", "since"),
    [(0, None), (1.9, None), (2.99, None), (3, 3), (3600, 3)],
)
def test_since_when_something_is_unchanged_is_told_once_it_is_sure(seconds, since):
    changed_at = NOW + timedelta(milliseconds=1)

    found = rules.unchanged_since(changed_at, NOW + timedelta(seconds=seconds))

    assert found == (None if since is None else NOW + timedelta(seconds=since))

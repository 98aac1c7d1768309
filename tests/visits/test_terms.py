"""What a library may write about an offer."""

from dataclasses import replace
from datetime import date, time

import pytest

from app.schedule.hours import Hours, Window, exception
from app.visits import terms as t
from app.visits.rules import OfferClosed
from tests.visits.plain import offer, weekly


def test_an_ordinary_offer_is_fine():
    t.check_offer(offer())


@pytest.mark.parametrize(
    ("name", "least", "most", "refusal"),
    [
        ("minutes", 15, 480, t.LengthOutside),
        ("gap_minutes", 0, 240, t.GapOutside),
        ("min_people", 1, 500, t.FewestOutside),
        ("max_people", 1, 500, t.MostOutside),
        ("lead_days", 0, 180, t.LeadOutside),
        ("horizon_days", 1, 400, t.HorizonOutside),
        ("per_day", 1, 20, t.PerDayOutside),
        ("most_visits", 1, 8, t.VisitsOutside),
    ],
)
def test_each_number_has_its_limits(name, least, most, refusal):
    wide = offer(min_people=1, max_people=500, lead_days=0, horizon_days=400, hours=Hours())

    t.check_offer(wide if name == "max_people" else replace(wide, **{name: least}))
    t.check_offer(wide if name in {"lead_days", "min_people"} else replace(wide, **{name: most}))
    for outside in (least - 1, most + 1):
        with pytest.raises(refusal) as caught:
            t.check_offer(replace(wide, **{name: outside}))
        assert (caught.value.field, caught.value.params) == (name, {"min": least, "max": most})


def test_the_smallest_and_the_largest_group_may_be_the_same():
    t.check_offer(offer(min_people=12, max_people=12))

    with pytest.raises(t.SizesBackwards):
        t.check_offer(offer(min_people=13, max_people=12))


@pytest.mark.parametrize("lead", [10, 11])
def test_the_last_day_comes_after_the_first(lead):
    t.check_offer(offer(lead_days=9, horizon_days=10))

    with pytest.raises(t.HorizonBeforeLead):
        t.check_offer(offer(lead_days=lead, horizon_days=10))


def test_a_visit_fits_into_its_hours_somewhere():
    t.check_offer(offer(hours=weekly("10-10:30", "13-14")))

    with pytest.raises(t.WindowsTooShort):
        t.check_offer(offer(hours=weekly("10-10:30", "13-13:59")))


def test_hours_may_stand_in_the_exceptions_alone():
    august = exception(date(2026, 8, 3), date(2026, 8, 14), [Window(time(10), time(12))])

    assert offer(hours=Hours(exceptions=(august,))).has_windows
    t.check_offer(offer(hours=Hours(exceptions=(august,))))


def test_where_nothing_is_open_the_group_suggests_times():
    closed = exception(date(2026, 8, 3), date(2026, 8, 14), [], "Sommarstängt")

    assert offer().has_windows
    assert not offer(hours=Hours()).has_windows
    assert not offer(hours=Hours(exceptions=(closed,))).has_windows
    t.check_offer(offer(hours=Hours()))


@pytest.mark.parametrize(
    ("state", "by_staff", "open_"),
    [
        ("open", False, True),
        ("open", True, True),
        ("staff", True, True),
        ("staff", False, False),
        ("closed", True, False),
        ("closed", False, False),
    ],
)
def test_who_may_begin_a_visit(state, by_staff, open_):
    if open_:
        t.check_open(state, by_staff)
    else:
        with pytest.raises(OfferClosed):
            t.check_open(state, by_staff)


def test_every_state_of_an_offer_has_a_name():
    assert set(t.OFFER_STATE_NAMES) == set(t.OfferState)

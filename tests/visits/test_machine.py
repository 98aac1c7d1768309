"""Whatever is booked, asked for, moved and cancelled in whatever order: no two things ever share a room or a slot, and
visits, dates and bookings tell the same."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from app import clock
from app.activities import queries as activities
from app.activities import service as series
from app.activities.rules import DateChange
from app.bookings import queries as bookings
from app.bookings import service as rooms
from app.bookings.rules import ACTIVE, Wish
from app.bookings.service import Request
from app.bookings.tables import RoomBooking
from app.codes import new_code
from app.db import db, reading
from app.errors import Refused
from app.places import queries as places
from app.places import service as place_service
from app.places.service import RoomInput
from app.schedule.recurrence import Every, Schedule
from app.schedule.spans import Span
from app.visits import queries, service
from app.visits.rules import HOLDING
from app.visits.tables import Visit
from tests.activities.build import THIRTY, cafe
from tests.sizes import FULL
from tests.visits.build import offer, slot, wanted

STEPS, EXAMPLES = (50, 200) if FULL else (30, 6)
NUMBERS, HOURS = st.integers(0, 1), st.integers(9, 12)
SLOTS = st.builds(slot, NUMBERS, HOURS)
ODD = st.builds(
    lambda one, minutes: Span(one.starts_at + minutes, one.ends_at + minutes),
    SLOTS,
    st.sampled_from([timedelta(), timedelta(minutes=30)]),
)


def once(span):
    start, end = (clock.wall(one).time() for one in (span.starts_at, span.ends_at))
    return Schedule(Every.ONCE, span.day, start, end)


def none_overlap(rows):
    ordered = sorted(tuple(row) for row in rows)
    return all(one[1] <= other[0] for one, other in pairwise(ordered))


class RoomMachine(RuleBasedStateMachine):
    people = None

    def __init__(self):
        super().__init__()
        people, place = self.people, self.people.stadsbiblioteket
        code = place_service.save_room(
            place.key, None, RoomInput(new_code(), 40), people.lina.id
        )  # each run has its own
        self.room = places.get_room(code).id
        own = {"room_id": self.room}
        self.offers = [
            offer(people, **own),
            offer(people, **own, gap_minutes=30, auto_accept=True),
            offer(people, room_id=None),
        ]
        draft = cafe(people, people.library, place_id=place.id, **own)
        self.series = series.create_activity(draft, once(slot(0, 14)), THIRTY, people.lina.id, publish=True)

    @rule(number=st.integers(0, 2), span=SLOTS)
    def a_group_asks(self, number, span):
        self.done(lambda: service.ask(self.offers[number].code, wanted(span)))

    @precondition(lambda self: self.visits())
    @rule(
        data=st.data(),
        what=st.sampled_from(
            ["accept", "propose", "agree", "refuse_proposal", "move", "ask_again", "cancel", "decline", "withdraw"]
        ),
        span=ODD,
    )
    def somebody_answers_a_visit(self, data, what, span):
        code, lina = data.draw(st.sampled_from(self.visits())), self.people.lina.id
        facts = {
            "accept": (None, lina), "propose": (span, "", lina), "move": (span, lina), "ask_again": (span,),
            "decline": ("Nej", lina), "withdraw": ("Nej", lina),
        }  # fmt: skip
        self.done(lambda: getattr(service, what)(code, *facts.get(what, ())))

    @rule(span=ODD, by_house=st.booleans())
    def somebody_asks_for_the_room(self, span, by_house):
        organisation = self.people.library if by_house else self.people.association
        self.done(lambda: rooms.ask(Request(organisation.id, "Möte"), [Wish(self.room, span)], self.people.eva.id))

    @precondition(lambda self: self.booked())
    @rule(data=st.data(), what=st.sampled_from(["approve", "decline", "cancel", "take_back", "move"]), span=ODD)
    def somebody_answers_a_booking(self, data, what, span):
        code, lina = data.draw(st.sampled_from(self.booked())), self.people.lina.id
        deeds = {
            "approve": lambda: rooms.approve([code], [], "", lina),
            "decline": lambda: rooms.decline([code], "Nej", lina),
            "cancel": lambda: rooms.cancel([code], lina),
            "take_back": lambda: rooms.cancel([code], lina, "Nej", by_house=True),
            "move": lambda: rooms.move(code, Wish(self.room, span), lina),
        }
        self.done(deeds[what])

    @rule(span=ODD)
    def the_house_closes_the_room(self, span):
        standing = [one.code for one in self.standing(span) if one.kind == "own"]
        self.done(lambda: rooms.block(self.room, [span], "Städning", (standing, "Vi städar."), self.people.lina.id))

    @rule(span=SLOTS)
    def a_date_is_added(self, span):
        self.done(lambda: series.add_dates(self.series, once(span), self.people.lina.id))

    @rule(data=st.data(), span=ODD, cancelled=st.booleans(), in_room=st.booleans())
    def a_date_is_moved_or_cancelled(self, data, span, cancelled, in_room):
        date = data.draw(st.sampled_from(self.dates()))
        place, room = self.people.stadsbiblioteket.id, self.room if in_room else None
        change = DateChange(span, place, room, {}, date.own_tags)
        if cancelled:
            self.done(lambda: series.cancel_date(date.code, self.people.lina.id))
        else:
            self.done(lambda: series.edit_date(date.code, change, self.people.lina.id))

    @invariant()
    def no_two_share_the_room(self):
        db.session.rollback()
        b = RoomBooking
        approved = select(b.starts_at, b.ends_at).where(b.state == "approved", b.room_id == self.room)
        assert none_overlap(reading().execute(approved))

    @invariant()
    def no_two_share_a_slot(self):
        v = Visit
        for one in self.offers:
            held = select(v.starts_at, v.held_until).where(v.held_until.is_not(None), v.offer_id == one.id)
            assert none_overlap(reading().execute(held))

    @invariant()
    def visits_dates_and_bookings_tell_the_same(self):
        for code in self.visits():
            visit = queries.get_visit(code)
            if visit.state not in HOLDING:
                assert visit.booking_id is None
                continue
            if visit.state == "confirmed":
                date = activities.find_occurrence(visit.occurrence_id)
                assert (date.state, Span(date.starts_at, date.ends_at)) == ("scheduled", visit.span)
            elif visit.room_id is not None:
                held = bookings.list_by_ids([visit.booking_id])[0]
                assert (held.span, held.state, held.kind) == (visit.span, "approved", "visit")

    @invariant()
    def dates_are_where_their_rooms_are_booked(self):
        dates = self.dates() + [
            activities.find_occurrence(one.occurrence_id)
            for one in map(queries.get_visit, self.visits())
            if one.occurrence_id
        ]
        booked = bookings.list_of_occurrences([date.id for date in dates])
        for date in dates:
            holds = date.id in booked and booked[date.id].state in ACTIVE
            assert holds == (date.state == "scheduled" and date.room_id is not None)
            assert not holds or booked[date.id].span == Span(date.starts_at, date.ends_at)

    def visits(self):
        mine = Visit.offer_id.in_([one.id for one in self.offers])
        return list(reading().scalars(select(Visit.code).where(mine).order_by(Visit.id)))

    def booked(self):
        b = RoomBooking
        active = select(b.code).where(b.state.in_(ACTIVE), b.room_id == self.room).order_by(b.id)
        return list(reading().scalars(active))

    def standing(self, span):
        return bookings.list_between([self.room], span.starts_at, span.ends_at)

    def dates(self):
        return activities.list_occurrences(activities.get_activity(self.series).id)

    def done(self, command):
        db.session.rollback()
        try:
            return command()
        except Refused:
            return None


@pytest.mark.race
def test_nothing_ever_overlaps_whatever_people_do(people):
    machine = type("Machine", (RoomMachine,), {"people": people})
    chosen = settings(
        stateful_step_count=STEPS, max_examples=EXAMPLES, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    run_state_machine_as_test(machine, settings=chosen)

"""Invitations as other programs keep them: an update replaces, a cancel removes, whoever reads them."""

import re
from datetime import time, timedelta

import pytest

from app import clock
from app.activities import queries as dates
from app.activities import service as activities
from app.activities.shifting import SeriesChange, Times
from app.messages import service as outbox
from app.registrations import service
from tests.catalogue.readers import READERS
from tests.messages.build import let_go, read_all
from tests.registrations.build import make_date, sign_up


class Calendar:
    """What a guest's program keeps of the mails it reads (RFC 5546): by UID, the later SEQUENCE, then the later stamp."""

    def __init__(self, read):
        self.read = read
        self.kept = {}

    def take(self, mails):
        for mail in mails:
            for part in mail.walk():
                if part.get_content_type() == "text/calendar":
                    self._take(part.get_param("method"), part.get_content())

    def _take(self, method, text):
        (found,) = self.read(text)
        stamp = re.search(r"DTSTAMP:(\w+)", text)[1]
        assert f"METHOD:{method}" in text
        known = self.kept.get(found.uid)
        if known and (known[0].sequence, known[1]) > (found.sequence, stamp):
            return
        self.kept[found.uid] = (found, stamp, method)

    @property
    def shown(self):
        return sorted(
            (found.start.wall for found, _stamp, method in self.kept.values() if method == "REQUEST"),
        )


@pytest.fixture
def deliver(mail):
    """Deliver what waits; the mails that came since the last time."""
    seen = []

    def go():
        let_go()
        outbox.deliver_due()
        new = [one for one in read_all(mail) if one["Message-ID"] not in seen]
        seen.extend(one["Message-ID"] for one in new)
        return new

    return go


@pytest.fixture(params=READERS, ids=lambda read: read.__name__)
def calendar(request):
    return Calendar(request.param)


def move(date, people, **later):
    fact = dates.get_occurrence(date.code)
    activities.move(date.code, fact.starts_at + timedelta(**later), fact.ends_at + timedelta(**later), people.eva.id)


def test_a_place_is_an_invitation_and_a_moved_date_replaces_it(people, deliver, calendar):
    date = make_date(people)
    sign_up(date.pool, email="noor@example.org")
    calendar.take(deliver())
    first = calendar.shown

    move(date, people, days=1, hours=2)
    calendar.take(deliver())

    assert len(first) == 1
    assert calendar.shown == [first[0] + timedelta(days=1, hours=2)]
    ((found, _stamp, _method),) = calendar.kept.values()
    assert (found.uid, found.sequence, found.tzid) == (f"{date.code}@localhost", 1, "Europe/Stockholm")


def test_a_cancelled_date_leaves_the_calendar(people, deliver, calendar):
    date = make_date(people)
    sign_up(date.pool, email="noor@example.org")
    calendar.take(deliver())

    activities.cancel_date(date.code, people.eva.id)
    calendar.take(deliver())

    assert calendar.shown == []
    assert [found.status for found, _stamp, _method in calendar.kept.values()] == ["CANCELLED"]


def test_an_older_mail_that_comes_late_changes_nothing(people, deliver, calendar):
    date = make_date(people)
    sign_up(date.pool, email="noor@example.org")
    first = deliver()
    move(date, people, hours=2)
    second = deliver()

    calendar.take([*second, *first])

    assert [found.sequence for found, _stamp, _method in calendar.kept.values()] == [1]


def test_who_cancels_has_it_no_longer_and_who_signs_up_again_has(people, deliver, calendar, time_machine):
    date = make_date(people, starts_in=timedelta(days=5))
    receipt = sign_up(date.pool, email="noor@example.org")
    calendar.take(deliver())
    time_machine.move_to(clock.now() + timedelta(minutes=1))
    service.cancel(receipt.code)
    calendar.take(deliver())
    assert calendar.shown == []

    time_machine.move_to(clock.now() + timedelta(minutes=1))
    sign_up(date.pool, email="noor@example.org")
    calendar.take(deliver())

    assert len(calendar.shown) == 1


def test_a_family_with_one_address_keeps_the_date_until_the_last_has_cancelled(people, deliver, calendar):
    date = make_date(people)
    receipts = [sign_up(date.pool, name, email="home@example.org") for name in ("Noor", "Ali")]
    calendar.take(deliver())

    service.cancel(receipts[0].code)
    calendar.take(deliver())
    assert len(calendar.shown) == 1
    service.cancel(receipts[1].code)
    calendar.take(deliver())

    assert calendar.shown == []


def test_the_dates_of_a_course_are_files_and_a_moved_course_replaces_them(people, deliver, calendar):
    date = make_date(people, dates=3, signup_scope="series")
    sign_up(date.pool, email="noor@example.org")
    (mail,) = deliver()
    calendar.take([mail])
    day = dates.get_occurrence(date.code).starts_at.weekday()

    activities.change_series(date.activity_code, "", SeriesChange(Times(day, time(6, 15), time(7))), people.eva.id)
    calendar.take(deliver())

    assert [part.get_filename() for part in mail.iter_attachments()] == [
        f"samspel-0{number}.ics" for number in (1, 2, 3)
    ]
    assert [f"{one:%H:%M}" for one in calendar.shown] == ["06:15"] * 3


def test_who_waits_gets_no_invitation_until_there_is_a_place(people, deliver, calendar):
    date = make_date(people, capacity=1)
    first = sign_up(date.pool, "Ali")
    sign_up(date.pool, email="noor@example.org")
    calendar.take(deliver())
    assert calendar.kept == {}

    service.cancel(first.code)
    calendar.take(deliver())

    assert len(calendar.shown) == 1


def test_nothing_personal_stands_in_an_invitation(people, deliver):
    date = make_date(people)
    receipt = sign_up(date.pool, "Noor", email="noor@example.org")

    (mail,) = deliver()

    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    text = part.get_content()
    assert receipt.code not in text
    assert receipt.own_code not in text
    assert "/my" not in text
    assert "Noor" not in text
    assert "RSVP=FALSE" in text

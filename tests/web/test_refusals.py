"""What a refusal says: days and times among its facts stand as the reader writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.bookings.rules import RoomTaken
from app.schedule.spans import Span
from app.visits.asking import LeadTimePassed
from app.web.refusals import told

FIRST = Span(datetime(2031, 12, 7, 16, tzinfo=UTC), datetime(2031, 12, 7, 18, tzinfo=UTC))
NEXT = Span(FIRST.starts_at + timedelta(days=7), FIRST.ends_at + timedelta(days=7))


@pytest.mark.parametrize(
    ("path", "refusal", "words"),
    [
        ("/sv/", RoomTaken(when=FIRST), "söndag 7 december 2031, 17:00–19:00"),
        (
            "/sv/",
            RoomTaken(when=(FIRST, NEXT)),
            "söndag 7 december 2031, 17:00–19:00; söndag 14 december 2031, 17:00–19:00",
        ),
        ("/en/", LeadTimePassed(day=date(2031, 12, 7)), "Sunday 7 December 2031"),
    ],
)
def test_it_is_told_in_the_readers_words(app, path, refusal, words):
    with app.test_request_context(path):
        app.preprocess_request()

        assert words in told(refusal)

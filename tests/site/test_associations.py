"""Nothing of one association reaches another (promise 12): a canary stands in every text of theirs that is not public."""

import pytest
from sqlalchemy import select

from app.activities import service as activities
from app.attendance import service as attendance
from app.bookings import queries as bookings
from app.db import reading
from app.messages.tables import Message
from app.registrations import service
from tests.activities.build import THIRTY, cafe, weekly
from tests.bookings.rooms import asked, booked, span
from tests.client import InspectingClient
from tests.registrations.build import make_date, sign_up
from tests.site.crawl import Crawl

CANARY = "kanariefagel"
TEXTS = {"sv": CANARY, "en": CANARY, "ar": CANARY}


class Listening(InspectingClient):
    """Remembers where it read the canary."""

    def __init__(self, *args, **kw):
        super().__init__(*args, **kw)
        self.heard, self.read = [], 0

    def raw(self, path, method="GET", **kw):
        answer = super().raw(path, method, **kw)
        self.read += 1
        if CANARY.encode() in answer.data.lower():
            self.heard.append(path)
        return answer


@pytest.fixture
def theirs(people):
    """A published date with its people, two activities that wait for approval, words to the coordinator, links of hosts, a
    room that is booked and one that is asked for."""
    other = people.newcomer_association
    date = make_date(people, organisation_id=other.id, pools=({"role": "learner", "capacity": 3},))
    registration = sign_up(date.pool, CANARY, email=f"{CANARY}@example.org", phone="+46701234567")
    for facts in ({}, {"visibility": "internal"}):
        draft = cafe(people, other, title=TEXTS, summary=TEXTS, description=TEXTS, contact_name=CANARY, **facts)
        code = activities.create_activity(draft, weekly(), THIRTY, people.nils.id, publish=True)
    activities.comment(code, CANARY, (people.nils.id, False))
    attendance.make_host_link(date.activity_code, people.nils.id, CANARY)
    service.write_to_all([1], CANARY, "a" * 32, people.nils.id)
    room = {"by": other, "who": people.nils, "purpose": CANARY}
    booked(people, span(), **room)
    asked(people, span(20, 22), **room)
    return date, registration, code


def test_an_editor_reads_nothing_of_annewcomer_association_by_any_link(app, people, theirs):
    client = Listening(app).sign_in(people.eva.id)

    Crawl(app, client, "sv").walk("/sv/desk/", "/sv/")

    assert client.read > 20
    assert client.heard == []


def test_nor_by_addresses_that_they_could_guess(app, people, theirs):
    date, registration, draft = theirs
    client = Listening(app).sign_in(people.eva.id)
    listed = f"/sv/desk/occurrences/{date.code}/registrations"
    paths = [
        listed,
        *(f"{listed}/{rest}" for rest in ("sheet", "history", "add", "write", f"{registration.code}/change")),
    ]
    paths += [
        f"/sv/desk/activities/{draft}{rest}" for rest in ("", "/edit", "/copy", "/picture", "/leave", "/host-links")
    ]
    paths += [f"/sv/activities/{draft}", f"/activities/{draft}.ics", f"/sv/activities?q={CANARY}"]

    answers = {path: client.raw(path).status_code for path in paths}

    assert {path: status for path, status in answers.items() if status != 404} == {f"/sv/activities?q={CANARY}": 200}
    assert client.heard == [f"/sv/activities?q={CANARY}"]  # what was typed, and nothing that was found


def test_nor_in_the_calendar_of_a_room_or_by_the_codes_of_what_they_have_booked(app, people, theirs):
    client = Listening(app).sign_in(people.eva.id)
    found, _number = bookings.list_own(frozenset({people.newcomer_association.id}))
    rooms = "/sv/desk/rooms"
    own = [
        f"{rooms}/bookings/{found[0].series}",
        f"{rooms}/times/{found[0].code}/move",
        f"{rooms}/requests/{found[1].series}",
    ]

    for view in ("day", "week", "month"):
        page = client.get(f"{rooms}/{people.room.code}?view={view}&on={found[0].span.day}")
        assert "17:00–19:00" in page.text
    answers = [client.raw(path).status_code for path in [*own, f"{own[0]}/cancel"]]

    assert answers == [404] * 4
    assert client.heard == []


def test_their_mail_goes_to_their_own_people_the_coordinator_and_the_house_whose_room_they_ask_for(people, theirs):
    recipients = set(reading().scalars(select(Message.recipient)))

    assert recipients <= {f"{CANARY}@example.org", people.kim.email, people.nils.email, people.lina.email}


def test_the_canary_is_there_to_be_heard(app, people, theirs):
    client = Listening(app).sign_in(people.nils.id)

    Crawl(app, client, "sv").walk("/sv/desk/", "/sv/")

    assert len(client.heard) > 5

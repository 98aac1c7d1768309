"""What waits, one visit, and what the library answers; what is pressed acts only on what was shown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.db import reading
from app.messages.tables import Message
from app.schedule.hours import Hours
from app.visits import queries, service
from app.visits.asking import Asked
from app.visits.rules import NotPossibleNow
from app.visits.service.asking import Contact, GroupInput
from tests.bookings import build as booking
from tests.counting import count_statements
from tests.visits.build import agreed, ask, offer, slot

QUEUE = "/en/desk/visits"
CALLED = Contact("Per Persson", None, "+46701234567", "sv")


@pytest.fixture
def lina(client, people):
    return client.sign_in(people.lina.id)


def page_of(visit, rest=""):
    return f"/en/desk/visits/{visit.code}{rest}"


def again(visit):
    return queries.get_visit(visit.code)


def mails(kind):
    return [one.recipient for one in reading().query(Message).filter_by(kind=kind)]


def form_of(page, rest):
    """Which of the forms of a page is sent there."""
    forms = [e.get("action", "") for e in page.all("form")]
    inside = [e for e in page.main.iter() if e.tag.endswith("form")]
    assert any(action.endswith(rest) for action in forms), rest
    return next(number for number, e in enumerate(inside) if e.get("action", "").endswith(rest))


def press(client, visit, rest, status=200, **typed):
    page = client.get(page_of(visit))
    return client.submit_page(page, page_of(visit), status, form_of(page, rest), **typed)


def test_nothing_waits_and_the_page_says_what_to_do(lina):
    text = lina.get(QUEUE).text

    assert "No group waits for an answer" in text
    assert "No visits in the coming week" in text
    assert "Every visit has its numbers" in text


def test_the_queue_shows_what_waits_for_whom(app, lina, people):
    made = offer(people)
    first = ask(made, group=GroupInput("SFI 3C", "Lärcentrum", "sfi"))[1][0]
    ask(made, slot(number=1), group=GroupInput("5B", "Linnéskolan", "school"))
    proposed = ask(made, slot(number=2), group=GroupInput("Grundvux 1", "", "grundvux"))[1][0]
    service.propose(proposed.code, slot(number=3), "", people.lina.id)

    page = lina.get(QUEUE)
    with count_statements(app) as counted:
        lina.get(QUEUE)

    assert page.text.index("SFI 3C") < page.text.index("5B") < page.text.index("Grundvux 1")
    assert page.text.index("Waits for the group's answer") < page.text.index("Grundvux 1")
    assert "Asked today" in page.text
    assert page_of(first) in page.links().values()
    assert len(counted) <= 12


def test_the_age_is_told_in_words(client, people, time_machine):
    visit = ask(offer(people), slot(number=8))[1][0]
    time_machine.move_to(visit.asked_at + timedelta(days=2))

    assert "Asked 2 days ago" in client.sign_in(people.lina.id).get(QUEUE).text


def test_the_first_of_the_waiting_list_is_offered_a_free_time(lina, people):
    made = offer(people)
    first, second = (
        ask(made, slots=(), group=GroupInput(name, "Ekbacken", "preschool"))[1][0] for name in ("Blåbär", "Lingon")
    )

    page = lina.get(QUEUE)
    lina.submit_page(page, QUEUE, form=0, slot=slot(number=2).starts_at.isoformat())

    assert page.text.index("1. Blåbär") < page.text.index("2. Lingon")
    assert len(page.all("form")) == 2  # of the bar and of the first
    assert (again(first).state, again(first).span, again(second).state) == ("proposed", slot(number=2), "waiting")
    assert mails("visit_proposed") == ["oksana@example.org"]


def test_the_second_of_the_waiting_list_waits_for_its_turn(lina, people):
    made = offer(people)
    _first, second = (ask(made, slots=())[1][0] for _number in range(2))

    page = lina.submit(page_of(second, "/time"), 422, slot=slot().starts_at.isoformat())

    assert "Another group has waited longer." in page.text
    assert again(second).state == "waiting"


def test_the_page_of_a_visit_says_everything(app, lina, people):
    made = offer(people, question={"sv": "Vad läser ni?"})
    asked = Asked(14, 1, frozenset({"uk"}), "beginner", frozenset({"slow_swedish"}), "Sagor")
    visit = ask(made, asked=asked, alternatives=(slot(number=1),), contact=CALLED)[1][0]
    ask(made, slot(number=4))

    page = lina.get(page_of(visit))
    with count_statements(app) as counted:
        lina.get(page_of(visit))

    for words in ("SFI 2B", "Hässleholms lärcentrum", "14 in the group, 1 adult with them", "Ukrainian", "Beginners",
                  "Slow and clear Swedish", "Vad läser ni?", "Sagor", "Per Persson", "Rum 2"):  # fmt: skip
        assert words in page.text
    assert "tel:+46701234567" in page.html
    assert "Call them and tell them" in page.text or "call them and tell them" in page.text
    assert len(counted) <= 12


def test_accepting_books_it_and_tells_the_group(lina, people):
    visit = ask(offer(people))[1][0]

    page = press(lina, visit, "/accept")

    assert "The visit is booked." in page.text
    assert again(visit).state == "confirmed"
    assert mails("visit_confirmed") == ["oksana@example.org"]


def test_each_time_that_suits_says_whether_it_is_free_now(lina, people):
    made = offer(people)
    visit = ask(made, alternatives=(slot(number=1), slot(number=2)))[1][0]
    booking.book(people, slot(number=1))

    page = lina.get(page_of(visit))
    taken = press(lina, visit, "/accept", 422, slot=slot(number=1).starts_at.isoformat())
    press(lina, visit, "/accept", slot=slot(number=2).starts_at.isoformat())

    assert page.text.count("free now") == 1
    assert page.text.count("taken now") == 1
    assert "The room is taken then" in taken.text
    assert again(visit).span == slot(number=2)


def test_one_of_the_suggested_times_is_accepted(lina, people):
    made = offer(people, hours=Hours())
    visit = ask(made, slots=(), suggestions=(slot(hour=13), slot(number=1)))[1][0]

    press(lina, visit, "/accept", slot=slot(number=1).starts_at.isoformat())

    assert again(visit).span == slot(number=1)


def test_another_time_is_proposed_from_the_nearest_free_ones(lina, people):
    made = offer(people)
    visit = ask(made)[1][0]
    page = lina.get(page_of(visit, "/time"))
    offered = [e.get("value") for e in page.all("input", name="slot")]

    told = lina.submit_page(page, page_of(visit, "/time"), slot=offered[0], words="Då är vi två.")

    assert "held until the group has answered" in told.text
    assert (again(visit).state, again(visit).span.starts_at.isoformat()) == ("proposed", offered[0])
    assert again(visit).reason == "Då är vi två."
    assert offered[-1] == "own"


def test_a_day_and_an_hour_of_ones_own_are_proposed(lina, people):
    visit = ask(offer(people))[1][0]
    at = slot(number=2, hour=15)

    lina.submit(page_of(visit, "/time"), slot="own", day=at.day.isoformat(), start="15.00")

    assert again(visit).span == at


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose a time."),
        ({"slot": "own"}, "Choose a day."),
        ({"slot": "own", "day": "2020-01-07", "start": "10"}, "Choose a time that has not been yet."),
        ({"slot": "own", "day": "2027-03-28", "start": "02:30"}, "does not exist"),
        ({"slot": "own", "day": "2027-03-30", "start": "23:30"}, "The end must be later than the start"),
        ({"slot": "yesterday"}, "That time has just been taken."),
        ({"slot": "9999-12-31T23:30:00+00:00"}, "That time has just been taken."),
    ],
)
def test_what_is_no_time_is_said_at_its_field(lina, people, typed, words):
    visit = ask(offer(people))[1][0]

    page = lina.submit(page_of(visit, "/time"), 422, **typed, words="Välkomna!")

    assert words in page.text
    assert page.fields()["words"] == "Välkomna!"
    assert again(visit) == visit


def test_an_agreed_visit_is_moved(lina, people):
    visit = agreed(people, offer(people))

    lina.submit(page_of(visit, "/time"), slot=slot(number=3, hour=10).starts_at.isoformat())

    assert (again(visit).state, again(visit).span) == ("confirmed", slot(number=3, hour=10))
    assert mails("visit_moved") == ["oksana@example.org"]


def test_declining_says_why(lina, people):
    visit = ask(offer(people))[1][0]

    silent = lina.submit(page_of(visit, "/decline"), 422)
    page = lina.submit(page_of(visit, "/decline"), reason="Vi har stängt då.")

    assert "Write why, so that the group understands." in silent.text
    assert "The visit is declined." in page.text
    assert (again(visit).state, again(visit).reason) == ("declined", "Vi har stängt då.")


def test_cancelling_an_agreed_visit_says_why_and_whom_to_call(lina, people):
    visit = agreed(people, offer(people), contact=CALLED)

    page = lina.submit(page_of(visit, "/cancel"), reason="Ledaren är sjuk.")

    assert "The group left no e-mail address. Call them and tell them." in page.text
    assert again(visit).state == "cancelled"
    assert lina.raw(page_of(visit, "/cancel")).status_code == 409


def test_who_has_seen_an_older_page_acts_on_nothing(lina, people):
    made = offer(people)
    visit = ask(made)[1][0]
    page, path = lina.get(page_of(visit, "/decline")), page_of(visit, "/decline")
    shown = lina.get(page_of(visit))
    service.change_people(visit.code, 20, 2)

    stale = lina.submit_page(page, path, 422, reason="Vi har stängt.")
    pressed = lina.submit_page(shown, page_of(visit), form=form_of(shown, "/accept"))

    assert "Somebody else has changed this" in stale.text
    assert "Somebody else has changed this" in pressed.text
    assert stale.fields()["reason"] == "Vi har stängt."
    assert again(visit).state == "requested"
    lina.submit_page(stale, path, reason="Vi har stängt.")
    assert again(visit).state == "declined"


def test_a_proposal_for_what_was_booked_meanwhile_moves_nothing(lina, people):
    visit = ask(offer(people))[1][0]
    page, path = lina.get(page_of(visit, "/time")), page_of(visit, "/time")
    service.accept(visit.code, None, people.lina.id)

    stale = lina.submit_page(page, path, slot=slot(number=2).starts_at.isoformat(), words="Passar det?")

    assert stale.response.request.path == page_of(visit)
    assert "This is how it stands now." in stale.text
    assert (again(visit).state, again(visit).span) == ("confirmed", slot())


@pytest.mark.parametrize("sequence", ["", "x", "-1", "99999999999999999999", "²"])
def test_a_page_that_says_nothing_of_what_it_showed_acts_on_nothing(lina, people, sequence):
    visit = ask(offer(people))[1][0]

    press(lina, visit, "/accept", sequence=sequence)

    assert again(visit).state == "requested"


def test_newcomers_is_a_switch_that_says_what_it_decides(lina, people):
    visit = agreed(people, offer(people))

    page = press(lina, visit, "/newcomers")

    assert "Not counted as a group of newcomers" in page.text
    assert "2b.3" in page.text
    assert not again(visit).newcomers


def test_a_note_is_for_colleagues(lina, people):
    visit = ask(offer(people))[1][0]

    page = press(lina, visit, "/note", note="Boka projektorn.")

    assert "Boka projektorn." in page.html
    assert again(visit).note == "Boka projektorn."
    assert press(lina, visit, "/note", 422, note="x" * 1001).status == 422


def test_a_group_that_has_been_here_before_is_recognised(lina, people):
    made = offer(people)
    before = ask(made)[1][0]
    visit = ask(made, slot(number=1), group=GroupInput("sfi-2b", "Hässleholms lärcentrum", "sfi"))[1][0]

    page = press(lina, visit, "/group")

    assert again(visit).group_id == before.group_id
    assert "Has this group been here before?" not in page.text
    assert page_of(before) in page.links().values()


def test_what_was_taken_for_the_same_group_is_parted_again(lina, people):
    made = offer(people)
    before = ask(made)[1][0]
    visit = ask(made, slot(number=1))[1][0]
    press(lina, visit, "/group")

    page = press(lina, visit, "/part")

    assert again(visit).group_id != before.group_id
    assert "The visit is counted as that of another group from now on." in page.text
    assert "No, this visit is of another group" not in page.text


def test_a_group_that_is_one_by_itself_cannot_be_parted(people):
    visit = ask(offer(people, most_visits=2), slot(), slot(number=1))[1][0]

    with pytest.raises(NotPossibleNow):
        service.part(visit.code, people.lina.id)


def test_what_has_happened_stands_on_the_page(lina, people):
    visit = ask(offer(people))[1][0]
    service.change_people(visit.code, 20, 2)
    press(lina, visit, "/accept")

    text = lina.get(page_of(visit)).text

    assert "The group asked for the visit" in text
    assert "The group changed how many they are: 15 became 22" in text
    assert "Lina accepted the visit" in text


def test_the_own_library_comes_first_and_others_are_reached(lina, people):
    made = offer(people)
    visit = ask(made)[1][0]

    own, everything = lina.get(QUEUE), lina.get(f"{QUEUE}?all=1")

    assert visit.group_name in own.text
    assert visit.group_name in everything.text
    assert "Stadsbiblioteket i Hässleholm" in everything.text


def test_the_coordinator_reads_without_contact_note_and_answer(client, people):
    made = offer(people, question={"sv": "Vad läser ni?"})
    asked = Asked(14, 1, answer="Kanariesvar")
    visit = ask(made, contact=Contact("Kanarie", "kanarie@example.org", "+46701234567", "sv"), asked=asked)[1][0]
    service.take_note(visit.code, "Kanarieanteckning", people.lina.id)
    client.sign_in(people.kim.id)

    pages = [
        client.get(path).html for path in (QUEUE, page_of(visit), "/en/desk/visits/calendar", "/en/desk/visits/year")
    ]

    assert "SFI 2B" in pages[1]
    assert not any(word in page for page in pages for word in ("anarie", "+46701234567"))
    posts = [
        client.raw(page_of(visit, rest), "POST").status_code for rest in ("/accept", "/note", "/newcomers", "/group")
    ]
    assert {*posts, *(client.raw(page_of(visit, rest)).status_code for rest in ("/time", "/decline", "/outcome"))} <= {
        400,
        403,
    }


@pytest.mark.parametrize("person", ["eva", "alma"])
def test_others_see_nothing_of_it(client, people, person):
    visit = ask(offer(people))[1][0]
    client.sign_in(getattr(people, person).id)

    assert {client.raw(path).status_code for path in (QUEUE, page_of(visit), page_of(visit, "/time"))} == {403}


def test_what_is_not_there_is_not_found(lina, people):
    nobody = replace(ask(offer(people))[1][0], code="00000000")

    assert {
        lina.raw(page_of(nobody, rest)).status_code for rest in ("", "/time", "/decline", "/cancel", "/outcome")
    } == {404}

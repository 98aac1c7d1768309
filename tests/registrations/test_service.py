"""Signing up, waiting, changing and cancelling, as the people involved see it; and what they are told."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.activities import service as activities
from app.activities.hooks import hooks
from app.activities.pools import PoolWanted
from app.activities.queries import get_occurrence
from app.activities.tables import Activity, Occurrence
from app.codes import new_nonce
from app.db import reading, transaction
from app.messages.tables import Message
from app.registrations import changes, queries, rules, service
from app.registrations.letters import LETTERS
from app.registrations.tables import Registration, SeatPool
from tests.registrations.build import make_date, party, sign_up


def states(date):
    return [fact.state for fact in sorted(queries.list_registrations(pool_ids(date)), key=lambda fact: fact.id)]


def pool_ids(date):
    return [queries.get_pool(code).state.id for code in date.pools]


def mails():
    return [(message.kind, message.recipient) for message in reading().scalars(select(Message).order_by(Message.id))]


def test_the_last_place_is_given_and_the_next_one_waits(people):
    date = make_date(people, capacity=1)

    first, second, third = sign_up(date.pool, "Ali"), sign_up(date.pool, "Noor"), sign_up(date.pool, "Saga")

    assert (first.state, second.state, third.position) == ("confirmed", "waiting", 2)
    assert queries.list_pool_states(date.ids, [])[0].left == 0


def test_a_cancelled_place_goes_to_the_first_who_waits_and_both_are_mailed(people):
    date = make_date(people, capacity=1)
    ali = sign_up(date.pool, "Ali", email="ali@example.org")
    sign_up(date.pool, "Noor", email="noor@example.org", language="ar")

    service.cancel(ali.code)

    assert states(date) == ["cancelled", "confirmed"]
    assert mails()[2:] == [("cancelled_by_you", "ali@example.org"), ("promoted", "noor@example.org")]
    assert reading().scalar(select(Message.language).where(Message.kind == "promoted")) == "ar"


def test_cancelling_twice_changes_nothing(people):
    date = make_date(people)
    ali = sign_up(date.pool, "Ali", email="ali@example.org")

    service.cancel(ali.code)
    service.cancel(ali.code)

    assert len(mails()) == 2


def test_a_freed_place_skips_a_party_that_does_not_fit(people):
    date = make_date(people, capacity=3)
    ali = sign_up(date.pool, "Ali", 1)
    sign_up(date.pool, "Bo", 2)
    sign_up(date.pool, "Cia", 2)
    sign_up(date.pool, "Didi", 1)

    service.cancel(ali.code)

    assert states(date) == ["cancelled", "confirmed", "waiting", "confirmed"]


def test_somebody_without_e_mail_is_told_by_the_host(people):
    date = make_date(people, capacity=1)
    ali = sign_up(date.pool, "Ali")
    noor = sign_up(date.pool, "Noor", phone="+46701234567")

    service.cancel(ali.code)

    assert queries.find_registration(noor.code).to_tell == "promoted"
    service.told(noor.code, people.eva.id)
    assert queries.find_registration(noor.code).to_tell == ""


def test_a_list_of_a_whole_series_closes_by_its_own_dates_whatever_other_series_do(people):
    make_date(people, dates=3, signup_scope="series", starts_in=timedelta(days=-30))
    coming = make_date(people, dates=3, signup_scope="series", starts_in=timedelta(days=3))

    facts = queries.get_pool(coming.pool)

    assert facts.state.closes_at == queries.get_pool(coming.pool).terms.ends_at - timedelta(days=7, hours=2)
    assert sign_up(coming.pool).state == "confirmed"


def test_the_same_form_sent_twice_makes_one_registration(people):
    date, nonce = make_date(people), new_nonce()
    first = service.sign_up(date.pool, party(), nonce)

    second = service.sign_up(date.pool, party(), nonce)

    assert (second.again, second.differs, second.own_code) == (True, False, first.own_code)
    assert len(states(date)) == 1


def test_the_same_form_with_other_answers_makes_nothing_and_says_so(people):
    date, nonce = make_date(people), new_nonce()
    service.sign_up(date.pool, party(), nonce)

    second = service.sign_up(date.pool, party("Ali", 2), nonce)

    assert (second.again, second.differs, second.state) == (True, True, "confirmed")
    assert len(states(date)) == 1


def test_a_second_sign_up_of_the_same_person_is_told_only_by_mail(people):
    date = make_date(people)
    sign_up(date.pool, "Noor", email="noor@example.org")

    again = sign_up(date.pool, "NOOR", email="noor@example.org")

    assert (again.state, again.code, len(again.own_code)) == ("confirmed", "", 10)
    assert len(states(date)) == 1
    assert mails() == [("confirmed", "noor@example.org"), ("already_signed_up", "noor@example.org")]


def test_a_family_uses_one_contact_and_two_of_one_name_without_contact_are_two(people):
    date = make_date(people)

    for name, email in (("Noor", "f@example.org"), ("Ali", "f@example.org"), ("Bo", None), ("Bo", None)):
        sign_up(date.pool, name, email=email)

    assert states(date) == ["confirmed"] * 4


def test_somebody_who_cancelled_may_sign_up_again(people):
    date = make_date(people)
    first = sign_up(date.pool, "Noor", email="noor@example.org")
    service.cancel(first.code)

    assert sign_up(date.pool, "Noor", email="noor@example.org").code != ""


def test_a_smaller_party_lets_the_next_one_in(people):
    date = make_date(people, capacity=3)
    ali = sign_up(date.pool, "Ali", 3, email="ali@example.org")
    sign_up(date.pool, "Noor", 2)

    service.change_party(ali.code, 1)

    assert states(date) == ["confirmed", "confirmed"]
    assert mails()[-1] == ("party_changed", "ali@example.org")


def test_a_party_that_cannot_grow_stays_as_it_was(people):
    date = make_date(people, capacity=3)
    ali = sign_up(date.pool, "Ali", 2)

    sign_up(date.pool, "Noor")

    with pytest.raises(rules.NoRoomForMore):
        service.change_party(ali.code, 3)
    assert queries.find_registration(ali.code).party_size == 2


def test_optional_sign_up_never_queues_unless_the_door_is_closed(people):
    optional = make_date(people, capacity=1, signup="optional")
    closed_door = make_date(people, capacity=1, signup="optional", door_closed=True)
    for date in (optional, closed_door):
        sign_up(date.pool, "Ali")

    with pytest.raises(rules.PoolFull):
        sign_up(optional.pool)
    assert sign_up(closed_door.pool).state == "waiting"


def test_a_freed_place_stays_free_after_closing(people):
    date = make_date(people, capacity=1)
    ali = sign_up(date.pool, "Ali")
    sign_up(date.pool, "Noor")
    with transaction() as session:
        session.execute(update(SeatPool).values(closes_at=clock.now()))

    service.cancel(ali.code)

    assert states(date) == ["cancelled", "waiting"]


def test_two_roles_have_places_of_their_own(people):
    roles = ({"role": "learner", "capacity": 1}, {"role": "speaker", "capacity": 1})
    date = make_date(people, pools=roles)

    assert [sign_up(code).state for code in date.pools] == ["confirmed", "confirmed"]


def test_a_whole_series_closes_at_its_second_date(people):
    date = make_date(people, dates=3, signup_scope="series", starts_in=timedelta(days=-1))

    assert sign_up(date.pool).state == "confirmed"
    pool = queries.list_pools([], [date.activity_id])[0].state
    assert pool.closes_at == reading().scalars(select(Occurrence.starts_at).order_by(Occurrence.starts_at)).all()[1]


def test_a_pool_of_another_date_and_of_a_draft_is_no_pool(people):
    date, draft = make_date(people), make_date(people, state="draft")

    with pytest.raises(rules.NoSuchPool):
        service.sign_up(date.pool, party(), new_nonce(), "ANOTHER1")
    with pytest.raises(rules.NoSuchPool):
        sign_up(draft.pool)


def test_more_places_let_people_in_at_once_and_fewer_than_taken_are_refused(people):
    date = make_date(people, capacity=1)
    sign_up(date.pool, "Ali")
    sign_up(date.pool, "Noor")

    assert service.change_capacity(date.pool, 2, people.eva.id) == 1

    assert states(date) == ["confirmed", "confirmed"]
    with pytest.raises(rules.CapacityBelowTaken, match="2 places"):
        service.change_capacity(date.pool, 1, people.eva.id)


def test_staff_add_to_free_places_and_else_to_the_queue(people):
    date = make_date(people, capacity=1, contact_required=True, starts_in=timedelta(hours=-1))

    added = [
        service.add_by_staff(date.pool, party(name), new_nonce(), people.eva.id).state for name in ("Ali", "Noor")
    ]  # fmt: skip

    assert added == ["confirmed", "waiting"]


def test_staff_are_told_that_somebody_is_on_the_list_already(people):
    date = make_date(people)
    sign_up(date.pool, "Noor", email="noor@example.org")

    with pytest.raises(rules.AlreadySignedUp):
        service.add_by_staff(date.pool, party(email="noor@example.org"), new_nonce(), people.eva.id)


def test_a_message_to_all_goes_once_to_each_address(people):
    date, nonce = make_date(people, capacity=3), new_nonce()
    for name, email in (("A", "a@example.org"), ("B", "a@example.org"), ("C", "c@example.org"), ("D", None)):
        sign_up(date.pool, name, email=email)

    counts = [service.write_to_all(pool_ids(date), "Ta med kakor", nonce, people.eva.id) for _time in range(2)]

    assert counts == [2, 2]
    assert sum(kind == "organiser_message" for kind, _recipient in mails()) == 2


def test_a_cancelled_date_tells_those_with_and_without_e_mail(people):
    date = make_date(people)
    sign_up(date.pool, "Noor", email="noor@example.org")
    ali = sign_up(date.pool, "Ali")

    activities.cancel_date(date.code, people.eva.id)

    assert mails()[-1] == ("dates_changed", "noor@example.org")
    assert queries.find_registration(ali.code).to_tell == "cancelled"


def test_a_moved_date_tells_the_whole_series_once(people):
    date = make_date(people, dates=2, signup_scope="series")
    sign_up(date.pool, "Noor", email="noor@example.org")
    before = get_occurrence(date.codes[1])

    for hours in (1, 2):
        later = timedelta(hours=hours)
        activities.move(date.codes[1], before.starts_at + later, before.ends_at + later, people.eva.id)

    message = reading().scalars(select(Message).where(Message.kind == "dates_changed")).one()
    (part,) = changes.dates_changed(message.about).parts
    assert [change.old_starts_at for change in part.changes] == [before.starts_at]


def test_the_publishing_form_saves_the_pools_of_its_dates(people):
    date = make_date(people, dates=2)
    wanted = [PoolWanted("learner", 5), PoolWanted("speaker", 3, 0)]

    with transaction() as session:
        hooks.save_pools(session, date.activity_id, date.ids, wanted)

    saved = queries.list_pool_states(date.ids, [])
    assert [(pool.role, pool.capacity) for pool in saved] == [("learner", 5), ("speaker", 3)] * 2


def test_the_publishing_form_lets_people_in_and_refuses_too_few_places(people):
    date = make_date(people, capacity=1)
    sign_up(date.pool, "Ali")
    sign_up(date.pool, "Noor")

    with transaction() as session:
        hooks.save_pools(session, date.activity_id, date.ids, [PoolWanted("participant", 2)])

    assert states(date) == ["confirmed", "confirmed"]
    with pytest.raises(rules.CapacityBelowTaken), transaction() as session:
        hooks.save_pools(session, date.activity_id, date.ids, [PoolWanted("participant", 1)])


def test_a_list_that_somebody_signed_up_for_is_not_taken_away(people):
    date = make_date(people)
    sign_up(date.pool)

    with pytest.raises(rules.PoolInUse), transaction() as session:
        hooks.save_pools(session, date.activity_id, [], [PoolWanted("participant", 5)])
    with pytest.raises(rules.PoolInUse), transaction() as session:
        hooks.save_pools(session, date.activity_id, date.ids, [PoolWanted("learner", 5)])


def test_a_copied_activity_has_the_same_places(people):
    old = make_date(people, pools=({"role": "learner", "capacity": 7, "waiting_capacity": 2},))
    new = make_date(people, dates=2)

    with transaction() as session:
        hooks.copy_pools(session, old.activity_id, new.activity_id, new.ids)

    copied = queries.list_pool_states(new.ids, [])
    assert [(pool.role, pool.capacity, pool.waiting_capacity) for pool in copied] == [("learner", 7, 2)] * 2


def test_a_date_knows_whether_anybody_ever_signed_up(people):
    date = make_date(people)

    with transaction() as session:
        before = hooks.has_registrations(session, date.ids[0])
    service.cancel(sign_up(date.pool).code)

    assert not before
    with transaction() as session:
        assert hooks.has_registrations(session, date.ids[0])


def test_every_mail_can_be_made_from_its_ids_and_none_when_it_is_no_longer_true(people):
    date = make_date(people)
    noor = sign_up(date.pool, "Noor", email="noor@example.org")
    about = reading().scalars(select(Message.about)).one()

    letter = LETTERS["confirmed"](about)
    service.cancel(noor.code)

    assert (letter.own_code, letter.date.code) == (noor.own_code, date.code)
    assert queries.find_by_token(letter.token).code == noor.code
    assert LETTERS["confirmed"](about) is None
    assert LETTERS["cancelled_by_you"](about) is not None


def test_nothing_secret_is_in_the_rows(people):
    noor = sign_up(make_date(people).pool, "Noor", email="noor@example.org")
    token = LETTERS["confirmed"]({"registration": noor.code}).token

    rows = str(
        reading().execute(select(Registration.__table__)).all() + reading().execute(select(Message.__table__)).all()
    )

    assert noor.code in rows
    assert noor.own_code not in rows
    assert token.partition("-")[2] not in rows


def test_a_withdrawn_activity_takes_nobody(people):
    date = make_date(people)
    with transaction() as session:
        session.execute(update(Activity).values(state="withdrawn"))

    with pytest.raises(rules.DateCancelled):
        sign_up(date.pool)

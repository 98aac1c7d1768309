"""An organiser moves somebody up, changes a role or a party: never beyond the places, told to whom it concerns, logged."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app import clock
from app.audit.queries import list_entries
from app.audit.tables import AuditEntry
from app.db import reading, transaction
from app.messages.tables import Message
from app.registrations import queries, rules, service
from app.registrations.history import list_steps
from app.registrations.organising import NoRoomForParty, NotWaiting, ReasonTellsWho
from app.registrations.tables import SeatPool
from tests.registrations.build import make_date, sign_up

ROLES = ({"role": "learner", "capacity": 2}, {"role": "speaker", "capacity": 1})


def close():
    """Sign-up is over, so that free places stay free."""
    with transaction() as session:
        session.execute(update(SeatPool).values(closes_at=clock.now()))


def with_a_free_place(people, waiting=(1, 1)):
    """A date with one place, given back after closing; the codes of those who wait for it."""
    date = make_date(people, capacity=1)
    ali = sign_up(date.pool, "Ali")
    codes = [sign_up(date.pool, f"Noor{number}", 1).code for number, _size in enumerate(waiting)]
    close()
    service.cancel(ali.code)
    return date, codes


def state(code):
    return queries.find_registration(code).state


def taken(date):
    return [queries.get_pool(code).state.taken for code in date.pools]


def kinds():
    return list(reading().scalars(select(Message.kind).order_by(Message.id)))


def test_somebody_who_waits_gets_the_free_place_before_others(people):
    date, (first, second) = with_a_free_place(people)

    service.move_up(second, "Helps to make coffee", people.eva.id)

    assert (state(first), state(second), taken(date)) == ("waiting", "confirmed", [1])
    assert queries.find_registration(second).to_tell == "promoted"


def test_whoever_is_moved_up_gets_the_mail_of_everybody_who_gets_a_place(people):
    date = make_date(people, capacity=1)
    ali = sign_up(date.pool, "Ali")
    noor = sign_up(date.pool, "Noor", email="noor@example.org")
    close()
    service.cancel(ali.code)

    service.move_up(noor.code, "Helps to make coffee", people.eva.id)

    assert kinds() == ["waiting", "promoted"]


def test_nobody_is_moved_up_into_a_place_that_is_taken(people):
    date = make_date(people, capacity=1)
    sign_up(date.pool, "Ali")
    noor = sign_up(date.pool)

    with pytest.raises(NoRoomForParty):
        service.move_up(noor.code, "Helps to make coffee", people.eva.id)

    assert (state(noor.code), taken(date)) == ("waiting", [1])


def test_a_party_is_never_split_to_be_moved_up(people):
    date = make_date(people, capacity=2)
    ali = sign_up(date.pool, "Ali")
    sign_up(date.pool, "Bo")
    noor = sign_up(date.pool, "Noor", 2)
    close()
    service.cancel(ali.code)

    with pytest.raises(NoRoomForParty):
        service.move_up(noor.code, "Helps to make coffee", people.eva.id)

    assert taken(date) == [1]


def test_the_second_of_two_organisers_is_refused(people):
    date, (first, second) = with_a_free_place(people)
    service.move_up(first, "Helps", people.eva.id)

    with pytest.raises(NoRoomForParty):
        service.move_up(second, "Helps", people.lina.id)
    with pytest.raises(NotWaiting):
        service.move_up(first, "Helps", people.lina.id)

    assert taken(date) == [1]


def test_the_log_has_the_reason_and_nobody_s_data(people):
    _date, (first, _second) = with_a_free_place(people)
    service.move_up(first, "Helps to make coffee", people.eva.id)

    (entry,) = list_entries("registration", first)

    assert (entry.action, entry.actor_id) == ("registration.moved_up", people.eva.id)
    assert entry.after == {"reason": "Helps to make coffee"}
    rows = str(reading().execute(select(AuditEntry.__table__)).all())
    assert "Noor" not in rows
    assert "Ali" not in rows


def test_a_reason_with_their_name_is_refused_and_nothing_changes(people):
    _date, (first, _second) = with_a_free_place(people)

    with pytest.raises(ReasonTellsWho):
        service.move_up(first, "noor0 helps", people.eva.id)

    assert state(first) == "waiting"


def test_another_role_frees_the_place_for_who_waits_in_the_old_one(people):
    date = make_date(people, pools=ROLES)
    noor = sign_up(date.pools[0], "Noor", 1, email="noor@example.org")
    sign_up(date.pools[0], "Ali")
    bo = sign_up(date.pools[0], "Bo", email="bo@example.org")

    promoted = service.change_role(noor.code, date.pools[1], people.eva.id)

    assert (promoted, state(bo.code), taken(date)) == (1, "confirmed", [2, 1])
    assert kinds()[2:] == ["changed_by_organiser", "promoted"]
    assert list_entries("registration", noor.code)[0].after == {"role": "speaker"}


def test_a_role_that_is_full_is_refused_and_nothing_changes(people):
    date = make_date(people, pools=ROLES)
    noor = sign_up(date.pools[0], "Noor", 2)
    bo = sign_up(date.pools[0], "Bo")

    with pytest.raises(NoRoomForParty):
        service.change_role(noor.code, date.pools[1], people.eva.id)

    assert (state(noor.code), state(bo.code), taken(date)) == ("confirmed", "waiting", [2, 0])
    assert list_entries("registration", noor.code) == []


def test_somebody_who_waits_gets_a_free_place_in_another_role(people):
    date = make_date(people, pools=ROLES)
    sign_up(date.pools[0], "Ali", 2)
    noor = sign_up(date.pools[0])

    service.change_role(noor.code, date.pools[1], people.eva.id)

    assert (state(noor.code), taken(date)) == ("confirmed", [2, 1])
    assert queries.find_registration(noor.code).to_tell == "changed"


def test_the_role_that_somebody_has_is_no_change(people):
    date = make_date(people, pools=ROLES)
    noor = sign_up(date.pools[0], email="noor@example.org")

    service.change_role(noor.code, date.pools[0], people.eva.id)

    assert (kinds(), list_entries("registration", noor.code)) == (["confirmed"], [])


def test_a_pool_of_another_date_is_no_role(people):
    date, other = make_date(people, pools=ROLES), make_date(people, pools=ROLES)
    noor = sign_up(date.pools[0])

    for pool in (other.pools[1], "NOWHERE1"):
        with pytest.raises(rules.NoSuchPool):
            service.change_role(noor.code, pool, people.eva.id)


def test_the_organiser_makes_a_party_smaller_and_the_next_one_gets_in(people):
    date = make_date(people, capacity=3)
    ali = sign_up(date.pool, "Ali", 3, email="ali@example.org")
    noor = sign_up(date.pool, "Noor", 2)

    service.change_party(ali.code, 1, people.eva.id)

    assert (state(noor.code), taken(date), kinds()) == ("confirmed", [3], ["confirmed", "changed_by_organiser"])
    entry = list_entries("registration", ali.code)[0]
    assert (entry.actor_id, entry.before, entry.after) == (people.eva.id, {"party_size": 3}, {"party_size": 1})


def test_the_organiser_makes_a_party_larger_only_into_free_places(people):
    date = make_date(people, capacity=3)
    ali = sign_up(date.pool, "Ali", 2)
    sign_up(date.pool, "Noor")

    with pytest.raises(rules.NoRoomForMore):
        service.change_party(ali.code, 3, people.eva.id)

    assert taken(date) == [3]


def test_what_participants_do_themselves_is_logged_as_theirs(people):
    date = make_date(people, capacity=2)
    noor = sign_up(date.pool, "Noor", 2)
    service.change_party(noor.code, 1)
    service.cancel(noor.code)

    logged = [(entry.action, entry.actor_kind) for entry in list_entries("registration", noor.code)]

    assert logged == [("registration.cancelled", "resident"), ("registration.party_changed", "resident")]


def test_the_history_tells_every_step_newest_first(people):
    date, (first, _second) = with_a_free_place(people)
    service.move_up(first, "Helps", people.eva.id)
    service.change_capacity(date.pool, 5, people.eva.id)
    service.log_export(date.code, "csv", 3, people.eva.id)
    pools = queries.list_pools(date.ids, [])

    steps = list_steps(date.code, pools, queries.list_registrations([pools[0].state.id]))

    words = [step.sentence.split("s ", 2)[1] for step in steps[:4]]
    assert words == ["downloaded the list.", "changed the place", "gave %(name)", "cancelled."]
    assert (steps[1].before, steps[1].after, steps[2].name, steps[2].reason) == (1, 5, "Noor0", "Helps")
    assert sorted(step.name for step in steps[4:]) == ["Ali", "Noor0", "Noor1"]


def test_the_history_of_one_date_has_nothing_of_another(people):
    date, other = make_date(people), make_date(people)
    service.cancel(sign_up(other.pool, "Ali").code)
    pools = queries.list_pools(date.ids, [])

    assert list_steps(date.code, pools, queries.list_registrations([pools[0].state.id])) == []


def test_a_series_is_changed_as_a_date_is(people):
    date = make_date(people, dates=3, signup_scope="series", pools=ROLES, starts_in=timedelta(days=2))
    noor = sign_up(date.pools[0])

    service.change_role(noor.code, date.pools[1], people.eva.id)

    assert taken(date) == [0, 1]

"""Pressing, signing, changing: on both databases."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app import clock
from app.activities.rules import NoSuchActivity
from app.attendance import queries, service
from app.attendance.rules import refusals
from app.attendance.rules.statement import Statement
from app.attendance.service import Signer
from app.audit.tables import AuditEntry
from app.codes import new_nonce
from app.db import reading
from tests.attendance.build import ago, series

TWELVE = Statement(12, {"newcomer": 7, "resident": 5})


def press(code, key=None, delta=1, nonce=None):
    return service.press(code, key, delta, nonce or new_nonce())


def test_heads_are_pressed_total_first_and_then_by_category(people):
    date = series(people).date

    for key in [None] * 3 + ["newcomer"] * 2:
        tally = press(date, key)

    assert (tally.total, tally.categories) == (3, {"newcomer": 2})


def test_the_same_press_sent_twice_counts_once(people):
    date = series(people).date
    nonce = new_nonce()

    press(date, "newcomer", nonce=nonce)
    tally = press(date, "newcomer", nonce=nonce)

    assert tally.total == 1


def test_one_more_of_the_total_shows_even_when_the_categories_lifted_it(people):
    date = series(people).date
    press(date, "newcomer")
    press(date, "newcomer")

    tally = press(date)

    assert (tally.total, tally.categories) == (3, {"newcomer": 2})


def test_a_press_never_goes_below_zero(people):
    date = series(people).date

    with pytest.raises(refusals.NothingToTakeAway):
        press(date, "newcomer", -1)

    assert queries.press_sums(series(people).dates[0].id) == {}


def test_saving_is_signing_revision_one(people):
    made = series(people)

    revision = service.save_record(made.date, TWELVE, Signer(people.eva.id))

    record = queries.find_record(made.dates[0].id)
    assert revision == 1
    assert (record.statement, record.saved_by_id) == (TWELVE, people.eva.id)


def test_no_record_is_not_zero(people):
    nobody, silent = series(people), series(people)

    service.save_record(nobody.date, Statement(0), Signer(people.eva.id))

    found = queries.find_records([nobody.dates[0].id, silent.dates[0].id])
    assert {key: record.total for key, record in found.items()} == {nobody.dates[0].id: 0}


def test_the_same_save_sent_twice_is_one_revision(people):
    made = series(people)

    service.save_record(made.date, TWELVE, Signer(people.eva.id))

    assert service.save_record(made.date, TWELVE, Signer(people.eva.id)) == 1


def test_of_two_people_at_once_the_second_sees_that_it_changed(people):
    made = series(people)
    service.save_record(made.date, TWELVE, Signer(people.eva.id))

    with pytest.raises(refusals.RecordChanged):
        service.save_record(made.date, Statement(13), Signer(people.eva.id), revision=0)

    assert queries.find_record(made.dates[0].id).total == 12


def test_a_change_after_seven_days_wants_a_reason(people):
    made = series(people)
    service.save_record(made.date, TWELVE, Signer(people.eva.id))

    with time_machine.travel(clock.now() + timedelta(days=8)):
        with pytest.raises(refusals.ReasonWanted):
            service.save_record(made.date, Statement(13), Signer(people.eva.id), revision=1)
        revision = service.save_record(
            made.date, Statement(13), Signer(people.eva.id), revision=1, reason="Sheet found"
        )

    assert revision == 2


def test_the_coordinator_always_gives_a_reason(people):
    made = series(people)
    kim = Signer(people.kim.id, corrects=True)

    with pytest.raises(refusals.ReasonWanted):
        service.save_record(made.date, TWELVE, kim)


def test_the_log_keeps_the_numbers_before_and_after(people):
    made = series(people)
    service.save_record(made.date, TWELVE, Signer(people.eva.id))

    service.save_record(made.date, replace(TWELVE, total=13), Signer(people.eva.id), revision=1, reason="One more")

    entry = reading().scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.before["total"], entry.after["total"], entry.after["reason"]) == (12, 13, "One more")


def test_categories_that_are_taken_back_leave_the_record(people):
    made = series(people)
    service.save_record(made.date, TWELVE, Signer(people.eva.id))

    service.save_record(made.date, Statement(12), Signer(people.eva.id), revision=1)

    assert queries.find_record(made.dates[0].id).categories == {}


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"cancelled": True}, refusals.CancelledDateNotCounted),
        ({"state": "draft"}, refusals.NotPublishedYet),
        ({"starts": [ago(hours=-0.5)]}, refusals.NotStartedYet),
    ],
)
def test_a_date_that_was_not_held_is_not_recorded(people, more, refusal):
    if "starts" in more:
        more = {"starts": [ago(hours=-0.5)]}
    made = series(people, **more)

    with pytest.raises(refusal):
        service.save_record(made.date, TWELVE, Signer(people.eva.id))


def test_members_of_a_group_are_stated_once_for_the_whole_series(people):
    made = series(people, "dialogue_group", starts=[ago(days=8), ago(days=1)])
    service.save_record(made.date, Statement(9, {"newcomer": 6}), Signer(people.eva.id))

    assert queries.highest_heads(made.id) == {"newcomer": 6}
    service.state_members(made.dates[0].code, {"newcomer": 6, "resident": 2}, Signer(people.eva.id))
    service.state_members(made.dates[1].code, {"newcomer": 7, "resident": 2}, Signer(people.eva.id))

    assert queries.find_members(made.id) == {"newcomer": 7, "resident": 2}


def test_a_language_cafe_has_no_members(people):
    with pytest.raises(refusals.MembersNotCounted):
        service.state_members(series(people).date, {"newcomer": 1}, Signer(people.eva.id))


def test_dates_without_a_record_are_those_that_were_held(people):
    starts = [ago(days=9), ago(days=2), ago(hours=0.5)]
    made = series(people, starts=starts)
    series(people, cancelled=True, starts=starts)
    series(people, state="draft", starts=starts)
    series(people, organisation=people.other_association, starts=starts)
    service.save_record(made.dates[0].code, TWELVE, Signer(people.eva.id))

    own = frozenset({people.association.id})

    assert [date.code for date in queries.list_unrecorded(own, 10)] == [made.dates[1].code]
    assert (queries.count_unrecorded(own), queries.count_unrecorded(None)) == (1, 3)


def link_of(people, **more):
    made = series(people, **more)
    code, pin = service.make_host_link(made.code, people.eva.id, "Amina")
    return made, service.host_token(code, 0), pin


def wrong(pin):
    return f"{(int(pin) + 1) % 1_000_000:06}"


def test_the_right_pin_opens_the_link(people):
    made, token, pin = link_of(people)

    assert service.open_host_link(token, pin).activity_id == made.id


def test_the_pin_is_not_stored(people):
    _made, token, pin = link_of(people)

    assert pin not in repr(service.find_by_token(token))


def test_five_wrong_pins_lock_the_link_for_an_hour(people):
    _made, token, pin = link_of(people)
    for _time in range(5):
        with pytest.raises(refusals.WrongPin):
            service.open_host_link(token, wrong(pin))

    with pytest.raises(refusals.LinkLocked):
        service.open_host_link(token, pin)

    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        assert service.open_host_link(token, pin)


def test_a_right_pin_forgets_the_wrong_ones(people):
    _made, token, pin = link_of(people)
    for guess in [wrong(pin)] * 4 + [pin] + [wrong(pin)] * 4:
        with pytest.raises(refusals.WrongPin) if guess != pin else nullcontext():
            service.open_host_link(token, guess)

    assert service.open_host_link(token, pin)


def test_a_revoked_link_opens_nothing(people):
    made, token, pin = link_of(people)

    service.revoke_host_link(token.partition("-")[0], people.eva.id, made.id)

    with pytest.raises(refusals.LinkOver):
        service.open_host_link(token, pin)
    with pytest.raises(refusals.LinkOver):
        service.revoke_host_link(token.partition("-")[0], people.eva.id, made.id)


def test_a_link_lives_as_long_as_its_series(people):
    _made, token, pin = link_of(people)

    with time_machine.travel(clock.now() + timedelta(days=9)), pytest.raises(refusals.LinkOver):
        service.open_host_link(token, pin)


@pytest.mark.parametrize("token", ["", "ABCDEFGH", "ABCDEFGH-0", "--"])
def test_a_guessed_link_opens_nothing(people, token):
    with pytest.raises(refusals.LinkOver):
        service.open_host_link(token, "123456")


def test_an_activity_that_does_not_exist_gets_no_link(people):
    with pytest.raises(NoSuchActivity):
        service.make_host_link("NOSUCHXX", people.eva.id)

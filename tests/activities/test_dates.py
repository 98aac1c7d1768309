"""Single dates: added, changed, moved, cancelled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.activities import queries, rules, service
from app.activities.hooks import hooks
from app.activities.rules import DateChange
from app.registrations.queries import list_pool_states
from app.schedule import recurrence
from app.schedule.spans import Span
from tests.activities.build import THIRTY, cafe, next_monday, publish_cafe, weekly


def first_date(people):
    return queries.list_occurrences(publish_cafe(people).id)[0]


def changed(date, **values):
    """The change that leaves ``date`` as it is, but for ``values``."""
    now = {"place_id": date.place_id, "room_id": date.room_id, "notice": date.notice, "tags": date.own_tags}
    return DateChange(**{"span": Span(date.starts_at, date.ends_at), **now, **values})


def test_a_moved_date_keeps_its_code_and_recurrence_id_and_is_told(people, moved):
    date = first_date(people)

    service.move(date.code, date.starts_at + timedelta(days=1), date.ends_at + timedelta(days=1), people.eva.id)

    after = queries.get_occurrence(date.code)
    assert (after.recurrence_id, after.sequence) == (date.recurrence_id, 1)
    assert after.starts_on == date.starts_on + timedelta(days=1)
    assert moved == [date.id]


def test_another_room_for_one_date_is_told_and_the_other_dates_stay(people, moved):
    date = first_date(people)

    change = changed(date, place_id=people.stadsbiblioteket.id, room_id=people.room.id)
    assert service.edit_date(date.code, change, people.eva.id)

    dates = queries.list_occurrences(date.activity_id)
    assert [(d.place_id, d.room_id) for d in dates[:2]] == [
        (people.stadsbiblioteket.id, people.room.id),
        (people.magneteten.id, None),
    ]
    assert moved == [date.id]


def test_a_notice_and_tags_of_one_date_tell_nobody_but_raise_its_sequence(people, moved):
    date = first_date(people)

    change = changed(date, notice={"sv": "Ta med fika."}, tags=frozenset({"newcomers"}))
    service.edit_date(date.code, change, people.eva.id)

    after = queries.get_occurrence(date.code)
    assert (after.notice, after.tags, after.sequence, moved) == ({"sv": "Ta med fika."}, {"newcomers"}, 1, [])


def test_saving_a_date_unchanged_changes_nothing(people):
    date = first_date(people)

    assert not service.edit_date(date.code, changed(date), people.eva.id)
    assert queries.get_occurrence(date.code).sequence == 0


def test_a_date_that_returns_to_its_series_room_has_none_of_its_own(people):
    activity = publish_cafe(people, place_id=people.stadsbiblioteket.id, room_id=people.room.id)
    date = queries.list_occurrences(activity.id)[0]

    service.edit_date(date.code, changed(date, room_id=None), people.eva.id)
    assert queries.get_occurrence(date.code).room_id is None

    service.edit_date(date.code, changed(date), people.eva.id)
    assert queries.get_occurrence(date.code).room_id == people.room.id


def test_sign_up_that_closes_before_the_start_follows_a_moved_date(people):
    closing = replace(THIRTY, closes_hours_before=2)
    code = service.create_activity(cafe(people), weekly(), closing, people.eva.id, publish=True)
    first, second, *_ = queries.list_occurrences(queries.get_activity(code).id)

    later = first.starts_at + timedelta(days=1)
    service.move(first.code, later, later + timedelta(hours=1), people.eva.id)

    closes = [pool.closes_at for pool in list_pool_states([first.id, second.id], [])]
    assert closes == [later - timedelta(hours=2), second.starts_at - timedelta(hours=2)]


def test_a_date_cannot_be_moved_onto_another_of_its_series(people):
    first, second, *_ = queries.list_occurrences(publish_cafe(people).id)

    with pytest.raises(rules.DateAlreadyThere):
        service.move(first.code, second.starts_at, second.ends_at, people.eva.id)


def test_a_date_cannot_be_moved_into_the_past(people):
    date = first_date(people)
    past = datetime(2020, 1, 6, 16, tzinfo=UTC)

    with pytest.raises(rules.MovedIntoPast):
        service.move(date.code, past, past + timedelta(hours=2), people.eva.id)


def test_a_date_that_has_been_keeps_its_time_but_may_get_a_notice(people, moved):
    date = first_date(people)

    with time_machine.travel(date.ends_at + timedelta(days=1)):
        with pytest.raises(rules.DateOver):
            service.move(date.code, date.starts_at, date.ends_at + timedelta(hours=1), people.eva.id)
        service.edit_date(date.code, changed(date, notice={"sv": "Tack!"}), people.eva.id)

    assert queries.get_occurrence(date.code).notice == {"sv": "Tack!"}


def test_a_cancelled_date_stays_and_is_told_and_cannot_be_changed(people, cancelled):
    date = first_date(people)

    service.cancel_date(date.code, people.eva.id)

    after = queries.get_occurrence(date.code)
    assert (after.state, after.sequence, cancelled) == ("cancelled", 1, [date.id])
    for again in (
        lambda: service.cancel_date(date.code, None),
        lambda: service.edit_date(date.code, changed(date), None),
    ):
        with pytest.raises(rules.DateCancelled):
            again()


def test_a_date_that_never_took_place_is_cancelled_afterwards_without_telling(people, cancelled):
    date = first_date(people)

    with time_machine.travel(date.ends_at + timedelta(days=1)):
        service.cancel_date(date.code, people.eva.id)

    assert queries.get_occurrence(date.code).state == "cancelled"
    assert cancelled == []


def test_a_date_whose_people_were_counted_is_neither_cancelled_nor_moved(people, monkeypatch):
    date = first_date(people)
    monkeypatch.setattr(hooks, "is_recorded", lambda _session, _id: True)

    with pytest.raises(rules.DateRecorded):
        service.cancel_date(date.code, people.eva.id)
    with pytest.raises(rules.DateRecorded):
        service.move(date.code, date.starts_at, date.ends_at + timedelta(hours=1), people.eva.id)


def test_further_dates_get_the_places_of_the_others(people, monkeypatch):
    activity, copied = publish_cafe(people), []
    monkeypatch.setattr(hooks, "copy_pools", lambda _session, *facts: copied.append(facts))

    number = service.add_dates(activity.code, weekly(first_on=next_monday() + timedelta(weeks=4)), people.eva.id)

    dates = queries.list_occurrences(activity.id)
    assert (number, len(dates)) == (4, 8)
    assert copied == [(activity.id, activity.id, [date.id for date in dates[4:]])]


def test_a_date_that_is_there_already_is_named_and_none_is_added(people):
    activity = publish_cafe(people)

    with pytest.raises(rules.DateAlreadyThere, match=next_monday().isoformat()):
        service.add_dates(activity.code, weekly(), people.eva.id)

    assert len(queries.list_occurrences(activity.id)) == 4


def test_a_withdrawn_activity_gets_no_further_dates(people):
    activity = publish_cafe(people)
    service.withdraw(activity.code, people.eva.id)

    with pytest.raises(rules.NotPossibleNow):
        service.add_dates(activity.code, weekly(first_on=next_monday() + timedelta(weeks=9)), people.eva.id)


def test_a_date_that_does_not_exist_is_not_found(people):
    with pytest.raises(rules.NoSuchOccurrence):
        service.cancel_date("NOWHERE1", people.eva.id)
    with pytest.raises(rules.NoSuchActivity):
        service.add_dates("NOWHERE1", weekly(), people.eva.id)


def test_a_moved_date_keeps_wall_time_words(people):
    span = recurrence.span_of(next_monday(), weekly().start, weekly().end)

    assert queries.get_occurrence(first_date(people).code).starts_at == span.starts_at

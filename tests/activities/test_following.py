"""A series changed from one of its dates on: what has been stays, people keep their places and are told once."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activities import queries, rules, service, shifting
from app.activities.pools import PoolWanted
from app.activities.shifting import SeriesChange, Times
from app.db import reading
from app.messages.tables import Message
from app.registrations import queries as registrations
from app.registrations import service as signing_up
from app.schedule.recurrence import LastBeforeFirst
from tests.activities.build import THIRTY, cafe, publish_cafe, weekly
from tests.registrations.build import sign_up

TUESDAY = Times(1, time(17), time(19))
EVENING = Times(0, time(18), time(20))


def dates_of(code):
    return queries.list_occurrences(queries.get_activity(code).id)


def starts(code):
    return [f"{clock.local(one.starts_at):%a %H:%M}" for one in dates_of(code)]


def pool_of(one):
    return registrations.list_pool_states([one.id], [])[0].code


def change(series, number, wanted, actor, mark=""):
    """Change the series from its date with that number on; none: all that are coming."""
    from_code = "" if number is None else dates_of(series.code)[number].code
    return service.change_series(series.code, from_code, wanted, actor, mark)


def mails(kind="dates_changed"):
    return reading().scalars(select(Message).where(Message.kind == kind).order_by(Message.id)).all()


def test_from_a_date_on_a_series_moves_to_another_weekday(people):
    series = publish_cafe(people)
    before = dates_of(series.code)

    outcome = change(series, 2, SeriesChange(TUESDAY), people.eva.id)

    assert outcome.parted
    assert starts(series.code) == ["Mon 17:00", "Mon 17:00"]
    assert starts(outcome.code) == ["Tue 17:00", "Tue 17:00"]
    after = dates_of(outcome.code)
    assert [(one.id, one.code, one.recurrence_id) for one in after] == [
        (one.id, one.code, one.recurrence_id) for one in before[2:]
    ]
    assert [one.sequence for one in after] == [1, 1]
    assert {one.root_id for one in after} == {series.id}


def test_a_split_part_is_the_same_in_what_is_written_about_it(people):
    series = publish_cafe(people)

    outcome = change(series, 1, SeriesChange(EVENING), people.eva.id)

    first, second = queries.get_activity(series.code), queries.get_activity(outcome.code)
    own = {"id", "code", "created_by_id", "rule"}
    differ = {name for name in vars(first) if getattr(first, name) != getattr(second, name)}
    assert differ <= own
    assert (second.rule["start"], second.rule["first_on"]) == ("18:00", dates_of(outcome.code)[0].starts_on.isoformat())
    assert second.published_at == first.published_at


def test_people_keep_their_places_and_queues_move_on(people):
    places = replace(THIRTY, pools=(PoolWanted(capacity=1),))
    code = service.create_activity(cafe(people, signup="required"), weekly(), places, people.eva.id, publish=True)
    series, last = queries.get_activity(code), dates_of(code)[-1]
    first = sign_up(pool_of(last), "Ali", email="ali@example.org")
    second = sign_up(pool_of(last), "Noor")

    outcome = change(series, 3, SeriesChange(TUESDAY), people.eva.id)

    assert pool_of(dates_of(outcome.code)[0]) == registrations.get_pool(pool_of(last)).state.code
    signing_up.cancel(first.code)
    assert registrations.find_registration(second.code).state == "confirmed"


def test_somebody_on_three_dates_gets_one_mail(people):
    series = publish_cafe(people)
    for one in dates_of(series.code)[1:]:
        sign_up(pool_of(one), email="noor@example.org")

    change(series, 1, SeriesChange(EVENING, (people.stadsbiblioteket.id, None)), people.eva.id)

    assert [(mail.recipient, len(mail.about["registrations"])) for mail in mails()] == [("noor@example.org", 3)]


def test_edits_of_some_minutes_are_one_mail_with_what_was_known_before(people):
    series = publish_cafe(people)
    last = dates_of(series.code)[-1]
    sign_up(pool_of(last), email="noor@example.org")

    outcome = change(series, None, SeriesChange(EVENING), people.eva.id)
    service.move(last.code, last.starts_at + timedelta(days=1), last.ends_at + timedelta(days=1), people.eva.id)

    (mail,) = mails()
    (noted,) = mail.about["registrations"].values()
    assert noted[last.code]["starts_at"] == last.starts_at.isoformat()
    assert outcome.code == series.code


def test_all_coming_dates_need_no_split_and_the_past_stays_where_it_was(people, time_machine):
    series = publish_cafe(people)
    time_machine.move_to(dates_of(series.code)[1].ends_at + timedelta(hours=1))

    outcome = change(series, None, SeriesChange(place=(people.stadsbiblioteket.id, None)), people.eva.id)

    places = [one.place_id for one in dates_of(series.code)]
    assert not outcome.parted
    assert places == [people.magneteten.id] * 2 + [people.stadsbiblioteket.id] * 2
    assert [one.sequence for one in dates_of(series.code)] == [0, 0, 1, 1]


def test_a_date_that_was_moved_for_itself_keeps_its_time(people):
    series = publish_cafe(people)
    odd = dates_of(series.code)[2]
    service.move(odd.code, odd.starts_at - timedelta(hours=5), odd.ends_at - timedelta(hours=5), people.eva.id)

    outcome = change(series, None, SeriesChange(EVENING), people.eva.id)

    assert starts(series.code) == ["Mon 18:00", "Mon 18:00", "Mon 12:00", "Mon 18:00"]
    assert [one.code for one in outcome.kept] == [odd.code]


def test_from_the_first_date_on_nothing_is_split(people):
    series = publish_cafe(people)

    outcome = change(series, 0, SeriesChange(TUESDAY), people.eva.id)

    assert (outcome.code, outcome.parted) == (series.code, False)


def test_a_series_is_split_twice(people):
    series = publish_cafe(people)

    second = change(series, 1, SeriesChange(EVENING), people.eva.id)
    third = change(queries.get_activity(second.code), 1, SeriesChange(TUESDAY), people.eva.id)

    assert [len(dates_of(code)) for code in (series.code, second.code, third.code)] == [1, 1, 2]
    assert queries.get_activity(third.code).root_id == series.id


def test_a_rehearsal_changes_nothing_and_shows_the_letter(people):
    series = publish_cafe(people)
    dates = dates_of(series.code)
    sign_up(pool_of(dates[3]), email="noor@example.org", language="ar")
    sign_up(pool_of(dates[3]), "Ali")

    seen = service.rehearse_change(series.code, dates[2].code, SeriesChange(TUESDAY), people.eva.id)

    assert dates_of(series.code) == dates
    assert (len(seen.outcome.changed), seen.reading.by_language, seen.reading.aloud) == (2, {"ar": 1}, 1)
    assert "17:00" in seen.reading.letters["ar"].text
    assert mails() == []
    assert change(series, 2, SeriesChange(TUESDAY), people.eva.id, seen.outcome.mark).parted


def test_whoever_has_seen_another_outcome_looks_again(people):
    series = publish_cafe(people)
    dates = dates_of(series.code)
    seen = service.rehearse_change(series.code, dates[2].code, SeriesChange(TUESDAY), people.eva.id)
    service.cancel_date(dates[3].code, people.eva.id)

    with pytest.raises(rules.ChangedMeanwhile):
        change(series, 2, SeriesChange(TUESDAY), people.eva.id, seen.outcome.mark)
    assert len(dates_of(series.code)) == 4


def test_what_cannot_be_changed_is_refused_and_nothing_is_split(people, time_machine):
    series = publish_cafe(people)
    dates = dates_of(series.code)
    service.move(
        dates[3].code, dates[2].starts_at + timedelta(days=1), dates[2].ends_at + timedelta(days=1), people.eva.id
    )

    with pytest.raises(rules.DateAlreadyThere):
        change(series, 1, SeriesChange(TUESDAY), people.eva.id)
    with pytest.raises(shifting.NothingChanged):
        change(series, 1, SeriesChange(Times(0, time(17), time(19)), (people.magneteten.id, None)), people.eva.id)
    with pytest.raises(rules.NoSuchOccurrence):
        service.change_series(series.code, "NOTTHERE", SeriesChange(TUESDAY), people.eva.id)
    time_machine.move_to(dates[3].ends_at)
    with pytest.raises(shifting.NoComingDates):
        change(series, None, SeriesChange(TUESDAY), people.eva.id)
    assert len(dates_of(series.code)) == 4


def test_a_move_into_the_past_is_refused(people, time_machine):
    series = publish_cafe(people)
    time_machine.move_to(dates_of(series.code)[0].starts_at - timedelta(hours=3))

    with pytest.raises(rules.MovedIntoPast):
        change(series, None, SeriesChange(Times(0, time(9), time(11))), people.eva.id)


def test_a_pause_cancels_what_is_in_between_and_says_why(people):
    series = publish_cafe(people)
    dates = dates_of(series.code)
    sign_up(pool_of(dates[1]), email="noor@example.org")
    sign_up(pool_of(dates[2]), email="noor@example.org")

    outcome = service.pause(
        series.code, (dates[1].starts_on, dates[2].starts_on), {"sv": "Vi har jullov."}, people.eva.id
    )

    after = dates_of(series.code)
    assert [one.state for one in after] == ["scheduled", "cancelled", "cancelled", "scheduled"]
    assert after[1].notice == {"sv": "Vi har jullov."}
    assert len(outcome.dates) == 2
    assert len(mails()) == 1


def test_a_series_ends_on_a_day_but_not_before_its_start(people):
    series = publish_cafe(people)
    first, second, *_rest = dates_of(series.code)

    with pytest.raises(shifting.EndsBeforeItBegins):
        service.pause(series.code, (first.starts_on, None), {}, people.eva.id)
    with pytest.raises(LastBeforeFirst):
        service.pause(series.code, (second.starts_on, first.starts_on), {}, people.eva.id)
    with pytest.raises(shifting.NothingInBetween):
        service.pause(series.code, (date(2099, 1, 1), None), {}, people.eva.id)
    service.pause(series.code, (second.starts_on, None), {}, people.eva.id)

    assert [one.state for one in dates_of(series.code)] == ["scheduled", "cancelled", "cancelled", "cancelled"]


def test_a_series_is_handed_over_and_what_has_been_counts_where_it_was(people, time_machine):
    helper = people.library.id
    series = publish_cafe(people, co_organisers=frozenset({helper}))
    dates = dates_of(series.code)
    sign_up(pool_of(dates[3]), email="noor@example.org")
    time_machine.move_to(dates[1].ends_at + timedelta(hours=1))

    outcome = change(series, None, SeriesChange(organisation_id=helper), people.eva.id)

    assert outcome.parted
    assert {one.organisation_id for one in dates_of(series.code)} == {people.association.id}
    assert {one.organisation_id for one in dates_of(outcome.code)} == {helper}
    assert queries.get_activity(outcome.code).co_organiser_ids == frozenset()
    assert [mail.recipient for mail in mails()] == ["noor@example.org"]
    assert mails("handed_over")


def test_only_a_co_organiser_who_may_publish_can_take_over(people):
    untrusted = people.newcomer_association.id
    series = publish_cafe(people, co_organisers=frozenset({untrusted}))

    with pytest.raises(shifting.NotACoOrganiser):
        change(series, None, SeriesChange(organisation_id=people.library.id), people.eva.id)
    with pytest.raises(shifting.NotTrustedYet):
        change(series, None, SeriesChange(organisation_id=untrusted), people.eva.id)


def test_a_course_that_has_begun_is_not_handed_over(people, time_machine):
    helper = people.library.id
    series = publish_cafe(people, co_organisers=frozenset({helper}), signup_scope="series", signup="required")
    time_machine.move_to(dates_of(series.code)[0].ends_at)

    with pytest.raises(shifting.SignedUpForAll):
        change(series, None, SeriesChange(organisation_id=helper), people.eva.id)


def test_pools_of_a_course_stay_with_its_root(people):
    series = publish_cafe(people, signup_scope="series", signup="required")
    pool = registrations.list_pool_states([], [series.id])[0].code
    noor = sign_up(pool, email="noor@example.org")

    outcome = change(series, 2, SeriesChange(TUESDAY), people.eva.id)

    assert registrations.get_pool(pool).activity_code == series.code
    (mail,) = mails()
    assert list(mail.about["registrations"][noor.code]) == [one.code for one in dates_of(outcome.code)]


def test_a_date_that_is_going_on_stays_where_it_is_and_tells_nobody(people, time_machine):
    series = publish_cafe(people)
    first = dates_of(series.code)[0]
    sign_up(pool_of(first), email="noor@example.org")
    time_machine.move_to(first.starts_at + timedelta(minutes=30))

    service.change_activity(series.code, cafe(people, place_id=people.stadsbiblioteket.id), None, people.eva.id)

    after = dates_of(series.code)
    assert [one.place_id for one in after] == [people.magneteten.id] + [people.stadsbiblioteket.id] * 3
    assert [one.sequence for one in after] == [0, 1, 1, 1]
    assert mails() == []

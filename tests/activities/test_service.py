"""Making, approving, changing, copying and withdrawing activities."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.activities import queries, rules, service
from app.activities.hooks import hooks
from app.activities.pools import PoolWanted, SignupPools
from app.audit.tables import AuditEntry
from app.db import reading, transaction
from app.messages.tables import Message
from app.organisations.queries import get_organisation
from app.organisations.tables import Organisation
from app.places.tables import Place, Room
from app.plan.rules import UnknownActivityType
from app.schedule import recurrence
from tests.activities.build import THIRTY, cafe, publish_cafe, weekly


def first_of_nils(people):
    """The first activity of an association that nobody knows yet, sent for approval; its code."""
    draft = cafe(people, people.newcomer_association, type_key="civil_society")
    return service.create_activity(draft, weekly(), THIRTY, people.nils.id, publish=True)


def change(session, table, thing_id, **values):
    row = session.get_one(table, thing_id)
    for name, value in values.items():
        setattr(row, name, value)


def mails(kind):
    return [row.recipient for row in reading().execute(select(Message.recipient).where(Message.kind == kind))]


def test_a_trusted_association_publishes_a_weekly_cafe_at_once(people, pools):
    code = service.create_activity(cafe(people), weekly(), THIRTY, people.eva.id, publish=True)

    activity = queries.get_activity(code)
    dates = queries.list_occurrences(activity.id)
    assert (activity.state, activity.counts_to, activity.root_id) == ("published", {"4a.4"}, activity.id)
    assert [date.recurrence_id for date in dates] == [date.starts_at for date in dates]
    assert pools == [(activity.id, [date.id for date in dates], THIRTY.pools)]


def test_a_draft_is_seen_by_nobody_until_it_is_published(people):
    code = service.create_activity(cafe(people), weekly(), THIRTY, people.eva.id)
    assert queries.get_activity(code).state == "draft"

    assert service.publish(code, people.eva.id) == "published"


def test_the_same_form_sent_twice_makes_one_activity(people):
    draft = cafe(people, nonce="a" * 32)

    codes = {service.create_activity(draft, weekly(), THIRTY, people.eva.id) for _ in range(2)}

    assert len(codes) == 1
    assert queries.list_activities()[1] == 1


def test_the_first_activity_of_an_association_waits_and_the_coordinator_is_told(people):
    code = first_of_nils(people)

    assert queries.get_activity(code).state == "submitted"
    assert [row.code for row in queries.list_to_approve()] == [code]
    assert queries.count_waiting_approval() == 1
    assert mails("activity_submitted") == [people.kim.email]


def test_approval_publishes_it_says_what_it_counts_to_and_trusts_the_association(people):
    code = first_of_nils(people)
    assert queries.get_activity(code).counts_to == set()

    service.approve(code, ["4a.5"], people.kim.id)

    activity = queries.get_activity(code)
    assert (activity.state, activity.counts_to, activity.counts_confirmed) == ("published", {"4a.5"}, True)
    assert get_organisation(people.newcomer_association.code).trusted
    assert mails("activity_approved") == [people.nils.email]


def test_what_is_sent_back_says_why_and_is_looked_at_again(people):
    code = first_of_nils(people)

    service.reject(code, "Skriv var ni ses.", people.kim.id)
    assert queries.get_activity(code).rejected_because == "Skriv var ni ses."
    assert mails("activity_rejected") == [people.nils.email]

    assert service.publish(code, people.nils.id) == "submitted"


def test_sending_back_needs_a_reason(people):
    code = first_of_nils(people)

    with pytest.raises(rules.ReasonMissing):
        service.reject(code, "  ", people.kim.id)

    assert queries.get_activity(code).state == "submitted"


def test_a_strategy_that_the_plan_does_not_have_is_refused_and_nothing_is_approved(people):
    code = first_of_nils(people)

    with pytest.raises(rules.UnknownStrategy):
        service.approve(code, ["9z.9"], people.kim.id)

    assert queries.get_activity(code).state == "submitted"


def test_a_published_activity_that_needs_confirming_counts_to_nothing_until_then(people):
    code = publish_cafe(people, type_key="civil_society").code
    assert [row.code for row in queries.list_to_confirm()] == [code]

    service.confirm_counts(code, ["4a.5"], people.kim.id)

    assert queries.list_to_confirm() == []
    assert queries.get_activity(code).counts_to == {"4a.5"}


def test_a_suspended_association_publishes_nothing(people):
    code = service.create_activity(cafe(people), weekly(), THIRTY, people.eva.id)
    with transaction() as session:
        change(session, Organisation, people.association.id, state="suspended")

    with pytest.raises(rules.OrganisationNotApproved):
        service.publish(code, people.eva.id)


@pytest.mark.parametrize(
    ("type_key", "tags", "counts_to", "visibility", "signup"),
    [
        ("staff_training", {"mhfa"}, {"3b.1"}, "link", "required"),
        ("library_visit", {"newcomers"}, {"2b.3"}, "public", "none"),
        ("other", set(), set(), "public", "optional"),
    ],
)
def test_the_type_and_the_tags_propose_the_rest(people, type_key, tags, counts_to, visibility, signup):
    activity = publish_cafe(people, type_key=type_key, tags=frozenset(tags))

    assert (activity.counts_to, activity.visibility, activity.signup) == (counts_to, visibility, signup)


def test_edited_texts_of_a_published_activity_stay_published(people):
    activity = publish_cafe(people)

    state = service.change_activity(activity.code, cafe(people, title={"en": "Café"}), None, people.eva.id)

    assert state == "published"
    assert queries.get_activity(activity.code).title == {"en": "Café"}


def test_a_changed_type_returns_to_approval_and_its_approval_does_not_forget_it(people):
    activity = publish_cafe(people)

    state = service.change_activity(activity.code, cafe(people, type_key="housing_info"), None, people.eva.id)

    assert state == "submitted"
    assert queries.get_activity(activity.code).counts_to == {"1b.1"}


def test_a_changed_place_is_told_for_each_coming_date(people, moved):
    activity = publish_cafe(people)

    draft = cafe(people, place_id=people.stadsbiblioteket.id, room_id=people.room.id)
    service.change_activity(activity.code, draft, None, people.eva.id)

    dates = queries.list_occurrences(activity.id)
    assert moved == [date.id for date in dates]
    assert {(date.room_id, date.sequence) for date in dates} == {(people.room.id, 1)}


def test_places_are_changed_for_the_coming_dates(people, pools):
    activity = publish_cafe(people)

    wanted = SignupPools((PoolWanted("learner", 10), PoolWanted("speaker", 5)), closes_hours_before=2)
    service.change_activity(activity.code, cafe(people), wanted, people.eva.id)

    dates = queries.list_occurrences(activity.id)
    assert [(ids, pools_[0].closes_at) for _activity, ids, pools_ in pools[1:]] == [
        ([date.id], date.starts_at - timedelta(hours=2)) for date in dates
    ]


def test_places_of_a_whole_series_are_handed_on_once(people, pools):
    activity = publish_cafe(people, signup_scope="series")

    assert pools == [(activity.id, [], THIRTY.pools)]


@pytest.mark.parametrize("refused", ["other_room", "closed_place", "closed_room"])
def test_a_room_belongs_to_its_place_and_both_are_open(people, refused):
    with transaction() as session:
        change(session, Place, people.stadsbiblioteket.id, closed=refused == "closed_place")
        change(session, Room, people.room.id, closed=refused == "closed_room")
    place = people.magneteten if refused == "other_room" else people.stadsbiblioteket

    with pytest.raises((rules.PlaceClosed, rules.RoomNotThere)):
        publish_cafe(people, place_id=place.id, room_id=people.room.id)

    assert queries.list_activities()[1] == 0


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [({"title": {"sv": ""}}, rules.TitleMissing), ({"type_key": "nothing"}, UnknownActivityType)],
)
def test_an_activity_needs_a_title_and_a_type_of_the_plan(people, changed, refusal):
    with pytest.raises(refusal):
        publish_cafe(people, **changed)


def test_too_many_dates_leave_nothing_behind(people):
    with pytest.raises(recurrence.TooManyDates):
        service.create_activity(cafe(people), weekly(count=401), THIRTY, people.eva.id)

    assert queries.list_activities()[1] == 0


def test_a_withdrawn_activity_cancels_its_coming_dates_and_tells(people, cancelled):
    activity = publish_cafe(people)

    assert service.withdraw(activity.code, people.eva.id) == 4

    dates = queries.list_occurrences(activity.id)
    assert cancelled == [date.id for date in dates]
    assert {date.state for date in dates} == {"cancelled"}
    with pytest.raises(rules.NotPossibleNow):
        service.change_activity(activity.code, cafe(people), None, people.eva.id)


def test_a_copy_for_a_new_term_is_a_new_root_with_the_same_places(people, monkeypatch):
    old, copied = publish_cafe(people), []
    monkeypatch.setattr(hooks, "copy_pools", lambda _session, *facts: copied.append(facts))

    code = service.copy_to_term(
        old.code, weekly(first_on=date(2027, 1, 11)), people.eva.id, publish=True, nonce="b" * 32
    )

    new = queries.get_activity(code)
    assert (new.title, new.root_id, new.copied_from_id, new.state) == (old.title, new.id, old.id, "published")
    assert copied == [(old.id, new.id, [date.id for date in queries.list_occurrences(new.id)])]
    assert service.copy_to_term(old.code, weekly(), people.eva.id, nonce="b" * 32) == code


def test_a_copy_closes_its_sign_up_as_long_before_the_start(people, pools, monkeypatch):
    closing = replace(THIRTY, closes_hours_before=3)
    code = service.create_activity(cafe(people), weekly(), closing, people.eva.id, publish=True)
    monkeypatch.setattr(hooks, "list_pools", lambda _activity_id, _date_id: THIRTY.pools)
    pools.clear()

    new = queries.get_activity(service.copy_to_term(code, weekly(first_on=date(2027, 1, 11)), people.eva.id))

    starts = [date.starts_at for date in queries.list_occurrences(new.id)]
    assert [pools_[0].closes_at for _id, _dates, pools_ in pools] == [start - timedelta(hours=3) for start in starts]


def test_the_log_holds_no_personal_data(people):
    code = publish_cafe(people, contact_name="Greta Garbo", contact_phone="0451-123 45").code
    service.change_activity(code, cafe(people, contact_name="Ingrid"), None, people.eva.id)

    logged = [f"{row.before}{row.after}" for row in reading().execute(select(AuditEntry.before, AuditEntry.after))]

    assert len(logged) >= 3
    assert not any(word in line for line in logged for word in ("Greta", "0451", "Ingrid", "@"))


def test_another_organisations_activity_is_not_found(people):
    activity = publish_cafe(people)

    with pytest.raises(rules.NoSuchActivity):
        queries.get_activity(activity.code, frozenset({people.other_association.id}))

    assert queries.list_activities(frozenset({people.other_association.id})) == ([], 0)

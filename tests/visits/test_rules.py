"""The states of a visit, who comes, and what the staff enters."""

from datetime import timedelta

import pytest

from app.visits import rules
from app.visits.rules import GroupKind, Source, Step
from app.visits.rules import VisitState as S
from tests.visits.plain import TUESDAY, wall

AFTER = {
    S.WAITING: {
        Step.OFFER: S.PROPOSED,
        Step.DECLINE: S.DECLINED,
        Step.ASK_AGAIN: S.REQUESTED,
        Step.CANCEL: S.CANCELLED,
    },
    S.REQUESTED: {
        Step.ACCEPT: S.CONFIRMED,
        Step.DECLINE: S.DECLINED,
        Step.PROPOSE: S.PROPOSED,
        Step.ASK_AGAIN: S.REQUESTED,
        Step.CANCEL: S.CANCELLED,
    },
    S.PROPOSED: {
        Step.AGREE: S.CONFIRMED,
        Step.REFUSE_PROPOSAL: S.WAITING,
        Step.PROPOSE: S.PROPOSED,
        Step.ASK_AGAIN: S.REQUESTED,
        Step.DECLINE: S.DECLINED,
        Step.CANCEL: S.CANCELLED,
    },
    S.CONFIRMED: {
        Step.MOVE: S.CONFIRMED,
        Step.ASK_AGAIN: S.REQUESTED,
        Step.CANCEL: S.CANCELLED,
        Step.HOLD: S.HELD,
    },
    S.HELD: {Step.HOLD: S.HELD},
    S.DECLINED: {},
    S.CANCELLED: {},
}


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("step", list(Step))
def test_each_state_allows_its_steps_and_no_others(state, step):
    following = AFTER[state].get(step)

    assert rules.can(state, step) is (following is not None)
    if following is not None:
        assert rules.next_state(state, step) == following
    else:
        with pytest.raises(rules.NotPossibleNow):
            rules.next_state(state, step)


def test_a_request_a_proposal_and_a_visit_hold_their_time():
    assert set(S) - rules.HOLDING == {S.WAITING, S.DECLINED, S.CANCELLED}


@pytest.mark.parametrize(
    ("auto_accept", "has_slot", "has_suggestions", "first"),
    [
        (True, True, False, S.CONFIRMED),
        (False, True, False, S.REQUESTED),
        (True, False, True, S.REQUESTED),
        (False, False, True, S.REQUESTED),
        (True, False, False, S.WAITING),
        (False, False, False, S.WAITING),
    ],
)
def test_how_a_visit_begins(auto_accept, has_slot, has_suggestions, first):
    assert rules.first_state(auto_accept, has_slot, has_suggestions) == first


@pytest.mark.parametrize("kind", list(GroupKind))
def test_four_kinds_of_groups_are_of_newcomers_by_default(kind):
    newcomers = {"sfi", "grundvux", "language_introduction", "civic_orientation"}

    assert rules.is_for_newcomers(kind) is (kind in newcomers)


def test_a_visit_of_newcomers_carries_their_tag():
    assert rules.tags_of(True) == {"newcomers"}
    assert rules.tags_of(False) == frozenset()


@pytest.mark.parametrize("names", ["STATE_NAMES", "SOURCE_NAMES", "KIND_NAMES", "LEVEL_NAMES", "NEED_NAMES"])
def test_everything_has_a_name_of_its_own(names):
    table = getattr(rules, names)

    assert set(table) == set(type(next(iter(table))))
    assert len(set(table.values())) == len(table)


@pytest.mark.parametrize(
    ("source", "minutes_before", "refusal"),
    [
        (Source.PHONE, 1, None),
        (Source.PHONE, 0, rules.TimeInPast),
        (Source.FORM, -1, rules.TimeInPast),
        (Source.PAST, 1, rules.TimeAhead),
        (Source.PAST, 0, None),
        (Source.OUTREACH, 1, None),
        (Source.OUTREACH, -1, None),
    ],
)
def test_what_is_agreed_lies_ahead_and_what_is_written_down_has_begun(source, minutes_before, refusal):
    span = wall(TUESDAY, "10:00", "11:00")
    now = span.starts_at - timedelta(minutes=minutes_before)

    if refusal is None:
        rules.check_entered(source, span, now)
    else:
        with pytest.raises(refusal):
            rules.check_entered(source, span, now)


def test_who_declines_says_why():
    assert rules.check_reason(" We have no staff that day. ") == "We have no staff that day."

    with pytest.raises(rules.ReasonMissing) as caught:
        rules.check_reason("  ")

    assert caught.value.field == "reason"


@pytest.mark.parametrize(
    ("state", "over", "words"),
    [
        (S.REQUESTED, False, "Waits for the library's answer"),
        (S.REQUESTED, True, "The time passed without an answer"),
        (S.PROPOSED, True, "The time passed without an answer"),
        (S.CONFIRMED, False, "Booked"),
        (S.CONFIRMED, True, "The visit has been"),
        (S.CANCELLED, True, "The visit is cancelled"),
    ],
)
def test_how_a_visit_stands_is_told_by_its_time_too(state, over, words):
    assert rules.state_name(state, over) == words


def test_who_has_seen_it_otherwise_acts_on_nothing():
    rules.check_seen(3, 3)
    rules.check_seen(3, None)
    with pytest.raises(rules.ChangedMeanwhile):
        rules.check_seen(3, 2)

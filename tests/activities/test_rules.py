"""The states of an activity, what is proposed for a new one, and its words."""

from datetime import UTC, datetime

import pytest

from app.activities import rules
from app.activities.pools import ListMissing, PoolRoleTwice, PoolWanted, SignupPools, check_pools, timing_of
from app.activities.rules import ActivityState as S
from app.activities.rules import Step
from app.plan.rules import TypeFact

STARTS = datetime(2026, 11, 23, 16, tzinfo=UTC)
AFTER = {
    S.DRAFT: {Step.SUBMIT: S.SUBMITTED, Step.PUBLISH: S.PUBLISHED, Step.WITHDRAW: S.WITHDRAWN},
    S.SUBMITTED: {Step.APPROVE: S.PUBLISHED, Step.REJECT: S.REJECTED, Step.WITHDRAW: S.WITHDRAWN},
    S.PUBLISHED: {Step.RETURN: S.SUBMITTED, Step.WITHDRAW: S.WITHDRAWN},
    S.REJECTED: {Step.SUBMIT: S.SUBMITTED, Step.PUBLISH: S.PUBLISHED, Step.WITHDRAW: S.WITHDRAWN},
    S.WITHDRAWN: {},
}


def kind(**changed):
    facts = {"key": "x", "title": {}, "counts_to": frozenset({"4a.4"}), "confirmed_only": False, "signup": "optional",
             "tally": (), "channels": (), "outcome": (), "group_is_series": False, "listed": True}  # fmt: skip
    return TypeFact(**{**facts, **changed})


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


@pytest.mark.parametrize(
    ("organisation", "trusted", "state", "step"),
    [
        ("library", False, S.DRAFT, Step.PUBLISH),
        ("municipal", False, S.REJECTED, Step.PUBLISH),
        ("association", True, S.DRAFT, Step.PUBLISH),
        ("association", False, S.DRAFT, Step.SUBMIT),
        ("association", True, S.REJECTED, Step.SUBMIT),
        ("association", False, S.REJECTED, Step.SUBMIT),
    ],
)
def test_who_publishes_at_once_and_who_asks(organisation, trusted, state, step):
    assert rules.way_out(organisation, trusted, state) == step


@pytest.mark.parametrize("state", ["applied", "suspended"])
def test_an_organisation_that_is_not_approved_publishes_nothing(state):
    rules.check_may_publish("approved")

    with pytest.raises(rules.OrganisationNotApproved):
        rules.check_may_publish(state)


@pytest.mark.parametrize(
    ("organisation", "state", "new_type", "returns"),
    [
        ("association", S.PUBLISHED, "other", True),
        ("association", S.PUBLISHED, "language_cafe", False),
        ("association", S.DRAFT, "other", False),
        ("library", S.PUBLISHED, "other", False),
    ],
)
def test_only_a_changed_type_of_a_published_activity_of_an_association_returns(organisation, state, new_type, returns):
    assert rules.returns_to_approval(organisation, state, "language_cafe", new_type) is returns


@pytest.mark.parametrize(("way", "signup"), [("none", "none"), ("required", "required"), ("request", "none")])
def test_the_type_proposes_how_people_come(way, signup):
    assert rules.proposed_signup(kind(signup=way)) == signup


@pytest.mark.parametrize(("listed", "visibility"), [(True, "public"), (False, "link")])
def test_types_that_the_plan_does_not_list_are_reached_by_link(listed, visibility):
    assert rules.proposed_visibility(kind(listed=listed)) == visibility


def test_what_needs_confirming_counts_to_nothing_before():
    training = kind(by_tag={"mhfa": frozenset({"3b.1"})})

    assert rules.proposed_counts(kind(), []) == {"4a.4"}
    assert rules.proposed_counts(training, ["mhfa"]) == {"3b.1"}
    assert rules.proposed_counts(kind(confirmed_only=True), []) == set()


def test_own_words_become_tags_in_small_letters():
    assert rules.check_tags([" Sömnad ", "", "ute-gym", "خياطة"]) == {"sömnad", "ute-gym", "خياطة"}


@pytest.mark.parametrize("word", ["two words", "a|b", "-x", "x" * 25, "<b>"])
def test_other_signs_in_own_words_are_refused(word):
    with pytest.raises(rules.TagNotAllowed):
        rules.check_tags([word])


def test_own_words_are_at_most_five():
    with pytest.raises(rules.TooManyTags):
        rules.check_tags(["a", "b", "c", "d", "e", "f"])


def test_one_list_a_role():
    check_pools([PoolWanted("learner"), PoolWanted("speaker")], "required")

    with pytest.raises(PoolRoleTwice):
        check_pools([PoolWanted("learner"), PoolWanted("learner")], "required")


def test_signing_up_needs_a_list_and_coming_without_needs_none():
    check_pools([], "none")

    with pytest.raises(ListMissing):
        check_pools([], "optional")


def test_the_order_of_the_lists_is_no_difference_but_their_numbers_and_times_are():
    places = SignupPools((PoolWanted("learner", 5), PoolWanted("speaker", 3)))

    assert not places.differs(SignupPools(places.pools[::-1]))
    assert places.differs(SignupPools(places.pools, closes_hours_before=2))
    assert places.differs(SignupPools((PoolWanted("learner", 6), PoolWanted("speaker", 3))))


def test_sign_up_opens_and_closes_as_long_before_each_start():
    places = SignupPools((PoolWanted(capacity=5),), opens_days_before=7, closes_hours_before=2)

    pool = places.at(STARTS)[0]

    assert (pool.opens_at, pool.closes_at) == (
        datetime(2026, 11, 16, 16, tzinfo=UTC),
        datetime(2026, 11, 23, 14, tzinfo=UTC),
    )
    assert places.timed
    assert timing_of(places.timing()) == {"opens_days_before": 7, "closes_hours_before": 2}


def test_without_times_sign_up_is_open_until_the_start():
    places = SignupPools((PoolWanted(capacity=5),))

    assert not places.timed
    assert places.at(STARTS) == places.pools


@pytest.mark.parametrize(
    ("signup", "closed", "today"),
    [
        ("optional", False, "optional"),
        ("optional", True, "required"),
        ("required", False, "required"),
        ("none", True, "none"),
    ],
)
def test_a_closed_door_makes_sign_up_required(signup, closed, today):
    assert rules.effective_signup(signup, closed) == today


def test_what_somebody_confirmed_counts_before_what_the_type_proposes():
    proposed = rules.counts_at_approval(kind(by_tag={"health": frozenset({"3b.2"})}), {"health"}, frozenset(), False)
    confirmed = rules.counts_at_approval(kind(), (), frozenset({"4a.5"}), True)

    assert (proposed, confirmed) == ({"3b.2"}, {"4a.5"})


def test_a_type_that_counts_when_confirmed_must_be_chosen_for():
    with pytest.raises(rules.CountsNotChosen):
        rules.check_chosen(kind(confirmed_only=True), confirmed=False)

    assert rules.check_chosen(kind(confirmed_only=True), confirmed=True) is None
    assert rules.check_chosen(kind(), confirmed=False) is None

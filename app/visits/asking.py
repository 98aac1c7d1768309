"""What a group may ask for: how many they are, when, and how often (pure)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from app.errors import Refused
from app.languages import N_
from app.schedule.spans import Span
from app.visits.rules import Level, TimeInPast
from app.visits.terms import OfferTerms

MOST_SUGGESTIONS = 3
MOST_ALTERNATIVES = 2


class LearnersMissing(Refused):
    message = N_("Write how many are in the group, without teachers and leaders.")
    status = 422
    field = "learners"


class AdultsBelowZero(Refused):
    message = N_("Write how many teachers and leaders come along, or 0.")
    status = 422
    field = "adults"


class GroupTooSmall(Refused):
    message = N_("With teachers and leaders you are %(people)s. This visit is for groups of %(least)s or more.")
    status = 422
    field = "learners"


class GroupTooLarge(Refused):
    message = N_("With teachers and leaders you are %(people)s. This visit has room for %(most)s.")
    status = 422
    field = "learners"


class LeadTimePassed(Refused):
    message = N_("The library needs time to prepare. The first day that you can ask for is %(day)s.")
    status = 422
    field = "slot"


class BeyondHorizon(Refused):
    message = N_("That is too far ahead. The last day that you can ask for is %(day)s.")
    status = 422
    field = "slot"


class SuggestionMissing(Refused):
    message = N_("Suggest at least one time.")
    status = 422
    field = "suggestions"


class TooShort(Refused):
    message = N_("A visit lasts %(minutes)s minutes. Suggest as much time, or leave the end empty.")
    status = 422
    field = "suggestions"


class TooManyTimes(Refused):
    message = N_("You have given too many times. At most: %(most)s.")
    status = 422
    field = "suggestions"


class TimeGivenTwice(Refused):
    message = N_("You have given the same time twice. Choose different times.")
    status = 422
    field = "suggestions"


class TooManyVisits(Refused):
    message = N_("That is too many visits for one request. At most: %(most)s.")
    status = 422
    field = "slot"


class VisitsTooClose(Refused):
    message = N_(
        "Two of your visits are at the same time, or too close to each other. Choose another time for one of them."
    )
    status = 422
    field = "slot"


class TooManyThatDay(Refused):
    message = N_("That is too many visits on one day. Choose another day for one of them.")
    status = 422
    field = "slot"


@dataclass(frozen=True)
class Asked:
    """What a group says of itself and of what it needs. ``languages``: those that it understands; ``answer``: to the offer's
    own question."""

    learners: int
    adults: int
    languages: frozenset[str] = frozenset()
    level: str = Level.NOT_KNOWN
    needs: frozenset[str] = frozenset()
    answer: str = ""

    @property
    def people(self) -> int:
        """How many come, with the adults."""
        return self.learners + self.adults


def check_people(terms: OfferTerms, learners: int, adults: int) -> None:
    """Raises LearnersMissing, AdultsBelowZero, and GroupTooSmall or GroupTooLarge by learners and adults together."""
    if learners < 1:
        raise LearnersMissing
    if adults < 0:
        raise AdultsBelowZero
    people = learners + adults
    if people < terms.min_people:
        raise GroupTooSmall(people=people, least=terms.min_people)
    if people > terms.max_people:
        raise GroupTooLarge(people=people, most=terms.max_people)


def check_moment(terms: OfferTerms, span: Span, today: date, field: str = "slot") -> None:
    """Whether a visit can be asked for on that day (in Stockholm) when it is ``today``.

    Raises LeadTimePassed with the first day that can be, BeyondHorizon with the last.
    """
    first, last = terms.first_on(today), terms.last_on(today)
    if span.day < first:
        raise LeadTimePassed(day=first, field=field)
    if span.day > last:
        raise BeyondHorizon(day=last, field=field)


def check_suggestions(terms: OfferTerms, spans: Sequence[Span], now: datetime, today: date) -> None:
    """The times that a group suggests where the offer has none: one to three different ones that lie ahead, within lead time
    and horizon, each as long as a visit.

    Raises SuggestionMissing, TooManyTimes, TimeGivenTwice, TimeInPast, LeadTimePassed, BeyondHorizon, TooShort.
    """
    if not spans:
        raise SuggestionMissing
    if len(spans) > MOST_SUGGESTIONS:
        raise TooManyTimes(most=MOST_SUGGESTIONS)
    if len(set(spans)) < len(spans):
        raise TimeGivenTwice
    if any(span.starts_at <= now for span in spans):
        raise TimeInPast(field="suggestions")
    for span in spans:
        check_moment(terms, span, today, field="suggestions")
        if span.ends_at - span.starts_at < timedelta(minutes=terms.minutes):
            raise TooShort(minutes=terms.minutes)


def check_alternatives(first: Span, alternatives: Sequence[Span]) -> None:
    """The other times that would suit a group as well as its first choice. Raises TooManyTimes, TimeGivenTwice."""
    if len(alternatives) > MOST_ALTERNATIVES:
        raise TooManyTimes(field="alternatives", most=MOST_ALTERNATIVES)
    if len({first, *alternatives}) < 1 + len(alternatives):
        raise TimeGivenTwice(field="alternatives")


def check_number(terms: OfferTerms, slots: Sequence[Span]) -> None:
    """The visits that one group asks for in one request, against each other; whether they are free is another question.

    Raises TooManyVisits, VisitsTooClose (overlapping, or without the gap of the offer between them), TooManyThatDay.
    """
    if len(slots) > terms.most_visits:
        raise TooManyVisits(most=terms.most_visits)
    if any(later.starts_at < earlier.ends_at + terms.gap for earlier, later in pairwise(sorted(slots))):
        raise VisitsTooClose
    days = [slot.day for slot in slots]
    if terms.per_day is not None and any(days.count(day) > terms.per_day for day in days):
        raise TooManyThatDay

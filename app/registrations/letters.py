"""What each mail about a registration is made from, read at delivery; None when there is nothing left to say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from app import clock
from app.activities import queries as activities
from app.activities import terms
from app.activities.queries import OccurrenceFact
from app.activities.rules import ActivityState, OccurrenceState
from app.messages.rendering import Invitation
from app.messages.unsubscribing import token_of
from app.organisations import queries as organisations
from app.places import queries as places
from app.places.queries import Spot
from app.registrations import queries
from app.registrations.invitations import call_off, invite
from app.registrations.queries import PoolFact, RegistrationFact
from app.registrations.rules import ROLE_NAMES, RegistrationState, Role, link_token, own_code
from app.settings import secret


@dataclass(frozen=True)
class Letter:
    """Facts for the words of a mail. ``token`` goes into ``/<lang>/my/TOKEN``; ``own_code`` opens the same page.
    ``date`` is the one that the mail is about, of ``dates`` that the registration is for (``whole``: a series).
    ``gone``: none of them is left. ``role`` is empty for simple participants. ``coming``: the next dates of its series.

    What a person typed for themselves is not here: whoever types somebody else's address must not write to them."""

    state: str
    party_size: int
    position: int
    role: str
    token: str
    own_code: str
    title: dict[str, str]
    organisation: str
    date: OccurrenceFact
    dates: list[OccurrenceFact]
    whole: bool
    gone: bool
    place: Spot | None
    unsubscribe: tuple[str, str] | None = None
    coming: tuple[OccurrenceFact, ...] = ()
    invitations: tuple[Invitation, ...] = ()


About = Mapping[str, Any]
L = TypeVar("L", bound=Letter)
TAKES_PART = queries.TAKES_PART
VEIL = "XXXXXXXXXX"
NEXT = 4  # dates that a mail of thanks names


def confirmed(about: About) -> Letter | None:
    """They have a place, for their calendar too; nothing if they have cancelled meanwhile, or the date is."""
    return _inviting(_if_on(_letter(about, RegistrationState.CONFIRMED)), about)


def waiting(about: About) -> Letter | None:
    """They wait; nothing once that has changed."""
    return _if_on(_letter(about, RegistrationState.WAITING))


def promoted(about: About) -> Letter | None:
    """They got a place from the queue; nothing if they have cancelled meanwhile, or the date is."""
    return _inviting(_if_on(_letter(about, RegistrationState.CONFIRMED)), about)


def cancelled_by_you(about: About) -> Letter | None:
    """They have cancelled."""
    return _calling_off(_letter(about, RegistrationState.CANCELLED), about)


def cancelled_by_organiser(about: About) -> Letter | None:
    """The organiser has taken them off the list."""
    return _calling_off(_letter(about, RegistrationState.CANCELLED), about)


def party_changed(about: About) -> Letter | None:
    """They are more or fewer now."""
    return _if_on(_letter(about, *TAKES_PART))


def changed_by_organiser(about: About) -> Letter | None:
    """The organiser has given them another role, or made them more or fewer."""
    return _if_on(_letter(about, *TAKES_PART))


def organiser_message(about: About) -> Letter | None:
    """What the organiser wrote stands in the message's own ``body``."""
    letter = _letter(about, *TAKES_PART)
    return veiled(letter) if letter and about.get("veiled") else letter


def reminder(about: About) -> Letter | None:
    """It is tomorrow, and they have a place; nothing once it is on another day, cancelled, or they do not come."""
    letter = _if_on(_letter(about, RegistrationState.CONFIRMED))
    return _with_way_out(letter, about) if letter and letter.date.starts_on.isoformat() == about["day"] else None


def thanks(about: About) -> Letter | None:
    """They had a place on a date that was held, and wished to hear of the next ones."""
    letter = _if_on(_letter(about, RegistrationState.CONFIRMED))
    if letter is None:
        return None
    dates = terms.list_covered_dates([letter.date.root_id])
    coming = [one for one in dates if one.starts_at > clock.now() and not _is_off(one)]
    open_ones = [one for one in coming if one.activity_state == ActivityState.PUBLISHED]
    return replace(_with_way_out(letter, about), coming=tuple(open_ones[:NEXT]))


def already_signed_up(about: About) -> Letter | None:
    """Somebody used their name and address again; here is the link to what there is."""
    return _if_on(_letter(about, *TAKES_PART))


LETTERS: dict[str, Callable[[About], Letter | None]] = {
    letter.__name__: letter
    for letter in (
        confirmed, waiting, promoted, cancelled_by_you, cancelled_by_organiser, party_changed,
        changed_by_organiser, organiser_message, already_signed_up, reminder, thanks,
    )
}  # fmt: skip


def _letter(about: About, *states: RegistrationState) -> Letter | None:
    fact = queries.find_registration(about["registration"])
    if fact is None or fact.state not in states:
        return None
    pool = queries.get_pool_by_id(fact.pool_id)
    dates = dates_of(pool)
    date = next((one for one in dates if one.code == about.get("occurrence")), None) or _next(dates)
    return filled(fact, pool, dates, date) if date else None


def filled(fact: RegistrationFact, pool: PoolFact, dates: list[OccurrenceFact], date: OccurrenceFact) -> Letter:
    """The facts of a mail about ``date``, one of the ``dates`` that the registration is for."""
    return Letter(
        state=fact.state,
        party_size=fact.party_size,
        position=fact.position,
        role="" if pool.state.role == Role.PARTICIPANT else ROLE_NAMES[Role(pool.state.role)],
        token=link_token(secret(), fact.code, fact.generation),
        own_code=own_code(secret(), fact.nonce, fact.generation),
        title=date.title,
        organisation=organisations.find_name(date.organisation_id),
        date=date,
        dates=dates,
        whole=pool.state.occurrence_id is None,
        gone=all(_is_off(each) or each.ends_at < clock.now() for each in dates),
        place=places.find_spot(date.place_id, date.room_id),
    )


def veiled(letter: L) -> L:
    """The letter as somebody else may read it: nothing in it opens the page of whom it is for."""
    return replace(letter, token=VEIL, own_code=VEIL)


def dates_of(pool: PoolFact) -> list[OccurrenceFact]:
    """The dates that a pool is for, by start."""
    if pool.state.occurrence_id is None:
        return terms.list_covered_dates([pool.state.activity_id])
    date = activities.find_occurrence(pool.state.occurrence_id)
    return [date] if date else []


def _next(dates: list[OccurrenceFact]) -> OccurrenceFact | None:
    """The first date that is neither over nor cancelled, else the last one."""
    coming = (d for d in dates if d.ends_at > clock.now() and not _is_off(d))
    return next(coming, dates[-1] if dates else None)


def _inviting(letter: Letter | None, about: About) -> Letter | None:
    fact = queries.find_registration(about["registration"])
    if letter is None or fact is None:
        return letter
    return replace(letter, invitations=invite(fact, [date for date in letter.dates if not _is_off(date)]))


def _calling_off(letter: Letter | None, about: About) -> Letter | None:
    """Out of their calendar, unless another of the family comes to it by the same address."""
    fact = queries.find_registration(about["registration"])
    if letter is None or fact is None:
        return letter
    pools = queries.list_pools([date.id for date in letter.dates], [letter.date.root_id])
    others = queries.list_taking_part([pool.state.id for pool in pools])
    if any(one.email == fact.email and one.state == RegistrationState.CONFIRMED for one in others):
        return letter
    return replace(letter, invitations=call_off(fact, letter.dates))


def _with_way_out(letter: Letter, about: About) -> Letter:
    return replace(letter, unsubscribe=("registrations.mails", token_of("registration", about["registration"])))


def _is_off(date: OccurrenceFact) -> bool:
    return date.state == OccurrenceState.CANCELLED


def _if_on(letter: Letter | None) -> Letter | None:
    """Nobody is told of a place where nothing happens any more; the mail about that is on its way."""
    return None if letter is None or _is_off(letter.date) else letter

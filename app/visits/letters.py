"""What each mail to a group about its visits is made from, read at delivery; None when there is nothing left to say.

Anybody can write anybody's address into the form, so nothing that was typed there stands in a mail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app import clock
from app.messages.rendering import Invitation
from app.messages.unsubscribing import token_of
from app.organisations import queries as organisations
from app.places import queries as places
from app.places.queries import Spot
from app.registrations.invitations import as_invitation
from app.schedule.spans import Span
from app.settings import secret
from app.visits import queries
from app.visits.entries import entry_of
from app.visits.facts import OfferFact, VisitFact
from app.visits.links import link_token, own_code
from app.visits.rules import VisitState


@dataclass(frozen=True)
class Letter:
    """Facts for the words of a mail. ``times``: of the visits that it is about, by time (none: they have none yet);
    ``wishes``: times that the group suggested; ``reason``: what the library says; ``token`` goes into
    ``/<lang>/visits/my/TOKEN``; ``own_code`` opens the same page; ``contact``: telephone and address of the library."""

    title: dict[str, str]
    organisation: str
    contact: tuple[str, str]
    receiver: str
    bring: dict[str, str]
    place: Spot | None
    elsewhere: str
    times: tuple[Span, ...]
    wishes: tuple[Span, ...]
    people: int
    reason: str
    token: str
    own_code: str
    unsubscribe: tuple[str, str] | None = None
    invitations: tuple[Invitation, ...] = ()

    @property
    def starts_at(self) -> datetime | None:
        """When the first of the visits begins."""
        return self.times[0].starts_at if self.times else None


About = Mapping[str, Any]


def visit_requested(about: About) -> Letter | None:
    """The library has their request. A time that was agreed before leaves their calendar."""
    visits = _visits(about, VisitState.REQUESTED)
    return _letter(visits, called_off=about.get("was") == VisitState.CONFIRMED)


def visit_confirmed(about: About) -> Letter | None:
    """It is agreed, for their calendar too."""
    return _letter(_visits(about, VisitState.CONFIRMED), invited=True)


def visit_waiting(about: About) -> Letter | None:
    """They wait for a time."""
    return _letter(_visits(about, VisitState.WAITING))


def visit_proposed(about: About) -> Letter | None:
    """The library proposes a time; nothing once it has been, or was answered."""
    return _letter([one for one in _visits(about, VisitState.PROPOSED) if not one.over])


def visit_moved(about: About) -> Letter | None:
    """It has another time, which replaces the one in their calendar."""
    return _letter(_visits(about, VisitState.CONFIRMED), invited=True)


def visit_declined(about: About) -> Letter | None:
    """The library has said no."""
    return _letter(_visits(about, VisitState.DECLINED))


def visit_cancelled(about: About) -> Letter | None:
    """The library has cancelled."""
    return _letter(_visits(about, VisitState.CANCELLED), called_off=True)


def visit_cancelled_by_you(about: About) -> Letter | None:
    """They have cancelled."""
    return _letter(_visits(about, VisitState.CANCELLED), called_off=True)


def visit_reminder(about: About) -> Letter | None:
    """It is tomorrow; nothing once it is on another day, or cancelled."""
    letter = _letter([one for one in _visits(about, VisitState.CONFIRMED) if _is_on(one, about["day"])])
    return replace(letter, unsubscribe=("visits.mails", token_of("visit", about["request"]))) if letter else None


LETTERS: dict[str, Callable[[About], Letter | None]] = {
    letter.__name__: letter
    for letter in (
        visit_requested, visit_confirmed, visit_waiting, visit_proposed, visit_moved, visit_declined, visit_cancelled,
        visit_cancelled_by_you, visit_reminder,
    )
}  # fmt: skip


def _visits(about: About, state: VisitState) -> list[VisitFact]:
    """The visits that a mail is about and that still are in that state: one, or (``whole``) all that were asked for."""
    visits = queries.list_of_request(about["request"])
    return [one for one in visits if one.state == state and (about.get("whole") or one.code == about["visit"])]


def _is_on(visit: VisitFact, day: str) -> bool:
    return visit.span is not None and visit.span.day.isoformat() == day


def _letter(visits: list[VisitFact], invited: bool = False, called_off: bool = False) -> Letter | None:
    if not visits:
        return None
    first = visits[0]
    offer = queries.get_offer(first.offer_code)
    spot = places.find_spot(offer.place_id, offer.room_id)
    made = _facts(visits, offer, spot)
    if not (invited or called_off):
        return made
    dated = [one for one in visits if one.ends_at is not None and one.ends_at > clock.now()]
    return replace(made, invitations=tuple(_invitation(one, spot, called_off) for one in dated if one.contact_email))


def _facts(visits: list[VisitFact], offer: OfferFact, spot: Spot | None) -> Letter:
    first = visits[0]
    library = organisations.find_by_ids([offer.organisation_id])[offer.organisation_id]
    return Letter(
        title=offer.title, organisation=library.name, contact=(library.phone, library.email), receiver=offer.receiver,
        bring=offer.bring, place=spot, elsewhere=first.elsewhere, times=tuple(one.span for one in visits if one.span),
        wishes=tuple(first.wishes), people=first.people, reason=first.reason,
        token=link_token(secret(), first.request_code, first.generation),
        own_code=own_code(secret(), first.nonce, first.generation),
    )  # fmt: skip


def _invitation(visit: VisitFact, spot: Spot | None, called_off: bool) -> Invitation:
    entry = entry_of(visit, spot, visit.language, called_off)
    return as_invitation(entry, visit.organisation_id, (visit.contact_email or "", visit.language))

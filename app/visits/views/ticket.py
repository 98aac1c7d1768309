"""Who holds the page of a request: a signed, short-lived cookie that names the request, never a token that is stored."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, request, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app import clock
from app.settings import secret, settings
from app.visits import queries
from app.visits.facts import VisitFact
from app.visits.links import is_open, own_code
from app.visits.rules import NoSuchVisit, VisitState

COOKIE = "samspel_visit"
LIFE_SECONDS = 2 * 3600
# What a page says of several visits that do not stand alike: what somebody must answer first, then what lies ahead.
FIRST = (
    VisitState.PROPOSED, VisitState.REQUESTED, VisitState.WAITING, VisitState.CONFIRMED, VisitState.HELD,
    VisitState.DECLINED, VisitState.CANCELLED,
)  # fmt: skip


@dataclass(frozen=True)
class Ticket:
    """A request as its holder sees it, with all its visits by time."""

    visits: tuple[VisitFact, ...]

    @property
    def first(self) -> VisitFact:
        """Any of the visits, for what they have in common."""
        return self.visits[0]

    @property
    def own_code(self) -> str:
        return own_code(secret(), self.first.nonce, self.first.generation)

    @property
    def state(self) -> str:
        """What the page says of them all."""
        return min((VisitState(one.state) for one in self.visits), key=FIRST.index)

    @property
    def reach(self) -> str:
        """How the library answers: email | phone | nothing."""
        return "email" if self.first.contact_email else "phone" if self.first.contact_phone else ""

    def visit(self, code: str) -> VisitFact:
        """One of the visits. Raises NoSuchVisit."""
        found = next((one for one in self.visits if one.code == code), None)
        if found is None:
            raise NoSuchVisit
        return found


def find_ticket() -> Ticket | None:
    """The ticket of this browser, while its page is open."""
    try:
        kept: dict[str, Any] = _serializer().loads(request.cookies.get(COOKIE, ""), max_age=LIFE_SECONDS)
    except BadSignature:
        return None
    ticket = ticket_of(queries.list_of_request(kept["request"]))
    return ticket if ticket and ticket.first.generation == kept["generation"] else None


def ticket_of(visits: list[VisitFact]) -> Ticket | None:
    """The ticket of a request whose page is still open."""
    ends = [(one.state, one.ends_at, one.changed_at) for one in visits]
    return Ticket(tuple(visits)) if visits and is_open(ends, clock.now()) else None


def give(response: Response, code: str, generation: int) -> Response:
    """Let this browser hold the ticket of a request for a while."""
    response.set_cookie(
        COOKIE, _serializer().dumps({"request": code, "generation": generation}), max_age=LIFE_SECONDS, httponly=True,
        samesite="Lax", path="/", secure=settings().base_url.startswith("https://"),
    )  # fmt: skip
    return response


def admit(ticket: Ticket) -> Response:
    """To the page of the request, which this browser holds from now on."""
    return give(redirect(url_for("visits.own"), 303), ticket.first.request_code, ticket.first.generation)


def admit_by_code(typed: str) -> Response | None:
    """The same for whoever knows its code (a hook of the registrations, whose field opens both)."""
    ticket = ticket_of(queries.find_by_own_code(typed))
    return admit(ticket) if ticket else None


def take_back(response: Response) -> Response:
    """ "Finish here" on a shared computer."""
    response.delete_cookie(COOKIE, path="/")
    return response


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret(), salt="visit-own-page")

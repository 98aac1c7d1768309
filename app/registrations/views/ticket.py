"""Who holds the page: a signed, short-lived cookie that names one registration, never a token that is stored.

Somebody who signs up with a name and a contact that take part already gets a ticket without a registration behind it:
it shows what anybody would see (``trust.md``), and what they do with it changes only the cookie."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app import clock
from app.registrations import queries
from app.registrations.queries import PoolFact, RegistrationFact
from app.registrations.rules import OWN_PAGE_AFTER_END, NoSuchPool, Party, data_state, own_code
from app.registrations.service import Receipt
from app.settings import secret, settings

COOKIE = "samspel_my"
LIFE_SECONDS = 2 * 3600


@dataclass(frozen=True)
class Ticket:
    """A registration as its holder sees it. ``code`` empty: nothing stands behind it."""

    code: str
    state: str
    party_size: int
    position: int
    reach: str  # email | phone | nothing
    nonce: str
    generation: int
    pool: PoolFact
    party: Party

    @property
    def own_code(self) -> str:
        return own_code(secret(), self.nonce, self.generation)

    @property
    def data_state(self) -> str:
        return data_state(self.state, self.pool.terms.cancelled)

    @property
    def over(self) -> bool:
        """Whether the last date has ended."""
        ends_at = self.pool.terms.ends_at
        return ends_at is not None and clock.now() >= ends_at


def find_ticket() -> Ticket | None:
    """The ticket of this browser, while its own page is open (24 h after the end)."""
    try:
        kept: dict[str, Any] = _serializer().loads(request.cookies.get(COOKIE, ""), max_age=LIFE_SECONDS)
    except BadSignature:
        return None
    return _shadow(kept) if "pool" in kept else _behind(kept)


def ticket_of(fact: RegistrationFact | None) -> Ticket | None:
    """The ticket of a registration whose own page is still open."""
    if fact is None:
        return None
    pool = queries.get_pool_by_id(fact.pool_id)
    if _closed(pool):
        return None
    party = Party(fact.name or "", fact.party_size, fact.language, fact.email, fact.phone, fact.needs)
    return Ticket(
        fact.code, fact.state, fact.party_size, fact.position, _reach(party), fact.nonce, fact.generation, pool, party
    )  # fmt: skip


def give(response: Response, ticket: Ticket) -> Response:
    """Let this browser hold the ticket for a while."""
    return _give(response, {"code": ticket.code, "generation": ticket.generation} if ticket.code else _kept(ticket))


def give_receipt(response: Response, receipt: Receipt, pool_code: str, nonce: str, party: Party) -> Response:
    """Let this browser hold what a sign-up just made, without reading it again. Without a registration behind it the
    cookie keeps what was typed, so that it can do what everybody else's can."""
    if receipt.code:
        return _give(response, {"code": receipt.code, "generation": receipt.generation})
    kept = {"pool": pool_code, "nonce": nonce, "state": receipt.state, "size": receipt.party_size}
    return _give(response, {**kept, "position": receipt.position, "party": _plain(party)})


def take_back(response: Response) -> Response:
    """ "Finish here" on a shared computer."""
    response.delete_cookie(COOKIE, path="/")
    return response


def with_changes(ticket: Ticket, **changes: Any) -> Ticket:
    """A shadow ticket after what its holder did."""
    return replace(ticket, **changes)


def _give(response: Response, kept: dict[str, Any]) -> Response:
    response.set_cookie(
        COOKIE, _serializer().dumps(kept), max_age=LIFE_SECONDS, httponly=True, samesite="Lax", path="/",
        secure=settings().base_url.startswith("https://"),
    )  # fmt: skip
    return response


def _kept(ticket: Ticket) -> dict[str, Any]:
    return {
        "pool": ticket.pool.state.code, "nonce": ticket.nonce, "state": ticket.state, "size": ticket.party_size,
        "position": ticket.position, "party": _plain(ticket.party),
    }  # fmt: skip


def _plain(party: Party) -> dict[str, Any]:
    return {**asdict(party), "needs": sorted(party.needs)}


def _reach(party: Party) -> str:
    return "email" if party.email else "phone" if party.phone else ""


def _behind(kept: dict[str, Any]) -> Ticket | None:
    fact = queries.find_registration(kept["code"])
    return ticket_of(fact) if fact and fact.generation == kept["generation"] else None


def _shadow(kept: dict[str, Any]) -> Ticket | None:
    try:
        pool = queries.get_pool(kept["pool"])
    except NoSuchPool:
        return None
    if _closed(pool):
        return None
    party = Party(**{**kept["party"], "needs": frozenset(kept["party"]["needs"])})
    return Ticket(
        "", kept["state"], kept["size"], kept["position"], _reach(party), kept["nonce"], 0, pool, party
    )  # fmt: skip


def _closed(pool: PoolFact) -> bool:
    ends_at = pool.terms.ends_at
    return ends_at is not None and clock.now() > ends_at + OWN_PAGE_AFTER_END


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret(), salt="own-page")

"""What a teacher types into the form of a request, what has become of it, and the way to its own page."""

from sqlalchemy import func, select

from app.db import reading
from app.schedule.spans import Span
from app.settings import secret
from app.visits import queries
from app.visits.facts import OfferFact, VisitFact
from app.visits.forms.times import value_of
from app.visits.links import link_token
from app.visits.tables import Visit, VisitRequest
from tests.client import InspectingClient, Page

OWN = "/en/visits/my"
ANSWERS = {
    "group_name": "SFI 2B", "organisation": "Lärcentrum", "kind": "sfi", "learners": "14", "adults": "1", "name": "Oksana",
    "email": "oksana@example.org", "language": "uk",
}  # fmt: skip
KEPT = {**ANSWERS, "languages": ["sv", "uk"], "level": "some", "needs": ["step_free", "pictures"], "answer": "Sagor"}


def path(made: OfferFact, span: Span | None = None) -> str:
    """Of the form, with a time that was chosen."""
    return f"/en/visits/{made.code}/request" + (f"?slot={value_of(span)}" if span else "")


def count() -> int:
    """How many visits there are."""
    return reading().scalar(select(func.count(Visit.id))) or 0


def visits() -> list[VisitFact]:
    """Those that were asked for last."""
    code = reading().scalar(select(VisitRequest.code).order_by(VisitRequest.id.desc()).limit(1))
    return queries.list_of_request(code or "")


def again(visit: VisitFact) -> VisitFact:
    """How it stands now."""
    return queries.get_visit(visit.code)


def link(visit: VisitFact) -> str:
    """The address in a mail that opens the own page."""
    return f"{OWN}/{link_token(secret(), visit.request_code, visit.generation)}"


def opened(client: InspectingClient, visit: VisitFact) -> Page:
    """The own page, as the mailed link opens it."""
    return client.get(link(visit))

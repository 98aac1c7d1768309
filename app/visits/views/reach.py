"""Whose visits the reader of a staff page sees and answers for, and the words for what stands there. Any library may deputise
for another, and its own come first; the coordinator sees all of them without the contact."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from app import clock
from app.organisations import queries as organisations
from app.organisations.queries import OrganisationFact
from app.organisations.rules import Kind
from app.schedule.spans import Span
from app.visits import queries, rules
from app.visits.facts import Timed, VisitFact
from app.visits.queries import Scope
from app.visits.rules import VisitState
from app.web.access import Permission, staff
from app.web.formats import day
from app.web.language_names import language_names
from app.web.locale import current_language


@dataclass(frozen=True)
class Reach:
    """``scope``: the libraries whose visits are shown (none: all). ``own``: those of the reader, empty where they have none;
    ``everything``: whether others are shown beside them."""

    scope: Scope
    own: frozenset[int]
    everything: bool

    @property
    def query(self) -> dict[str, Any]:
        """What keeps the choice in the next address."""
        return {"all": 1 if self.everything and self.own else None}

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """(address, label, current) of the choice between the own library and all; none where there is nothing to choose."""
        if not self.own:
            return []
        here = partial(url_for, request.endpoint or "", **(request.view_args or {}))
        kept: dict[str, Any] = {name: value for name, value in request.args.items() if name in {"month", "year"}}
        return [
            (here(**kept), _("Your library"), not self.everything),
            (here(**kept, all=1), _("All libraries"), self.everything),
        ]


def shown() -> Reach:
    """What the address asks for: the own library, unless it says all."""
    own = own_libraries()
    everything = not own or request.args.get("all", "") == "1"
    return Reach(staff().scope(Permission.VISITS_READ) if everything else own, own, everything)


def own_libraries() -> frozenset[int]:
    """The libraries that the reader works for."""
    handled, own = staff().scope(Permission.VISITS_HANDLE), staff().scope(Permission.ORGANISATIONS_EDIT)
    return frozenset() if handled is None or own is None else handled & own


def handles() -> bool:
    """Whether the reader answers for visits, and so may know whom to call."""
    return staff().can(Permission.VISITS_HANDLE)


def visit_of(code: str, permission: Permission = Permission.VISITS_HANDLE) -> VisitFact:
    """The visit, if the reader may ``permission`` it. Raises NoSuchVisit."""
    return queries.get_visit(code, staff().scope(permission))


def list_libraries(scope: Scope) -> list[OrganisationFact]:
    """The libraries in ``scope``, the own ones first."""
    own = own_libraries()
    found = (fact for fact in organisations.list_organisations(scope) if fact.kind == Kind.LIBRARY)
    return sorted(found, key=lambda fact: fact.id not in own)


def name_libraries() -> dict[int, str]:
    """Id -> what the organisation is called."""
    return {one.id: one.name for one in organisations.list_names()}


def slot_markup(span: Span) -> Markup:
    """A time where markup can stand: the day, and hours that never break."""
    starts, ends = clock.local(span.starts_at), clock.local(span.ends_at)
    hours = Markup('<bdi dir="ltr" class="clock">{}–{}</bdi>').format(f"{starts:%H:%M}", f"{ends:%H:%M}")
    return Markup(_("%(day)s, %(clock)s", day=escape(day(span.starts_at)), clock=hours))  # noqa: S704  # both were escaped


def standing(visit: Timed) -> tuple[str, str]:
    """How a visit stands, for its tag: the sign and the words. One that has been and is not counted is nothing done yet."""
    if visit.over and visit.state == VisitState.CONFIRMED:
        return "missing", _("Waiting for numbers")
    if visit.wants_another_time:
        return "wait", _("Booked; suggests other times")
    return visit.state, _(rules.state_name(visit.state, visit.over))


def days_since(instant: datetime) -> int:
    """How many midnights have gone by since an instant."""
    return (clock.today() - clock.local(instant).date()).days


def language_words(codes: Iterable[str]) -> str:
    """The names of languages in the reader's."""
    return language_names(frozenset(codes), current_language().babel) if codes else ""


NAMES = {
    "standing": standing,
    "kinds": rules.KIND_NAMES,
    "levels": rules.LEVEL_NAMES,
    "needs": rules.NEED_NAMES,
    "sources": rules.SOURCE_NAMES,
    "language_words": language_words,
    "days_since": days_since,
}

"""Who may open a view: every view carries exactly one mark, and one without is refused when the app starts.

``web`` knows no user. It asks ``g.staff``, which ``accounts`` sets, whether it ``can`` do something. What a role may do
stands in ``accounts.rules.ROLES``; *which* organisation's things it may do it to is asked of ``staff.scope(permission)``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

# What tells one public page from another, besides its address (``page_cache``).
CACHE_KEYS = frozenset(
    {
        "type", "place", "near", "organisation", "spoken", "children", "day", "time", "from", "to", "q", "free", "page",
        "lang", "month",
    }
)  # fmt: skip

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    DESK = "desk"
    ACTIVITIES_EDIT = "activities.edit"
    ACTIVITIES_READ = "activities.read"
    ACTIVITIES_APPROVE = "activities.approve"
    REGISTRATIONS_READ = "registrations.read"
    REGISTRATIONS_EDIT = "registrations.edit"
    ATTENDANCE_RECORD = "attendance.record"
    ATTENDANCE_CORRECT = "attendance.correct"
    ATTENDANCE_READ = "attendance.read"
    ORGANISATIONS_EDIT = "organisations.edit"
    ORGANISATIONS_CREATE = "organisations.create"
    PLACES_EDIT = "places.edit"
    PLACES_CREATE = "places.create"
    ROOMS_READ = "rooms.read"
    ROOMS_ASK = "rooms.ask"
    ROOMS_APPROVE = "rooms.approve"
    VISITS_READ = "visits.read"
    VISITS_HANDLE = "visits.handle"
    USERS_INVITE = "users.invite"
    USERS_ADMIN = "users.admin"
    REPORTS_READ = "reports.read"
    REPORTS_PLAN = "reports.plan"
    OUTBOX_READ = "outbox.read"
    AUDIT_READ = "audit.read"
    ACCESSIBILITY_READ = "accessibility.read"


class Staff(Protocol):
    """Somebody who is signed in, as ``accounts`` puts them on the request."""

    @property
    def user_id(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    def can(self, permission: str) -> bool: ...
    def scope(self, permission: str) -> frozenset[int] | None:
        """Ids of the organisations for which it holds; None means all of them."""


@dataclass(frozen=True)
class Mark:
    """``permission`` none: anybody. ``cached``: a public page that the page cache may keep. ``for_staff``: in the languages
    of staff only."""

    permission: Permission | None = None
    cached: bool = False
    for_staff: bool = False


def public(view: View) -> View:
    """Anybody may open it; never cached (forms, own pages, redirects)."""
    return _mark(view, Mark())


def for_staff(view: View) -> View:
    """Anybody may open it, as by a link with a PIN, but whom it is for works in the languages of staff; never cached."""
    return _mark(view, Mark(for_staff=True))


def public_page(view: View) -> View:
    """Anybody may open it, and it is the same for everybody without a session: the page cache may keep it."""
    return _mark(view, Mark(cached=True))


def requires(permission: Permission) -> Callable[[View], View]:
    """Only staff who hold ``permission`` somewhere; the view scopes what it reads with ``staff().scope(permission)``."""
    return lambda view: _mark(view, Mark(permission, for_staff=True))


def is_cached(view: Callable[..., Any]) -> bool:
    """Whether the page cache may keep what ``view`` answers."""
    mark: Mark | None = getattr(view, "access_mark", None)
    return mark is not None and mark.cached


def is_for_staff(view: Callable[..., Any] | None) -> bool:
    """Whether ``view`` answers in the languages of staff only."""
    mark: Mark | None = getattr(view, "access_mark", None)
    return mark is not None and mark.for_staff


def staff() -> Staff:
    """Who is signed in. Only for views behind ``requires``."""
    found: Staff | None = g.get("staff")
    if found is None:
        abort(403)
    return found


def signed_in() -> Staff | None:
    """Who is signed in, on any page; None for everybody else."""
    found: Staff | None = g.get("staff")
    return found


def marks(app: Flask) -> dict[str, Mark | None]:
    """Endpoint -> mark, for every route of the app."""
    return {rule.endpoint: _mark_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}


def init_app(app: Flask) -> None:
    app.before_request(_guard)


def refuse_unmarked(app: Flask) -> None:
    """Raise when a route carries no mark: forgetting one must not open a door."""
    unmarked = sorted(endpoint for endpoint, mark in marks(app).items() if mark is None)
    if unmarked:
        raise RuntimeError(f"views without an access mark: {', '.join(unmarked)}")


def _mark(view: View, mark: Mark) -> View:
    vars(view)["access_mark"] = mark  # views are plain functions; the mark travels on them
    return view


def _mark_of(app: Flask, endpoint: str) -> Mark | None:
    if endpoint == "static":
        return Mark()
    mark: Mark | None = getattr(app.view_functions[endpoint], "access_mark", None)
    return mark


def _guard() -> Response | None:
    if request.endpoint is None:
        return None
    mark: Mark | None = getattr(current_app.view_functions[request.endpoint], "access_mark", None)
    if request.endpoint == "static" or (mark is not None and mark.permission is None):
        return None
    signed_in: Staff | None = g.get("staff")
    if mark is None:
        abort(403)
    if signed_in is None:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if not signed_in.can(str(mark.permission)):
        abort(403)
    return None

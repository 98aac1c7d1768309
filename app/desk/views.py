"""The start page of the staff: today's dates, dates that wait for a record, and the ways onward."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for

from app.accessibility import queries as shortcomings
from app.activities import queries as activities
from app.activities.queries import list_to_approve
from app.activities.review import count_open_reports
from app.attendance import queries as attendance
from app.bookings import queries as bookings
from app.languages import N_
from app.organisations import queries as organisations
from app.places import queries as places
from app.settings import settings
from app.visits import queries as visits
from app.web.access import Permission, requires, staff

PAGE_SIZE = 10

blueprint = Blueprint("desk", __name__, url_prefix="/<lang:lang>/desk")


@dataclass(frozen=True)
class Way:
    """A way onward from the desk, for those who hold the permission."""

    endpoint: str
    label: str
    icon: str
    permission: Permission


WAYS = (
    Way("activities.create", N_("New activity"), "plus", Permission.ACTIVITIES_EDIT),
    Way("activities.index", N_("Activities"), "calendar", Permission.ACTIVITIES_READ),
    Way("activities.approvals", N_("To approve"), "check", Permission.ACTIVITIES_APPROVE),
    Way("bookings.index", N_("Rooms"), "meeting_place", Permission.ROOMS_READ),
    Way("visits.queue", N_("Group visits"), "library_visit", Permission.VISITS_READ),
    Way("places.index", N_("Places and rooms"), "place", Permission.PLACES_EDIT),
    Way("organisations.index", N_("Organisations and colleagues"), "civil_society", Permission.ORGANISATIONS_EDIT),
    Way("organisations.everybody", N_("Everybody who can sign in"), "people", Permission.USERS_ADMIN),
    Way("reports.index", N_("Figures and reports"), "chart", Permission.REPORTS_READ),
    Way("messages.index", N_("Outbox"), "mail", Permission.OUTBOX_READ),
    Way("accessibility.index", N_("What is in people's way"), "hand", Permission.ACCESSIBILITY_READ),
)


# The help page of whoever holds the permission, the first that fits.
GUIDES = (
    (Permission.USERS_ADMIN, "admin"),
    (Permission.ACTIVITIES_APPROVE, "coordinator"),
    (Permission.ACTIVITIES_EDIT, "editor"),
    (Permission.DESK, "coordinator"),
)


@blueprint.get("/")
@requires(Permission.DESK)
def index() -> str:
    scope = staff().scope(Permission.ATTENDANCE_READ)
    counts = scope is None or bool(scope)
    today = attendance.list_today(scope) if counts else []
    return render_template(
        "desk/index.html",
        today=today,
        records=attendance.find_records(date.id for date in today) if today else {},
        places={place.id: place for place in places.list_places(include_closed=True)} if counts else {},
        ways=_ways(),
        guide=next(guide for permission, guide in GUIDES if staff().can(permission)),
        counts=counts,
        next=activities.find_next(scope) if counts and not today else None,
        organisers={one.id: one.name for one in organisations.list_names()} if _see_several(scope) else {},
        **(_to_decide() if staff().can(Permission.ACTIVITIES_APPROVE) else {}),
        **(_missing(scope) if counts else {}),
        asked_rooms=_asked_rooms(),
        visiting=_count_visits() if staff().can(Permission.VISITS_HANDLE) else 0,
        shortcomings=shortcomings.count_open() if staff().can(Permission.ACCESSIBILITY_READ) else 0,
    )


def _asked_rooms() -> int:
    """How many requests for rooms that they look after wait for an answer."""
    if not settings().room_booking or not staff().can(Permission.ROOMS_APPROVE):
        return 0
    scope = staff().scope(Permission.ROOMS_APPROVE)
    rooms = [room.id for room in places.list_rooms() if scope is None or room.house_id in scope]
    return bookings.count_requests(rooms)


def _count_visits() -> int:
    """How many group visits wait for the library's answer."""
    return visits.count_to_answer(staff().scope(Permission.ORGANISATIONS_EDIT))


def _to_decide() -> dict[str, Any]:
    """What waits for the coordinator: activities, and how many reports of residents."""
    return {"waiting": list_to_approve(), "reported": count_open_reports()}


def _see_several(scope: frozenset[int] | None) -> bool:
    """Whether dates of several organisers can stand here, so that each names its own."""
    return scope is None or len(scope) > 1 or activities.helps(scope)


def _missing(scope: frozenset[int] | None) -> dict[str, Any]:
    """One page of the dates that nobody has recorded, the oldest first."""
    number = attendance.count_unrecorded(scope)
    pages = max(1, -(-number // PAGE_SIZE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    missing = attendance.list_unrecorded(scope, PAGE_SIZE, (page - 1) * PAGE_SIZE) if number else []
    return {"missing": missing, "number": number, "page": page, "pages": pages, "url": _page_url}


def _page_url(page: int) -> str:
    return url_for("desk.index", page=page, _anchor="missing")


def _ways() -> list[Way]:
    never = set() if settings().room_booking else {"bookings.index"}
    there = current_app.view_functions.keys() - never
    return [way for way in WAYS if way.endpoint in there and staff().can(way.permission)]

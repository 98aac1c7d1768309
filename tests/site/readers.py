"""Which texts residents read: those must stand in every language, the others in those of staff."""

from fnmatch import fnmatch

RESIDENTS = (
    "app/accessibility/*", "app/help/*", "templates/help/index.html", "templates/help/parts.html", "templates/accessibility/report.html", "templates/accessibility/reported.html",
    "templates/base.html", "templates/catalogue/*", "templates/components/*", "templates/errors/*", "templates/papers/poster_part.html", "templates/papers/programme.html", "templates/plan/*",
    *(f"templates/registrations/{name}.html" for name in (
        "cancel", "done", "fields", "find", "mails", "own", "sign_up", "sign_up_form",
    )),
    *(f"templates/messages/{name}.txt" for name in (
        "already_signed_up", "cancelled_by_organiser", "cancelled_by_you", "changed_by_organiser", "changed_part",
        "confirmed", "dates_changed", "organiser_message", "parts", "party_changed", "promoted", "reminder", "thanks",
        "waiting",
    )),
    *(f"templates/visits/{name}.html" for name in (
        "again", "ask", "ask_form", "ask_group", "ask_needs", "cancel", "done", "find", "free", "index", "offer", "own", "people",
        "pieces", "suggest", "suggestions",
    )),
    *(f"templates/messages/visit_{name}.txt" for name in (
        "cancelled", "cancelled_by_you", "confirmed", "declined", "moved", "parts", "proposed", "reminder", "requested",
        "waiting",
    )),
    "app/visits/asking.py", "app/visits/forms/own.py", "app/visits/forms/people.py", "app/visits/forms/request.py", "app/visits/forms/times.py",
    *(f"app/visits/{name}.py" for name in ("queue", "rules", "slots")),
    *(f"app/visits/views/{name}.py" for name in ("changes", "own", "public", "refusals", "request", "shown", "ticket")),
    "app/activities/moderation.py", "app/activities/phrases.py", "app/activities/rules.py", "app/catalogue/*", "app/organisations/rules.py",
    "app/places/rules.py", "app/plan/*", "app/registrations/forms.py", "app/registrations/rules.py",
    "app/registrations/views/own_page.py", "app/registrations/views/sign_up.py", "app/web/*",
)  # fmt: skip
STAFF = (
    "app/web/hours_fields.py",
    "templates/components/counter.html",
    "templates/components/crumbs.html",
    "templates/components/hours.html",
    "templates/components/letters.html",
    "templates/components/staff_bar.html",
)


def is_for_residents(path: str) -> bool:
    """Whether residents meet the texts of this file."""
    return path not in STAFF and any(fnmatch(path, pattern) for pattern in RESIDENTS)

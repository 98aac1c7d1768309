"""A small demo town and its readers, for the tests that look at every page."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from app import clock
from app.accounts.tables import User
from app.activities.rules import OccurrenceState
from app.activities.tables import Activity, Occurrence
from app.db import reading
from app.demo.generator import Demo
from app.demo.rules import options
from app.demo.service import load_demo
from app.organisations.tables import Organisation
from app.places import queries as places
from app.schedule.hours import Hours, read_windows
from app.settings import secret
from app.visits import service as visits
from app.visits.service.offers import OfferInput
from tests.client import InspectingClient

TITLE = {"sv": "Hitta ditt bibliotek", "ar": "تعرّف على مكتبتك", "ti": "ቤተ-ንባብኩም ፍለጡ"}
SUMMARY = {"sv": "Ni får se biblioteket och skaffa lånekort.", "ar": "تتعرفون على المكتبة وتحصلون على بطاقة."}
CAFE, VISITS = "Lördagsfika på svenska", "Studiebesök för SFI-grupper"
STAFF = ("editor", "librarian", "coordinator", "admin")
READERS = ("visitor-sv", "visitor-ar", "participant-sv", "participant-ar", "host", *STAFF)


def load_town(today: date | None = None, occurrences: int = 150, registrations: int = 200) -> Demo:
    """Fill the fresh database of the app context; today is a real today, so that there are coming dates."""
    asked = options(7, today or clock.today(), 2, occurrences, registrations)
    made = load_demo(asked, secret(), lambda *_: None)
    offer_visits()
    return made


def offer_visits() -> str:
    """Let the library offer an hour to groups on weekday mornings; the offer's code."""
    place = places.get_place("stadsbiblioteket")
    assert place.organisation_id
    hours = Hours((read_windows("9–12"),) * 5 + ((), ()))
    typed = OfferInput(
        place.organisation_id, "library_visit", TITLE, place.id, 60, 30, min_people=5, hours=hours, summary=SUMMARY,
        bring={"sv": "Ta gärna med lånekort."}, receiver="Lina", most_visits=2, question={"sv": "Vad vill ni se?"},
        languages=frozenset({"sv", "ar"}),
    )  # fmt: skip
    return visits.save_offer(None, typed, None)


def reader(app: Flask, name: str, town: Demo) -> tuple[InspectingClient, str, list[str]]:
    """A reader's browser, their language, and where they begin."""
    client, kind, language = InspectingClient(app), name.split("-", maxsplit=1)[0], name.partition("-")[2] or "sv"
    if kind in STAFF:
        client.sign_in(_staff(f"{kind}@samspel.example"))
        return client, "sv", ["/sv/desk/", "/sv/"]
    if kind == "host":
        client.submit(f"/sv/count/{town.link.token}", pin=town.link.pin)
        return client, "sv", ["/sv/count"]
    if kind == "participant":
        _sign_up(client, language)
        _ask_for_visit(client, language)
        return client, language, [f"/{language}/my/done", f"/{language}/visits/my"]
    return client, language, [f"/{language}/", f"/{language}/my", f"/{language}/activities?page=2", "/"]


def _staff(email: str) -> int:
    found = reading().scalar(select(User.id).where(User.email == email))
    reading().rollback()
    assert found
    return found


def _sign_up(client: InspectingClient, language: str) -> None:
    """Sign up for some coming date, where it asks in the first group that has places."""
    path = f"/{language}/occurrences/{_open_date(client, language)}/sign-up"
    page = client.get(path)
    for pool in [e.get("value") for e in page.all("input", name="pool")] or [None]:
        sent = {**page.fields(), "name": "Noor", **({"pool": pool} if pool else {})}
        if client.raw(path, method="POST", data=sent).status_code == 303:
            return
    raise AssertionError(f"{path}: no group has a place")


def _ask_for_visit(client: InspectingClient, language: str) -> None:
    """Ask for the first free time that the library offers to groups."""
    offer = next(
        href for href in client.get(f"/{language}/visits").links().values() if "/visits/" in href and "/my" not in href
    )
    free = next(href for href in client.get(offer).links().values() if "slot=" in href)
    client.submit(
        free, group_name="SFI 2B", kind="sfi", learners="14", adults="1", name="Noor", email="noor@example.org"
    )


def _open_date(client: InspectingClient, language: str) -> str:
    """A coming date with places left, as the list tells it."""
    page = client.get(f"/{language}/activities?free=1")
    dates = [href.rsplit("/", 1)[1] for href in page.links().values() if "/occurrences/" in href]
    return next(code for code in dates if f"{code}/sign-up" in client.get(f"/{language}/occurrences/{code}").html)


def series_of(title: str) -> str:
    """The code of a series of the demo that goes on."""
    dates = select(Occurrence.activity_id).where(Occurrence.code == date_of(title, coming=True))
    found = reading().scalars(select(Activity.code).where(Activity.id.in_(dates))).first()
    reading().rollback()
    assert found
    return found


def date_of(title: str, coming: bool) -> str:
    """The code of the next date of a series of the demo, or of the last one."""
    at = Occurrence.starts_at
    joined = select(Occurrence.code).join(Activity, Activity.id == Occurrence.activity_id)
    dates = joined.where(Activity.title["sv"].as_string() == title, Occurrence.state == OccurrenceState.SCHEDULED)
    dates = dates.where(at > clock.now()).order_by(at) if coming else dates.where(at < clock.now()).order_by(at.desc())
    found = reading().scalars(dates.limit(1)).first()
    reading().rollback()
    assert found
    return found


def organiser_of(title: str) -> str:
    """The code of the organisation that leads a series of the demo."""
    found = (
        reading()
        .scalars(
            select(Organisation.code)
            .join(Activity, Activity.organisation_id == Organisation.id)
            .where(Activity.title["sv"].as_string() == title)
        )
        .first()
    )
    reading().rollback()
    assert found
    return found

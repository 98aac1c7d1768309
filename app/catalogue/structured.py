"""What search engines and other programs read of a date and a series: schema.org Event and EventSeries, as plain data."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import clock

CONTEXT = "https://schema.org"


@dataclass(frozen=True)
class Spot:
    name: str
    street: str
    postcode: str
    town: str


@dataclass(frozen=True)
class About:
    """What a date and its series have in common. ``languages`` are those that hosts speak (BCP 47); addresses are whole;
    ``image`` may be empty."""

    url: str
    title: str
    summary: str
    organisers: tuple[str, ...]
    cost_kr: int
    languages: tuple[str, ...]
    spot: Spot | None
    image: str


@dataclass(frozen=True)
class Times:
    starts_at: datetime
    ends_at: datetime
    cancelled: bool


def event(about: About, times: Times, series_url: str, sign_up_url: str, full: bool) -> dict[str, Any]:
    """One date as an Event; ``sign_up_url`` is empty where one comes without signing up."""
    status = "EventCancelled" if times.cancelled else "EventScheduled"
    offer = {
        "@type": "Offer", "price": str(about.cost_kr), "priceCurrency": "SEK", "url": sign_up_url or about.url,
        "availability": f"{CONTEXT}/{'SoldOut' if full else 'InStock'}",
    }  # fmt: skip
    return {
        **_common(about, "Event"),
        "startDate": clock.local(times.starts_at).isoformat(),
        "endDate": clock.local(times.ends_at).isoformat(),
        "eventStatus": f"{CONTEXT}/{status}",
        "offers": offer,
        "superEvent": {"@type": "EventSeries", "name": about.title, "url": series_url},
    }


def series(about: About, dates: list[tuple[str, Times, Spot | None]]) -> dict[str, Any]:
    """A series as an EventSeries with its coming dates, (address, times, place) each."""
    found = {**_common(about, "EventSeries")}
    if dates:
        found["startDate"] = clock.local(dates[0][1].starts_at).isoformat()
        found["endDate"] = clock.local(dates[-1][1].ends_at).isoformat()
    found["subEvent"] = [_part(about.title, *date) for date in dates]
    return found


def _part(title: str, url: str, times: Times, spot: Spot | None) -> dict[str, Any]:
    status = "EventCancelled" if times.cancelled else "EventScheduled"
    return {
        "@type": "Event", "name": title, "url": url, "startDate": clock.local(times.starts_at).isoformat(),
        "endDate": clock.local(times.ends_at).isoformat(), "eventStatus": f"{CONTEXT}/{status}",
        **({"location": _place(spot)} if spot else {}),
    }  # fmt: skip


def _common(about: About, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@context": CONTEXT, "@type": kind, "name": about.title, "url": about.url,
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode", "isAccessibleForFree": about.cost_kr == 0,
        "organizer": [{"@type": "Organization", "name": name} for name in about.organisers],
    }  # fmt: skip
    if about.image:
        found["image"] = about.image
    if about.summary:
        found["description"] = about.summary
    if about.languages:
        found["inLanguage"] = list(about.languages)
    if about.spot:
        found["location"] = _place(about.spot)
    return found


def _place(spot: Spot) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress", "streetAddress": spot.street, "postalCode": spot.postcode,
        "addressLocality": spot.town, "addressCountry": "SE",
    }  # fmt: skip
    return {"@type": "Place", "name": spot.name, "address": {key: value for key, value in address.items() if value}}

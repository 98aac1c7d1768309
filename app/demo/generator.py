"""The whole demo as rows, table by table: pure, and the same for the same seed, day, size and secret."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.demo import counts, demand, ground, programme, rooms, schedule, signups, visits
from app.demo.chance import Chance
from app.demo.content import Content
from app.demo.ground import Batch, Ground, Ids, Row, Site
from app.demo.link import HostLink, make_link
from app.demo.rules import Options, Window, check_plan, check_seats, coming_share, window
from app.plan.rules import TypeFact


@dataclass(frozen=True)
class Base:
    """What the database gave: the plan's types, units and reported indicators, free ids; and the app's secret."""

    types: Mapping[str, TypeFact]
    units: Mapping[str, int]
    reported: frozenset[str]
    free_ids: Mapping[str, int]
    secret: str


@dataclass(frozen=True)
class Demo:
    """Everything planned, nothing written yet. ``sizes``: rows of each table that is worth telling."""

    options: Options
    window: Window
    base: Base
    site: Site
    programmes: Sequence[programme.Programme]
    pools: Sequence[demand.Pool]
    shares: Sequence[tuple[int, int]]
    link: HostLink

    @property
    def has_link(self) -> bool:
        """Whether a café has a link for its volunteers."""
        return _linked(self) is not None

    @property
    def sizes(self) -> dict[str, int]:
        return {
            "organisation": len(self.site.content.arrangers),
            "place": len(self.site.content.venues),
            "activity": len(self.programmes),
            "occurrence": self.options.occurrences,
            "seat_pool": len(self.pools),
            "registration": self.options.registrations,
        }


def plan_demo(content: Content, options: Options, base: Base) -> Demo:
    """Decide everything. Raises PlanDoesNotFit and NobodyCanSignUp."""
    check_plan({series.type for series in content.series}, base.types)
    check_plan(content.staff["unit_editors"], base.units)
    span = window(options)
    site = Site(content, Ids(dict(base.free_ids)), options.seed, span)
    coming = coming_share(options)
    slots = schedule.choose(content.series, span, options.occurrences - coming, coming)
    programmes = programme.plan_programmes(site, base.types, slots)
    pools = demand.plan_pools(site, programmes)
    check_seats(sum(pool.wanted > 0 for pool in pools), options.registrations)
    link = make_link(options.seed, base.secret)
    return Demo(options, span, base, site, programmes, pools, demand.share_out(pools, options.registrations), link)


def rows(demo: Demo, password_hash: str) -> Iterator[Batch]:
    """Every row, in an order in which each finds what it points to."""
    base, site = demo.base, demo.site
    laid = Ground(dict(base.units))
    yield from ground.lay(site, laid, password_hash)
    share = rooms.share_out(laid, demo.programmes)
    yield from programme.write_programmes(site, laid, demo.programmes, share.crowded_out)
    yield from rooms.write_bookings(site, laid, demo.programmes, share)
    yield from signups.write_pools(demo.pools, demo.shares)
    yield from signups.write_registrations(site, base.secret, demo.pools, demo.shares)
    recorded, open_ones = counts.count_heads(site, demo.programmes)
    yield from _counted(demo, laid, recorded, open_ones)
    held = {count.meeting.id for count in recorded}
    yield from visits.write_visits(site, laid, base.secret, (demo.programmes, share.taken, held))
    yield "reported_value", list(_reported(demo, laid))


def salt(seed: int) -> bytes:
    """For the password's hash: seeded, so that a second load gives the same rows."""
    return Chance(seed, "salt").salt()


def _counted(
    demo: Demo, laid: Ground, recorded: Sequence[counts.Count], open_ones: Sequence[counts.Count]
) -> Iterator[Batch]:
    linked = _linked(demo)
    if linked:
        yield counts.write_host_link(demo.site, laid, linked, demo.link)
    yield from counts.write_records(demo.site, laid, recorded)
    yield from counts.write_arrivals(demo.site, recorded, open_ones)
    yield from counts.write_members(demo.site, recorded)


def _linked(demo: Demo) -> programme.Programme | None:
    """The café whose volunteers count: the term that runs now, else the first to come."""
    found = [one for one in demo.programmes if one.series.host_link]
    begun = [one for one in found if one.meetings[0].starts_at < demo.site.now]
    return next(iter([*reversed(begun), *found]), None)


def _reported(demo: Demo, laid: Ground) -> Iterator[Row]:
    entries: list[dict[str, Any]] = demo.site.content.staff["reported"]
    for entry in entries:
        if entry["code"] in demo.base.reported:
            yield {
                "id": demo.site.ids.take("reported_value"),
                "indicator_code": entry["code"],
                "year": demo.window.today.year - 1,
                "value": float(entry["value"]),
                "comment": entry["comment"],
                "reported_by_id": laid.editors["klf"],
                "reported_at": demo.window.now,
            }

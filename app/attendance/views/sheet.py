"""One date with all that its counter shows."""

from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from app import clock
from app.activities.queries import OccurrenceFact
from app.attendance import queries
from app.attendance.forms import CHANNEL_FIELDS, CHANNEL_LABELS, Why, heads_field
from app.attendance.hooks import hooks
from app.attendance.rules.door import Tally
from app.attendance.rules.moments import proposed_hours, wants_reason
from app.attendance.rules.statement import METHOD_NAMES, Method, counts_groups, counts_members
from app.attendance.steps import Signer
from app.languages import Text, pick
from app.plan import queries as plan
from app.plan.rules import Outcome, TypeFact
from app.web.locale import current_language


@dataclass(frozen=True)
class Sheet:
    """One date with all that its counter needs. ``signer`` none: only to be read."""

    date: OccurrenceFact
    kind: TypeFact
    titles: dict[str, Text]
    record: queries.RecordFact | None
    tally: Tally
    names_group: bool
    has_members: bool
    signer: Signer | None

    @property
    def revision(self) -> int:
        return self.record.revision if self.record else 0

    @property
    def over(self) -> bool:
        """Whether the date has ended: then nobody "is" here any more."""
        return clock.now() >= self.date.ends_at

    @property
    def why(self) -> Why | None:
        """What a reason is asked for; None where none is wanted."""
        corrects = self.signer is not None and self.signer.corrects
        if not wants_reason(self.record is not None, self.date.ends_at, clock.now(), corrects):
            return None
        if self.record is not None:
            return Why.CHANGED
        return Why.LATE if self.over else Why.FOREIGN


def load(date: OccurrenceFact, signer: Signer | None) -> Sheet:
    """The sheet of a date as it stands now."""
    kind = plan.get_type(date.type_key)
    indicators = plan.list_indicators()
    return Sheet(
        date, kind, term_titles(), queries.find_record(date.id), queries.find_tally(date.id, kind.channels),
        counts_groups(kind, indicators), counts_members(kind, indicators), signer,
    )  # fmt: skip


def term_titles() -> dict[str, Text]:
    """Category -> its short title in the reader's language: what the plan's explanation says before its colon."""
    found = {term.key: pick(term.title, current_language().code) for term in plan.list_terms()}
    return {key: replace(title, value=title.value.partition(":")[0]) for key, title in found.items()}


def figures(sheet: Sheet) -> list[tuple[Any, Any]]:
    """(label, figure) of everything the record states."""
    record = sheet.record
    if record is None:
        return []
    rows: list[tuple[Any, Any]] = [(sheet.titles[key], record.categories.get(key)) for key in sheet.kind.tally]
    rows.append((_("Not stated"), record.statement.not_stated))
    for channel in sheet.kind.channels:
        rows.append((CHANNEL_LABELS[channel], getattr(record, CHANNEL_FIELDS[channel])))
    rows += [(_("Loans"), record.loans), (_("Hours"), record.hours), (_("Group"), record.group_name or None)]
    if record.categories:
        rows.append((_("How you know"), _(METHOD_NAMES[Method(record.method)])))
    return [row for row in rows if row[1] is not None]


def numbers_of(sheet: Sheet) -> dict[str, Any]:
    """Field -> what stands there: the record's, else what was pressed at the door (empty: nothing was)."""
    record, tally = sheet.record, sheet.tally
    source = record.categories if record else tally.categories
    numbers: dict[str, Any] = {"total": record.total if record else (tally.total if tally.pressed else None)}
    numbers |= {heads_field(key): source.get(key) for key in sheet.kind.tally}
    for channel in sheet.kind.channels:
        name = CHANNEL_FIELDS[channel]
        numbers[name] = getattr(record, name) if record else tally.channels.get(channel)
    return numbers


def further_of(sheet: Sheet) -> dict[str, Any]:
    """The fields that nobody presses: the record's, else what is proposed."""
    if sheet.record is not None:
        names = ("loans", "hours", "group_name", "method")
        return {name: getattr(sheet.record, name) for name in names}
    hours = proposed_hours(sheet.date.starts_at, sheet.date.ends_at) if Outcome.HOURS in sheet.kind.outcome else None
    return {"hours": hours, "group_name": hooks.group_of(sheet.date.id) if sheet.names_group else None}


def targets_of(sheet: Sheet) -> dict[str, str | None]:
    """Field -> what a press of it counts (None: the total itself)."""
    targets: dict[str, str | None] = {"total": None}
    targets |= {heads_field(key): key for key in sheet.kind.tally}
    return targets | {CHANNEL_FIELDS[channel]: channel for channel in sheet.kind.channels}

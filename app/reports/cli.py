"""``flask report``: the figures and the attendance as files, on the standard output or in a file."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.errors import Refused
from app.exports.formats import Format, write
from app.exports.table import Table
from app.plan.rules import NoPlanLoaded
from app.reports.rules.attendance import Dimension
from app.reports.rules.periods import WHOLE_YEAR
from app.reports.service.export import attendance_table, indicator_table

report = AppGroup("report", help="The plan's indicators, and attendance, as files.")

_year = click.option("--year", type=int, required=True, help="The year, such as 2026.")
_format = click.option(
    "--format",
    "file_format",
    type=click.Choice([each.value for each in Format]),
    default=Format.CSV.value,
    show_default=True,
)
_out = click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else the standard output."
)


@report.command("indicators")
@_year
@click.option("--period", default=WHOLE_YEAR, help="q1..q4, t1..t3, vt, ht, d8 or 01..12; else the whole year.")
@click.option("--goal", default="", help="Only this goal, sub-goal, strategy or indicator, by its code.")
@_format
@_out
def indicators(year: int, period: str, goal: str, file_format: str, out: Path | None) -> None:
    """Every indicator of the plan: its figure, last year's, and the dates behind it."""
    _deliver(lambda: indicator_table(year, period, goal), Format(file_format), out)


@report.command("attendance")
@_year
@click.option("--by", type=click.Choice([each.value for each in Dimension]), required=True)
@_format
@_out
def attendance(year: int, by: str, file_format: str, out: Path | None) -> None:
    """What was counted in a year, by goal, strategy, unit, type, organisation, place or month, or every date."""
    _deliver(lambda: attendance_table(year, Dimension(by)), Format(file_format), out)


def _deliver(made: Callable[[], Table], file_format: Format, out: Path | None) -> None:
    if file_format is Format.XLSX and out is None:
        raise click.UsageError("An XLSX file cannot be shown on the standard output. Say where to write it: --out FILE")
    try:
        table = made()
    except NoPlanLoaded as refusal:
        raise click.ClickException(f"{refusal} Load one with: flask plan load FILE") from refusal
    except Refused as refusal:
        raise click.UsageError(str(refusal)) from refusal
    chunks = write(table, file_format)
    if out is None:
        _write_out(chunks, sys.stdout.buffer)
    else:
        _write_file(chunks, out)


def _write_out(chunks: Iterator[bytes], stream: Any) -> None:
    for chunk in chunks:
        stream.write(chunk)
    stream.flush()


def _write_file(chunks: Iterator[bytes], out: Path) -> None:
    """Write beside the file and then replace it, so that nothing half-done stays; a device is written as it is."""
    beside = out.with_name(f"{out.name}.part") if out.is_file() or not out.exists() else out
    try:
        with beside.open("wb") as stream:
            _write_out(chunks, stream)
        beside.replace(out)
    except OSError as error:
        if beside != out:
            beside.unlink(missing_ok=True)
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error
    click.echo(f"Written: {out}", err=True)

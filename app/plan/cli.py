"""``flask plan load FILE``."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.errors import Refused
from app.plan.rules import PlanFileInvalid
from app.plan.service import Loaded, SectionChange, load_plan

plan = AppGroup("plan", help="The municipality's plan.")
NAMES = {
    "goals": "goals",
    "subgoals": "sub-goals",
    "strategies": "strategies",
    "indicators": "indicators",
    "types": "activity types",
    "terms": "terms",
    "partners": "partners",
}


@plan.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
def load(file: Path) -> None:
    """Load the plan FILE. Loading it twice changes nothing; what it no longer has is retired, not deleted."""
    try:
        loaded = load_plan(file)
    except PlanFileInvalid as refusal:
        for problem in refusal.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{file}: {len(refusal.problems)} problems. Nothing was loaded.", err=True)
        raise SystemExit(1) from refusal
    except (Refused, OSError) as refusal:
        click.echo(f"{refusal} Nothing was loaded.", err=True)
        raise SystemExit(1) from refusal
    _tell(loaded)


def _tell(loaded: Loaded) -> None:
    click.echo(f"{loaded.code}: {'loaded' if loaded.changed else 'nothing changed'}")
    for section, name in NAMES.items():
        change = loaded.sections[section]
        of_which = f" of which {loaded.computed_count} computed" if section == "indicators" else ""
        click.echo(f"  {change.total} {name}{of_which}{_differences(change)}")
    for warning in loaded.warnings:
        click.echo(f"warning: {warning}", err=True)


def _differences(change: SectionChange) -> str:
    counts = {"new": change.added, "changed": change.changed, "retired": change.retired, "returned": change.returned}
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return f" ({told})" if told else ""

"""Loading the demo: one transaction, in bulk, with its progress told. The only writer beside the features' services."""

from collections.abc import Callable
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from app import plan
from app.db import command
from app.demo import generator, queries, rules, steps
from app.demo.content import Content, read_content
from app.plan.queries import find_plan, list_indicators, list_types
from app.plan.service import load_plan

PLAN_FILE = Path(plan.__file__).parent / "data" / "hassleholm.yaml"
Report = Callable[[str, int, int], None]


def load_demo(options: rules.Options, secret: str, report: Report) -> generator.Demo:
    """Fill an empty database with the demo; without a plan, load the project's own copy first.

    ``report`` is told the table, the rows written and the rows of it in all. Raises NotEmpty, PlanDoesNotFit and
    NobodyCanSignUp; nothing half-done stays.
    """
    content = read_content()
    rules.check_empty(_in_the_way(content))
    make_sure_of_plan()
    return _write(options, content, secret, report)


def make_sure_of_plan() -> None:
    """Load the project's own plan where there is none."""
    if find_plan() is None:
        load_plan(PLAN_FILE)


@command
def _write(session: Session, options: rules.Options, content: Content, secret: str, report: Report) -> generator.Demo:
    rules.check_empty(_in_the_way(content))
    demo = generator.plan_demo(content, options, _base(secret))
    password = PasswordHasher().hash(rules.PASSWORD, salt=generator.salt(options.seed))  # once, for everybody
    done: dict[str, int] = {}
    for table, rows in generator.rows(demo, password):
        steps.write_rows(session, table, rows)
        done[table] = done.get(table, 0) + len(rows)
        report(table, done[table], demo.sizes.get(table, done[table]))
    steps.settle(session)
    return demo


def _in_the_way(content: Content) -> list[str]:
    return queries.list_present([entry["email"] for entry in content.staff["sign_ins"]])


def _base(secret: str) -> generator.Base:
    return generator.Base(
        types={fact.key: fact for fact in list_types()},
        units=queries.get_units(),
        reported=frozenset(fact.code for fact in list_indicators() if not fact.computed),
        free_ids=queries.next_ids(),
        secret=secret,
    )

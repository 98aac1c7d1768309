"""Each measure of the architecture tests, fed with a bad source: it must ring."""

from textwrap import dedent

import pytest

from tests.site import measures
from tests.site.measures import Source


def source(text: str, path: str = "app/plan/views.py") -> Source:
    return Source(path, dedent(text))


def test_long_functions_are_measured_with_their_docstring():
    bad = source("def long():\n" + '    """Words."""\n' + "    x = 1\n" * 60)

    assert measures.over(measures.lengths([bad]), 60) == ["app/plan/views.py:1 long: 62"]


def test_percentile_is_the_nearest_rank():
    assert measures.percentile(range(1, 11), 0.9) == 9
    assert measures.percentile([1, 1, 50], 0.9) == 50


def test_seven_arguments_ring():
    bad = source("def many(self, a, b, c, *, d, e, f, g): ...")

    assert measures.too_many_arguments(bad, 6)
    assert not measures.too_many_arguments(bad, 7)


def test_four_blocks_inside_each_other_ring():
    bad = source(
        """
        def deep():
            for a in b:
                with a:
                    try:
                        if c: ...
                    finally: ...
        """
    )

    assert measures.too_deep(bad, 3)


def test_a_long_elif_chain_is_not_deep():
    flat = source(
        """
        def chain(a):
            if a == 1: ...
            elif a == 2: ...
            elif a == 3: ...
            elif a == 4: ...
            else: ...
        """
    )

    assert not measures.too_deep(flat, 1)


def test_an_import_inside_a_function_rings_unless_it_is_named():
    bad = source("def write():\n    import xlsxwriter\n", "app/exports.py")

    assert measures.lazy_imports(bad, set())
    assert not measures.lazy_imports(bad, {("app.exports", "xlsxwriter")})


@pytest.mark.parametrize("text", ["session.commit()", "commit()"])
def test_a_commit_rings(text: str):
    assert measures.calls_of(source(text), "commit")


@pytest.mark.parametrize(
    "text", ["from app.db import reading", "from app import db", "import app.db", "select(x)", "s.commit()", "x = db.y"]
)
def test_a_view_that_names_the_database_rings(text: str):
    assert measures.database_words(source(text))


@pytest.mark.parametrize("text", ["os.environ['A']", "os.getenv('A')", "from os import environ"])
def test_reading_the_environment_rings(text: str):
    assert measures.environment_reads(source(text))


@pytest.mark.parametrize("text", ["datetime.now()", "datetime.datetime.utcnow()", "date.today()", "datetime.now(UTC)"])
def test_asking_the_time_rings(text: str):
    assert measures.clock_reads(source(text))
    assert not measures.clock_reads(source("clock.now()"))


def test_suppressions_are_found_and_want_a_reason():
    bare, why = source("x = 1  # " + "noqa: S105"), source("x = 1  # type: " + "ignore[x]  # the stub lies here")

    assert measures.suppressions(bare)[1]
    assert measures.suppressions(why) == (["app/plan/views.py:1 # type: " + "ignore[x]  # the stub lies here"], [])


@pytest.mark.parametrize("text", ["import sqlalchemy", "from app.plan import queries", "from app.db import reading"])
def test_impure_rules_ring(text: str):
    assert measures.impure_rules(source(text, "app/activities/rules.py"))


def test_rules_may_stand_on_the_ground_and_on_lower_rules():
    good = "import enum\nfrom app.errors import Refused\nfrom app import clock\nfrom app.plan.rules import Measure"

    assert not measures.impure_rules(source(good, "app/activities/rules.py"))


@pytest.mark.parametrize("text", ["from flask import g", "from flask_babel import _", "from app.web import locale"])
def test_a_service_that_knows_the_web_rings(text: str):
    assert measures.web_imports(source(text, "app/plan/service.py"))


@pytest.mark.parametrize("text", ["from app.plan.tables import Goal", "from app.plan import tables"])
def test_foreign_tables_ring(text: str):
    assert measures.foreign_tables(source(text, "app/activities/queries.py"))
    assert not measures.foreign_tables(source(text, "app/plan/queries.py"))
    assert not measures.foreign_tables(source(text, "app/reports/queries.py"))


def test_relative_imports_are_resolved():
    assert measures.foreign_tables(source("from ..plan import tables", "app/activities/queries.py"))


def test_a_public_function_without_a_docstring_rings():
    assert measures.undocumented(source("def count(): ...\ndef _own(): ..."))


def test_a_name_that_says_nothing_rings():
    assert measures.banned_names(["app/plan/utils.py", "app/common/tree.py", "app/plan/rules.py"]) == [
        "app/plan/utils.py",
        "app/common/tree.py",
    ]

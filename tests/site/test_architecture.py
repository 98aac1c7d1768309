"""The limits of the house, held over every file of ``app/``: a smoke alarm each, with the places in the message.

The reasons stand in ``docs/architecture.md``; how each is measured in ``measures.py``; that each can ring in
``test_architecture_can_fail.py``.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from tests.site import measures
from tests.site.measures import Source, percentile

ROOT = Path(__file__).parents[2]
# The heavy modules that few requests need, each loaded lazily in one place: (module, package).
LAZY = {
    ("app.activities.encoding", "PIL"),
    ("app.schedule.closures", "holidays"),
    ("app.db", "flask_migrate"),
    ("app.demo.drawings", "PIL"),
    ("app.messages.waking", "app.messages.tasks"),
    ("app.operations.queries", "alembic"),
    ("app.exports.xlsx", "xlsxwriter"),
    ("app.exports.pdf", "weasyprint"),
    ("app.exports.pdf", "PIL"),
    ("app.catalogue.posters", "segno"),
}


def sources(*patterns: str) -> list[Source]:
    paths = sorted({path for pattern in patterns for path in ROOT.glob(pattern)})
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths]


APP = sources("app/**/*.py")
TESTS = sources("tests/**/test_*.py")
TEMPLATES = sources("templates/**/*.html", "templates/**/*.txt")
FILES = [source for source in APP if not source.path.endswith("__init__.py")]


def with_role(*roles: str) -> list[Source]:
    return [source for source in APP if source.role in roles]


def offenders(check: Callable[[Source], list[str]], among: Iterable[Source] = APP) -> str:
    return "\n".join(line for source in among for line in check(source))


def listed(figures: dict[str, int], limit: int) -> str:
    return "\n".join(measures.over(figures, limit))


def test_half_of_all_functions_have_ten_lines_or_fewer():
    figures = measures.lengths(APP)

    assert percentile(figures.values(), 0.5) <= 10


def test_nine_functions_of_ten_have_26_lines_or_fewer():
    figures = measures.lengths(APP)

    assert percentile(figures.values(), 0.9) <= 26, listed(figures, 26)


def test_no_function_has_more_than_60_lines():
    figures = measures.lengths(APP)

    assert not listed(figures, 60)


def test_nine_views_of_ten_have_33_lines_or_fewer():
    figures = measures.lengths(with_role("views"))

    assert percentile(figures.values(), 0.9) <= 33, listed(figures, 33)


def test_nine_files_of_ten_have_200_lines_or_fewer():
    figures = measures.line_counts(FILES)

    assert percentile(figures.values(), 0.9) <= 200, listed(figures, 200)


def test_no_file_has_more_than_400_lines():
    figures = measures.line_counts(APP)

    assert not listed(figures, 400)


def test_nine_templates_of_ten_have_100_lines_or_fewer():
    figures = measures.line_counts(TEMPLATES)

    assert percentile(figures.values(), 0.9) <= 100, listed(figures, 100)


def test_half_of_all_tests_have_ten_lines_or_fewer():
    figures = measures.lengths(TESTS, "test_")

    assert percentile(figures.values(), 0.5) <= 10


def test_nine_tests_of_ten_have_20_lines_or_fewer():
    figures = measures.lengths(TESTS, "test_")

    assert percentile(figures.values(), 0.9) <= 20, listed(figures, 20)


def test_no_function_takes_more_than_six_arguments():
    found = offenders(lambda source: measures.too_many_arguments(source, 6))

    assert not found, found


def test_blocks_nest_at_most_three_deep():
    found = offenders(lambda source: measures.too_deep(source, 3))

    assert not found, found


def test_only_heavy_modules_are_imported_inside_functions():
    found = offenders(lambda source: measures.lazy_imports(source, LAZY))

    assert not found, found


def test_only_the_database_module_commits():
    elsewhere = [source for source in APP if source.path != "app/db.py"]

    found = offenders(lambda source: measures.calls_of(source, "commit"), elsewhere)

    assert not found, found


def test_views_do_not_name_the_database():
    found = offenders(measures.database_words, with_role("views"))

    assert not found, found


def test_only_the_settings_read_the_environment():
    found = offenders(measures.environment_reads, [*APP, *sources("wsgi.py")])

    assert not found, found


def test_only_the_clock_tells_the_time():
    elsewhere = [source for source in APP if source.path != "app/clock.py"]

    found = offenders(measures.clock_reads, elsewhere)

    assert not found, found


def test_suppressions_are_rare_and_have_a_reason():
    everything = [measures.suppressions(source) for source in [*APP, *sources("*.py")]]
    found = [place for places, _ in everything for place in places]
    without_reason = [place for _, places in everything for place in places]
    lines = sum(measures.line_counts(APP).values())

    assert not without_reason, "\n".join(without_reason)
    assert len(found) <= lines // 2000, "\n".join(found)


def test_rules_are_pure():
    found = offenders(measures.impure_rules, with_role("rules"))

    assert not found, found


def test_nothing_below_the_forms_knows_the_web():
    found = offenders(measures.web_imports, with_role("service", "steps", "queries", "tables", "rules"))

    assert not found, found


def test_tables_are_private_to_their_feature():
    found = offenders(measures.foreign_tables)

    assert not found, found


def test_public_functions_of_rules_queries_and_service_are_documented():
    found = offenders(measures.undocumented, with_role("rules", "queries", "service"))

    assert not found, found


def test_every_file_is_named_after_what_it_holds():
    found = measures.banned_names(source.path for source in [*APP, *TEMPLATES] if source.path != "templates/base.html")

    assert not found, found

"""The Nu checker on a page of every endpoint that the crawl finds: no error and no warning."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.site.crawl import Crawl
from tests.site.test_accessibility import one_of_each
from tests.site.town import load_town, reader

VNU = Path(__file__).parents[2] / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# How we write what HTML lets one write in several ways: an end for what is empty in SVG, and none for what has none.
LEFT = re.compile("Trailing slash on void elements")


@pytest.fixture(scope="module")
def checker():
    """Without Java or the checker the test is skipped, or fails where CI says that everything is there."""
    if not shutil.which("java") or not VNU.exists():
        message = "Java or vnu-jar is not installed (make test): no page was checked by Nu"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return ["java", "-Xss2m", "-jar", str(VNU), "--format", "json", "--exit-zero-always", "--skip-non-html"]


def check(checker, folder):
    """What Nu says of the pages in ``folder``, a line each."""
    done = subprocess.run([*checker, str(folder)], capture_output=True, text=True, check=True, timeout=300)
    told = json.loads(done.stderr or done.stdout)["messages"]
    return sorted(
        {
            f"{Path(one.get('url', '')).name}: {one['message']} {one.get('extract', '')[:120]!r}"
            for one in told
            if not LEFT.search(one["message"])
        }
    )


def test_nu_finds_nothing_on_any_page(app, database, checker, tmp_path):
    if database.server_url:
        pytest.skip("the pages are the same on PostgreSQL")
    town, pages = load_town(), 0
    for name in ("visitor-ar", "participant-ti", "host", "coordinator"):  # test_routes has a page of every route
        client, language, starts = reader(app, name, town)
        for url in one_of_each(Crawl(app, client, language).walk(*starts), ""):
            (tmp_path / f"{name}{re.sub('[^A-Za-z0-9]+', '_', url)[:120]}.html").write_bytes(client.raw(url).data)
            pages += 1

    assert pages > 60
    assert check(checker, tmp_path) == []


def test_nu_does_find_what_is_wrong(checker, tmp_path):
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=sv><title>x</title><p><b>x</p><img src=x>")

    assert len(check(checker, tmp_path)) > 1

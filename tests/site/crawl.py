"""Walks through the site as a reader does: from a start page, by every link that a page shows."""

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from tests.client import BadPage, InspectingClient, Page, inspect
from tests.counting import count_statements

PAGES_OF_AN_ENDPOINT = 4
MOST_PAGES = 120
# Calendars that take a date by a link, and the two authorities that the statements name.
ELSEWHERE = (
    "https://calendar.google.com/calendar/render?", "https://outlook.live.com/calendar/0/action/compose?",
    "https://www.digg.se", "https://www.imy.se",
)  # fmt: skip
LEAVING = ("mailto:", "tel:", "webcal:", *ELSEWHERE)


@dataclass(frozen=True)
class Visited:
    """One answer: which view gave it, how many statements it took, what is wrong with it, and where its link stood."""

    url: str
    source: str
    endpoint: str
    statements: int
    is_page: bool
    fault: str = ""


@dataclass
class Crawl:
    """``walk()`` follows links, at most four pages of each endpoint; what is not opened must lead somewhere at least."""

    app: Flask
    client: InspectingClient
    language: str
    visited: list[Visited] = field(default_factory=list)
    dead: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def walk(self, *starts: str) -> "Crawl":
        waiting, seen, of_endpoint = [(url, "the start") for url in starts], set(starts), Counter[str]()
        while waiting and len(self.visited) < MOST_PAGES:
            url, source = waiting.pop(0)
            endpoint = self.endpoint(url)
            if not endpoint or of_endpoint[endpoint] >= PAGES_OF_AN_ENDPOINT:
                continue
            of_endpoint[endpoint] += 1
            fresh = [link for link in self._visit(url, endpoint, source) if link not in seen]
            seen.update(fresh)
            waiting += [(link, url) for link in fresh]
        return self

    def endpoint(self, url: str) -> str:
        """The view behind an address; "" where there is none."""
        path = urlsplit(url).path
        try:
            return str(self.app.url_map.bind("localhost").match(path, method="GET")[0])
        except RequestRedirect:
            return "redirect"
        except HTTPException:
            return ""

    def _visit(self, url: str, endpoint: str, source: str) -> list[str]:
        """Open it and note what came; the links to follow from it."""
        with count_statements(self.app) as counted:
            answer = self.client.raw(url)
        page = Page(answer) if answer.mimetype == "text/html" and answer.status_code == 200 else None
        self.visited.append(Visited(url, source, endpoint, len(counted), page is not None, _fault(answer, page)))
        if answer.status_code in {301, 302, 303, 307, 308}:
            return self._own([answer.location], url)
        return self._own([a.get("href", "") for a in page.all("a")], url) if page else []

    def _own(self, links: list[str], page: str) -> list[str]:
        """Those that lead into this site in this reader's language; the others are only judged."""
        own = []
        for link in dict.fromkeys(links):
            parts = urlsplit(link)
            if link.startswith(LEAVING) or (link.startswith("#") and len(link) > 1):
                continue
            if parts.netloc and parts.netloc != "localhost":
                self.foreign.append(f"{page} -> {link}")
            elif not self.endpoint(parts.path):
                self.dead.append(f"{page} -> {link!r}")
            elif self._reads(parts.path):
                own.append(parts._replace(scheme="", netloc="", fragment="").geturl())
        return own

    def _reads(self, path: str) -> bool:
        first = path.split("/")[1]
        return len(first) != 2 or first == self.language


def _fault(answer: TestResponse, page: Page | None) -> str:
    if answer.status_code >= 400:
        return f"{answer.status_code}"
    try:
        if page:
            inspect(page)
    except BadPage as bad:
        return str(bad)
    return ""

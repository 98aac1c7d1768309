"""The client that all view tests use: it reads each page like a careful browser and refuses what is badly made."""

import re
from contextvars import Context
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import Client, TestResponse

from app.accounts import service
from app.db import db
from app.web.page_cache import STAFF_COOKIE

XHTML = "{http://www.w3.org/1999/xhtml}"


class BadPage(AssertionError):
    """A page that no reader should get."""


class Page:
    """A parsed page."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        parser = html5lib.HTMLParser(strict=False)
        self.tree: Element = parser.parse(self.html)
        self.errors = [error[1] for error in parser.errors]

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element ``tag`` with these attributes (class_ for class; underscores are hyphens)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        found = self.tree.iter(f"{XHTML}{tag}")
        return [e for e in found if all(_has(e, name, value) for name, value in wanted.items())]

    @property
    def text(self) -> str:
        """The words of ``<main>``, white space folded."""
        return words(self.all("main")[0])

    @property
    def title(self) -> str:
        return words(self.all("title")[0])

    @property
    def h1(self) -> str:
        return words(self.all("h1")[0])

    @property
    def main(self) -> Element:
        return self.all("main")[0]

    def links(self) -> dict[str, str]:
        """Words of each link in main -> its address."""
        return {words(a): a.get("href", "") for a in self.main.iter(f"{XHTML}a")}

    def fields(self, form: int = 0) -> dict[str, Any]:
        """What the browser would send of the n-th form in main, as it stands (lists where a name repeats)."""
        sent: dict[str, Any] = {}
        for element in list(self.main.iter(f"{XHTML}form"))[form].iter():
            for name, value in _successful(element):
                sent.setdefault(name, []).append(value)
        return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}

    def action(self, form: int = 0) -> str:
        return list(self.main.iter(f"{XHTML}form"))[form].get("action", "")


class InspectingClient:
    """``get`` and ``post`` return a Page; ``submit`` fills the form of a page as a person would and sends it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.browser = Client(app, TestResponse)

    def _open(self, path: str, **kw: Any) -> TestResponse:
        """Each request in a context of its own, as a server does it; what the test reads afterwards is fresh."""
        answer: TestResponse = Context().run(self.browser.open, path, **kw)
        db.session.rollback()
        return answer

    def sign_in(self, user_id: int) -> "InspectingClient":
        """Sign in as a user of ``people`` without the form; returns itself."""
        token = service._open_session(user_id)
        self.browser.set_cookie(STAFF_COOKIE, token)
        return self

    def get(self, path: str, status: int = 200, **kw: Any) -> Page:
        return self._page(self._open(path, follow_redirects=True, **kw), status)

    def raw(self, path: str, method: str = "GET", **kw: Any) -> TestResponse:
        """The answer as it is, redirects not followed, not inspected."""
        return self._open(path, method=method, **kw)

    def submit(
        self, path: str, status: int = 200, form: int = 0, button: tuple[str, str] | None = None, **typed: Any
    ) -> Page:
        """Open ``path``, type into its ``form``-th form of main, press the button, follow to the page after it."""
        return self.submit_page(self.get(path), path, status, form, button, **typed)

    def submit_page(
        self,
        page: Page,
        path: str,
        status: int = 200,
        form: int = 0,
        button: tuple[str, str] | None = None,
        **typed: Any,
    ) -> Page:
        sent = {**page.fields(form), **{name.replace("__", "-"): value for name, value in typed.items()}}
        sent = {name: value for name, value in sent.items() if value is not None}
        if button:
            sent[button[0]] = button[1]
        answer = self._open(page.action(form) or path, method="POST", data=sent, follow_redirects=True)
        return self._page(answer, status)

    def _page(self, response: TestResponse, status: int) -> Page:
        page = Page(response) if response.mimetype == "text/html" else None
        if response.status_code != status:
            raise BadPage(f"{response.request.path}: {response.status_code}, not {status}\n{page.text if page else ''}")
        if page is None:
            raise BadPage(f"{response.request.path} is {response.mimetype}")
        inspect(page, response.request.path)
        return page


def inspect(page: Page, path: str = "") -> None:
    """Refuse a page with broken HTML, no or two h1, no title, no language, ids twice, fields without a label."""
    faults = [f"HTML: {error}" for error in page.errors]
    root = page.tree
    if not root.get("lang") or root.get("dir") not in {"ltr", "rtl"}:
        faults.append("html needs lang and dir")
    if len(page.all("h1")) != 1:
        faults.append(f"{len(page.all('h1'))} h1")
    if not page.title.strip():
        faults.append("no title")
    ids = [e.get("id") for e in root.iter() if isinstance(e.tag, str) and e.get("id")]
    faults += [f"id twice: {i}" for i in sorted({i for i in ids if ids.count(i) > 1})]
    faults += [f"inline style or handler: {e.tag}" for e in root.iter() if _inline(e)]
    labelled = {e.get("for") for e in page.all("label")}
    faults += [f"no label: {e.get('name')}" for e in root.iter() if _is_field(e) and not _labelled(e, labelled)]
    if re.search(r"%\(\w+\)|\{\{|None</", page.html):
        faults.append("an unfilled placeholder or None is shown")
    if faults:
        raise BadPage(f"{path}: {'; '.join(faults)}")


def words(element: Element) -> str:
    """The text of an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def _has(element: Element, name: str, value: str) -> bool:
    found = element.get(name)
    return value in (found or "").split() if name == "class" else found == value


def _inline(element: Element) -> bool:
    names = element.keys() if isinstance(element.tag, str) else []
    script = element.tag == f"{XHTML}script" and not element.get("src") and element.get("type") != "application/ld+json"
    return script or element.tag == f"{XHTML}style" or any(n == "style" or n.startswith("on") for n in names)


def _is_field(element: Element) -> bool:
    if element.tag == f"{XHTML}input":
        return element.get("type") not in {"hidden", "submit", "button", "image"}
    return element.tag in {f"{XHTML}select", f"{XHTML}textarea"}


def _labelled(element: Element, labels: set[str | None]) -> bool:
    return element.get("id") in labels or bool(element.get("aria-label") or element.get("aria-labelledby"))


def _successful(element: Element) -> list[tuple[str, str]]:
    name, tag = element.get("name"), element.tag
    if not name or element.get("disabled") is not None:
        return []
    if tag == f"{XHTML}textarea":
        return [(name, "".join(element.itertext()))]
    if tag == f"{XHTML}select":
        options = list(element.iter(f"{XHTML}option"))
        first = [] if element.get("multiple") is not None else options[:1]
        chosen = [o for o in options if o.get("selected") is not None] or first
        return [(name, o.get("value", words(o))) for o in chosen]
    if tag != f"{XHTML}input" or element.get("type") in {"submit", "button", "file"}:
        return []
    if element.get("type") in {"checkbox", "radio"} and element.get("checked") is None:
        return []
    return [(name, element.get("value", "on" if element.get("type") == "checkbox" else ""))]

"""The page cache: whole public pages for visitors without a session, in this worker's memory, at most 0.5 s old.

It stands before Flask, as WSGI middleware: keyed by path (the language is its first part), the known query parameters in
order, whether there are others, and whether gzip is taken. Only GET, only views marked ``public_page``, never an answer
that sets a cookie. Nothing is invalidated: half a second is fresh enough, and simple is right.

A page is made whole and kept, whatever its first reader already has; that is judged when it is sent.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask, current_app, request
from werkzeug.sansio.http import is_resource_modified
from werkzeug.wrappers import Response

from app.web.access import CACHE_KEYS, marks

STAFF_COOKIE = "samspel_staff"
HEADER = "X-Page-Cache"
MAX_PAGES = 500
MAX_PAGE_BYTES = 1_000_000  # a calendar of a thousand dates
MAX_BYTES = 20_000_000

CONDITIONS = frozenset({"HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"})

Key = tuple[str, str, tuple[tuple[str, str], ...], bool, bool]
Page = tuple[float, str, list[tuple[str, str]], str, bytes]
StartResponse = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class PageCache:
    def __init__(self, wsgi: Wsgi, seconds: float) -> None:
        self.wsgi = wsgi
        self.seconds = seconds
        self.pages: OrderedDict[Key, Page] = OrderedDict()
        self.size = 0

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or STAFF_COOKIE in environ.get("HTTP_COOKIE", ""):
            return self.wsgi(environ, start_response)
        key = _key(environ)
        page = self.pages.get(key)
        if page is None or page[0] < time.monotonic():
            return self._fill(key, environ, start_response)
        _until, status, headers, _etag, body = page
        return _answer(environ, start_response, status, headers, body)

    def _fill(self, key: Key, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        answer: dict[str, Any] = {}

        def listen(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answer.update(status=status, headers=headers)
            if any(name == HEADER for name, _value in headers):
                headers[:] = [pair for pair in headers if pair[0] != HEADER]
                # Flask writes the visitor's cookie after the mark was set; such an answer is theirs alone.
                answer["keep"] = all(name != "Set-Cookie" for name, _value in headers)
            return None if answer.get("keep") else start_response(status, headers, exc_info)

        chunks = self.wsgi(environ, listen)
        if not answer.get("keep"):
            return chunks
        body = b"".join(chunks)
        self._keep(key, answer["status"], answer["headers"], body)
        return _answer(environ, start_response, answer["status"], answer["headers"], body)

    def _keep(self, key: Key, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        etag = _etag(headers)
        if len(body) > MAX_PAGE_BYTES or not etag or not status.startswith("200"):
            return
        self._forget(key)
        self.pages[key] = (time.monotonic() + self.seconds, status, headers, etag, body)
        self.size += len(body)
        while len(self.pages) > MAX_PAGES or self.size > MAX_BYTES:
            self._forget(next(iter(self.pages)))

    def _forget(self, key: Key) -> None:
        page = self.pages.pop(key, None)
        self.size -= len(page[-1]) if page else 0


def init_app(app: Flask, seconds: float) -> None:
    """Mark cacheable answers and, where ``seconds`` > 0, put the cache before the app."""
    kept: set[str] = set()

    def mark(response: Response) -> Response:
        if not kept:
            kept.update(endpoint for endpoint, found in marks(current_app).items() if found and found.cached)
        if request.endpoint in kept and request.method in {"GET", "HEAD"} and response.status_code == 200:
            response.headers["Cache-Control"] = "no-cache"
            response.headers["Vary"] = "Accept-Encoding, Cookie"
            if STAFF_COOKIE not in request.cookies:
                response.headers["ETag"] = f'"{hashlib.blake2b(response.get_data(), digest_size=12).hexdigest()}"'
                if seconds and request.method == "GET":
                    response.headers[HEADER] = "keep"
                else:
                    response.make_conditional(request)
        return response

    app.after_request(mark)
    if seconds:
        app.wsgi_app = PageCache(app.wsgi_app, seconds)


def _answer(
    environ: dict[str, Any], start_response: StartResponse, status: str, headers: list[tuple[str, str]], body: bytes
) -> list[bytes]:
    if not CONDITIONS.isdisjoint(environ) and _has(environ, headers):
        start_response("304 Not Modified", [pair for pair in headers if pair[0] != "Content-Length"])
        return []
    start_response(status, list(headers))
    return [body]


def _has(environ: dict[str, Any], headers: list[tuple[str, str]]) -> bool:
    """Whether the reader has this very answer: by its tag, or where no tag was sent by its date (RFC 9110 13.2.2)."""
    return not is_resource_modified(
        http_if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
        http_if_modified_since=environ.get("HTTP_IF_MODIFIED_SINCE"),
        etag=_etag(headers),
        last_modified=next((value for name, value in headers if name == "Last-Modified"), None),
    )


def _etag(headers: list[tuple[str, str]]) -> str:
    return next((value for name, value in headers if name == "ETag"), "")


def _key(environ: dict[str, Any]) -> Key:
    query = environ.get("QUERY_STRING", "")
    # In the order of their names; of one name the first counts, so that its repeats keep theirs.
    asked = parse_qsl(query)
    known = tuple(sorted((pair for pair in asked if pair[0] in CACHE_KEYS), key=itemgetter(0)))
    unknown = len(known) < len(asked)  # a page ignores what it does not know, a feed refuses it
    host = environ.get("HTTP_HOST", "")
    return host, environ["PATH_INFO"], known, unknown, "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")

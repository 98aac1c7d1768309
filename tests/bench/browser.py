"""The smallest browser that can sign up: raw sockets, cookies, hidden fields, one redirect.

Raw sockets, because a library's client costs more than the pages that it fetches.
"""

import html
import re
import socket
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

TIMEOUT_S = 60
INPUT = re.compile(r"<input\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
STATE = re.compile(r'<main\b[^>]*\bdata-state="(\w+)"')


class BadAnswer(Exception):
    """An answer that no browser should get."""


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def state(self) -> str:
        """``data-state`` of the main element, or nothing."""
        found = STATE.search(self.text)
        return found[1] if found else ""

    def hidden_fields(self) -> dict[str, str]:
        """The hidden fields of the page, and the first choice of its ``pool``."""
        fields: dict[str, str] = {}
        for tag in INPUT.findall(self.text):
            attributes = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(tag)}
            if attributes.get("type") == "hidden" or attributes.get("name") == "pool":
                fields.setdefault(attributes.get("name", ""), attributes.get("value", ""))
        return fields


@dataclass
class Browser:
    """One visitor with a cookie jar."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._open("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self._open("POST", path, urlencode(fields))

    def sign_up(self, path: str, name: str, email: str) -> str:
        """Form, POST, the page after it; the state that the page shows. Raises BadAnswer on anything else."""
        form = expect(self.get(path), 200)
        sent = {**form.hidden_fields(), "name": name, "email": email, "party_size": "1"}
        answer = self.post(path, sent)
        if answer.status not in {302, 303}:
            raise BadAnswer(f"POST {path}: {answer.status}")
        after = expect(self.get(urljoin(path, _path(answer.header("location")))), 200)
        return after.state

    def _open(self, method: str, path: str, body: str = "") -> Answer:
        answer = exchange(self.port, method, path, self.cookies, body)
        for key, value in answer.headers:
            if key == "set-cookie":
                name, _, rest = value.partition("=")
                self.cookies[name] = rest.partition(";")[0]
        return answer


def expect(answer: Answer, status: int) -> Answer:
    if answer.status != status:
        raise BadAnswer(f"{answer.status}, not {status}: {answer.body[:200]!r}")
    return answer


def exchange(
    port: int,
    method: str,
    path: str,
    cookies: dict[str, str] | None = None,
    body: str = "",
    *,
    etag: str = "",
    packed: bool = False,
) -> Answer:
    """One request on a connection of its own, as gunicorn's sync workers want it."""
    head = [f"{method} {path} HTTP/1.1", f"Host: localhost:{port}", "Connection: close"]
    if packed:
        head.append("Accept-Encoding: gzip")
    if etag:
        head.append(f"If-None-Match: {etag}")
    if cookies:
        head.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    if method == "POST":
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    with socket.create_connection(("127.0.0.1", port), TIMEOUT_S) as connection:
        connection.sendall(("\r\n".join(head) + "\r\n\r\n" + body).encode())
        chunks = []
        while chunk := connection.recv(65536):
            chunks.append(chunk)
    return _parse(b"".join(chunks))


def _parse(raw: bytes) -> Answer:
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first.startswith("HTTP/1."):
        raise BadAnswer("the connection was closed without an answer")
    pairs = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines)]
    answer = Answer(int(first.split(" ", 2)[1]), pairs, body)
    promised = answer.header("content-length")
    if promised and int(promised) != len(body):
        raise BadAnswer(f"{len(body)} bytes of {promised}")
    return answer


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")

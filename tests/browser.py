"""Debian's Chromium, driven by Playwright, and the app behind a real socket of loopback."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.postgres import free_port

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
# The shell has no window to draw, and is through a journey in half the time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class QuietHandler(WSGIRequestHandler):
    """Leaves the log to the app: what the test server itself says of each request is not ours."""

    def log_request(self, *_facts: object) -> None:
        pass


def chromium() -> str:
    """Where the browser is; without one the journey is skipped, or fails where CI says that everything is there."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        message = "Chromium is not installed: no journey ran"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found


@contextmanager
def opened_browser() -> Iterator[Browser]:
    """A Chromium of one's own."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield started
        started.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of ``app`` while it is served."""
    port = free_port()
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join(timeout=5)
    server.server_close()

"""Structured logs: one line a request, by endpoint and never by address, so that no token or name is written down."""

import logging
import sys
import time

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response

from config import Environment, Settings

log = structlog.get_logger("samspel.request")


def init_app(app: Flask, configured: Settings) -> None:
    machine = configured.env is Environment.PRODUCTION
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer() if machine else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(configured.log_level.upper())),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    milliseconds = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1)
    log.info("request", method=request.method, endpoint=request.endpoint, status=response.status_code, ms=milliseconds)
    return response

"""Rate limits per address: in memory, or in Redis where several hosts share them.

They stop floods, never a classroom: 25 pupils behind one network sign up within ten minutes (``trust.md``)."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from app.settings import settings
from config import Settings

limiter = Limiter(key_func=get_remote_address, default_limits=[lambda: settings().limit_default])


def init_app(app: Flask, configured: Settings) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = configured.redis_url or "memory://"
    app.config["RATELIMIT_ENABLED"] = configured.limits_enabled
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    limiter.init_app(app)


def sign_up_limit() -> str:
    return settings().limit_sign_up


def own_page_limit() -> str:
    return settings().limit_own_page


def report_limit() -> str:
    return settings().limit_report


def sign_in_limit() -> str:
    return settings().limit_sign_in

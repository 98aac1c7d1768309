"""What the running app was configured with, for code that knows no request."""

from typing import cast

from flask import Flask, current_app

from config import Settings

EXTENSION = "samspel_settings"


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions[EXTENSION] = settings


def settings() -> Settings:
    """The settings of the app whose context is open (a request, a command, a background job)."""
    return cast(Settings, current_app.extensions[EXTENSION])


def secret() -> str:
    """The key under which tokens and codes are derived."""
    return settings().secret_key.get_secret_value()

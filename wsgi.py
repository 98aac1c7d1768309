"""The WSGI entry point: ``gunicorn wsgi:app``; also what the ``flask`` command finds."""

from app.factory import create_app
from config import Settings

app = create_app(Settings())

"""The blueprint. Pages carry their language in the path; short links and calendar files do not."""

from flask import Blueprint

blueprint = Blueprint("catalogue", "app.catalogue")

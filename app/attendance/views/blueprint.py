"""The blueprint that the counter's views hang on."""

from flask import Blueprint

blueprint = Blueprint("attendance", __name__, url_prefix="/<lang:lang>")

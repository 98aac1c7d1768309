"""The blueprint that the views of this folder share."""

from flask import Blueprint

blueprint = Blueprint("visits", __name__, url_prefix="/<lang:lang>")

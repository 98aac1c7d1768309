"""Health for whoever runs it: ``/healthz`` asks the process alone, ``/readyz`` what it stands on."""

from flask import Blueprint, jsonify, make_response
from werkzeug.wrappers import Response

from app.operations import queries
from app.web.access import public
from app.web.limits import limiter

blueprint = Blueprint("operations", __name__)


@blueprint.get("/healthz")
@public
@limiter.exempt
def healthz() -> Response:
    return jsonify(process="ok")


@blueprint.get("/readyz")
@public
@limiter.exempt
def readyz() -> Response:
    """503 while the database is away or its schema is old; a worker that is behind is told, not refused."""
    parts = queries.check_readiness()
    ready = parts["database"] == parts["schema"] == "ok"
    return make_response(jsonify(parts), 200 if ready else 503)

"""The pictures of activities. What is behind an address never changes, as its content gives it its name."""

from flask import Response, abort

from app.activities.picture_files import find_picture_file
from app.catalogue.views.blueprint import blueprint
from app.web.access import public, signed_in

MEDIA = {"webp": "image/webp", "jpg": "image/jpeg"}
WEEK = 7 * 24 * 3600  # and not a year: what is taken down is gone from every cache soon


@blueprint.get("/pictures/<digest>/<name>")
@public
def picture(digest: str, name: str) -> Response:
    """A picture in one size; before its activity is public only for the staff."""
    found = find_picture_file(digest, name)
    if found is None or not (found[1] or signed_in()):
        abort(404)
    answer = Response(found[0], mimetype=MEDIA[name.rpartition(".")[2]])
    if found[1]:
        answer.cache_control.public, answer.cache_control.max_age, answer.cache_control.immutable = True, WEEK, True
    else:
        answer.cache_control.private = True
    return answer

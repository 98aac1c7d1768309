"""A picture and the words that stand for it."""

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import CombinedMultiDict, FileStorage
from wtforms import FileField
from wtforms.validators import ValidationError

from app.activities.encoding import MAX_BYTES
from app.web.forms import Form, texts_field, texts_of


class PictureForm(Form):
    """``has_one``: whether the activity has a picture, which stays when no file is chosen."""

    class Meta(Form.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:  # noqa: ARG002  # WTForms gives it
            """This form expects a file."""
            return CombinedMultiDict([request.files, request.form]) if form.is_submitted() else None

    picture = FileField(_l("Picture"), render_kw={"accept": "image/jpeg,image/png,image/webp"})
    alt = texts_field(
        _l("What is to be seen in the picture"), maximum=200,
        required=_l("Write what is to be seen, for those who cannot see the picture."),
    )  # fmt: skip

    def __init__(self, *args: Any, has_one: bool = False, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.has_one = has_one

    def validate_picture(self, _field: FileField) -> None:
        """A file is there, or was before."""
        if self.file is None and not self.has_one:
            raise ValidationError(_("Choose a picture."))

    @property
    def file(self) -> bytes | None:
        """What was sent (one byte more than is allowed at most), None where nothing was chosen."""
        sent = self.picture.data
        if not isinstance(sent, FileStorage) or not sent.filename:
            return None
        sent.stream.seek(0)
        return sent.stream.read(MAX_BYTES + 1)

    @property
    def words(self) -> dict[str, str]:
        return texts_of(self.alt)

"""The door for files: a field that judges what is chosen, a larger body where files are taken, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, abort, current_app, make_response, request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import FileInput

from foundation.file_kinds import LARGEST, PAPERS, Fault, Kind, Upload, judged
from foundation.files import StoredFile, content_of

MOST_FILES = 5
MOST_BYTES = 20 * 1024 * 1024
"""Of all files of one form together."""
BESIDE = 1024 * 1024
"""For what is typed beside them."""
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"

View = TypeVar("View", bound=Callable[..., object])


def takes_files(view: View) -> View:
    """A view whose form may carry files: whoever is signed in may send more to it than to other pages."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def widen_doors(app: Flask) -> None:
    """Before anything reads what was sent. A stranger's body stays as small as everywhere."""

    @app.before_request
    def widen() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if request.method == "POST" and getattr(view, "takes_files", False) and current_user.is_authenticated:
            request.max_content_length = MOST_BYTES + BESIDE


class FilesField(Field):  # type: ignore[misc]
    """Files to attach. `data` holds those that may be kept; one that may not is an error that names it and says why."""

    widget = FileInput(multiple=True)

    def __init__(
        self, label: str, *, kinds: Collection[Kind] = PAPERS, most: int = MOST_FILES, needed: str = "", **given: Any
    ) -> None:
        """`needed` is what is said where no file is chosen and one must be."""
        super().__init__(label, **given)
        self._kinds, self._most, self._needed = kinds, most, needed
        self._faults: list[str] = []
        self.data: tuple[Upload, ...] = ()

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = [each for each in valuelist if isinstance(each, FileStorage) and each.filename]
        kept: list[Upload] = []
        for each in sent[: self._most]:
            found = judged(each.filename or "", each.stream.read(LARGEST + 1), kinds=self._kinds)
            if isinstance(found, Fault):
                self._faults.append(_said(found, str(each.filename), self._kinds))
            else:
                kept.append(found)
        if len(sent) > self._most:
            self._faults.append(_("Choose %(number)s files at most.", number=self._most))
        self.data = tuple(kept)

    def pre_validate(self, form: Any) -> None:
        if self._faults:
            raise ValidationError(" ".join(self._faults))
        if self._needed and not self.data:
            raise ValidationError(self._needed)


def file_answer(content: bytes, *, name: str, kind: Kind) -> Response:
    """A file to keep: never shown as a page of ours, whatever it holds."""
    response: Response = make_response(content)
    response.mimetype = kind.mimetype
    plain = name.encode("ascii", "ignore").decode() if name.isascii() else f"file.{kind.value}"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def stored_answer(file: StoredFile) -> Response:
    """A kept file, which whoever asks may have: the door has looked. One that was let go is not there."""
    content = content_of(file)
    if content is None:
        abort(404)
    return file_answer(content, name=file.name, kind=Kind(file.kind))


def kinds_said(kinds: Collection[Kind] = PAPERS) -> str:
    """What may be chosen, for the hint beside a field."""
    if Kind.TEXT in kinds:
        return str(_("PDF, JPEG, PNG or plain text, 10 MB each at the most."))
    return str(_("PDF, JPEG or PNG, 10 MB each at the most."))


def _said(fault: Fault, name: str, kinds: Collection[Kind]) -> str:
    """Why a chosen file is not taken, and what to do."""
    shown = "".join(each for each in name if each.isprintable())[:80]
    match fault:
        case Fault.EMPTY:
            return str(_("“%(name)s” is empty. Choose the file again.", name=shown))
        case Fault.TOO_LARGE:
            return str(_("“%(name)s” is larger than 10 MB. Choose a smaller one.", name=shown))
        case Fault.DAMAGED:
            return str(_("“%(name)s” is damaged. Open it, save it anew, and choose it again.", name=shown))
        case Fault.ACTIVE:
            return str(
                _("“%(name)s” holds a program or other files. Print it as a PDF, and choose that one.", name=shown)
            )
        case Fault.UNKNOWN:
            return str(_("“%(name)s” is none of the files taken here.", name=shown)) + " " + kinds_said(kinds)

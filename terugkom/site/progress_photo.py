"""The photo that an owner sends with a report: only with permission, encoded anew, kept for an edition."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.datastructures import UploadFile

from terugkom.documents.document_store import DocumentStore
from terugkom.documents.file_store import sha256
from terugkom.documents.formatting import format_short_date
from terugkom.documents.image_file import MAX_MEGAPIXELS, InvalidImage, encode_upload
from terugkom.documents.messages import translate
from terugkom.plan.action_photos import ActionPhoto
from terugkom.plan.model import Action, Municipality, Person
from terugkom.site.form_fields import PageForm, add_error

MAX_PHOTO_BYTES = 10_000_000


@dataclass(frozen=True)
class UploadedPhoto:
    """A photo as it is kept, a JPEG, with what is said of it."""

    content: bytes
    caption: str
    photographer: str


def read_photo(form: PageForm, language: str) -> UploadedPhoto | None:
    """Return the photo of a form; None without one, or with an error beside the field that is wrong."""
    upload = form["photo"].data
    if not isinstance(upload, UploadFile) or not upload.filename:
        return None
    caption, photographer = (_get_line(form, name) for name in ("photo_caption", "photographer"))
    is_complete = True
    for name, given in (
        ("photo_caption", caption),
        ("photographer", photographer),
        ("photo_permission", form["photo_permission"].data),
    ):
        if not given:
            add_error(form[name], translate(f"site.progress.{name}.missing", language))
            is_complete = False
    content = upload.file.read(MAX_PHOTO_BYTES + 1)
    if len(content) > MAX_PHOTO_BYTES:
        _refuse(form, "bytes", language)
        return None
    try:
        encoded = encode_upload(content)
    except InvalidImage as error:
        _refuse(form, error.problem.value, language)
        return None
    if not is_complete or form.errors:
        ask_photo_again(form, language)
        return None
    return UploadedPhoto(encoded, caption, photographer)


def ask_photo_again(form: PageForm, language: str) -> None:
    """Say that the photo must be chosen again: no browser keeps a file that was chosen."""
    add_error(form["photo"], translate("site.field.photo-again", language))


def write_photo(store: DocumentStore, slug: str, action_id: int, photo: UploadedPhoto, today: date) -> str:
    """Write a photo to the document store, where nothing refers to it yet; return its name there."""
    name = f"{slug}/{today.isoformat()}/photo-{action_id}-{sha256(photo.content)[:16]}.jpg"
    store.write(name, photo.content)
    return name


def record_photo(
    session: Session, action: Action, by: Person, photo: UploadedPhoto, path: str, today: date
) -> None:
    """Record a photo that was written, with who allowed it; the same one of an action is recorded once."""
    digest = sha256(photo.content)
    known = select(ActionPhoto.id).where(ActionPhoto.action_id == action.id, ActionPhoto.sha256 == digest)
    if session.scalar(known) is not None:
        return
    language = session.get_one(Municipality, action.municipality_id).language
    day = format_short_date(today, language)
    session.add(
        ActionPhoto(
            action_id=action.id,
            person_id=by.id,
            given_on=today,
            path=path,
            sha256=digest,
            caption=photo.caption,
            photographer=photo.photographer,
            permission=translate("site.progress.photo.permission", language, name=by.name, day=day),
        )
    )


def _get_line(form: PageForm, name: str) -> str:
    """Return a text on one line."""
    given: Any = form[name].data
    return " ".join((given or "").split())


def _refuse(form: PageForm, problem: str, language: str) -> None:
    megabytes = MAX_PHOTO_BYTES // 1_000_000
    limits = {"megabytes": megabytes, "megapixels": MAX_MEGAPIXELS}
    add_error(form["photo"], translate(f"site.progress.photo.{problem}", language, **limits))

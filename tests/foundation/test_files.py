"""Files are kept with the deed they belong to, come back as they were stored, and are let go on purpose."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, func, select, update

from foundation import clock, db, files
from foundation.file_kinds import Upload, judged
from foundation.files import Altered, StoredContent, StoredFile
from tests.papers import PDF, png


def an_upload(name: str = "lease.pdf", content: bytes = PDF) -> Upload:
    found = judged(name, content)
    assert isinstance(found, Upload)
    return found


def keep(*uploads: Upload) -> list[int]:
    with db.transaction():
        return [each.id for each in files.keep(uploads, at=clock.now())]


def kept(file_id: int) -> StoredFile:
    return db.session().get_one(StoredFile, file_id)


def test_files_come_back_as_they_were_stored(database: Engine) -> None:
    first, second, again = keep(an_upload(), an_upload("photo.png", png()), an_upload("same.pdf"))

    assert [kept(each).name for each in (first, second, again)] == ["lease.pdf", "photo.png", "same.pdf"]
    assert files.content_of(kept(first)) == files.content_of(kept(again)) == PDF
    assert files.content_of(kept(second)) == png()
    assert kept(first).public_id != kept(again).public_id


def test_what_failed_kept_no_file(database: Engine) -> None:
    with pytest.raises(ZeroDivisionError), db.transaction():
        files.keep([an_upload()], at=clock.now())
        raise ZeroDivisionError

    assert db.session().scalar(select(func.count()).select_from(StoredFile)) == 0


def test_a_file_that_is_not_what_was_stored_is_handed_to_nobody(database: Engine) -> None:
    (file_id,) = keep(an_upload())
    with db.transaction() as session:
        session.execute(update(StoredContent).values(content=PDF + b" "))

    with pytest.raises(Altered):
        files.content_of(kept(file_id))


def test_of_a_file_let_go_stays_that_it_was_there(database: Engine) -> None:
    one, other = keep(an_upload(), an_upload("photo.png", png()))
    with db.transaction():
        files.let_go([one], at=clock.now())

    assert files.content_of(kept(one)) is None
    assert (kept(one).let_go_at, kept(one).name) == (clock.now(), "lease.pdf")
    assert files.content_of(kept(other)) == png()

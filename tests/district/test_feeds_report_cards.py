"""The report cards feed: a list and PDFs become report cards in a store; what is no PDF or leads elsewhere does not."""

from __future__ import annotations

import contextlib
import resource
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from demo.world import World
from district.feeds.report import Refused
from district.feeds.report_cards import LARGEST, import_report_cards
from district.feeds.steps import Outcome, Wishes
from district.models import QueuedRow, ReportCard
from district.report_card_store import content_of, path_in
from foundation import audit, clock, db

HEAD = "card_id,student_number,school_year,term,title,file,available_date\n"
PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


LARGEST_ON_DISK = 8 * 1024 * 1024


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """The system refuses to write a file beyond `LARGEST_ON_DISK`, as a disk does that is full."""
    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_ON_DISK, was[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)


class Bring:
    """`bring(rows)` imports a list; `bring.put(name, content)` puts a file beside it."""

    def __init__(self, folder: Path, world: World) -> None:
        self.list, self.files, self.store = folder / "q1.csv", folder / "pdfs", folder / "store"
        self.files.mkdir()
        self.nora, self.minh = world.nora.number, world.minh.number
        self.put("nora.pdf")
        self.put("minh.pdf", PDF + b"%%EOF minh")

    def put(self, name: str, content: bytes = PDF) -> None:
        (self.files / name).write_bytes(content)

    def __call__(self, *rows: str, files: Path | None = None, delta: bool = False, **wishes: Any) -> Outcome:
        self.list.write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
        db.close()
        return import_report_cards(
            self.list,
            Wishes(**{"allowed_percent": 100.0} | wishes),
            files=files or self.files,
            store=self.store,
            called={},
            is_delta=delta,
            by=audit.command("test"),
            at=clock.now(),
            today=clock.today(),
            advance=lambda name, rows, expected: None,
        )

    @property
    def stored(self) -> list[str]:
        return sorted(each.name for each in self.store.iterdir()) if self.store.exists() else []

    def of_nora(self, **cells: str) -> str:
        given = {"id": "c1", "year": "2027", "term": "Quarter 1", "title": "", "file": "nora.pdf", "day": ""} | cells
        return (
            f"{given['id']},{self.nora},{given['year']},{given['term']},{given['title']},{given['file']},{given['day']}"
        )


@pytest.fixture
def bring(world: World, tmp_path: Path) -> Bring:
    return Bring(tmp_path, world)


def cards() -> list[ReportCard]:
    db.close()
    return list(db.session().scalars(select(ReportCard).where(ReportCard.is_current).order_by(ReportCard.source_key)))


def test_a_card_is_kept_under_a_name_that_tells_nothing_and_read_back_whole(bring: Bring, world: World) -> None:
    bring(bring.of_nora(day="2026-12-01", title="Progress"))

    (card,) = cards()
    assert (card.person_id, card.school_year, card.term, card.title) == (world.nora.id, 2027, "Quarter 1", "Progress")
    assert card.available_on is not None
    assert card.available_on.isoformat() == "2026-12-01"
    assert bring.stored == [f"{card.stored_as}.pdf"]
    assert "nora" not in card.stored_as
    assert content_of(bring.store, card.stored_as, sha256=card.sha256) == PDF
    assert stat.S_IMODE(path_in(bring.store, card.stored_as).stat().st_mode) == 0o600
    assert stat.S_IMODE(bring.store.stat().st_mode) == 0o700


def test_a_stored_file_that_was_changed_or_lost_is_not_given_out(bring: Bring) -> None:
    bring(bring.of_nora())
    (card,) = cards()
    path_in(bring.store, card.stored_as).write_bytes(PDF + b"more")
    assert content_of(bring.store, card.stored_as, sha256=card.sha256) is None

    path_in(bring.store, card.stored_as).unlink()
    assert content_of(bring.store, card.stored_as, sha256=card.sha256) is None


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("gone.pdf", None, "no-such-file"),
        ("page.pdf", b"<html><script>alert(1)</script>", "no-pdf"),
        ("half.pdf", b"%PDF-1.7 and no end", "no-pdf"),
        ("late.pdf", b" " * 2000 + PDF, "no-pdf"),
        ("empty.pdf", b"", "no-pdf"),
        ("zip.pdf", b"PK\x03\x04%%EOF", "no-pdf"),
    ],
)
def test_what_is_no_pdf_by_its_content_waits_and_is_told_with_its_line(
    bring: Bring, name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        bring.put(name, content)
    outcome = bring(bring.of_nora(file=name))

    assert [(each.code, each.file, each.line) for each in outcome.report.warnings] == [(code, "q1.csv", 2)]
    assert (cards(), bring.stored) == ([], [])
    assert [each.code for each in db.session().scalars(select(QueuedRow))] == [code]


def test_a_file_over_the_limit_refuses_the_folder(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    bring.put("large.pdf", PDF + b"0" * LARGEST)
    with pytest.raises(Refused) as refused:
        bring(bring.of_nora(file="large.pdf"))

    assert [each.code for each in refused.value.report.errors] == ["too-large"]


@pytest.mark.parametrize("name", ["../q1.csv", "/etc/passwd", "..", "a/b.pdf", "..\\q1.csv", "C:x.pdf"])
def test_a_name_that_leads_elsewhere_refuses_the_list(bring: Bring, name: str) -> None:
    with pytest.raises(Refused) as refused:
        bring(bring.of_nora(), bring.of_nora(id="c2", file=name))

    assert [(each.code, each.line) for each in refused.value.report.errors] == [("path-outside", 3)]
    assert (cards(), bring.stored) == ([], [])


def test_a_link_to_another_place_is_not_followed(bring: Bring, tmp_path: Path) -> None:
    (tmp_path / "secret.pdf").write_bytes(PDF)
    (bring.files / "link.pdf").symlink_to(tmp_path / "secret.pdf")
    with pytest.raises(Refused) as refused:
        bring(bring.of_nora(file="link.pdf"))

    assert [each.code for each in refused.value.report.errors] == ["link"]


def test_a_zip_is_read_without_unpacking_it_and_a_bomb_is_refused(bring: Bring, tmp_path: Path) -> None:
    packed = tmp_path / "q1.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("nora.pdf", PDF)
    bring(bring.of_nora(), files=packed)
    assert len(bring.stored) == 1

    for name, content in (("bomb.pdf", b"0" * 9_000_000), ("../out.pdf", PDF)):
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr(name, content)
        with pytest.raises(Refused) as refused:
            bring(bring.of_nora(file="bomb.pdf"), files=packed)
        assert {each.code for each in refused.value.report.errors} <= {"too-large", "path-outside"}
    assert not (tmp_path / "out.pdf").exists()


def test_one_file_is_never_two_students_report_card(bring: Bring) -> None:
    outcome = bring(bring.of_nora(), f"c2,{bring.minh},2027,Quarter 1,,nora.pdf,")

    assert [each.code for each in outcome.report.warnings] == ["same-file-twice", "same-file-twice"]
    assert (cards(), bring.stored) == ([], [])


def test_a_replay_writes_nothing_and_a_new_file_of_the_same_name_takes_its_place(bring: Bring) -> None:
    bring(bring.of_nora())
    (before,) = cards()
    assert bring(bring.of_nora()).run_id is None
    assert bring.stored == [f"{before.stored_as}.pdf"]

    bring.put("nora.pdf", PDF + b"corrected %%EOF")
    bring(bring.of_nora())
    (after,) = cards()
    assert (after.id, after.public_id) == (before.id, before.public_id)
    assert bring.stored == [f"{after.stored_as}.pdf"]
    assert content_of(bring.store, after.stored_as, sha256=after.sha256) == PDF + b"corrected %%EOF"


def test_a_rehearsal_and_a_refused_list_leave_nothing_in_the_store(bring: Bring) -> None:
    bring(bring.of_nora(), is_rehearsal=True)
    assert bring.stored == []

    other = f"c2,{bring.minh},2027,Quarter 1,,minh.pdf,"
    bring(bring.of_nora(), other)
    with pytest.raises(Refused):
        bring(bring.of_nora(id="c3"), allowed_percent=5.0)
    assert len(bring.stored) == 2


def test_what_fails_while_it_is_written_leaves_nothing_in_the_store(bring: Bring, world: World) -> None:
    bring.put("minh.pdf", PDF + bytes(LARGEST_ON_DISK) + b"%%EOF")
    with full_disk(), pytest.raises(OSError, match="too large"):
        bring(bring.of_nora(), f"c2,{bring.minh},2027,Quarter 1,,minh.pdf,")
    assert (cards(), bring.stored) == ([], [])


def test_the_command_keeps_the_files_in_the_instance_folder(app: Flask, bring: Bring, tmp_path: Path) -> None:
    bring.list.write_text(f"{HEAD}{bring.of_nora()}\n", "utf-8")
    db.close()
    ran = app.test_cli_runner().invoke(args=["report-cards", "import", str(bring.list), "--files", str(bring.files)])

    assert ran.exit_code == 0, ran.output
    assert [each.suffix for each in (tmp_path / "report-cards").iterdir()] == [".pdf"]

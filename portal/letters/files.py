"""The files of a run: letters as numbered PDFs, or a table for a mail house.

Codes exist in these files and nowhere else, so a file is readable by its owner alone, gets its name only after the
codes are kept, and never takes the place of another.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from district.queries import Entitled
from foundation.sheets import without_formula
from portal.letters.typesetting import MOST_IN_ONE_PDF, Letter, Printed, Texts, printed

COLUMNS = (
    "person_id",
    "kind",
    "first_name",
    "last_name",
    "language",
    "code",
    "url",
    "expires_on",
    "address_1",
    "address_2",
    "city",
    "state",
    "postal_code",
)
UNFINISHED = ".unfinished"

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Coded:
    """A person with a new code, as people read it, and the address that opens the page with it filled in."""

    person: Entitled
    code: str
    url: str


class Drafts:
    """Files under unfinished names. `finish()` names them; leaving without it removes them."""

    def __init__(self) -> None:
        self._finals: dict[Path, Path] = {}

    def write(self, final: Path, content: bytes) -> None:
        """Write one file, to be called `final`. Raises FileExistsError when a broken run left its draft there."""
        draft = final.with_name(final.name + UNFINISHED)
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._finals[draft] = final
        with open(opened, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def finish(self) -> list[Path]:
        """Give every file its name."""
        for draft, final in self._finals.items():
            draft.replace(final)
        done, self._finals = list(self._finals.values()), {}
        return done

    def __enter__(self) -> Drafts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        for draft in self._finals:
            draft.unlink(missing_ok=True)


def names_of_parts(file: Path, people: int) -> list[Path]:
    """`FILE.pdf`, or `FILE-1.pdf`, `FILE-2.pdf`, … where one PDF would hold too many letters."""
    parts = -(-people // MOST_IN_ONE_PDF)
    if parts <= 1:
        return [file] if parts else []
    return [file.with_name(f"{file.stem}-{number}{file.suffix}") for number in range(1, parts + 1)]


def write_letters(
    drafts: Drafts, file: Path, coded: Sequence[Coded], texts: Mapping[str, Texts], *, district: str, advance: Advance
) -> list[str]:
    """Write the PDFs. Returns the public ids of those whose name or address lost a character no font has."""
    fell_back: list[str] = []
    for part, chosen in zip(names_of_parts(file, len(coded)), _portions(coded), strict=True):
        made = one_pdf(chosen, texts, district=district)
        drafts.write(part, made.pdf)
        fell_back.extend(made.fell_back)
        advance(len(chosen))
    return fell_back


def one_pdf(coded: Sequence[Coded], texts: Mapping[str, Texts], *, district: str) -> Printed:
    """The letters of at most 500 people as one PDF."""
    letters = [_letter(each, texts) for each in coded]
    return printed(letters, texts, district=district, title=next(iter(texts.values())).heading)


def write_table(drafts: Drafts, file: Path, coded: Sequence[Coded], *, last_day: date, advance: Advance) -> None:
    """Write the CSV. `last_day` is the last day the codes work."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for each in coded:
        table.writerow(_row(each, last_day))
        advance(1)
    drafts.write(file, written.getvalue().encode())


def write_unreached(drafts: Drafts, file: Path, people: Sequence[Entitled]) -> None:
    """Write those whom no e-mail reaches, in the same columns, without codes."""
    written = io.StringIO(newline="")
    table = csv.writer(written)
    table.writerow(COLUMNS)
    table.writerows(_row(Coded(each, "", ""), None) for each in people)
    drafts.write(file, written.getvalue().encode())


def languages_for(language: str | None, spoken: Mapping[str, Texts]) -> tuple[str, ...]:
    """The reader's language where letters speak it (`es-MX` is `es`); every language where it is not known."""
    plain = (language or "").replace("_", "-").split("-")[0].lower()
    return (plain,) if plain in spoken else tuple(spoken)


def _row(each: Coded, last_day: date | None) -> list[str]:
    person, at = each.person, each.person.address
    where = (at.line_1, at.line_2, at.city, at.state, at.postal_code) if at else ("",) * 5
    return [
        person.public_id,
        person.kind,
        without_formula(person.first_name),
        without_formula(person.last_name),
        person.language or "",
        each.code,
        each.url,
        last_day.isoformat() if last_day else "",
        *(without_formula(line) for line in where),
    ]


def _letter(each: Coded, texts: Mapping[str, Texts]) -> Letter:
    person, at = each.person, each.person.address
    lines = (at.line_1, at.line_2, f"{at.city}, {at.state} {at.postal_code}") if at else ()
    return Letter(
        person_id=person.public_id,
        name=person.full_name,
        address=tuple(line for line in lines if line.strip(" ,")),
        languages=languages_for(person.language, texts),
        code=each.code,
        url=each.url,
    )


def _portions(coded: Sequence[Coded]) -> Iterator[Sequence[Coded]]:
    return (coded[start : start + MOST_IN_ONE_PDF] for start in range(0, len(coded), MOST_IN_ONE_PDF))

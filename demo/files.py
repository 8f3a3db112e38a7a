"""The files of an export: a OneRoster 1.2 package as folder and ZIP, and two CSV files beside it.

Everything is written row by row, so memory stays flat, and nothing in them depends on the day or the machine.
"""

from __future__ import annotations

import csv
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.staffing import COMPLETION_COLUMNS, STAFF_COLUMNS

_COMMON = ("sourcedId", "status", "dateLastModified")
ONEROSTER: dict[str, tuple[str, ...]] = {
    "orgs": (*_COMMON, "name", "type", "identifier", "parentSourcedId"),
    "academicSessions": (*_COMMON, "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
    "courses": (
        *_COMMON,
        *("schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId", "subjects", "subjectCodes"),
    ),
    "classes": (
        *_COMMON,
        *("title", "grades", "courseSourcedId", "classCode", "classType", "location", "schoolSourcedId"),
        *("termSourcedIds", "subjects", "subjectCodes", "periods"),
    ),
    "users": (
        *_COMMON,
        *("enabledUser", "username", "userIds", "givenName", "familyName", "middleName", "identifier", "email"),
        *("sms", "phone", "agentSourcedIds", "grades", "password", "userMasterIdentifier", "preferredGivenName"),
        *("preferredMiddleName", "preferredFamilyName", "primaryOrgSourcedId", "pronouns"),
        *("metadata.address1", "metadata.city", "metadata.state", "metadata.postCode", "metadata.preferredLanguage"),
    ),
    "roles": (
        *_COMMON,
        *("userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId", "userProfileSourcedId"),
    ),
    "demographics": (
        *_COMMON,
        *("birthDate", "sex", "americanIndianOrAlaskaNative", "asian", "blackOrAfricanAmerican"),
        *(
            "nativeHawaiianOrOtherPacificIslander",
            "white",
            "demographicRaceTwoOrMoreRaces",
            "hispanicOrLatinoEthnicity",
        ),
        *("countryOfBirthCode", "stateOfBirthAbbreviation", "cityOfBirth", "publicSchoolResidenceStatus"),
    ),
    "enrollments": (
        *_COMMON,
        *("classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate"),
    ),
}
_ABSENT = (
    "categories classResources courseResources lineItemLearningObjectiveIds lineItemScoreScales lineItems resources "
    "resultLearningObjectiveIds resultScoreScales results scoreScales userProfiles userResources"
)
BESIDE = {"staff": STAFF_COLUMNS, "completions": COMPLETION_COLUMNS}
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
BUFFER = 1 << 20
COMPRESSION = 3

Row = Sequence[str]


class Files:
    """All files of one export, open for writing. Use it as a context manager; the ZIP is made by `pack` afterwards."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.package = folder / "oneroster"
        self.counts: dict[str, int] = {}
        self._open = ExitStack()
        self._writers: dict[str, Callable[[Iterable[Row]], object]] = {}

    def __enter__(self) -> Self:
        self.package.mkdir(parents=True, exist_ok=True)
        for name, columns in ONEROSTER.items():
            self._begin(name, self.package / f"{name}.csv", columns)
        for name, columns in BESIDE.items():
            self._begin(name, self.folder / f"{name}.csv", columns)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def write(self, name: str, rows: Sequence[Row]) -> None:
        """Add rows to one file. OneRoster rows leave out `status` and `dateLastModified`, blank in bulk."""
        self._writers[name](rows)
        self.counts[name] += len(rows)

    def finish(self) -> None:
        """Write the manifest and pack the ZIP."""
        self._open.close()
        with (self.package / "manifest.csv").open("w", encoding="utf-8", newline="") as manifest:
            csv.writer(manifest).writerows(_manifest())
        _pack(self.package, self.folder / "oneroster.zip")

    def _begin(self, name: str, path: Path, columns: tuple[str, ...]) -> None:
        written = self._open.enter_context(path.open("w", encoding="utf-8", newline="", buffering=BUFFER))
        writer = csv.writer(written)
        writer.writerow(columns)
        self._writers[name] = writer.writerows
        self.counts[name] = 0


def _manifest() -> list[Row]:
    kinds = dict.fromkeys(_ABSENT.split(), "absent") | dict.fromkeys(ONEROSTER, "bulk")
    return [
        ("propertyName", "value"),
        ("manifest.version", "1.0"),
        ("oneroster.version", "1.2"),
        *((f"file.{name}", kinds[name]) for name in sorted(kinds)),
        ("source.systemName", "Hearth demo export"),
        ("source.systemCode", "demo-export"),
    ]


def _pack(folder: Path, archive: Path) -> None:
    """One ZIP, the files at its root; every entry bears the same moment, so that the same files give the same ZIP."""
    with zipfile.ZipFile(archive, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as packed:
        for path in sorted(folder.glob("*.csv")):
            entry = zipfile.ZipInfo(path.name, FIRST_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.file_size = path.stat().st_size
            with path.open("rb") as plain, packed.open(entry, "w") as inside:
                shutil.copyfileobj(plain, inside, BUFFER)

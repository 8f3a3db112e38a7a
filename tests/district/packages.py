"""A small, valid OneRoster package that a test can change, break, and write as a folder or a ZIP.

    roster = Roster("1.2")
    roster.change("users", "amy", email="amy@example.org")
    roster.drop("enrollments", "seat-ben")
    path = roster.zip(tmp_path / "roster.zip")

Two students at Elm High (Amy and Ben Reyes), their mother Gina, Ben's grandfather Omar, and a teacher.
"""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from district.feeds.columns import COLUMNS

ROLES = {"amy": "student", "ben": "student", "gina": "parent", "omar": "relative", "tom": "teacher"}
NAMES = {
    "amy": ("Amy", "Reyes"),
    "ben": ("Ben", "Reyes"),
    "gina": ("Gina", "Reyes"),
    "omar": ("Omar", "Núñez"),
    "tom": ("Tom", "O’Hara"),
}
GRADEBOOK = ("categories", "lineItems", "results")
"""Files that are absent unless a test asks for `with_grades`."""
AGENTS = {"amy": "gina", "ben": "gina,omar", "gina": "amy,ben", "omar": "ben"}

Cells = dict[str, str]


class Roster:
    """Tables of named cells; a cell not given is blank. `raw` holds bytes that replace or join the files written."""

    def __init__(self, version: str = "1.2", *, source: str = "elm-sis") -> None:
        self.version = version
        self.source = source
        self.tables: dict[str, list[Cells]] = {}
        self.modes: dict[str, str] = {}
        self.headers: dict[str, list[str]] = {}
        self.raw: dict[str, bytes] = {}
        self.has_manifest = True
        for name, columns in COLUMNS[f"oneroster-{version}"].items():
            self.tables[name] = []
            self.modes[name] = "absent" if name in GRADEBOOK else "bulk"
            self.headers[name] = list(columns)
        users = self.headers["users"]
        users.insert(users.index("grades") + 1, "password")
        self._fill()

    def add(self, name: str, key: str, /, **cells: str) -> None:
        """Add a row. A metadata column is written with two underscores: `metadata__city="Denver"`."""
        self.tables[name].append({"sourcedId": key} | _dotted(cells))

    def change(self, name: str, key: str, /, **cells: str) -> None:
        """Change cells of one row."""
        self.row(name, key).update(_dotted(cells))

    def drop(self, name: str, key: str) -> None:
        """Take one row out."""
        self.tables[name].remove(self.row(name, key))

    def row(self, name: str, key: str) -> Cells:
        """The row with this sourcedId."""
        return next(row for row in self.tables[name] if row["sourcedId"] == key)

    def delta(self, *names: str) -> None:
        """Make these files deltas without rows, and every other file absent."""
        for name in self.modes:
            self.modes[name] = "delta" if name in names else "absent"
            if name in names:
                self.tables[name] = []

    def add_delta(self, name: str, key: str, /, *, status: str = "active", **cells: str) -> None:
        """Add a row to a delta file."""
        self.add(name, key, status=status, dateLastModified="2026-11-01T00:00:00.000Z", **cells)

    def with_grades(self) -> None:
        """Bring a gradebook: three assignments of Algebra this fall, with results of Amy and Ben, and Amy’s mark."""
        self.modes |= dict.fromkeys(GRADEBOOK, "bulk")
        weights = {"tests": "60", "work": "40"} if self.version == "1.2" else {}
        for key, title in (("tests", "Tests"), ("work", "Homework"), ("marks", "Quarter grades")):
            self.add("categories", key, title=title, weight=weights.get(key, ""))
        for key, title, category, due in (
            ("quiz", "Unit 1 test", "tests", "2026-09-11"),
            ("page-9", "Page 9", "work", "2026-09-14"),
            ("page-10", "Page 10", "work", "2026-09-15"),
            ("mark", "Fall grade", "marks", "2026-12-18"),
        ):
            self.add_item(key, title=title, categorySourcedId=category, dueDate=due)
        self.add_result("amy-quiz", "quiz", "amy", score="88", comment="Well argued")
        self.add_result("amy-9", "page-9", "amy", scoreStatus="not submitted")
        self.add_result("amy-10", "page-10", "amy", score="45.5", late="true")
        self.add_result("ben-quiz", "quiz", "ben", scoreStatus="exempt")
        self.add_result("amy-mark", "mark", "amy", score="77.5", textScore="C+")

    def add_item(self, key: str, /, **cells: str) -> None:
        """Add a line item of the one class, out of 100 points, in the words of the version."""
        session = "academicSessionSourcedId" if self.version == "1.2" else "gradingPeriodSourcedId"
        of_class = {"classSourcedId": "alg-3", "schoolSourcedId": "elm-high", session: "fall"}
        points = {"resultValueMin": "0", "resultValueMax": "100"}
        self.add(
            "lineItems", key, **({"assignDate": "2026-09-01", "dueDate": "2026-09-20"} | of_class | points | cells)
        )

    def add_result(self, key: str, item: str, student: str, /, **cells: str) -> None:
        """Add a result, fully graded unless it says otherwise."""
        said = {"lineItemSourcedId": item, "studentSourcedId": student, "scoreDate": "2026-09-16"}
        self.add("results", key, **({"scoreStatus": "fully graded"} | said | cells))

    def text(self, name: str) -> str:
        """One file as CSV with LF line ends."""
        written = io.StringIO(newline="")
        rows = csv.writer(written, lineterminator="\n")
        rows.writerow(self.headers[name])
        rows.writerows([row.get(column, "") for column in self.headers[name]] for row in self.tables[name])
        return written.getvalue()

    def manifest(self) -> str:
        lines = ["propertyName,value", "manifest.version,1.0", f"oneroster.version,{self.version}"]
        lines += [f"file.{name},{mode}" for name, mode in self.modes.items()]
        lines += [f"source.systemCode,{self.source}"] if self.source else []
        return "\n".join(lines) + "\n"

    def files(self) -> dict[str, bytes]:
        """File names and bytes as they will be written."""
        files = {"manifest.csv": self.manifest().encode()} if self.has_manifest else {}
        files |= {f"{name}.csv": self.text(name).encode() for name, mode in self.modes.items() if mode != "absent"}
        return files | self.raw

    def folder(self, path: Path) -> Path:
        path.mkdir(parents=True, exist_ok=True)
        for name, content in self.files().items():
            (path / name).write_bytes(content)
        return path

    def zip(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.files().items():
                archive.writestr(name, content)
        return path

    def _fill(self) -> None:
        self.add("orgs", "elm", name="Elm School District", type="district", identifier="0880")
        self.add("orgs", "elm-high", name="Elm High", type="school", identifier="1234", parentSourcedId="elm")
        year = {"startDate": "2026-08-17", "endDate": "2027-05-28", "schoolYear": "2027"}
        self.add("academicSessions", "year", title="2026-27", type="schoolYear", **year)
        fall = {"startDate": "2026-08-17", "endDate": "2026-12-18", "schoolYear": "2027"}
        self.add("academicSessions", "fall", title="Fall", type="semester", parentSourcedId="year", **fall)
        self.add("courses", "alg", schoolYearSourcedId="year", title="Algebra I", courseCode="ALG1", orgSourcedId="elm")
        of_class = {"courseSourcedId": "alg", "schoolSourcedId": "elm-high", "termSourcedIds": "fall,year"}
        self.add("classes", "alg-3", title="Algebra, period 3", classType="scheduled", periods="3", **of_class)
        for key, (given, family) in NAMES.items():
            self._add_user(key, given, family)
        self.add("demographics", "amy", birthDate="2011-03-09", sex="female", asian="false")
        self.add("demographics", "ben", birthDate="2013-10-30", sex="male")
        seat = {"classSourcedId": "alg-3", "schoolSourcedId": "elm-high"}
        self.add("enrollments", "seat-amy", userSourcedId="amy", role="student", **seat)
        self.add("enrollments", "seat-ben", userSourcedId="ben", role="student", beginDate="2026-08-17", **seat)
        self.add("enrollments", "seat-tom", userSourcedId="tom", role="teacher", primary="true", **seat)

    def _add_user(self, key: str, given: str, family: str) -> None:
        role = ROLES[key]
        place = {"orgSourcedIds": "elm-high", "role": role} if self.version == "1.1" else {}
        more = {"grades": "10"} if key == "amy" else {"grades": "08"} if key == "ben" else {}
        address = {"metadata__address1": "12 Oak Street", "metadata__city": "Denver", "metadata__state": "CO"}
        self.add(
            "users",
            key,
            enabledUser="true",
            username=key,
            userIds=f"{{Local:{key}}}",
            givenName=given,
            familyName=family,
            identifier=f"id-{key}",
            email=f"{key}@example.org",
            agentSourcedIds=AGENTS.get(key, ""),
            **place,
            **more,
            **({} if role == "teacher" else address),
        )
        if self.version != "1.1":
            what = {"userSourcedId": key, "roleType": "primary", "role": role, "orgSourcedId": "elm-high"}
            self.add("roles", f"role-{key}", **what)


def _dotted(cells: Cells) -> Cells:
    return {name.replace("__", "."): value for name, value in cells.items()}

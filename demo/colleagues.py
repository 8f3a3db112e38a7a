"""How each of the staff of the cast comes to be. Who they are is told in `demo/staff.py`.

Days lie so that the situation is the same on every day of the school year: what must be old lies before the year began,
what must be of this year lies on an `early` day, which is never later than today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from demo.careers import a_completion, a_revocation, an_approval, an_employment
from demo.cast import Place, Someone
from demo.people import a_person
from demo.places import a_job
from demo.town import Town
from district.rules.calendar import SchoolYear

SIGN_INS = (
    (
        "noelle",
        "noelle.archer",
        "office professional at the high school: access for two school years; records court orders",
    ),
    ("wanda", "wanda.kowalski", "office professional: access, renewed by the quiz last spring"),
    ("felix", "felix.moreau", "office professional: access ends with this school year if not renewed"),
    ("desmond", "desmond.reid", "office professional: access ends in 24 days, with the job"),
    ("odessa", "odessa.grant", "nurse, approved by the principal: access, to be renewed this spring"),
    (
        "pilar",
        "pilar.cisneros",
        "central office: access to every family; reads Spanish; the second person who lifts a court order",
    ),
    ("dana", "dana.whitfield.staff", "teacher, mornings in her son’s school office: access, but not to her own family"),
    ("tamara", "tamara.bell", "office professional, no course yet: no access"),
    ("bruno", "bruno.keller", "central office, a team without household access"),
    ("imani", "imani.foster", "office professional, one of two courses: in progress"),
    ("caleb", "caleb.ortiz", "counselor, both courses: awaits the principal’s approval"),
    ("howard", "howard.pike", "office professional: access lapsed, one course taken again"),
    ("selma", "selma.lund", "office professional: access revoked nine days ago"),
    ("gordon", "gordon.tate", "office professional who left 20 days ago: access ended"),
    ("leona", "leona.marsh", "became a teacher 30 days ago: access ended, the new job asks for an approval"),
    ("ingrid", "ingrid.solberg", "principal of Aspen Creek Elementary: two of her staff wait for her approval"),
    ("maeve", "maeve.donnelly", "DoTS administrator: reviews who has access"),
    ("rhea", "rhea.sandoval", "DoTS administrator: the second person for what Maeve proposes"),
    ("otis", "otis.brandt", "auditor: reads who had access on any past day"),
    ("hazel", "hazel.tran", "portal help desk: helps people get in, sees no family’s record"),
    ("anita", "anita.desmarais", "district administrator: invites colleagues and gives roles"),
)
"""Name in the cast, user name of the staff account, what it shows."""

GIVEN_ROLES = {
    "noelle": "restrictions",
    "odessa": "nurse",
    "pilar": "restrictions",
    "maeve": "dots-admin",
    "rhea": "dots-admin",
    "otis": "auditor",
    "hazel": "help-desk",
    "anita": "district-admin",
}

_OFFICE = "Office Professional"
_CENTRAL = "Central Office"
_ENROLLMENT, _HOUSEHOLD, _QUIZ = "IC-ENROLLMENT", "IC-HOUSEHOLD", "IC-HOUSEHOLD-RECERT"


@dataclass(frozen=True)
class Setting:
    """Where and when: the town, the school year, today and the moment."""

    town: Town
    year: SchoolYear
    today: date
    at: datetime

    def ago(self, days: int) -> date:
        """So many days before today."""
        return self.today - timedelta(days=days)

    def before_year(self, days: int) -> date:
        """So many days before this school year began."""
        return self.year.starts - timedelta(days=days)

    def early(self, days: int) -> date:
        """So many days into this school year; today where it is not that old yet."""
        return min(self.year.starts + timedelta(days=days), self.today)

    def hired(self, years: int) -> date:
        """In the August so many years before this school year."""
        return date(self.year.starts.year - years, 8, 11)

    def completes(self, person: Someone, course: str, on: date) -> None:
        """A course finished, known that evening, or just now where that is still to come."""
        a_completion(person, course, on=on, at=self._known_of(on))

    def completes_both(self, person: Someone, first: date, second: date) -> None:
        """Both required courses, in their order."""
        self.completes(person, _ENROLLMENT, first)
        self.completes(person, _HOUSEHOLD, second)

    def is_approved(self, person: Someone, school: Place, *, on: date, by: Someone) -> None:
        an_approval(person, school, on=on, by=by, at=self._known_of(on))

    def is_revoked(self, person: Someone, *, starts: date, reason: str, by: Someone) -> None:
        a_revocation(person, starts=starts, reason=reason, by=by, at=self._known_of(starts))

    def _known_of(self, day: date) -> datetime:
        return min(datetime.combine(day, time(23, 40), UTC), self.at)


def all_of_them(here: Setting, *, dana: Someone) -> dict[str, Someone]:
    """Everybody, by the names in the cast. Dana is one of the families' cast, and employed already."""
    known = here.town.staff
    maeve = _central(
        "Maeve", "Donnelly", "Lapis", "E2001", here.town.district, hired=here.hired(7), team="Technology Services"
    )
    _works_mornings(dana, here)
    return {
        "noelle": _noelle(here),
        "wanda": _wanda(here),
        "felix": _felix(here),
        "desmond": _desmond(here),
        "odessa": _odessa(here),
        "pilar": _pilar(here),
        "dana": dana,
        "tamara": known["Tamara Bell"],
        "bruno": _central("Bruno", "Keller", "Flint", "E2009", here.town.district, hired=here.hired(5), team="Finance"),
        "imani": _imani(here),
        "caleb": _caleb(here),
        "howard": _howard(here),
        "selma": _selma(here, by=maeve),
        "gordon": _gordon(here),
        "leona": _leona(here),
        "ingrid": known["Ingrid Solberg"],
        "maeve": maeve,
        "rhea": _central(
            "Rhea", "Sandoval", "Amber", "E2021", here.town.district, hired=here.hired(3), team="Technology Services"
        ),
        "otis": _central(
            "Otis", "Brandt", "Coral", "E2022", here.town.district, hired=here.hired(8), team="Internal Audit"
        ),
        "hazel": _central(
            "Hazel", "Tran", "Sodalite", "E2015", here.town.district, hired=here.hired(4), team="Portal Help Desk"
        ),
        "anita": _central(
            "Anita", "Desmarais", "Peridot", "E2016", here.town.district, hired=here.hired(9), team="Administration"
        ),
    }


def _noelle(here: Setting) -> Someone:
    noelle = _employee("Noelle", "Archer", "Garnet", "E2002", here.town.high, hired=here.hired(6))
    here.completes_both(noelle, here.before_year(25), here.early(40))
    return noelle


def _wanda(here: Setting) -> Someone:
    """Her first term began in the school year before the last, so that it could be renewed in the last."""
    wanda = _employee("Wanda", "Kowalski", "Quartz", "E2003", here.town.aspen, hired=here.hired(9))
    here.completes_both(wanda, here.before_year(530), here.before_year(500))
    here.completes(wanda, _QUIZ, here.before_year(45))
    return wanda


def _felix(here: Setting) -> Someone:
    felix = _employee("Felix", "Moreau", "Topaz", "E2004", here.town.middle, hired=here.hired(4))
    here.completes_both(felix, here.before_year(230), here.before_year(200))
    return felix


def _desmond(here: Setting) -> Someone:
    """A job of a known end, well before the term's."""
    desmond = _person("Desmond", "Reid", "Zircon", "E2005")
    a_job(desmond, here.town.aspen, job_role=_OFFICE, starts=here.before_year(130), ends=here.ago(-25))
    here.completes_both(desmond, here.before_year(30), here.early(15))
    return desmond


def _odessa(here: Setting) -> Someone:
    odessa = _employee("Odessa", "Grant", "Onyx", "E2006", here.town.high, hired=here.hired(3), job_role="Nurse")
    here.completes_both(odessa, here.before_year(320), here.before_year(290))
    here.is_approved(odessa, here.town.high, on=here.before_year(270), by=here.town.staff["Vivian Cho"])
    return odessa


def _pilar(here: Setting) -> Someone:
    pilar = _central(
        "Pilar",
        "Cisneros",
        "Beryl",
        "E2007",
        here.town.district,
        hired=here.hired(10),
        team="Enrollment Services",
        language="es",
    )
    here.completes_both(pilar, here.before_year(60), here.early(12))
    return pilar


def _works_mornings(dana: Someone, here: Setting) -> None:
    """A second job, in the office of the school her son attends; the first is to teach at the high school."""
    a_job(dana, here.town.cedar, job_role=_OFFICE, starts=here.before_year(300))
    here.completes_both(dana, here.before_year(80), here.early(50))


def _imani(here: Setting) -> Someone:
    imani = _employee("Imani", "Foster", "Opal", "E2008", here.town.middle, hired=here.hired(1))
    here.completes(imani, _ENROLLMENT, here.before_year(20))
    return imani


def _caleb(here: Setting) -> Someone:
    caleb = _employee("Caleb", "Ortiz", "Jasper", "E2010", here.town.aspen, hired=here.hired(2), job_role="Counselor")
    here.completes_both(caleb, here.before_year(70), here.before_year(40))
    return caleb


def _howard(here: Setting) -> Someone:
    """His term ended with the last school year. What he takes again counts from the day after it."""
    howard = _employee("Howard", "Pike", "Agate", "E2011", here.town.high, hired=here.hired(8))
    here.completes_both(howard, here.before_year(510), here.before_year(480))
    here.completes(howard, _ENROLLMENT, here.early(30))
    return howard


def _selma(here: Setting, *, by: Someone) -> Someone:
    selma = _employee("Selma", "Lund", "Cobalt", "E2012", here.town.cedar, hired=here.hired(5))
    here.completes_both(selma, here.before_year(240), here.before_year(210))
    here.is_revoked(selma, starts=here.ago(9), reason="Looked up a neighbor’s family (report Cobalt-7)", by=by)
    return selma


def _gordon(here: Setting) -> Someone:
    """Hired and gone: job and employment end on the same day."""
    gordon = _person("Gordon", "Tate", "Pumice", "E2013")
    hired, ends = here.hired(11), here.ago(20)
    employment = an_employment(gordon, starts=hired, ends=ends)
    a_job(gordon, here.town.aspen, job_role=_OFFICE, starts=hired, ends=ends, employment=employment)
    here.completes_both(gordon, here.before_year(180), here.before_year(150))
    return gordon


def _leona(here: Setting) -> Someone:
    """One employment, two jobs that meet."""
    leona = _person("Leona", "Marsh", "Malachite", "E2014")
    hired, changed = here.hired(4), here.ago(30)
    employment = an_employment(leona, starts=hired)
    a_job(leona, here.town.middle, job_role=_OFFICE, starts=hired, ends=changed, employment=employment)
    a_job(leona, here.town.middle, job_role="Teacher", starts=changed, employment=employment)
    here.completes_both(leona, here.before_year(220), here.before_year(190))
    return leona


def _central(
    first_name: str,
    last_name: str,
    marker: str,
    employee_id: str,
    district: Place,
    *,
    hired: date,
    team: str,
    language: str = "en",
) -> Someone:
    """Someone in a team of the district's offices."""
    made = _person(first_name, last_name, marker, employee_id, language=language)
    a_job(
        made,
        district,
        job_role=_CENTRAL,
        category="central",
        team=team,
        starts=hired,
        employment=an_employment(made, starts=hired),
    )
    return made


def _employee(
    first_name: str,
    last_name: str,
    marker: str,
    employee_id: str,
    school: Place,
    *,
    hired: date,
    job_role: str = _OFFICE,
) -> Someone:
    """Someone with one job at one school from the day of hire on."""
    made = _person(first_name, last_name, marker, employee_id)
    a_job(made, school, job_role=job_role, starts=hired, employment=an_employment(made, starts=hired))
    return made


def _person(first_name: str, last_name: str, marker: str, employee_id: str, *, language: str = "en") -> Someone:
    return a_person(
        first_name,
        last_name,
        marker=marker,
        language=language,
        email=f"{first_name}.{marker}@juniper-valley.example".lower(),
        street=f"3 {marker} Court",
        employee_id=employee_id,
    )

"""How each of the staff of the cast comes to be. Who they are is told in `demo/staff.py`.

Days lie so that the situation is the same on every day of the school year: what must be old lies before the year began,
what must be of this year lies on an `early` day, which is never later than today.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from demo.careers import a_completion, a_revocation, an_approval, an_employment
from demo.cast import LONG_AGO, Place, Someone
from demo.people import a_person
from demo.places import a_job
from demo.town import Town
from district.rules.calendar import SchoolYear

SIGN_INS = (
    ("noelle", "noelle.archer", "office professional at the high school: access for two school years"),
    ("wanda", "wanda.kowalski", "office professional: access, renewed by the quiz last spring"),
    ("felix", "felix.moreau", "office professional: access ends with this school year if not renewed"),
    ("desmond", "desmond.reid", "office professional: access ends in 24 days, with the job"),
    ("odessa", "odessa.grant", "nurse, approved by the principal: access"),
    ("pilar", "pilar.cisneros", "central office: access to every family; reads Spanish"),
    ("dana", "dana.whitfield.staff", "teacher, mornings in her son’s school office: access, but not to her own family"),
    ("tamara", "tamara.bell", "office professional, no course yet: no access"),
    ("bruno", "bruno.keller", "central office, a team without household access"),
    ("imani", "imani.foster", "office professional, one of two courses: in progress"),
    ("caleb", "caleb.ortiz", "counselor, both courses: awaits the principal’s approval"),
    ("howard", "howard.pike", "office professional: access lapsed, one course taken again"),
    ("selma", "selma.lund", "office professional: access revoked nine days ago"),
    ("gordon", "gordon.tate", "office professional who left 20 days ago: access ended"),
    ("leona", "leona.marsh", "became a teacher 30 days ago: access ended, the new job asks for an approval"),
    ("ingrid", "ingrid.solberg", "principal of Aspen Creek Elementary: no access of her own"),
    ("maeve", "maeve.donnelly", "DoTS administrator: reviews who has access"),
)
"""Name in the cast, user name of the staff account, what it shows."""

ADMINISTRATORS = ("maeve",)

_OFFICE = "Office Professional"
_CENTRAL = "Central Office"
_ENROLLMENT, _HOUSEHOLD, _QUIZ = "IC-ENROLLMENT", "IC-HOUSEHOLD", "IC-HOUSEHOLD-RECERT"


@dataclass(frozen=True)
class Setting:
    """Where and when: the town, today, and the school year it falls in."""

    town: Town
    today: date
    year: SchoolYear

    def ago(self, days: int) -> date:
        """So many days before today."""
        return self.today - timedelta(days=days)

    def before_year(self, days: int) -> date:
        """So many days before this school year began."""
        return self.year.starts - timedelta(days=days)

    def early(self, days: int) -> date:
        """So many days into this school year; today where it is not that old yet."""
        return min(self.year.starts + timedelta(days=days), self.today)


def all_of_them(here: Setting, *, dana: Someone) -> dict[str, Someone]:
    """Everybody, by the names in the cast. Dana is one of the families' cast, and employed already."""
    known = here.town.staff
    maeve = _central("Maeve", "Donnelly", "Lapis", "E2001", here, team="Technology Services")
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
        "bruno": _central("Bruno", "Keller", "Flint", "E2009", here, team="Finance"),
        "imani": _imani(here),
        "caleb": _caleb(here),
        "howard": _howard(here),
        "selma": _selma(here, by=maeve),
        "gordon": _gordon(here),
        "leona": _leona(here),
        "ingrid": known["Ingrid Solberg"],
        "maeve": maeve,
    }


def _noelle(here: Setting) -> Someone:
    noelle = _employee("Noelle", "Archer", "Garnet", "E2002", here.town.high)
    _finishes(noelle, here.before_year(25), here.early(40))
    return noelle


def _wanda(here: Setting) -> Someone:
    """Her first term began in the school year before the last, so that it could be renewed in the last."""
    wanda = _employee("Wanda", "Kowalski", "Quartz", "E2003", here.town.aspen)
    _finishes(wanda, here.before_year(530), here.before_year(500))
    a_completion(wanda, _QUIZ, on=here.before_year(45))
    return wanda


def _felix(here: Setting) -> Someone:
    felix = _employee("Felix", "Moreau", "Topaz", "E2004", here.town.middle)
    _finishes(felix, here.before_year(230), here.before_year(200))
    return felix


def _desmond(here: Setting) -> Someone:
    """A job of a known end, well before the term's."""
    desmond = _person("Desmond", "Reid", "Zircon", "E2005")
    a_job(desmond, here.town.aspen, job_role=_OFFICE, starts=here.before_year(130), ends=here.ago(-25))
    _finishes(desmond, here.before_year(30), here.early(15))
    return desmond


def _odessa(here: Setting) -> Someone:
    odessa = _employee("Odessa", "Grant", "Onyx", "E2006", here.town.high, job_role="Nurse")
    _finishes(odessa, here.before_year(120), here.before_year(90))
    an_approval(odessa, here.town.high, on=here.early(20), by=here.town.staff["Vivian Cho"])
    return odessa


def _pilar(here: Setting) -> Someone:
    pilar = _central("Pilar", "Cisneros", "Beryl", "E2007", here, team="Enrollment Services", language="es")
    _finishes(pilar, here.before_year(60), here.early(12))
    return pilar


def _works_mornings(dana: Someone, here: Setting) -> None:
    """A second job, in the office of the school her son attends; the first is to teach at the high school."""
    a_job(dana, here.town.cedar, job_role=_OFFICE, starts=here.before_year(300))
    _finishes(dana, here.before_year(80), here.early(50))


def _imani(here: Setting) -> Someone:
    imani = _employee("Imani", "Foster", "Opal", "E2008", here.town.middle)
    a_completion(imani, _ENROLLMENT, on=here.before_year(20))
    return imani


def _caleb(here: Setting) -> Someone:
    caleb = _employee("Caleb", "Ortiz", "Jasper", "E2010", here.town.aspen, job_role="Counselor")
    _finishes(caleb, here.before_year(70), here.before_year(40))
    return caleb


def _howard(here: Setting) -> Someone:
    """His term ended with the last school year. What he takes again counts from the day after it."""
    howard = _employee("Howard", "Pike", "Agate", "E2011", here.town.high)
    _finishes(howard, here.before_year(510), here.before_year(480))
    a_completion(howard, _ENROLLMENT, on=here.early(30))
    return howard


def _selma(here: Setting, *, by: Someone) -> Someone:
    selma = _employee("Selma", "Lund", "Cobalt", "E2012", here.town.cedar)
    _finishes(selma, here.before_year(240), here.before_year(210))
    a_revocation(selma, starts=here.ago(9), reason="Looked up a neighbor’s family (report Cobalt-7)", by=by)
    return selma


def _gordon(here: Setting) -> Someone:
    """Hired and gone: job and employment end on the same day."""
    gordon = _person("Gordon", "Tate", "Pumice", "E2013")
    employment = an_employment(gordon, ends=here.ago(20))
    a_job(gordon, here.town.aspen, job_role=_OFFICE, ends=here.ago(20), employment=employment)
    _finishes(gordon, here.before_year(180), here.before_year(150))
    return gordon


def _leona(here: Setting) -> Someone:
    """One employment, two jobs that meet."""
    leona = _person("Leona", "Marsh", "Malachite", "E2014")
    employment = an_employment(leona)
    a_job(leona, here.town.middle, job_role=_OFFICE, ends=here.ago(30), employment=employment)
    a_job(leona, here.town.middle, job_role="Teacher", starts=here.ago(30), employment=employment)
    _finishes(leona, here.before_year(220), here.before_year(190))
    return leona


def _central(
    first_name: str, last_name: str, marker: str, employee_id: str, here: Setting, *, team: str, language: str = "en"
) -> Someone:
    """Someone in the district's offices."""
    made = _person(first_name, last_name, marker, employee_id, language=language)
    employment = an_employment(made)
    a_job(made, here.town.district, job_role=_CENTRAL, category="central", team=team, employment=employment)
    return made


def _employee(
    first_name: str, last_name: str, marker: str, employee_id: str, school: Place, *, job_role: str = _OFFICE
) -> Someone:
    """Someone with one job at one school since long ago."""
    made = _person(first_name, last_name, marker, employee_id)
    a_job(made, school, job_role=job_role, starts=LONG_AGO, employment=an_employment(made))
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


def _finishes(person: Someone, first: date, second: date) -> None:
    """Both required courses, in their order."""
    a_completion(person, _ENROLLMENT, on=first)
    a_completion(person, _HOUSEHOLD, on=second)

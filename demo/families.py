"""How each family of the cast comes to be. Who they are is told in `demo/world.py`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from demo.cast import Place, Someone
from demo.people import a_basis, a_guardian, a_person, a_relationship, a_restriction, an_account
from demo.places import an_enrollment
from demo.town import Town
from district.rules.calendar import year_of

_Family = dict[str, Someone]

SIGN_INS = (
    ("marisol", "marisol.ibarra", "parent", "two children in two schools; reads Spanish"),
    ("patrick", "patrick.obrien", "parent", "shares an e-mail with Siobhan"),
    ("siobhan", "siobhan.obrien", "parent", "shares an e-mail with Patrick"),
    ("victor", "victor.hale", "parent", "a court order keeps the records from him"),
    ("joanna", "joanna.reyes", "parent", "the other parent of the same child"),
    ("samir", "samir.haddad", "parent", "his daughter is 18, no evidence of dependency"),
    ("amira", "amira.haddad", "student", "18, sees her own record"),
    ("karin", "karin.lindqvist", "parent", "her son is 18, evidence recorded; recovery email not confirmed"),
    ("rosa", "rosa.salas", "parent", "her son turns 18 tomorrow"),
    ("mei", "mei.zhou", "parent", "her son enters in 30 days"),
    ("petra", "petra.novak", "parent", "one child left 59 days ago, one 60 days ago"),
    ("hoa", "hoa.nguyen", "parent", "a child in grade 11"),
    ("minh", "minh.nguyen", "student", "grade 11, sees his own record"),
    ("ruth", "ruth.brooks", "parent", "a grandmother who is the guardian"),
    ("dana", "dana.whitfield", "parent", "a teacher who is a parent"),
    ("anke", "anke.fischer", "parent", "shares a child between two households"),
)
"""Name in the cast, user name, kind of account, what it shows."""

WITHOUT_ACCOUNT = (
    ("denise", "Denise", "Kestrel", "parent", "one child in middle school"),
    ("carmen", "Carmen", "Finch", "parent", "reads Spanish; a child in kindergarten"),
    ("robert", "Robert", "Lark", "parent", "the other household of a shared child"),
    ("lucia", "Lucía", "Sandpiper", "student", "grade 9, no account yet"),
    ("jalen", "Jalen", "Kestrel", "student", "grade 7, no account yet"),
)
"""Those who may activate an account: name in the cast, first name and marker on record, kind, what it shows."""

_NOT_CONFIRMED = ("karin",)
_SHARED_EMAIL = "grebes@grebe.example"


def all_of_them(town: Town, today: date) -> dict[str, Someone]:
    """Every family, by the names of its members in the cast."""
    makers = (
        _ibarra,
        _carter,
        _o_brien,
        _adeyemi,
        _hale_and_reyes,
        _haddad,
        _lindqvist,
        _salas,
        _zhou,
        _novak,
        _nguyen,
        _de_la_cruz,
        _brooks,
        _whitfield,
        _fischer_and_boone,
    )
    return {name: someone for make in makers for name, someone in make(town, today).items()}


def open_account(person: Someone, username: str, kind: str, password_hash: str, at: datetime) -> int:
    """Give one of the cast an account; the recovery email is confirmed, but for one."""
    confirmed = not username.startswith(_NOT_CONFIRMED)
    return an_account(
        person,
        kind,
        username=username,
        password_hash=password_hash,
        recovery_email=person.email if confirmed else "",
        pending_email="" if confirmed else person.email,
        language=person.language,
        at=at,
    )


def _ibarra(town: Town, today: date) -> _Family:
    lucia = _pupil(town, today, "Lucía", "Ibarra Vega", "Sandpiper", town.high, "09")
    mateo = _pupil(town, today, "Mateo", "Ibarra Vega", "Sandpiper", town.aspen, "03")
    marisol = _adult("Marisol", "Ibarra", lucia, mateo, language="es", phone="+13035550123")
    return {"marisol": marisol, "lucia": lucia, "mateo": mateo}


def _carter(town: Town, today: date) -> _Family:
    jalen = _pupil(town, today, "Jalen", "Carter", "Kestrel", town.middle, "07")
    return {"denise": _adult("Denise", "Carter", jalen, phone="+13035550124"), "jalen": jalen}


def _o_brien(town: Town, today: date) -> _Family:
    nora = _pupil(town, today, "Nora", "O’Brien", "Grebe", town.cedar, "05")
    patrick, siobhan = (_adult(name, "O’Brien", nora, email=_SHARED_EMAIL) for name in ("Patrick", "Siobhan"))
    return {"patrick": patrick, "siobhan": siobhan, "nora": nora}


def _adeyemi(town: Town, today: date) -> _Family:
    tobi = _pupil(town, today, "Tobi", "Adeyemi", "Plover", town.aspen, "04")
    return {"grace": _adult("Grace", "Adeyemi", tobi, portal=None), "tobi": tobi}


def _hale_and_reyes(town: Town, today: date) -> _Family:
    eli = _pupil(town, today, "Eli", "Hale-Reyes", "Osprey", town.middle, "06")
    victor, joanna = _adult("Victor", "Hale", eli), _adult("Joanna", "Reyes", eli)
    a_restriction(victor, eli, starts=today - timedelta(days=20))
    return {"victor": victor, "joanna": joanna, "eli": eli}


def _haddad(town: Town, today: date) -> _Family:
    amira = _pupil(town, today, "Amira", "Haddad", "Avocet", town.high, "12", born=_of_age(today, days_ago=40))
    return {"samir": _adult("Samir", "Haddad", amira), "amira": amira}


def _lindqvist(town: Town, today: date) -> _Family:
    jonah = _pupil(town, today, "Jonah", "Lindqvist", "Bittern", town.high, "12", born=_of_age(today, days_ago=75))
    karin = _adult("Karin", "Lindqvist", jonah)
    a_basis(karin, jonah, starts=today - timedelta(days=75))
    return {"karin": karin, "jonah": jonah}


def _salas(town: Town, today: date) -> _Family:
    diego = _pupil(town, today, "Diego", "Salas", "Wren", town.high, "12", born=_of_age(today, days_ago=-1))
    return {"rosa": _adult("Rosa", "Salas", diego), "diego": diego}


def _zhou(town: Town, today: date) -> _Family:
    kai = _newborn("Kai", "Zhou", "Curlew", born=date(year_of(today).starts.year - 5, 3, 14))
    an_enrollment(kai, town.cedar, grade="KG", starts=today + timedelta(days=30))
    return {"mei": _adult("Mei", "Zhou", kai), "kai": kai}


def _novak(town: Town, today: date) -> _Family:
    left: _Family = {}
    for name, grade, days_ago in (("Filip", "04", 59), ("Klara", "02", 60)):
        born = date(year_of(today).starts.year - 5 - int(grade), 5, 9)
        left[name.lower()] = _newborn(name, "Novák", "Dunlin", born=born)
        last_day = today - timedelta(days=days_ago)
        an_enrollment(
            left[name.lower()],
            town.aspen,
            grade=grade,
            starts=today - timedelta(days=420),
            ends=last_day + timedelta(days=1),
        )
    return {"petra": _adult("Petra", "Nováková", *left.values()), **left}


def _nguyen(town: Town, today: date) -> _Family:
    minh = _pupil(town, today, "Minh", "Nguyễn", "Egret", town.high, "11")
    return {"hoa": _adult("Hoa", "Nguyễn", minh), "minh": minh}


def _de_la_cruz(town: Town, today: date) -> _Family:
    paloma = _pupil(town, today, "Paloma", "de la Cruz", "Finch", town.cedar, "KG")
    return {"carmen": _adult("Carmen", "de la Cruz", paloma, language="es"), "paloma": paloma}


def _brooks(town: Town, today: date) -> _Family:
    isaiah = _pupil(town, today, "Isaiah", "Brooks", "Harrier", town.middle, "08")
    ruth = _adult("Ruth", "Brooks", isaiah, type="guardian")
    yolanda = _adult(
        "Yolanda",
        "Brooks",
        isaiah,
        type="relative",
        guardian=False,
        portal=None,
        street="7 Harrier Road",
        call=1,
        may_pick_up=True,
        lives_with=False,
    )
    return {"ruth": ruth, "yolanda": yolanda, "isaiah": isaiah}


def _whitfield(town: Town, today: date) -> _Family:
    """Dana is one person: she who teaches is tied to a child. So her own records carry no marker; her son's do."""
    owen = _pupil(town, today, "Owen", "Whitfield", "Lapwing", town.cedar, "02")
    dana = town.staff["Dana Whitfield"]
    a_relationship(dana, owen)
    return {"dana": _with_marker(dana, owen.marker), "owen": owen}


def _fischer_and_boone(town: Town, today: date) -> _Family:
    maya = _pupil(town, today, "Maya", "Fischer", "Lark", town.aspen, "01")
    lark = "4 Lark Terrace"
    anke = _adult("Anke", "Fischer", maya, call=1, mailing=True, may_pick_up=True)
    robert = _adult("Robert", "Boone", maya, street=lark, call=2, mailing=True, may_pick_up=True)
    lena = _adult("Lena", "Boone", maya, type="relative", guardian=False, portal=None, street=lark, call=2)
    return {"anke": anke, "robert": robert, "lena": lena, "maya": maya}


def _pupil(
    town: Town,
    today: date,
    first_name: str,
    last_name: str,
    marker: str,
    school: Place,
    grade: str,
    *,
    born: date | None = None,
) -> Someone:
    """A student with a grade, classes, and a birthday that fits the grade unless one is given."""
    level = 0 if grade == "KG" else int(grade)
    made = _newborn(
        first_name, last_name, marker, born=born or date(year_of(today).starts.year - 5 - level, 3, 2 + level)
    )
    advisors = {
        town.high.id: "Samuel Oduya",
        town.middle.id: "Arjun Rao",
        town.aspen.id: "Lillian Frost",
        town.cedar.id: "Hector Alvarado",
    }
    town.attends(made, school, grade=grade, advisor=advisors[school.id])
    return made


def _newborn(first_name: str, last_name: str, marker: str, *, born: date) -> Someone:
    """A student not yet at any school. The number is made of the marker, so that nobody shares it."""
    number = "S" + str(sum(ord(each) * 31**place for place, each in enumerate(first_name + marker)))[-7:]
    street = f"12 {marker} Lane"
    return a_person(first_name, last_name, marker=marker, born=born, street=street, number=number)


def _adult(
    first_name: str,
    last_name: str,
    *children: Someone,
    type: str = "parent",
    guardian: bool | None = True,
    portal: bool | None = True,
    language: str = "en",
    email: str = "",
    phone: str = "",
    street: str = "",
    call: int | None = None,
    mailing: bool | None = None,
    may_pick_up: bool | None = None,
    lives_with: bool | None = None,
) -> Someone:
    marker = children[0].marker
    return a_guardian(
        first_name,
        last_name,
        of=children,
        type=type,
        guardian=guardian,
        portal=portal,
        marker=marker,
        language=language,
        email=email or f"{first_name}@{marker}.example".lower(),
        phone=phone,
        street=street or f"12 {marker} Lane",
        emergency_priority=call,
        mailing=mailing,
        may_pick_up=may_pick_up,
        lives_with=lives_with,
    )


def _of_age(today: date, *, days_ago: int) -> date:
    """The birth date of someone who turned 18 so many days ago."""
    birthday = today - timedelta(days=days_ago)
    try:
        return birthday.replace(year=birthday.year - 18)
    except ValueError:
        return date(birthday.year - 18, 3, 1)


def _with_marker(person: Someone, marker: str) -> Someone:
    return Someone(**(vars(person) | {"marker": marker}))

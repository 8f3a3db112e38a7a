"""What a student, contact or member of staff of Ed-Fi says of herself, and which of it is used first.

Of several telephones one is the telephone, one the mobile for texts; the rest are kept beside them with their kinds. So
it is with e-mail and postal addresses. Which comes first stands in `starter/descriptors.toml`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from district.feeds.descriptors import Words, code_of, order
from district.feeds.users import digest
from district.feeds.xml_files import Element
from district.rules.phones import as_dialled

PERSON_OF = {"Student": "student", "Contact": "contact", "Parent": "contact", "Staff": "staff"}
"""Elements that are a person, and our kind of each."""
NEVER_CALLED = ("fax",)
SECRET = ("ssn", "social security")
"""Identification systems whose numbers are never kept."""


def said_of(record: Element, kind: str, words: Words, file: str) -> dict[str, Any]:
    """Everything of a person's record that is kept; what it does not say is left out."""
    said: dict[str, Any] = {
        "names": [
            record.get(f"Name/{name}")
            for name in ("FirstName", "MiddleName", "LastSurname", "PreferredFirstName", "PreferredLastSurname")
        ],
        "emails": [
            [words.of("emails", each.one("ElectronicMailType"), file), address]
            for each in record.all("ElectronicMail")
            if (address := each.get("ElectronicMailAddress"))
        ],
        "phones": [
            [words.of("telephones", each.one("TelephoneNumberType"), file), number, _rank(each)]
            for each in record.all("Telephone")
            if (number := each.get("TelephoneNumber"))
        ],
        "addresses": [
            [words.of("addresses", each.one("AddressType"), file), *_lines(each)]
            for each in record.all("Address")
            if each.get("StreetNumberName")
        ],
        "ids": list(_ids(record, kind)),
        "login": record.get("LoginId"),
    }
    return {name: value for name, value in said.items() if value and any(value)}


def merged(said: dict[str, Any], *more: dict[str, Any]) -> dict[str, Any]:
    """A person's own record, with what others of her records add; nobody takes anything back."""
    whole = dict(said)
    for each in more:
        for name in ("emails", "phones", "addresses", "ids"):
            whole[name] = [*whole.get(name, []), *(one for one in each.get(name, []) if one not in whole.get(name, []))]
    return whole


def _rank(telephone: Element) -> int:
    written = telephone.get("OrderOfPriority")
    return int(written) if written.isdecimal() else 99


def _lines(address: Element) -> list[str]:
    """Street, second line, city, state and postal code."""
    second = " ".join(
        part for name in ("ApartmentRoomSuiteNumber", "BuildingSiteNumber") if (part := address.get(name))
    )
    state = code_of(address.one("StateAbbreviation"))
    return [address.get("StreetNumberName"), second, address.get("City"), state, address.get("PostalCode")]


def _ids(record: Element, kind: str) -> Iterator[list[str]]:
    for each in record.all(f"{kind.capitalize()}IdentificationCode"):
        system, number = code_of(each.one(f"{kind.capitalize()}IdentificationSystem")), each.get("IdentificationCode")
        if number and system and not any(word in system.casefold() for word in SECRET):
            yield [system, number]


@dataclass(frozen=True)
class Reached:
    """How a person is reached: what is used first, as `in_user` has it, and the rest."""

    email: str = ""
    email_label: str = ""
    phone: str = ""
    phone_label: str = ""
    sms: str = ""
    address: tuple[str, ...] = ("", "", "", "", "")
    address_kind: str = ""
    more: tuple[tuple[str, str, str, bool], ...] = ()
    """Kind (`email` or `phone`), type, value, and whether it is valid."""
    more_addresses: tuple[tuple[str, ...], ...] = ()
    """Kind, then the five lines."""


def reached(said: dict[str, Any]) -> Reached:
    """Sort out what is used first."""
    emails = sorted(_each_once(said.get("emails", ())), key=lambda each: order("emails", each[0]))
    phones = sorted(_each_once(said.get("phones", ())), key=lambda each: (each[2], order("telephones", each[0])))
    mobile = next((each for each in phones if each[0] == "mobile"), None)
    called = next((each for each in phones if each[0] not in ("mobile", *NEVER_CALLED)), None)
    places = sorted(_each_once(said.get("addresses", ())), key=lambda each: order("addresses", each[0]))
    further = [("phone", each[0], each[1]) for each in phones if each is not mobile and each is not called]
    further += [("email", each[0], each[1]) for each in emails[1:]]
    email_label, email = emails[0] if emails else ("", "")
    return Reached(
        email,
        email_label,
        called[1] if called else "",
        called[0] if called else "",
        mobile[1] if mobile else "",
        tuple(places[0][1:]) if places else ("", "", "", "", ""),
        places[0][0] if places else "",
        tuple(_further(further)),
        tuple(_numbered(places[1:], taken=[places[0][0]] if places else [])),
    )


def _each_once(said: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
    return list(dict.fromkeys(map(tuple, said)))


def _further(points: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str, bool]]:
    times: Counter[tuple[str, str]] = Counter()
    for kind, label, value in points:
        word = label or "more"
        times[kind, word] += 1
        number = times[kind, word]
        dialled = as_dialled(value) if kind == "phone" else value
        yield kind, word if number == 1 else f"{word}-{number}", dialled or value, bool(dialled)


def _numbered(places: list[tuple[Any, ...]], *, taken: list[str]) -> Iterator[tuple[str, ...]]:
    times = Counter(word or "other" for word in taken)
    for kind, *lines in places:
        word = kind or "other"
        times[word] += 1
        yield word if times[word] == 1 else f"{word}-{times[word]}", *lines


def user_row(key: str, number: str, said: dict[str, Any], grade: str | None) -> tuple[Reached, tuple[Any, ...]]:
    """How she is reached, and a person as `in_user` holds it, from the digest on, without `gone`."""
    how = reached(said)
    first, middle, last, preferred_first, preferred_last = said["names"]
    names = (first, middle, last, preferred_first, preferred_last)
    return how, (
        digest((key, number, grade or "", repr(sorted(said.items())))),
        True,
        *names,
        None,
        how.email,
        how.phone,
        how.sms,
        as_dialled(how.phone),
        as_dialled(how.sms),
        *how.address,
        "\n".join(how.address) if any(how.address) else "",
        number,
        grade,
        "",
        f"{first} {last}".casefold(),
    )

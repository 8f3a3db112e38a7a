"""What a family reads of immunizations: what is needed, what stands on record, and what lacks there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

import district.words
from district.rules.immunizations import DoesNotCount, Dose, Exemption, Judged, RuleSet, Standing
from foundation.web import formats

SIGNS = {
    Standing.COMPLETE: "good",
    Standing.EXEMPT: "good",
    Standing.NOT_KNOWN: "wait",
    Standing.MISSING: "bad",
    Standing.WAITS: "wait",
    Standing.LATER: "",
}
"""The colour that repeats the words."""


@dataclass(frozen=True)
class Line:
    """One requirement as a row: against what, how much is needed, what stands on record, and how that is."""

    vaccine: str
    needed: str
    on_record: str
    standing: str
    sign: str


def lines(judged: Iterable[Judged], rules: RuleSet) -> list[Line]:
    """Each requirement as a row."""
    return [
        Line(_title(each.requirement.vaccine, rules), _needed(each), _held(each), standing(each), SIGNS[each.standing])
        for each in judged
    ]


def in_short(judged: Sequence[Judged]) -> str:
    """How the record stands as a whole, in one sentence."""
    missing = sum(each.standing is Standing.MISSING for each in judged)
    unknown = sum(each.standing is Standing.NOT_KNOWN for each in judged)
    if missing:
        return str(
            ngettext(
                "%(num)s required immunization is not complete on record.",
                "%(num)s required immunizations are not complete on record.",
                missing,
            )
        )
    if unknown:
        return str(
            ngettext(
                "Of %(num)s required immunization a day is not on record: whether it is complete is not known.",
                "Of %(num)s required immunizations days are not on record: whether they are complete is not known.",
                unknown,
            )
        )
    return str(_("Nothing that is required now is missing on record."))


def standing(judged: Judged) -> str:
    """How one requirement stands."""
    if judged.standing is Standing.EXEMPT and judged.exemption:
        return exemption(judged.exemption)
    if judged.standing is Standing.NOT_KNOWN:
        return str(_("Not known: ask the nurse for the days of the doses without one"))
    if judged.standing is Standing.WAITS and judged.due_on:
        return str(_("Not complete; the next dose counts from %(day)s", day=formats.short_day(judged.due_on)))
    if judged.standing is Standing.LATER:
        return str(_("Needed later: %(grade)s", grade=district.words.grade(judged.requirement.first_grade)))
    if judged.standing is Standing.MISSING:
        return str(ngettext("%(num)s dose is not on record", "%(num)s doses are not on record", max(1, judged.lacking)))
    return str(_("Complete"))


def exemption(each: Exemption) -> str:
    """`Exempt for a medical reason, since September 1, 2024`."""
    kind = _("Exempt for a medical reason") if each.kind == "medical" else _("Exempt, not for a medical reason")
    return str(_("%(kind)s, since %(day)s", kind=kind, day=formats.short_day(each.since)) if each.since else kind)


def dose_rows(doses: Iterable[Dose], judged: Iterable[Judged], rules: RuleSet) -> list[tuple[str, str, str]]:
    """Each dose on record: against what, when, and why it does not count where it does not."""
    passed_over = {(vaccine, day): why for vaccine, day, why in _passed_over(judged)}
    rows = []
    for each in doses:
        codes = rules.codes_of(each.vaccine)
        whys = {passed_over.get((code, each.given_on)) for code in codes if each.given_on} - {None}
        remark = "; ".join(sorted(not_counted(why) for why in whys if why))
        rows.append((_called(each.vaccine, rules), day(each.given_on), remark))
    return rows


def exemption_rows(exemptions: Iterable[Exemption], rules: RuleSet) -> list[tuple[str, str]]:
    """Each exemption on record: from what, and of which kind since when."""
    return [
        (_called(each.vaccine, rules) if each.vaccine else _("All immunizations"), exemption(each))
        for each in exemptions
    ]


def day(given_on: date | None) -> str:
    """The day of a dose; that no day is known where none is."""
    return str(formats.short_day(given_on) if given_on else _("Day not known"))


def reviewed(rules: RuleSet) -> str:
    """Who in the district has looked the rules over, or that nobody has."""
    if rules.reviewed_by and rules.reviewed_on:
        return str(
            _(
                "These are the district’s rules, reviewed by %(who)s on %(day)s.",
                who=rules.reviewed_by,
                day=formats.short_day(rules.reviewed_on),
            )
        )
    return str(
        _(
            "These rules are a starting set after the schedule of the CDC. The district has not reviewed them yet: the "
            "school’s nurse decides what is needed."
        )
    )


def _needed(judged: Judged) -> str:
    return str(ngettext("%(num)s dose", "%(num)s doses", judged.requirement.doses))


def _held(judged: Judged) -> str:
    held: str = ngettext("%(num)s dose", "%(num)s doses", len(judged.counted)) if judged.counted else _("No dose")
    if not judged.undated:
        return held
    without = ngettext("%(num)s without a day", "%(num)s without a day", judged.undated)
    return f"{held}; {without}" if judged.counted else without


def _title(code: str, rules: RuleSet) -> str:
    return _spoken(rules.vaccines[code].title)


def _called(said: str, rules: RuleSet) -> str:
    """A source’s word for a vaccine, and what it is against where we know it."""
    codes = rules.codes_of(said)
    return " / ".join(_title(code, rules) for code in codes) if codes else said


def _spoken(titles: Mapping[str, str]) -> str:
    spoken = get_locale()
    language: str = spoken.language if spoken else "en"
    return titles.get(language, titles["en"])


def _passed_over(judged: Iterable[Judged]) -> Iterable[tuple[str, date, DoesNotCount]]:
    for each in judged:
        for given_on, why in each.passed_over:
            yield each.requirement.vaccine, given_on, why


def not_counted(why: DoesNotCount) -> str:
    """Why a dose on record does not count."""
    return str(_NOT_COUNTED[why]())


_NOT_COUNTED = {
    DoesNotCount.TO_COME: lambda: _("Not counted: the day is still to come"),
    DoesNotCount.TWICE: lambda: _("Counted once: the same day is on record twice"),
    DoesNotCount.TOO_YOUNG: lambda: _("Not counted: given before the youngest age"),
    DoesNotCount.TOO_SOON: lambda: _("Not counted: given too soon after the dose before"),
}

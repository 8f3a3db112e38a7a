"""Disclosures in the reader's language: the grounds of the regulation in plain words, and why an entry is not kept."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from district.queries.disclosures import DisclosureSeen
from district.rules.disclosures import Basis, DisclosureFault
from foundation.web import formats

_BASES = {
    Basis.CONSENT: lazy_gettext("Written consent of a guardian or of the student of 18"),
    Basis.SCHOOL: lazy_gettext("A school where the student enrolls or wants to"),
    Basis.AUTHORITY: lazy_gettext("An authority that audits or evaluates education programs"),
    Basis.AID: lazy_gettext("Financial aid that the student asked for"),
    Basis.JUVENILE: lazy_gettext("Juvenile justice, before a judgment"),
    Basis.STUDY: lazy_gettext("A study made for schools"),
    Basis.ACCREDITING: lazy_gettext("An organization that accredits schools"),
    Basis.COURT: lazy_gettext("A court order or a subpoena"),
    Basis.WELFARE: lazy_gettext("A child welfare agency that is responsible for the student"),
    Basis.EMERGENCY: lazy_gettext("An emergency of health or safety"),
}
_FAULTS = {
    DisclosureFault.NO_RECIPIENT: lazy_gettext("Say to whom the record was disclosed: an office or a person."),
    DisclosureFault.NO_BASIS: lazy_gettext("Choose the ground."),
    DisclosureFault.NO_INTEREST: lazy_gettext("Say for which purpose the recipient needed it."),
    DisclosureFault.NO_THREAT: lazy_gettext("Say which threat to health or safety there was."),
    DisclosureFault.NOTHING_DISCLOSED: lazy_gettext("Say what was disclosed."),
    DisclosureFault.TO_COME: lazy_gettext("That day is still to come. Choose the day on which it was disclosed."),
    DisclosureFault.NO_REASON: lazy_gettext("Say why the entry is corrected: the family reads it."),
    DisclosureFault.CORRECTED_ALREADY: lazy_gettext(
        "This entry was corrected already. Correct the later entry where that is wrong too."
    ),
}


def basis(code: Basis) -> str:
    """On which ground, as a label."""
    return str(_BASES[code])


def fault(code: DisclosureFault) -> str:
    """Why it is not kept, and what to do."""
    return str(_FAULTS[code])


def standing(each: DisclosureSeen) -> str:
    """Whether an entry holds, was corrected, or corrects another."""
    if each.corrected_at is not None:
        return str(_("Wrong: corrected on %(day)s", day=formats.moment(each.corrected_at)))
    if each.is_void:
        return str(_("This did not happen: entered by mistake. %(because)s", because=each.because))
    if each.corrects_id is not None:
        return str(_("Corrects an earlier entry: %(because)s", because=each.because))
    return str(_("Entered on %(day)s", day=formats.moment(each.recorded_at)))


def row(each: DisclosureSeen) -> tuple[str, ...]:
    """One line of the list: day, to whom, ground and purpose, what, how it stands."""
    why = f"{basis(each.basis)}: {each.interest}"
    return (formats.short_day(each.disclosed_on), each.recipient, why, each.what, standing(each))


def columns() -> list[str]:
    """The heads of the list."""
    return [_("Disclosed on"), _("To whom"), _("Ground and purpose"), _("What"), _("Entry")]

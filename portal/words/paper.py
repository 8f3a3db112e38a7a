"""What the request form says, on the page and on paper."""

from __future__ import annotations

from flask_babel import gettext as _

from foundation.settings import Settings
from foundation.web import formats
from portal.letters.paper import FormTexts


def request_form(*, language: str, settings: Settings) -> FormTexts:
    """The form in the language of the moment, which is `language`."""
    return FormTexts(
        language=language,
        district=settings.district_name,
        heading=_("Request for a family portal account"),
        lead=_(
            "Fill in this form and bring it to the office of your child’s school, with a photo ID. The office gives "
            "you a code, and with it you make your own account. Each parent fills in a form of their own. Students in "
            "grades 6 to 12 may use it too, with their student ID."
        ),
        about_you=_("About you"),
        you=(_("First and last name"), _("You are the child’s … (mother, father, guardian)"), _("Phone"), _("Email")),
        about_students=_("Your children in this district"),
        columns=(_("First and last name"), _("Birth date"), _("Grade"), _("School")),
        sign=(_("Signature"), _("Date")),
        office=_("For the office"),
        office_says=_("Look at a photo ID and compare face and name. Write down its kind, never its number."),
        office_lines=(_("Photo ID seen (kind only)"), _("Looked at by"), _("Date"), _("Code given")),
        help=_(
            "Questions: portal help desk, %(phone)s or %(email)s.",
            phone=formats.phone(settings.help_desk_phone),
            email=settings.help_desk_email,
        ),
    )

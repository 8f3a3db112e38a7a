"""The form by which the help desk asks for codes for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Regexp

from foundation.web.forms import Form
from portal.actions.desk_campaigns import Wish
from portal.rules.campaigns import Whom
from portal.rules.codes import Delivery, Kind

KEEPS, RENEWED = "keeps", "renewed"


class CampaignForm(Form):
    """Whom codes for many at once are for, and how they go out. `key` names this form: sent twice, it counts once."""

    audience = RadioField(
        _("Who gets codes"),
        choices=[
            SelectChoice(Kind.PARENT.value, _("Guardians")),
            SelectChoice(Kind.STUDENT.value, _("Students of the grades with accounts")),
        ],
        default=Kind.PARENT.value,
    )
    school = SelectField(_("School"))
    whom = RadioField(
        _("Of these"),
        choices=[
            SelectChoice(Whom.PEOPLE.value, _("Everyone without an account")),
            SelectChoice(Whom.HOUSEHOLDS.value, _("Only households where nobody has an account")),
        ],
        default=Whom.PEOPLE.value,
    )
    delivery = RadioField(
        _("How the codes go out"),
        choices=[
            SelectChoice(Delivery.LETTER.value, _("Letters to print")),
            SelectChoice(Delivery.EMAIL.value, _("By email, to the address on file")),
        ],
        default=Delivery.LETTER.value,
    )
    reissue = RadioField(
        _("Whoever has a code that still works"),
        choices=[
            SelectChoice(KEEPS, _("keeps it and gets no new one")),
            SelectChoice(RENEWED, _("gets a new one; the letter or mail they have stops working")),
        ],
        default=KEEPS,
    )
    key = HiddenField(
        validators=[Regexp(r"[0-9a-f]{32}\Z", message=_("This form was not whole. Fill it in again and send it."))]
    )

    def offering(self, schools: Iterable[tuple[str, str]]) -> Self:
        """Give the form the schools there are: public id and name."""
        self.school.choices = [
            SelectChoice("", _("All schools")),
            *(SelectChoice(public_id, name) for public_id, name in schools),
        ]
        return self

    def wish(self, *, school_id: int | None) -> Wish:
        """What was chosen; only of a form that validates."""
        return Wish(
            kind=Kind(self.audience.data),
            school_id=school_id,
            whom=Whom(self.whom.data),
            delivery=Delivery(self.delivery.data),
            reissue=self.reissue.data == RENEWED,
        )

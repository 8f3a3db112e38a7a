"""What narrows the help desk's figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from foundation.web.forms import Form
from portal.queries.funnel import Narrowed, SchoolToChoose
from portal.rules.codes import Kind
from portal.words import desk as words


class FunnelFilter(Form):
    """School, language and audience of the help desk's figures. It changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    school = SelectField(_("School"))
    language = SelectField(_("Language"))
    audience = SelectField(_("Audience"))

    @classmethod
    def of(
        cls, asked: MultiDict[str, str], *, schools: Sequence[SchoolToChoose], languages: Iterable[str]
    ) -> FunnelFilter:
        """The filter as an address has it; what it leaves out, or what nobody has, asks for all."""
        form = cls(formdata=asked)
        form.schools = {each.public_id: each.id for each in schools}
        form.school.choices = [SelectChoice("", _("All schools"))]
        form.school.choices += [SelectChoice(each.public_id, each.name) for each in schools]
        named = sorted((words.language(code), code or words.UNKNOWN_LANGUAGE) for code in languages)
        form.language.choices = [SelectChoice("", _("All languages"))]
        form.language.choices += [SelectChoice(code, name) for name, code in named]
        form.audience.choices = [SelectChoice("", _("Guardians and students"))]
        form.audience.choices += [SelectChoice(each.value, words.audience(each)) for each in Kind]
        for field in (form.school, form.language, form.audience):
            known = {choice.value for choice in field.choices}
            field.data = field.data if field.data in known else ""
        return form

    def narrowed(self) -> Narrowed:
        """What to ask the figures for."""
        language = self.language.data
        return Narrowed(
            school_id=self.schools.get(self.school.data),
            language="" if language == words.UNKNOWN_LANGUAGE else language or None,
            kind=self.audience.data or None,
        )

    def address(self, **changes: str) -> dict[str, str]:
        """What an address needs to ask the same again with `changes`, without what is left open."""
        asked = {name: self[name].data for name in ("school", "language", "audience")} | changes
        return {name: value for name, value in asked.items() if value}

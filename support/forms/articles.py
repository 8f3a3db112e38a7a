"""What narrows the list of articles."""

from __future__ import annotations

from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from foundation.web.forms import LONGEST_TEXT, Form
from support.rules.kinds import Module
from support.words import cases as words


class ArticleFilter(Form):
    """Words, and a module."""

    class Meta(Form.Meta):
        csrf = False

    words = StringField(_("Words"), [Length(max=LONGEST_TEXT, message=_("Use fewer words."))])
    module = SelectField(_("Module"), default="")

    @classmethod
    def of(cls, asked: MultiDict[str, str]) -> Self:
        form = cls(formdata=asked)
        form.module.choices = [
            SelectChoice("", gettext("All modules")),
            *(SelectChoice(each.value, words.module(each)) for each in Module),
        ]
        return form

"""Choosing a term, and supposing scores that nobody keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField

from foundation.web.forms import Form
from portal.rules.grading import LARGEST_SCORE, State, Work, supposed_score
from portal.words.grades import number

MOST_SUPPOSED = 40
"""Assignments of one class that can be supposed at once, those without a score first."""
_SETTLED = frozenset({State.SCORED})


class TermForm(Form):
    """Which term to show."""

    term = SelectField(_("Term"), validate_choice=False)


class WhatIfForm(Form):
    """Scores somebody supposes for assignments of one class. It feeds no action: the answer is told and forgotten."""

    section = HiddenField()
    term = HiddenField()

    def supposed(self) -> Mapping[str, Decimal]:
        """The scores written, by the assignment’s ref; what is no score stands beside its field as an error."""
        found: dict[str, Decimal] = {}
        for name, field in self._fields.items():
            ref = ref_of(name)
            if ref is None or not field.data:
                continue
            score = supposed_score(field.data)
            if score is None:
                most = number(LARGEST_SCORE)
                self.add_error(
                    name, _("Write the points as a number from 0 to %(most)s, such as 17 or 17.5.", most=most)
                )
            else:
                found[ref] = score
        return found


def what_if_form(works: Iterable[Work]) -> type[WhatIfForm]:
    """A form with a field for each assignment that may be supposed.

    Labels are plain text: a lazy one would be taken for markup by the template, and titles are other people’s words.
    """
    may_be = [each for each in works if each.may_be_supposed]
    may_be.sort(key=lambda each: each.state in _SETTLED)
    fields = {
        f"score_{each.ref}": StringField(
            str(_("If “%(work)s” got, of %(points)s", work=each.title, points=number(each.points or Decimal(0)))),
            render_kw={"inputmode": "decimal", "autocomplete": "off"},
        )
        for each in may_be[:MOST_SUPPOSED]
    }
    return type("WhatIfForm", (WhatIfForm,), fields)


def ref_of(name: str) -> str | None:
    """The assignment a field supposes a score for; None for any other field."""
    return name.removeprefix("score_") if name.startswith("score_") else None

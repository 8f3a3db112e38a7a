"""The base of every form: text is stripped (passwords never), errors speak plainly, `answers()` feeds the action."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.form import _Auto
from markupsafe import Markup, escape
from wtforms import Field, HiddenField, PasswordField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import Select

from foundation import db
from foundation.web import drafts

LONGEST_TEXT = 1000


class _LongSelect(Select):
    """Each option written by itself: a large district has hundreds of schools to choose from, and the library sorts and
    checks the attributes of each."""

    @classmethod
    def render_option(cls, choice: SelectChoice, **given: Any) -> Markup:
        if choice.render_kw or given:
            return Markup(super().render_option(choice, **given))  # noqa: S704 - it is markup already
        value, label = escape(choice.value), escape(choice.label or choice.value)
        selected = " selected" if choice.selected else ""
        return Markup(f'<option{selected} value="{value}">{label}</option>')  # noqa: S704 - both are escaped


_LONG = _LongSelect()


class Form(FlaskForm):
    """One page, one form. Browser validation is off: our own errors speak both languages."""

    mend: tuple[str, str] | None = None
    """The name and the address of the page that mends what is in the way, shown with the errors."""

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Strip typed text, except in passwords, where a space counts."""
            filters = list(unbound_field.kwargs.get("filters", []))
            if issubclass(unbound_field.field_class, StringField) and not issubclass(
                unbound_field.field_class, PasswordField
            ):
                filters.append(_stripped)
            return unbound_field.bind(form=form, filters=filters, **options)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What was sent as a form; on a page only read, what its account typed there too late, if anything.

            JSON fills no form, as Flask-WTF would have it: a list or a number is not what a person types (T11).
            """
            if formdata is _Auto and request.is_json:
                return request.form
            wrapped = super().wrap_formdata(form, formdata)
            return drafts.typed_for(form._fields) if wrapped is None and formdata is _Auto else wrapped

        def render_field(self, field: Field, render_kw: dict[str, Any]) -> Any:
            render_kw.setdefault("required", False)
            if type(field.widget) is Select and not field.widget.multiple:
                field.widget = _LONG
            return super().render_field(field, render_kw)

    def answers(self) -> dict[str, Any]:
        """Exactly what was asked, by field name, without the token."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}

    def add_error(self, name: str, message: str) -> None:
        """Put an action's refusal beside the field it is about, or by no name before all of them."""
        if not name:
            self.form_errors.append(message)
            return
        field = self[name]
        field.errors = [*field.errors, message]


class OnceForm(Form):
    """A form whose deed is done once, however often it is sent (T28). The page that shows it gives it its key."""

    form_key = HiddenField(default=db.new_public_id)

    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in super().answers().items() if name != "form_key"}


class EditForm(OnceForm):
    """A form that changes a record which others may be changing (T27): `version` is the one its page showed."""

    version = HiddenField(default="0")

    @property
    def seen(self) -> int:
        """The version the page showed; -1, which no record has, where that is no number."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1

    def answers(self) -> dict[str, Any]:
        return {name: value for name, value in super().answers().items() if name != "version"}


def _stripped(value: Any) -> Any:
    # NUL: PostgreSQL keeps no text with it, and no keyboard types it.
    return value.replace("\x00", "").strip() if isinstance(value, str) else value

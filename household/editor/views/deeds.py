"""How a deed of the editor is done: the form, the right looked at again, the version that was seen, and one effect."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import HiddenField

from district.actions.holding import hold
from district.rules.homes import Refused
from foundation import db
from foundation.web import formats
from foundation.web.forms import EditForm, OnceForm
from foundation.web.once import entered
from foundation.web.pages import page
from household.editor import queries
from household.editor.queries import Change, HouseholdSeen, Reader, Subject
from household.editor.views.door import editor, note, reader
from household.editor.views.looking_again import look_again
from household.editor.views.mending import kept_apart
from household.editor.words import history, homes

Row = tuple[str, str, str]
Seen = Mapping[int, int | None] | Collection[int]
"""Ids of records, with the version that was seen of each, or None."""


class Stale(Exception):
    """Somebody else has changed the record since its form was shown."""


class Unfit(Exception):
    """The deed is refused, with a sentence beside a field."""

    def __init__(self, field: str, sentence: str, *, tie: tuple[int, int] | None = None) -> None:
        super().__init__(field)
        self.field = field
        self.sentence = sentence
        self.tie = tie
        """The adult and the student whose relationship is in the way, if it is one."""


@dataclass(frozen=True)
class Leaf:
    """What a page with one form says beside it."""

    heading: str
    label: str
    """Of the button."""
    address: str
    """Where the form goes."""
    back: str
    aside: str = ""


def do(form: EditForm, deed: Callable[[Reader], Response], show: Callable[[int], Response]) -> Response:
    """Answer a form: do its deed in one transaction, or `show` the page again, with 422 or 409 and what was typed."""
    if not form.validate():
        return show(422)
    try:
        return within(form, deed)
    except Stale:
        return show(409)
    except Unfit as refused:
        mended = kept_apart(refused.tie, reader())
        form.add_error(refused.field, mended.sentence if mended else refused.sentence)
        form.mend = mended.mend if mended else None
        return show(422)


def within(form: OnceForm, deed: Callable[[Reader], Response], *, who: Callable[[], Reader] = editor) -> Response:
    """Do a deed once, in one transaction, and look again at what the clean-up queue says of whom it changed.

    `who` says who does it, by what is true inside the transaction. What `deed` raises takes all of it back.
    """
    with db.transaction():
        before = entered(form)
        if before is not None:
            return before
        by = who()
        done = deed(by)
        look_again(by, **taken_on())
        return done


def take_on(*, households: Seen = (), people: Seen = (), ties: Seen = ()) -> None:
    """Hold the records of the deed at the versions that were seen. Raises Stale."""
    if not hold(households=households, people=people, ties=ties):
        raise Stale
    has_changed(households=households, people=people)


def has_changed(*, households: Collection[int] = (), people: Collection[int] = ()) -> None:
    """Say that the deed of this request has changed these too."""
    kept = taken_on()
    g.taken_on = {"households": {*kept["households"], *households}, "people": {*kept["people"], *people}}


def taken_on() -> dict[str, set[int]]:
    """Whom and what the deed of this request has changed."""
    kept: dict[str, set[int]] = g.get("taken_on", {"households": set(), "people": set()})
    return kept


def fit(refused: object, field: str) -> None:
    """Raises Unfit where a deed answered why not."""
    if isinstance(refused, Refused):
        raise Unfit(field, homes.refused(refused.fault), tie=refused.tie)


def person_page(
    form: EditForm, subject: Subject, leaf: Leaf, me: Reader, status: int, apart: Sequence[Row] | None = None
) -> Response:
    """A page of one form about a person."""
    note([subject.line], where="person", by=me)
    last = None
    if status == 409:
        form.version.data = str(subject.version)
        changes = queries.changes_of_person(subject.line.person_id, history.EVENTS, me, page=1)
        last = next((each for each in changes.lines if each.name != queries.FEED), None)
    return _page(form, leaf, status, last, apart)


def household_page(
    form: EditForm,
    seen: HouseholdSeen,
    leaf: Leaf,
    me: Reader,
    status: int,
    apart: Sequence[Row] | None = None,
    **shown: object,
) -> Response:
    """The same about a household."""
    note(seen.people, where="household", by=me)
    last = None
    if status == 409:
        form.version.data = str(seen.version)
        last = next(iter(queries.changes_of_household(seen.id, (), history.EVENTS, me, page=1).lines), None)
    return _page(form, leaf, status, last, apart, **shown)


def way_to_person(subject: Subject) -> str:
    """The address of the record."""
    return url_for("household.person", public_id=subject.line.public_id)


def way_to_household(seen: HouseholdSeen) -> str:
    """The address of the household."""
    return url_for("household.household", public_id=seen.public_id)


def _page(
    form: EditForm,
    leaf: Leaf,
    status: int,
    last: Change | None,
    apart: Sequence[Row] | None,
    **shown: object,
) -> Response:
    meant = (history.who(last), formats.moment(last.at)) if last else ("", "")
    if apart is None and last is not None:
        theirs = " ".join([history.what(last), *history.apart(last)])
        apart = [(_("Latest change"), theirs, _typed(form))]
    return page(
        "household/deed.html",
        status=status,
        form=form,
        leaf=leaf,
        is_stale=status == 409,
        who=meant[0],
        moment=meant[1],
        apart=apart or (),
        **shown,
    )


def _typed(form: EditForm) -> str:
    """What stands in the form, in a line."""
    open_to_all = [each for each in form if not isinstance(each, HiddenField) and each.data not in (None, "", False)]
    return "; ".join(f"{each.label.text}: {_('yes') if each.data is True else each.data}" for each in open_to_all)

"""What narrows the list of the review: asked by GET, so that an address can be kept and sent on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Regexp

from foundation.web.forms import Form
from household.access import words
from household.access.queries import SchoolToChoose, Wanted
from household.access.rules.answers import WITH_ACCESS, State
from household.access.rules.policy import Policy
from household.access.rules.watching import AT_RISK, STUCK, STUCK_AFTER
from household.access.words import Voice

WITH_ANY = "with-access"
"""The choice that asks for everybody who has access, whether or not the window to renew is open."""
A_NUMBER = re.compile(r"[0-9]{0,4}\Z")


class ReviewFilter(Form):
    """School, track, state and days left. It changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False

    state = SelectField(lazy_gettext("State"), default=WITH_ANY)
    school = SelectField(lazy_gettext("School"))
    track = SelectField(lazy_gettext("Track"))
    days = StringField(
        lazy_gettext("Days left, at most"),
        validators=[Regexp(A_NUMBER, message=lazy_gettext("Type a number of days from 0 to 9999, or nothing."))],
        render_kw={"inputmode": "numeric"},
    )

    @classmethod
    def of(
        cls, asked: MultiDict[str, str], *, schools: Sequence[SchoolToChoose], policies: tuple[Policy, ...]
    ) -> ReviewFilter:
        """The filter as an address has it. What the address leaves out is asked of everybody."""
        form = cls(formdata=asked)
        form.schools = {each.public_id: each.id for each in schools}
        states = [SelectChoice(each.value, words.state(each)) for each in State]
        watched = [SelectChoice(each, words.watched(each)) for each in (AT_RISK, STUCK)]
        form.state.choices = [SelectChoice(WITH_ANY, _("With access")), *watched, *states]
        form.school.choices = [SelectChoice("", _("All schools"))] + [
            SelectChoice(each.public_id, each.name) for each in schools
        ]
        form.track.choices = [SelectChoice("", _("All tracks")), *_tracks(policies)]
        form.state.data = form.state.data or WITH_ANY
        form.school.data = form.school.data or ""
        form.track.data = form.track.data or ""
        form.days.data = form.days.data or ""
        return form

    def wanted(self) -> Wanted:
        """What to ask the lists for; only of a filter that validates."""
        chosen = self.state.data
        if chosen in (WITH_ANY, AT_RISK):
            states = tuple(sorted(WITH_ACCESS))
        else:
            states = tuple(STUCK_AFTER) if chosen == STUCK else (State(chosen),)
        return Wanted(
            states=states,
            only=chosen if chosen in (AT_RISK, STUCK) else "",
            track=self.track.data,
            school_id=self.schools.get(self.school.data),
            at_most_days=int(self.days.data) if self.days.data else None,
        )

    def address(self) -> dict[str, str]:
        """What an address needs to ask the same again, without what is left open."""
        asked = {name: self[name].data for name in ("state", "school", "track", "days")}
        return {name: value for name, value in asked.items() if value}


def _tracks(policies: tuple[Policy, ...]) -> list[SelectChoice]:
    """Every track that any version of the policy knows."""
    voice = Voice(policies)
    codes = dict.fromkeys(track.code for each in policies for track in each.tracks)
    return [SelectChoice(code, voice.track(code)) for code in codes]

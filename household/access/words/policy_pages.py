"""The sentences of the pages on which rules are edited and published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from foundation.web.formats import moment, short_day
from household.access.models import Rehearsal
from household.access.queries import Draft, Freshness, Version
from household.access.rules.answers import LineCode
from household.access.rules.policy import Policy, Track
from household.access.rules.policy_writing import document_of
from household.access.rules.rehearsal import Effect
from household.access.rules.worked_dates import Outcome
from household.access.words import policy_faults
from household.access.words.labels import after_lapse, after_return, on_change
from household.access.words.policy_desk import category
from household.access.words.voice import Voice

SHIPPED = 1


def headline(in_force: Policy | None) -> Markup:
    """Which version is in force, and whether something of it is still to be confirmed."""
    if in_force is None:
        return _marked(_("This area has <b>no rules in force yet.</b>"))
    told = {"number": in_force.number, "day": short_day(in_force.starts) if in_force.number != SHIPPED else ""}
    if in_force.number == SHIPPED:
        said = _("The rules that came with Hearth are in force.")
    else:
        said = _("Version %(number)s is in force since %(day)s.", **told)
    asked = ngettext(
        "<b>One list is still to be confirmed.</b>",
        "<b>%(num)s lists are still to be confirmed.</b>",
        len(in_force.assumptions),
    )
    return _marked(f"{said} {asked}" if in_force.assumptions else said)


def coming(versions: Sequence[Policy]) -> str:
    """Versions that begin on a later day."""
    told = [
        str(_("Version %(number)s begins on %(day)s.", number=each.number, day=short_day(each.starts)))
        for each in versions
    ]
    return " ".join(told)


def draft(found: Draft, has_draft: bool) -> str:
    """Whether a draft lies there, since when, by whom, and from which day on it is meant."""
    if not has_draft or found.saved_at is None:
        return str(_("There is no draft"))
    told = {"moment": moment(found.saved_at), "day": short_day(found.policy.starts), "who": found.saved_by}
    if found.saved_by:
        return str(_("A draft for %(day)s on, saved by %(who)s on %(moment)s", **told))
    return str(_("A draft for %(day)s on, saved on %(moment)s", **told))


def when(starts: date) -> str:
    """What publishing does, and when."""
    return str(
        _(
            "It will be in force from %(day)s on, and is never changed afterwards. Terms that run keep the rules they "
            "were given under.",
            day=short_day(starts),
        )
    )


def dates_differ(number: int, of: int) -> str:
    """How many of the examples get other dates by the draft."""
    if not number:
        return str(_("No worked date changes."))
    said = ngettext(
        "%(num)s of %(all)s examples comes out otherwise.",
        "%(num)s of %(all)s examples come out otherwise.",
        number,
        all=of,
    )
    return str(said)


def dates_headline(number: int, of: int, has_draft: bool) -> str:
    """The same as the answer of the page."""
    return dates_differ(number, of) if has_draft else str(_("What the rules in force say of this school year’s dates."))


def counted(told: Outcome) -> list[tuple[str, str]]:
    """How the last day of an example is counted; the last line is the outcome."""
    lines = []
    for each in told.answer.counted:
        day = short_day(each.through or each.day or told.on)
        if each.code is LineCode.LAST_REQUIREMENT:
            lines.append((str(_("Last requirement met")), day))
        elif each.code is LineCode.FIRST_YEAR:
            lines.append((str(_("School year %(year)s, the first", year=each.school_year)), day))
        elif each.code is LineCode.NEXT_YEAR:
            lines.append((str(_("School year %(year)s", year=each.school_year)), day))
        elif each.code is LineCode.RENEWED_YEAR:
            lines.append((str(_("School year %(year)s, added by the renewal", year=each.school_year)), day))
        else:
            lines.append((str(_("Last day of access")), day))
    return lines


def track_lines(track: Track, policy: Policy, voice: Voice) -> list[tuple[str, str]]:
    """A track in lines: for whom it is and what it asks for."""
    every = track.courses == tuple(each.code for each in policy.courses)
    asked = ", ".join(voice.course(each) for each in track.courses)
    whom = ", ".join(track.job_roles) or str(_("any"))
    lines = [(policy_faults.field("category"), category(track.category))]
    if track.category == "central":
        lines.append((policy_faults.setting("central_teams"), ", ".join(policy.central_teams) or str(_("none"))))
    else:
        lines.append((policy_faults.field("job_roles"), whom))
    lines.append((policy_faults.field("courses"), str(_("all: %(courses)s", courses=asked)) if every else asked))
    approval = _("is asked for") if track.approval else _("is not asked for")
    return [*lines, (policy_faults.field("approval"), str(approval))]


def policy_lines(policy: Policy) -> list[tuple[str, str]]:
    """What holds for every track."""
    table = document_of(policy)
    reminders = ", ".join(str(each) for each in policy.reminder_days)
    plain = ("term_school_years", "window_opens", "course_fresh_school_years", "quiz_course")
    return [
        *((policy_faults.setting(name), str(table[name])) for name in plain),
        (policy_faults.setting("reminder_days"), reminders or str(_("none"))),
        (policy_faults.setting("on_job_change"), on_change(policy.on_job_change)),
        (policy_faults.setting("on_location_change"), on_change(policy.on_location_change)),
        (policy_faults.setting("after_lapse"), after_lapse(policy.after_lapse)),
        (policy_faults.setting("after_return"), after_return(policy.after_return)),
    ]


def versions_headline(number: int) -> str:
    """How many versions there are."""
    return str(ngettext("One version of these rules so far.", "%(num)s versions of these rules so far.", number))


def version(told: Version) -> str:
    """A version and its first day."""
    if told.starts is None:
        return str(_("Version %(number)s, in force since ever", number=told.number))
    return str(_("Version %(number)s, from %(day)s on", number=told.number, day=short_day(told.starts)))


def published(told: Version) -> str:
    """Who published it and when."""
    if told.published_at is None:
        return ""
    at = moment(told.published_at)
    if told.published_by:
        return str(_("Published by %(who)s on %(moment)s.", who=told.published_by, moment=at))
    return str(_("Published from a file on %(moment)s.", moment=at))


def number(value: int) -> str:
    """As figures are written."""
    return str(format_decimal(value))


def numbers(counts: Mapping[str, int]) -> list[tuple[Effect, str]]:
    """How many of each effect."""
    return [(each, format_decimal(counts.get(each.value, 0))) for each in Effect]


def rehearsal_headline(found: Rehearsal) -> Markup:
    """What a draft would do, in one sentence; how far the finding out is, before that."""
    if found.done_at is None:
        done, every = format_decimal(found.people_done), format_decimal(found.people)
        return _marked(_("Being found out: %(done)s of %(all)s people.", done=done, all=every))
    if not found.counts:
        return _marked(_("<b>Nobody’s access</b> would change."))
    loses = sum(found.counts.get(each.value, 0) for each in (Effect.LOSES, Effect.SHORTER))
    gains = sum(found.counts.get(each.value, 0) for each in (Effect.GAINS, Effect.LONGER))
    said = _(
        "<b>%(loses)s would lose</b> access or have it for less long, <b>%(gains)s would gain</b> it or have it "
        "longer.",
        loses=format_decimal(loses),
        gains=format_decimal(gains),
    )
    return _marked(said)


def rehearsal_aside(found: Rehearsal, of: Draft) -> str:
    """By what it was decided."""
    return str(
        _(
            "By the draft for %(day)s on, and by what was on record on %(moment)s. Terms that run keep the rules they "
            "were given under.",
            day=short_day(of.policy.starts),
            moment=moment(found.asked_at),
        )
    )


def stale(since: Freshness) -> list[str]:
    """Why a rehearsal no longer says how it would be."""
    return list(_stale(since))


def _marked(sentence: str) -> Markup:
    """A sentence of ours with its own facts in bold: numbers and days, nothing that somebody typed."""
    return Markup(sentence)  # noqa: S704


def _stale(since: Freshness) -> Iterator[str]:
    if since.draft_saved:
        yield str(_("Out of date: the draft was saved since."))
    if since.published:
        yield str(_("Out of date: a version was published since."))
    if since.people_weighed:
        said = ngettext(
            "Out of date: of %(num)s person something on record has changed since.",
            "Out of date: of %(num)s people something on record has changed since.",
            since.people_weighed,
        )
        yield str(said)
    if since.has_begun:
        yield str(_("Out of date: the draft’s first day is over."))

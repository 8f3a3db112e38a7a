"""What the page of grades says: states of work, scores, and how each mark came about."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import LazyString, ngettext
from flask_babel import lazy_gettext as _

from foundation.web import formats
from portal.queries.gradebook import ClassSeen, Gradebook, WorkSeen
from portal.rules.grading import AddedUp, How, Shown, State
from portal.rules.terms import Term

STATES: dict[State, LazyString] = {
    State.SCORED: _("Scored"),
    State.MISSING: _("Missing"),
    State.EXEMPT: _("Exempt, does not count"),
    State.HANDED_IN: _("Handed in, not scored yet"),
    State.PARTLY: _("Scored in part, does not count yet"),
    State.OPEN: _("Nothing recorded yet"),
    State.SUPPOSED: _("What if"),
}
_PLAIN = (State.SCORED, State.OPEN)
"""What the score, or the dash in its place, says by itself."""
COLOURS = {State.MISSING: "ember", State.HANDED_IN: "wait", State.PARTLY: "wait"}
HOW: dict[How, LazyString] = {
    How.WEIGHTED: _("Each category counts by its weight. Categories with no score yet take nothing away."),
    How.POINTS: _("Points earned are divided by points possible; the school gives no weights."),
    How.NOT: _("No score counts yet."),
}


def number(value: Decimal) -> str:
    """`88`, `45.5`: no more decimals than there are, two at most."""
    return formats.decimal(value, "#,##0.##")


def percent(value: Decimal) -> str:
    """`88.1%`, always with its tenth."""
    return f"{formats.decimal(value, '#,##0.0')}%"


def score(seen: WorkSeen) -> str:
    """`88 / 100`, `B+`, `0 / 20` for what is missing; a dash where nothing is said."""
    work = seen.work
    earned = work.earned if work.state is State.MISSING else work.score
    said = "–" if earned is None else number(earned)
    if work.points is not None:
        said = f"{said} / {number(work.points)}"
    return f"{said} ({seen.text})" if seen.text and earned is not None else seen.text or said


def tags(seen: WorkSeen) -> list[tuple[str, str]]:
    """What else is to be said of a piece of work: words and colour."""
    state = seen.work.state
    said = [] if state in _PLAIN else [(str(STATES[state]), COLOURS.get(state, ""))]
    if seen.is_late:
        said.append((str(_("Late")), "wait"))
    if seen.is_incomplete:
        said.append((str(_("Incomplete")), "wait"))
    if seen.work.state is State.SCORED and seen.work.points is None:
        said.append((str(_("Points possible not told, does not count")), ""))
    return said


def about(seen: WorkSeen) -> str:
    """`Homework, due September 14, 2026`."""
    category = seen.work.category.title if seen.work.category else ""
    if seen.due_on is None:
        return category
    due = formats.short_day(seen.due_on)
    return str(_("%(category)s, due %(day)s", category=category, day=due) if category else _("Due %(day)s", day=due))


def place(seen: ClassSeen) -> str:
    """`Samuel Oduya, period 2`."""
    teachers = ", ".join(seen.teachers)
    if not seen.period:
        return teachers
    if not teachers:
        return str(_("Period %(period)s", period=seen.period))
    return str(_("%(teachers)s, period %(period)s", teachers=teachers, period=seen.period))


def mark(told: Shown) -> str:
    """`B+, 88.1%`."""
    return ", ".join(each for each in (told.letter, percent(told.percent) if told.percent is not None else "") if each)


def source(told: Shown) -> str:
    """By whom a mark is given, and whether what the scores add up to is another."""
    if not told.is_told:
        return str(_("The school has given no mark yet. This is added up from the scores on this page."))
    if told.differs and told.added.percent is not None:
        return str(
            _(
                "The school’s own mark is the mark. The scores on this page add up to %(percent)s: the school may "
                "count something that is not here, or count it in another way. The teacher knows how.",
                percent=percent(told.added.percent),
            )
        )
    if told.percent is not None and told.added.percent is not None:
        return str(_("The school gives this mark, and the scores on this page add up to the same."))
    return str(_("The school gives this mark."))


def rows(added: AddedUp) -> list[tuple[str, str]]:
    """What each category brings, as lines of a sum."""
    lines = []
    for part in sorted(added.parts, key=lambda each: -(each.share or 0)):
        title = part.category.title if part.category else str(_("Without a category"))
        points = f"{number(part.earned)} / {number(part.possible)}"
        if part.brings is None or part.share is None or part.percent is None:
            lines.append((title, points))
            continue
        label = _("%(category)s, %(share)s of the mark", category=title, share=f"{number(part.share)}%")
        brings = _(
            "%(points)s = %(percent)s, brings %(brings)s",
            points=points,
            percent=percent(part.percent),
            brings=number(part.brings),
        )
        lines.append((str(label), str(brings)))
    return lines


def left_out(added: AddedUp) -> str:
    """How much work has no part in the mark; empty for none."""
    if not added.left_out:
        return ""
    return str(
        ngettext(
            "%(num)d assignment has no part in it: it is exempt, or the points possible are not told.",
            "%(num)d assignments have no part in it: they are exempt, or the points possible are not told.",
            added.left_out,
        )
    )


def missing(book: Gradebook) -> str:
    """The page’s first fact."""
    if not book.classes:
        return ""
    if not book.missing:
        return str(_("No assignment is missing."))
    said = ngettext("%(num)d assignment is missing", "%(num)d assignments are missing", book.missing)
    titles = [each.title for each in book.classes if each.missing]
    return str(_("%(missing)s: %(classes)s.", missing=said, classes=", ".join(titles)))


def term(one: Term) -> str:
    """`Quarter 2, through January 15, 2027`."""
    return str(_("%(term)s, through %(day)s", term=one.title, day=formats.last_day(one.ends)))

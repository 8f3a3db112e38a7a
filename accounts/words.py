"""Codes of the rules as sentences people read. Part of the face of accounts: other rooms say the same words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _

from accounts.browsers import named
from accounts.rules.problems import Problem

Say = Callable[[int], str]
Tell = Callable[[dict[str, Any]], str]

_HINTS: dict[str, Say] = {
    "password-short": lambda limit: _("At least %(limit)s characters", limit=limit),
    "password-one-kind": lambda limit: _(
        "Two or more of these: letters, numbers, symbols, punctuation. A space is a symbol"
    ),
    "password-known": lambda limit: _("Not your username, your name, a school or the district"),
    "password-common": lambda limit: _("Not a password that many people use"),
    "username-short": lambda limit: _("At least %(limit)s characters", limit=limit),
    "username-characters": lambda limit: _("Letters, digits, and these: . - _ @"),
}

_ERRORS: dict[str, Say] = {
    "password-short": lambda limit: _("Make the password longer: at least %(limit)s characters.", limit=limit),
    "password-long": lambda limit: _("Make the password shorter: at most %(limit)s characters.", limit=limit),
    "password-one-kind": lambda limit: _(
        "Add another kind of character to the password: letters, numbers, symbols or punctuation. A space is a symbol."
    ),
    "password-unspeakable": lambda limit: _("Use only characters that you can type and see in the password."),
    "password-known": lambda limit: _(
        "Choose a password that others cannot know: not your username, your name, a school or the district."
    ),
    "password-common": lambda limit: _("Many people use this password, so it is guessed first. Choose another."),
    "username-short": lambda limit: _("Make the username longer: at least %(limit)s characters.", limit=limit),
    "username-long": lambda limit: _("Make the username shorter: at most %(limit)s characters.", limit=limit),
    "username-characters": lambda limit: _(
        "Use letters of one alphabet, digits, and . - _ @ in the username, with no dot at either end."
    ),
    "email-unreadable": lambda limit: _("Write an email address such as name@example.org."),
}


def hint(asked: Problem) -> str:
    """What is asked, said beforehand beside the field."""
    return str(_HINTS[asked.code](asked.limit))


def error(found: Problem) -> str:
    """What to change."""
    return str(_ERRORS[found.code](found.limit))


def username_taken(free: Sequence[str]) -> str:
    """What to do when a user name is taken. `free` names may be shown to whoever has proved who they are (T12)."""
    if not free:
        return str(_("That username is taken. Choose another."))
    return str(_("That username is taken. These are free: %(names)s.", names=", ".join(free)))


def no_match() -> str:
    """One sentence for a wrong user name, a wrong password, a closed account and a wait (T12)."""
    return str(
        _(
            "The username and password do not match. Check both and try again. After several tries, wait a few "
            "minutes or use “Forgot your Password?”: that works at once."
        )
    )


def too_many_mails() -> str:
    """What to do when an address was asked to be confirmed again and again."""
    return str(_("Several mails are on their way already. Wait an hour, then try again."))


def not_the_password() -> str:
    """One sentence for a wrong current password and for a wait."""
    return str(_("That is not your current password. Type it again. After several tries, wait a few minutes."))


def here_as(kind: str) -> str:
    """With which of several accounts somebody is here."""
    return str(_HERE_AS[kind]())


def pages_of(kind: str) -> str:
    """What the other account leads to."""
    return str(_PAGES_OF[kind]())


def browser(sent: str) -> str:
    """`Chrome on Android`, for what a browser sent as its name."""
    found = named(sent)
    if not found.program:
        return str(_("A program we do not recognize"))
    if not found.system:
        return found.program
    return str(_("%(program)s on %(system)s", program=found.program, system=found.system))


_HERE_AS: dict[str, Callable[[], str]] = {
    "parent": lambda: _("You are here as a parent."),
    "student": lambda: _("You are here as a student."),
    "staff": lambda: _("You are here as staff."),
    "contact": lambda: _("You are here as a contact of your organization."),
}

_PAGES_OF: dict[str, Callable[[], str]] = {
    "parent": lambda: _("your family’s pages"),
    "student": lambda: _("your pages as a student"),
    "staff": lambda: _("your work pages"),
    "contact": lambda: _("your pages as a contact"),
}

_REFUSED: dict[str, Callable[[], str]] = {
    "password": lambda: _("Sign-in refused: the password was wrong."),
    "waiting": lambda: _("Sign-in refused: after several wrong passwords a wait was running."),
    "disabled": lambda: _("Sign-in refused: the account was closed."),
    "password-disabled": lambda: _("Sign-in refused: the password does not work any more."),
    "no-account": lambda: _("Sign-in refused."),
}

_ENDED: dict[str, Callable[[], str]] = {
    "signed-out": lambda: _("Signed out."),
    "ended-by-owner": lambda: _("Other devices were signed out from the list of devices."),
}

HAPPENINGS: dict[str, Tell] = {
    "account-created": lambda told: _("The account was made."),
    "account-disowned": lambda told: _("Closed through the notice: somebody else had made the account."),
    "account-given-up": lambda told: _("Closed for good by the help desk: its owner had lost every way in."),
    "account-reclaimed": lambda told: _("The account was made anew by its owner."),
    "session-started": lambda told: _("Signed in."),
    "sessions-ended": lambda told: _ended(told["because"]),
    "device-ended": lambda told: _("A device was signed out from the list of devices."),
    "sign-in-refused": lambda told: _REFUSED[told["reason"]](),
    "password-given-again": lambda told: _("The password was given again, for something that asks for it."),
    "current-password-refused": lambda told: _("In the settings, the current password was wrong."),
    "password-disabled": lambda told: _("After a hundred wrong passwords in a row the password stopped working."),
    "password-reset-asked": lambda told: _("A link for a new password was mailed to the recovery email."),
    "password-replaced": lambda told: _("A new password was set through a mailed link."),
    "password-changed": lambda told: _("The password was changed in the settings."),
    "username-changed": lambda told: _("The username was changed."),
    "usernames-asked": lambda told: _("The username was mailed to the recovery email."),
    "recovery-email-proposed": lambda told: _("A recovery email was given; a mail to confirm it went there."),
    "recovery-email-confirmed": lambda told: _("The recovery email was confirmed."),
    "recovery-email-removed": lambda told: _("The recovery email was removed."),
    "recovery-email-restored": lambda told: _("A change of the recovery email was undone from the address before."),
    "repair-made": lambda told: _repaired(told["repair"]),
    "language-changed": lambda told: _("The language was changed."),
    "account-closed": lambda told: _("The account was closed."),
    "account-reopened": lambda told: _("The account was opened again."),
}
"""What the audit tells of an account, as its owner reads it, by the name of the event."""


def happening(event: str, told: dict[str, Any], *, is_own: bool) -> str:
    """One line of the history."""
    sentence = str(HAPPENINGS[event](told))
    return sentence if is_own else str(_("%(what)s Done by the district.", what=sentence))


def _repaired(what: str) -> str:
    if what == "end-wait":
        return str(_("The help desk ended a wait after wrong passwords."))
    return str(_("The help desk helped with the account."))


def _ended(because: str) -> str:
    said = _ENDED.get(because)
    return str(said() if said else _("Every device was signed out."))

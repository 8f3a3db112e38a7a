"""Codes of the rules as sentences people read. Part of the face of accounts: other rooms say the same words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask_babel import gettext as _

from accounts.rules.problems import Problem

Say = Callable[[int], str]

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

"""What the help desk reads of invitations, given roles and contacts."""

from __future__ import annotations

from flask_babel import gettext as _

from accounts.rules.giving import GivingRefusal
from accounts.rules.invitations import InvitationState
from portal.rules.inviting import InvitingRefusal

STAMPS = {InvitationState.OPEN: "wait", InvitationState.USED: "good"}
"""How a state looks; what is not named here is over."""


def state(code: InvitationState) -> str:
    """What became of an invitation, in a word or two."""
    return str(_STATES[code]())


def stamp(code: InvitationState) -> str:
    """The state’s look for its tag."""
    return STAMPS.get(code, "")


def refused(code: InvitingRefusal) -> str:
    """Why nothing was done, and what to do next."""
    return str(_REFUSED[code]())


def not_given(code: GivingRefusal) -> str:
    """Why a role is neither given nor ended."""
    return str(_NOT_GIVEN[code]())


def role(name: str) -> str:
    """What a given role lets somebody do."""
    return str(_ROLES[name]()) if name in _ROLES else name


_STATES = {
    InvitationState.OPEN: lambda: _("Open"),
    InvitationState.USED: lambda: _("Used"),
    InvitationState.EXPIRED: lambda: _("Ran out"),
    InvitationState.SUPERSEDED: lambda: _("Ended by a newer one"),
    InvitationState.WITHDRAWN: lambda: _("Taken back"),
}

_REFUSED = {
    InvitingRefusal.NOBODY: lambda: _(
        "Nobody on record has that employee number. Look it up in human resources; somebody new comes in with the next "
        "import."
    ),
    InvitingRefusal.SEVERAL: lambda: _(
        "Several people on record have that number. Human resources must settle whose it is first."
    ),
    InvitingRefusal.NO_JOB: lambda: _(
        "This person has no job here, now or later, so no account is made. If that is wrong, human resources correct "
        "it."
    ),
    InvitingRefusal.HAS_ACCOUNT: lambda: _(
        "This person has an account already. On their page you can mail a link for a new password."
    ),
    InvitingRefusal.NO_EMAIL: lambda: _(
        "No work email is on file, so no invitation can be mailed. Ask human resources to add one."
    ),
    InvitingRefusal.NO_RIGHT: lambda: _(
        "Only a district administrator invites with roles. Invite without, or ask one. Nothing was changed."
    ),
    InvitingRefusal.OWN_FAMILY: lambda: _(
        "You do not invite yourself or your own family: ask a colleague. Nothing was changed."
    ),
    InvitingRefusal.NOT_OPEN: lambda: _("This invitation is not open any more. Nothing was changed."),
    InvitingRefusal.NO_CONTACT: lambda: _("This person is no contact any more. Nothing was changed."),
    InvitingRefusal.KNOWN_CONTACT: lambda: _(
        "Somebody with that address is a contact already. Send the invitation again in the list."
    ),
}

_NOT_GIVEN = {
    GivingRefusal.NO_SUCH_ROLE: lambda: _("There is no such role to give."),
    GivingRefusal.NO_RIGHT: lambda: _("Only a district administrator gives and ends roles."),
    GivingRefusal.ONESELF: lambda: _("Nobody gives themselves a role or ends one of their own: ask a colleague."),
    GivingRefusal.OWN_FAMILY: lambda: _("Nobody gives roles to their own family: ask a colleague."),
}

_ROLES = {
    "auditor": lambda: _("auditor: reads who had household access on any past day"),
    "confidential-addresses": lambda: _("confidential addresses: sees and sets them, beside household access"),
    "district-admin": lambda: _("district administrator: invites, gives roles, helps people get in"),
    "dots-admin": lambda: _("DoTS administrator: reviews household access"),
    "help-desk": lambda: _("help desk: helps people get in"),
    "registrar": lambda: _("registrar: chooses the organization’s authorized contacts"),
    "restrictions": lambda: _("restrictions: records and lifts court orders, beside household access"),
    "support-advisor": lambda: _("support advisor: works on the cases of the support desk"),
}

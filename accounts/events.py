"""What the audit tells of accounts. Never an address, a user name as typed, a password or a token."""

from __future__ import annotations

from dataclasses import dataclass

from foundation.audit import Event


@dataclass(frozen=True)
class AccountCreated(Event):
    person_id: int
    account_id: int
    kind: str


@dataclass(frozen=True)
class AccountDisowned(Event):
    """Its owner said, through the link of the notice, that somebody else had made the account; it is closed."""

    person_id: int
    account_id: int


@dataclass(frozen=True)
class AccountGivenUp(Event):
    """Its owner had lost every way in; the help desk closed it for good; a code from the office makes it anew."""

    person_id: int
    account_id: int


@dataclass(frozen=True)
class AccountReclaimed(Event):
    """A disowned or given up account was made anew by its owner, with another name and another password."""

    person_id: int
    account_id: int


@dataclass(frozen=True)
class StudentAccountsPrepared(Event):
    """User names were kept for students; whose and which stands in the record of prepared accounts."""

    how_many: int


@dataclass(frozen=True)
class PreparedUsernameReplaced(Event):
    """Somebody else had the prepared name when its account was to be made; another was kept."""

    person_id: int


@dataclass(frozen=True)
class SessionStarted(Event):
    person_id: int
    account_id: int
    session_id: int


@dataclass(frozen=True)
class SessionsEnded(Event):
    """`because`: signed-out, password-changed, password-reset, username-changed, recovery-email-undone, ended-by-owner,
    or what another room says."""

    person_id: int
    account_id: int
    how_many: int
    because: str


@dataclass(frozen=True)
class SignInRefused(Event):
    """The true reason, which the page never tells: no-account, password, password-disabled, disabled, waiting."""

    person_id: int | None
    account_id: int | None
    reason: str


@dataclass(frozen=True)
class DeviceEnded(Event):
    """The owner ended one session from the list of devices."""

    person_id: int
    account_id: int
    session_id: int


@dataclass(frozen=True)
class PasswordDisabled(Event):
    """After `throttling.MOST_IN_A_ROW` wrong ones in a row; it counts no more until it is set anew."""

    person_id: int
    account_id: int


@dataclass(frozen=True)
class PasswordGivenAgain(Event):
    """The password was given again at a signed-in browser, for a deed that asks for it."""

    person_id: int
    account_id: int


@dataclass(frozen=True)
class CurrentPasswordRefused(Event):
    """Somebody at a signed-in browser did not know the password."""

    person_id: int
    account_id: int


@dataclass(frozen=True)
class RecoveryEmailProposed(Event):
    """A link to confirm it was mailed; once more for each further mail."""

    person_id: int
    account_id: int


@dataclass(frozen=True)
class RecoveryEmailConfirmed(Event):
    person_id: int
    account_id: int


@dataclass(frozen=True)
class RecoveryEmailRemoved(Event):
    person_id: int
    account_id: int


@dataclass(frozen=True)
class RecoveryEmailRestored(Event):
    """By the link that the address before was mailed: it counts again, and every session ended."""

    person_id: int
    account_id: int


@dataclass(frozen=True)
class PasswordResetAsked(Event):
    person_id: int
    account_id: int


@dataclass(frozen=True)
class PasswordReplaced(Event):
    """Through a mailed link."""

    person_id: int
    account_id: int


@dataclass(frozen=True)
class PasswordChanged(Event):
    person_id: int
    account_id: int


@dataclass(frozen=True)
class UsernameChanged(Event):
    person_id: int
    account_id: int


@dataclass(frozen=True)
class UsernamesAsked(Event):
    person_id: int
    account_id: int


@dataclass(frozen=True)
class LanguageChanged(Event):
    person_id: int
    account_id: int
    language: str


@dataclass(frozen=True)
class StaffInvited(Event):
    """A link for making a staff account was given out; the older ones of that person ended. `roles` comma-joined."""

    person_id: int
    invitation_id: int
    roles: str


@dataclass(frozen=True)
class StaffInvitationWithdrawn(Event):
    """The link was taken back before it was used."""

    person_id: int
    invitation_id: int


@dataclass(frozen=True)
class ContactAdded(Event):
    """Somebody of another organization may have an account of kind contact."""

    person_id: int


@dataclass(frozen=True)
class ContactEnded(Event):
    """They may not any more; their account is closed, and their open invitation taken back."""

    person_id: int
    because: str


@dataclass(frozen=True)
class StaffInvitationUsed(Event):
    person_id: int
    account_id: int
    invitation_id: int


@dataclass(frozen=True)
class AccountRoleGiven(Event):
    person_id: int
    account_id: int
    role: str
    because: str = ""


@dataclass(frozen=True)
class AccountRoleEnded(Event):
    person_id: int
    account_id: int
    role: str
    because: str = ""


@dataclass(frozen=True)
class AccountClosed(Event):
    """Nobody can sign in with it until it is opened again."""

    person_id: int
    account_id: int


@dataclass(frozen=True)
class AccountReopened(Event):
    person_id: int
    account_id: int


@dataclass(frozen=True)
class RepairMade(Event):
    """The help desk did something for an account, or for a person’s way to one, and why, in its own words."""

    person_id: int
    account_id: int | None
    repair: str
    because: str


@dataclass(frozen=True)
class ProgramKeyMade(Event):
    """A program was given a key to read something here."""

    program: str
    right: str


@dataclass(frozen=True)
class ProgramKeyEnded(Event):
    """The key of a program opens nothing any more."""

    program: str

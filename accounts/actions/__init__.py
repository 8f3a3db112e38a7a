"""Deeds: decide, change, tell of the accounts floor."""

from accounts.actions.closing import close_account, reopen_account
from accounts.actions.contacts import NewContact, add_contact, end_contact
from accounts.actions.devices import end_device, end_other_devices
from accounts.actions.disowning import disown_account, give_up_account, issue_way_out
from accounts.actions.drafts import drop_draft, keep_draft
from accounts.actions.getting_back import ask_for_reset, ask_for_usernames, mail_reset_link, reset_password
from accounts.actions.given_roles import end_role, give_role
from accounts.actions.invitations import (
    Answers,
    Invitation,
    NoJob,
    accept_invitation,
    address_invited,
    invite,
    invite_contact,
    mail_contact_invitation,
    mail_invitation,
    tell_of_withdrawal,
    withdraw_invitation,
)
from accounts.actions.own_settings import (
    accept_current_password,
    change_language,
    change_password,
    change_username,
    prove,
    refuse_current_password,
)
from accounts.actions.preparing import foresee_students, prepare_again, prepare_students
from accounts.actions.programs import NameInUse, end_program_key, make_program_key, note_program_use
from accounts.actions.recovery_email import (
    confirm_recovery_email,
    mail_confirmation_again,
    propose_recovery_email,
    remove_recovery_email,
    undo_recovery_email,
)
from accounts.actions.registration import AlreadyHasAccount, UsernameTaken, create_account
from accounts.actions.repairs import Wish, note_repair, was_repaired
from accounts.actions.signing_in import NewSession, end_sessions, note_use, sign_in, sign_out
from accounts.actions.tries import (
    Admission,
    count_password_try,
    count_question,
    count_try,
    end_waits,
    refuse_sign_in,
    spend_try,
)

__all__ = [
    "Admission",
    "AlreadyHasAccount",
    "Answers",
    "Invitation",
    "NameInUse",
    "NewContact",
    "NewSession",
    "NoJob",
    "UsernameTaken",
    "Wish",
    "accept_current_password",
    "accept_invitation",
    "add_contact",
    "address_invited",
    "ask_for_reset",
    "ask_for_usernames",
    "change_language",
    "change_password",
    "change_username",
    "close_account",
    "confirm_recovery_email",
    "count_password_try",
    "count_question",
    "count_try",
    "create_account",
    "disown_account",
    "drop_draft",
    "end_contact",
    "end_device",
    "end_other_devices",
    "end_program_key",
    "end_role",
    "end_sessions",
    "end_waits",
    "foresee_students",
    "give_role",
    "give_up_account",
    "invite",
    "invite_contact",
    "issue_way_out",
    "keep_draft",
    "mail_confirmation_again",
    "mail_contact_invitation",
    "mail_invitation",
    "mail_reset_link",
    "make_program_key",
    "note_program_use",
    "note_repair",
    "note_use",
    "prepare_again",
    "prepare_students",
    "propose_recovery_email",
    "prove",
    "refuse_current_password",
    "refuse_sign_in",
    "remove_recovery_email",
    "reopen_account",
    "reset_password",
    "sign_in",
    "sign_out",
    "spend_try",
    "tell_of_withdrawal",
    "undo_recovery_email",
    "was_repaired",
    "withdraw_invitation",
]

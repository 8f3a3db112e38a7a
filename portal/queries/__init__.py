"""Reads of the family's room: codes and who needs one, the family's home, and what the help desk is shown."""

from portal.queries.asking import Addressee, Candidate, addresses_that_failed, who_is_meant
from portal.queries.campaigns import Invitation, people_to_invite
from portal.queries.codes import (
    Standing,
    live_codes,
    open_schools,
    schools,
    schools_named,
    standing_of,
    student_seen_by,
)
from portal.queries.funnel import figures, languages_counted, people_at, schools_to_choose
from portal.queries.home import ChildAtHome, Home, home_of
from portal.queries.office import (
    code_on_screen,
    people_meant,
    person_named,
    queue,
    request_named,
    school_named,
)
from portal.queries.ways_in import last_run

__all__ = [
    "Addressee",
    "Candidate",
    "ChildAtHome",
    "Home",
    "Invitation",
    "Standing",
    "addresses_that_failed",
    "code_on_screen",
    "figures",
    "home_of",
    "languages_counted",
    "last_run",
    "live_codes",
    "open_schools",
    "people_at",
    "people_meant",
    "people_to_invite",
    "person_named",
    "queue",
    "request_named",
    "school_named",
    "schools",
    "schools_named",
    "schools_to_choose",
    "standing_of",
    "student_seen_by",
    "who_is_meant",
]

"""Reads of the editor: whom one reaches, what a search shows, and a person, a family and a household in full."""

from household.editor.queries.briefs import PersonSeen
from household.editor.queries.changes import Change, Changes, changes_of_household, changes_of_person, latest
from household.editor.queries.facts import Fact, Facts
from household.editor.queries.families import Family, family_of
from household.editor.queries.households import HouseholdSeen, Member, facts_about_household, household
from household.editor.queries.looking import Line, Results, School, look_for, schools_of
from household.editor.queries.named import colleagues_named, schools_named
from household.editor.queries.people import Subject, subject
from household.editor.queries.person_facts import facts_about
from household.editor.queries.reach import Reader, people_in_reach
from household.editor.queries.ties import FLAGS, Order, Tie, adults_of, rows_between, ties_of

__all__ = [
    "FLAGS",
    "Change",
    "Changes",
    "Fact",
    "Facts",
    "Family",
    "HouseholdSeen",
    "Line",
    "Member",
    "Order",
    "PersonSeen",
    "Reader",
    "Results",
    "School",
    "Subject",
    "Tie",
    "adults_of",
    "changes_of_household",
    "changes_of_person",
    "colleagues_named",
    "facts_about",
    "facts_about_household",
    "family_of",
    "household",
    "latest",
    "look_for",
    "people_in_reach",
    "rows_between",
    "schools_named",
    "schools_of",
    "subject",
    "ties_of",
]

"""Reads of the editor: whom one reaches, what a search shows, and a person, a family and a household in full."""

from household.editor.queries.alike import Alike, Neighbour, PlaceAlike, people_alike, places_alike, traits_of
from household.editor.queries.briefs import PersonSeen
from household.editor.queries.changes import FEED, Change, Changes, changes_of_household, changes_of_person, latest
from household.editor.queries.drafts import OpenDraft, draft_of, drafts_of
from household.editor.queries.editing import (
    Sharing,
    address_by_id,
    contact_of,
    everyone_in,
    household_by_id,
    is_household_open,
    last_stay,
    person_by_id,
    phone_of,
    place_of,
    sharing,
)
from household.editor.queries.eligibility import bases_of, turning_18
from household.editor.queries.entering import HomeSeen, OnRecord, on_record
from household.editor.queries.facts import Fact, Facts
from household.editor.queries.families import Family, family_of
from household.editor.queries.households import HouseholdSeen, Member, facts_about_household, household
from household.editor.queries.looking import Line, Results, School, look_for, schools_of
from household.editor.queries.named import colleagues_named, schools_named
from household.editor.queries.people import Subject, subject
from household.editor.queries.person_facts import facts_about
from household.editor.queries.reach import Reader, people_in_reach, reached_among
from household.editor.queries.restrictions import OrderSeen, order_called, orders_about, orders_waiting
from household.editor.queries.ties import FLAGS, Order, Tie, adults_of, rows_between, ties_of

__all__ = [
    "FEED",
    "FLAGS",
    "Alike",
    "Change",
    "Changes",
    "Fact",
    "Facts",
    "Family",
    "HomeSeen",
    "HouseholdSeen",
    "Line",
    "Member",
    "Neighbour",
    "OnRecord",
    "OpenDraft",
    "Order",
    "OrderSeen",
    "PersonSeen",
    "PlaceAlike",
    "Reader",
    "Results",
    "School",
    "Sharing",
    "Subject",
    "Tie",
    "address_by_id",
    "adults_of",
    "bases_of",
    "changes_of_household",
    "changes_of_person",
    "colleagues_named",
    "contact_of",
    "draft_of",
    "drafts_of",
    "everyone_in",
    "facts_about",
    "facts_about_household",
    "family_of",
    "household",
    "household_by_id",
    "is_household_open",
    "last_stay",
    "latest",
    "look_for",
    "on_record",
    "order_called",
    "orders_about",
    "orders_waiting",
    "people_alike",
    "people_in_reach",
    "person_by_id",
    "phone_of",
    "place_of",
    "places_alike",
    "reached_among",
    "rows_between",
    "schools_named",
    "schools_of",
    "sharing",
    "subject",
    "ties_of",
    "traits_of",
    "turning_18",
]

"""xAPI 1.0.3: whether a statement is valid, what it says, and when two are the same. Values in, values out."""

from district.rules.xapi.meaning import Said, Verb, meaning_of
from district.rules.xapi.sameness import digest_of, id_of, with_id
from district.rules.xapi.shapes import Invalid
from district.rules.xapi.statements import check_statement

__all__ = ["Invalid", "Said", "Verb", "check_statement", "digest_of", "id_of", "meaning_of", "with_id"]

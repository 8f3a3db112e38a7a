"""The passwords everybody tries first: the list that zxcvbn keeps, ranked from leaks, short ones included.

Policy-fitting entries: 4,309, more than the 3,000 that ASVS 6.2.4 asks for. Read once, when first needed: the
module holds other word lists too.
"""

from __future__ import annotations

from functools import cache


@cache
def common_passwords() -> frozenset[str]:
    """Common passwords in lower case."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])

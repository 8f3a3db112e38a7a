"""The tally counts who is stuck on the way and who is at risk, too, from what is stored of how people stand.

Revision ID: 0031
Revises: 0030
"""

from collections import Counter
from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

STUCK_AFTER = {"in-progress": timedelta(days=30), "awaiting-approval": timedelta(days=14)}
AT_RISK_FOR = timedelta(days=31)

STANDING = sa.table(
    "access_standing",
    *(sa.column(name, sa.String()) for name in ("area", "state", "track")),
    *(sa.column(name, sa.Date()) for name in ("starts", "ends", "access_ends")),
)
TALLY = sa.table(
    "access_tally",
    *(sa.column(name, sa.String()) for name in ("area", "kind", "state", "track", "ends_by")),
    sa.column("day", sa.Date()),
    sa.column("change", sa.BigInteger()),
)


def upgrade() -> None:
    row, bind = STANDING.c, op.get_bind()
    alike = (row.area, row.state, row.track, row.starts, row.ends, row.access_ends)
    states = (*STUCK_AFTER, "recertify", "active")
    asked = sa.select(*alike, sa.func.count()).where(row.state.in_(states)).group_by(*alike)
    changed: Counter[tuple[str, str, str, date]] = Counter()
    for area, state, track, starts, ends, access_ends, number in bind.execute(asked):
        code = "stuck" if state in STUCK_AFTER else "at-risk"
        since = starts + STUCK_AFTER.get(state, timedelta(0))
        if state == "active":
            since = max(starts, access_ends - AT_RISK_FOR) if access_ends else ends
        if since is None or (ends is not None and ends <= since):
            continue
        changed[area, code, track, since] += number
        if ends is not None:
            changed[area, code, track, ends] -= number
    rows = [
        {"area": area, "kind": "watched", "state": code, "track": track, "ends_by": "", "day": day, "change": change}
        for (area, code, track, day), change in changed.items()
        if change
    ]
    if rows:
        bind.execute(sa.insert(TALLY), rows)


def downgrade() -> None:
    op.execute("DELETE FROM access_tally WHERE kind = 'watched'")

"""What stands in the demo: an incident of today, maintenance in ten days, and what is over."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import delete

from demo.supported import Supported
from foundation import clock, db
from foundation.audit import Actor
from foundation.outbox import Mail
from support.actions.status import NewNotice, post_notice, say_more
from support.models import StatusNotice
from support.rules.status import NoticeKind, System

HOUR, DAY, EVENING = timedelta(hours=1), timedelta(days=1), time(21)
LATE = NewNotice(
    NoticeKind.INCIDENT,
    System.MESSAGES,
    {"en": "Texts to families arrive late", "es": "Los mensajes de texto a las familias llegan tarde"},
    {
        "en": "Since this morning texts arrive up to an hour late. Mails and calls are not affected. Nothing is lost.",
        "es": "Desde esta mañana los mensajes de texto llegan hasta con una hora de retraso. Los correos y las "
        "llamadas no están afectados. No se pierde nada.",
    },
)
FOUND = {
    "en": "The carrier has found the cause and is working on it. Emergencies go as calls until then.",
    "es": "La compañía encontró la causa y trabaja en ella. Hasta entonces, las emergencias van como llamadas.",
}
SLOW = NewNotice(
    NoticeKind.INCIDENT,
    System.FAMILY_PORTAL,
    {"en": "The family portal is slow", "es": "El portal de familias está lento"},
    {"en": "Pages take up to a minute.", "es": "Las páginas tardan hasta un minuto."},
)
QUICK = {
    "en": "Pages are quick again. A backup had run in the day instead of the night.",
    "es": "Las páginas vuelven a ser rápidas. Una copia de seguridad corrió de día en lugar de noche.",
}
DOOR = NewNotice(
    NoticeKind.INCIDENT,
    System.SIGN_IN,
    {"en": "Some staff could not sign in", "es": "Parte del personal no podía iniciar sesión"},
    {
        "en": "The second step of the sign-in was refused to some colleagues.",
        "es": "A algunos colegas se les rechazaba el segundo paso del inicio de sesión.",
    },
)
OPEN = {"en": "Everybody can sign in again.", "es": "Todos pueden iniciar sesión de nuevo."}
DONE = {"en": "Done, ten minutes early.", "es": "Terminado, diez minutos antes."}


def some_notices(desk: Supported, *, at: datetime) -> None:
    """Post them into the open transaction as the advisor, each at its own moment."""
    by = Actor("account", account_id=desk.accounts["tomas"], person_id=desk.people["tomas"].id)
    _over(DOOR, "door", OPEN, by=by, posted=at - 88 * DAY, closed=at - 88 * DAY + 3 * HOUR)
    past, to_come = _night(at - 40 * DAY), _night(at + 10 * DAY)
    if past.until_at is not None:
        _over(past, "night", DONE, by=by, posted=at - 54 * DAY, closed=past.until_at - timedelta(minutes=10))
    _over(SLOW, "slow", QUICK, by=by, posted=at - 12 * DAY, closed=at - 12 * DAY + 2 * HOUR)
    _post(to_come, "next-night", by=by, at=at - 4 * DAY)
    late = _post(LATE, "late", by=by, at=at - 2 * HOUR)
    say_more(late, FOUND, closes=False, key="demo-late-found", by=by, at=at - HOUR)
    db.session().execute(
        delete(Mail).where(Mail.template == "support-incident", Mail.expires_at <= at)
    )  # left long ago


def _night(moment: datetime) -> NewNotice:
    """Two hours of maintenance in the evening of that day."""
    starts = datetime.combine(clock.day_of(moment), EVENING, clock.zone()).astimezone(UTC)
    return NewNotice(
        NoticeKind.MAINTENANCE,
        System.EVERYTHING,
        {"en": "Maintenance of the database", "es": "Mantenimiento de la base de datos"},
        {
            "en": "Nobody can sign in meanwhile. What families send to schools before or after is not affected.",
            "es": "Mientras tanto nadie puede iniciar sesión. Lo que las familias envíen antes o después no se afecta.",
        },
        starts,
        starts + 2 * HOUR,
    )


def _over(new: NewNotice, key: str, last: dict[str, str], *, by: Actor, posted: datetime, closed: datetime) -> None:
    notice = _post(new, key, by=by, at=posted)
    say_more(notice, last, closes=True, key=f"demo-{key}-over", by=by, at=closed)


def _post(new: NewNotice, key: str, *, by: Actor, at: datetime) -> StatusNotice:
    posted = post_notice(new, key=f"demo-{key}", by=by, at=at)
    if not isinstance(posted, StatusNotice):
        raise TypeError(f"The demo posts no notice that is refused: {posted}.")
    db.session().flush()
    return posted

"""T55 in small: web processes and two workers on one database, right under load, one of each killed in the middle."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import signal
import socket
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from accounts import hashing
from accounts.actions.asking import RESET
from accounts.models import Account, SessionRecord
from demo import people, places
from demo.world import World
from foundation import audit, clock, db, jobs, outbox, sealer
from foundation.settings import Settings
from portal import actions
from portal.models import ActivationCode
from portal.rules import codes
from portal.rules.codes import Delivery, Kind
from tests.mail_sink import Sink, free_port, standing
from tests.processes import BIN, environment, run, start
from tests.visitor import ServerLost, Visitor

FAMILIES = 12
WEB_PROCESSES = 3
PASSWORD = "quiet river 9"
BY = audit.command("test")
MORTAL = "tests/attacks/mortal.py"


@dataclasses.dataclass(frozen=True)
class Guardian:
    """Who comes, and the marker that stands on her pages and on nobody else's."""

    username: str
    marker: str


def until(is_so: Callable[[], bool], *, within: float = 90.0) -> None:
    ends = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < ends, "It did not come about in time."
        time.sleep(0.05)


@pytest.fixture
def guardians(database: Engine) -> list[Guardian]:
    password_hash = hashing.hash_of(PASSWORD)
    found = []
    with db.transaction():
        school = places.a_school("Ridgeline High School")
        for number in range(FAMILIES):
            guardian = Guardian(f"guardian{number:02d}", f"MARKER{number:02d}")
            child = people.a_student("Leo", guardian.marker, school=school, grade="10")
            adult = people.a_guardian("Ana", f"Lopez{number:02d}", of=[child], language="en")
            people.an_account(
                adult,
                "parent",
                username=guardian.username,
                password_hash=password_hash,
                recovery_email=f"{guardian.username}@example.org",
            )
            found.append(guardian)
    return found


class Visits:
    """Every guardian signs in, reads, asks for a link and signs out, all at once and until it succeeded."""

    def __init__(self, guardians: list[Guardian], port: int) -> None:
        self._guardians, self._port = guardians, port
        self.done, self.wrong = list[str](), list[str]()
        self._threads = [threading.Thread(target=self._visit, args=(each,)) for each in guardians]

    def begin(self) -> None:
        for each in self._threads:
            each.start()

    def end(self) -> None:
        for each in self._threads:
            each.join()

    def _visit(self, guardian: Guardian) -> None:
        try:
            visitor = Visitor(self._port)
            self._deed(
                lambda: visitor.send("/sign-in", username=guardian.username, password=PASSWORD).path == "/portal/"
            )
            home = visitor.open("/portal/").text
            self._deed(lambda: visitor.send("/forgot-password", username=guardian.username).status == 200)
            seen = [each.marker for each in self._guardians if each.marker in home]
            if seen != [guardian.marker]:
                self.wrong.append(f"{guardian.username} sees {seen}")
        except Exception as problem:
            self.wrong.append(f"{guardian.username}: {problem!r}")
        self.done.append(guardian.username)

    def _deed(self, deed: Callable[[], bool]) -> None:
        while True:
            with contextlib.suppress(ServerLost):
                assert deed()
                return


@contextlib.contextmanager
def web(settings: Settings, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Gunicorn as in production; the app is loaded once and its processes are forked."""
    options = ("--bind", f"127.0.0.1:{port}", "--workers", str(WEB_PROCESSES), "--threads", "4", "--preload")
    process = subprocess.Popen(
        [BIN / "gunicorn", *options, "--log-level", "critical", "app:create_app()"], env=environment(settings)
    )
    try:
        until(lambda: answers(port))
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def count(of: Any, *where: Any) -> int:
    db.close()
    return db.session().scalar(select(func.count()).select_from(of).where(*where)) or 0


def still_open(*, leased: bool) -> int:
    """Jobs and mails neither done nor parked: those a worker holds, or those nobody does."""
    queues = (jobs.QUEUE, outbox.QUEUE)
    held = [queue.table.c.leased_until.is_not(None) == leased for queue in queues]
    return sum(count(queue.table, queue.is_open, each) for queue, each in zip(queues, held, strict=True))


def post_mail() -> None:
    with db.transaction():
        outbox.post("password-changed", to="ana@example.org", language="en", at=clock.now(), username="ana")


@contextlib.contextmanager
def working(settings: Settings, sink: Sink) -> Iterator[subprocess.Popen[str]]:
    """A worker that hands its mails to `sink`."""
    process = start(dataclasses.replace(settings, mail=sink.url), "worker")
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_nothing_is_lost_doubled_or_mixed_up_when_one_of_each_is_killed(
    settings: Settings, database: Engine, guardians: list[Guardian]
) -> None:
    killed_sink, other_sink, port = Sink(), Sink(), free_port()
    visits = Visits(guardians, port)
    with standing(killed_sink), standing(other_sink), web(settings, port) as server:
        with working(settings, killed_sink) as killed, working(settings, other_sink) as other:
            meet_both(killed_sink, other_sink)
            killed_sink.before_answer = killed.kill
            visits.begin()
            until(lambda: len(visits.done) >= FAMILIES // 3)
            os.kill(children_of(server)[0], signal.SIGKILL)
            visits.end()
            until(lambda: has_ended(killed))
            until(lambda: still_open(leased=False) == 0)
            other.send_signal(signal.SIGTERM)
            assert other.wait(timeout=30) == 0
        later = clock.now() + max(jobs.QUEUE.lease, outbox.QUEUE.lease)
        last = run(dataclasses.replace(settings, mail=other_sink.url), "worker", "--once", now=later)
        assert last.returncode == 0, last.stderr

    assert visits.wrong == []
    assert_each_is_told_once()
    assert_each_mail_came(killed_sink, other_sink)


def meet_both(*sinks: Sink) -> None:
    """Mail after mail, until each worker has shown itself."""
    while not all(sink.received for sink in sinks):
        waiting = count(outbox.Mail, outbox.Mail.sent_at.is_(None))
        if waiting < len(sinks):
            post_mail()
        time.sleep(0.05)


def has_ended(worker: subprocess.Popen[str]) -> bool:
    """It ends at the next mail it delivers; see to it that there is one."""
    if worker.poll() is None and still_open(leased=False) == 0:
        post_mail()
    return worker.poll() is not None


def assert_each_is_told_once() -> None:
    """A session and its entry in the audit, a question and its answer: both or neither."""
    db.close()
    told = Counter(db.session().scalars(select(audit.AuditEntry.event)))
    asked = count(jobs.Job, jobs.Job.kind == RESET)

    assert told["session-started"] == count(SessionRecord) >= FAMILIES
    assert FAMILIES <= asked == count(outbox.Mail, outbox.Mail.template == "reset-password")
    assert told["password-reset-asked"] == asked
    assert (still_open(leased=True), still_open(leased=False)) == (0, 0)
    assert count(jobs.Job, jobs.Job.parked_at.is_not(None)) == 0
    assert sealer.verify().broken == ""


def assert_each_mail_came(killed_sink: Sink, other_sink: Sink) -> None:
    """At least once, under one Message-ID; only the mail in the killed worker's hand came twice."""
    db.close()
    came = Counter(killed_sink.ids() + other_sink.ids())
    written = set(db.session().scalars(select(outbox.Mail.message_id)))

    assert {each.strip("<>").split("@")[0] for each in came} == written
    assert [each for each, times in came.items() if times > 1] == killed_sink.ids()[-1:]
    assert max(came.values()) == 2


DEATHS = ("UPDATE activation_code", "INSERT INTO account ", "INSERT INTO audit_entry", "INSERT INTO mail", "ANSWER")


def test_a_web_process_killed_in_a_post_leaves_before_or_after(settings: Settings, world: World) -> None:
    """Activation writes a code, an account, the audit and mails. It dies after each of them in turn."""
    code = letter_to(world.denise.id, settings)
    ports = [free_port() for _ in (*DEATHS, "")]
    with mortals(settings, dict(zip(ports, (*DEATHS, ""), strict=True))):
        visitor = Visitor(ports[-1])
        visitor.send("/portal/activate", code=code)
        for port, death in zip(ports, DEATHS, strict=False):
            visitor.port = port
            with pytest.raises(ServerLost):
                activate(visitor)
            assert traces(world.denise.id) == ((1, 1, 1, 1) if death == "ANSWER" else (0, 0, 0, 0)), death
        visitor.port = ports[-1]
        assert "does not open an account" in visitor.send("/portal/activate", code=code).text


def letter_to(person_id: int, settings: Settings) -> str:
    with db.transaction():
        issued = actions.issue_code(
            person_id, kind=Kind.PARENT, delivery=Delivery.LETTER, settings=settings, by=BY, at=clock.now()
        )
    return codes.grouped(issued.code)


def activate(visitor: Visitor) -> None:
    password, email = "seven green herons", "denise@example.org"
    visitor.send(
        "/portal/activate/account",
        username="denise.c",
        password=password,
        confirm_password=password,
        recovery_email=email,
        confirm_recovery_email=email,
    )


def traces(person_id: int) -> tuple[int, ...]:
    """Codes used, accounts made, deeds told, and mails that ask to confirm the address."""
    told = audit.AuditEntry.event == "account-activated"
    return (
        count(ActivationCode, ActivationCode.person_id == person_id, ActivationCode.used_at.is_not(None)),
        count(Account, Account.person_id == person_id),
        count(audit.AuditEntry, audit.AuditEntry.person_id == person_id, told),
        count(outbox.Mail, outbox.Mail.template == "confirm-recovery-email"),
    )


@contextlib.contextmanager
def mortals(settings: Settings, deaths: dict[int, str]) -> Iterator[None]:
    """A web process at each port; where words are given, it dies at them."""
    arguments = [f"{port}={words}" for port, words in deaths.items()]
    process = start(settings, MORTAL, *arguments, stdin=subprocess.PIPE)
    try:
        until(lambda: all(answers(port) for port in deaths))
        yield
    finally:
        process.communicate("")

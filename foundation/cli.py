"""Commands of the house itself (schema, mail, worker, audit), and how every command says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import func, select

from foundation import (
    audit,
    backups,
    bounces,
    clock,
    db,
    jobs,
    logs,
    nightly,
    outbox,
    postman,
    schema,
    sealer,
)
from foundation.plainly import BEHIND, what_is_wrong
from foundation.worker import SchemaBehind, Worker, do_next_job

SHOWN = 200

database = AppGroup("db", help="The database and its schema.")
mail = AppGroup("mail", help="The outbox and its mails.")
queued = AppGroup("jobs", help="Queued work.")
trail = AppGroup("audit", help="The audit and its seals.")


@database.command("upgrade")
def upgrade() -> None:
    """Bring the database to the current schema. Safe to run again."""
    schema.upgrade(db.engine())
    click.echo(f"The database stands at {schema.head()}.")


@database.command("check")
def check() -> None:
    """Say whether the database has the current schema. Exits 1 when it does not."""
    if schema.is_behind(db.engine()):
        raise click.ClickException(BEHIND)
    click.echo(f"The database stands at {schema.head()}, which is current.")


@mail.command("send")
def send() -> None:
    """Deliver what waits in the outbox once, answers that are still to be written included, and end."""
    while do_next_job(jobs.mail_writers):
        pass
    result = postman.deliver(current_app)
    click.echo(f"{result.sent} sent, {result.failed} failed, {result.parked} parked")
    if result.parked:
        click.echo("What was parked is not tried again. flask mail list says why.")
    if result.away:
        raise click.ClickException(f"Mails cannot be delivered now and stay in the outbox. {result.away}")


@mail.command("list")
def list_mails() -> None:
    """Show the mails that wait and those that were parked, without their secrets."""
    _list(
        outbox.QUEUE,
        lambda row: f"{row.template} to {row.to_address}",
        waiting="Mails waiting: {}",
        parked="Mails parked: {}",
    )


@mail.command("bounces")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def read_bounces(folder: Path) -> None:
    """Read the reports of mails that came back (RFC 3464) in FOLDER or a Maildir, and mark those mails. The files stay
    as they are; reading them again changes nothing."""
    with db.transaction():
        read = bounces.read_folder(folder, at=clock.now())
    click.echo(f"{read.marked} came back, {read.known} known before, {read.other} other files")


@queued.command("list")
def list_jobs() -> None:
    """Show the jobs that wait and those that were parked."""
    _list(jobs.QUEUE, lambda row: str(row.kind), waiting="Jobs waiting: {}", parked="Jobs parked: {}")


@click.command("worker")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@with_appcontext
def work(once: bool) -> None:
    """Deliver mails, do queued jobs and seal the audit until stopped."""
    worker = Worker(current_app)
    try:
        worker.run_once() if once else worker.run()
    except SchemaBehind as problem:
        raise click.ClickException(BEHIND) from problem


@click.command("backup")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def back_up(path: Path) -> None:
    """Write the whole database, as it is at one moment, to a new FILE. Others go on working."""
    with _saying("Looking") as tell, _faults():
        size = backups.make(path, by=audit.command("backup"), at=clock.now(), tell=tell)
    click.echo(f"{path} holds the whole database ({size / 1e6:,.1f} MB). It was read back and is whole.")
    click.echo("Guard it as you guard the database. HEARTH_SECRET_KEY is not in it; keep that elsewhere.")


@click.command("restore")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", "replacing", is_flag=True, help="Lose the records the database holds now.")
@with_appcontext
def restore(path: Path, replacing: bool) -> None:
    """Hold what the backup FILE holds, at the current schema. It happens whole or not at all.

    What was open in the backup and may have been used since no longer works: sessions, links, codes. Mails and jobs
    that waited are parked.
    """
    revived = current_app.extensions[backups.REVIVED]
    with _saying("Looking") as tell, _faults():
        settled = backups.restore(
            path, replacing=replacing, revived=revived, by=audit.command("restore"), at=clock.now(), tell=tell
        )
    click.echo(f"The database holds what {path} holds, at schema {schema.head()}.")
    ended = ", ".join(f"{number} {what}" for what, number in settled.items() if number)
    click.echo(f"Put to rest, because it may have been used since: {ended or 'nothing'}.")
    click.echo("flask mail list and flask jobs list show what waited. docs/operations.md says what to look at next.")


@click.command("nightly")
@click.pass_context
@with_appcontext
def do_the_night_s_work(context: click.Context) -> None:
    """Do everything that a new day asks for, now. Safe to run twice, and late; what fails keeps nothing else back."""
    failed = False
    for name, did, problem in nightly.run():
        if problem is None:
            click.echo(f"{name}: {did}")
            continue
        failed = True
        sentence = what_is_wrong(problem) or f"{type(problem).__name__}: {logs.without_rows(str(problem))}"
        click.echo(f"{name} failed. {sentence}", err=True)
    if failed:
        context.exit(1)


@trail.command("seal")
def seal() -> None:
    """Chain every audit entry that is not sealed yet."""
    with _progress() as shown:
        task = shown.add_task("Sealing", total=None)
        done = sealer.seal(at=clock.now(), thoroughly=True, progress=lambda n: shown.advance(task, n))
    click.echo(f"{done} entries sealed")


@trail.command("verify")
def verify() -> None:
    """Prove that no sealed audit entry was changed or removed. Exits 1 and names the first that was."""
    with _progress() as shown:
        task = shown.add_task("Verifying", total=None)
        found = sealer.verify(progress=lambda n: shown.advance(task, n))
    if found.broken:
        raise click.ClickException(f"The chain is broken. {found.broken} {found.sealed} entries before it are whole.")
    click.echo(f"{found.entries} entries, {found.sealed} sealed, chain whole")
    click.echo(f"Head: {found.head}")


def install(app: Flask) -> None:
    """Hang the house's commands on `flask`."""
    for each in (database, mail, queued, trail, work, do_the_night_s_work, back_up, restore):
        app.cli.add_command(each)


def _list(queue: Any, title: Callable[[Any], str], *, waiting: str, parked: str) -> None:
    c = queue.table.c
    for sentence, wanted in ((waiting, queue.is_open), (parked, c.parked_at.is_not(None))):
        click.echo(sentence.format(db.session().scalar(select(func.count(c.id)).where(wanted))))
        for row in db.session().execute(select(c).where(wanted).order_by(c.id).limit(SHOWN)):
            tried = f", {_tries(row.attempts)}: {row.last_error}" if row.last_error else ""
            click.echo(f"  {row.id}  {title(row)}, since {getattr(row, queue.due):%Y-%m-%d %H:%M} UTC{tried}")


def _tries(number: int) -> str:
    return "tried once" if number == 1 else f"tried {number} times"


@contextmanager
def _saying(first: str) -> Iterator[backups.Tell]:
    """Tell a terminal what is being done."""
    with _progress() as shown:
        task = shown.add_task(first, total=None)
        yield lambda said: shown.update(task, description=said)


@contextmanager
def _faults() -> Iterator[None]:
    """What is wrong with a file or a backup, as one sentence."""
    try:
        yield
    except backups.BackupFault as problem:
        raise click.ClickException(str(problem)) from problem
    except OSError as problem:
        raise click.ClickException(f"{problem.filename}: {problem.strerror}.") from problem


def _progress() -> Progress:
    """A bar on a terminal, silence elsewhere."""
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)

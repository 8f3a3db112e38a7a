"""Commands of this room: `flask codes issue`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from district.queries import Entitled, sight_policy
from foundation import audit, clock, db
from foundation.settings import Settings
from portal import queries, words
from portal.actions import campaigns
from portal.actions.campaigns import CodesMeanwhile, Ticket
from portal.jobs.campaigns import letters_in_every_language
from portal.letters import files
from portal.letters.files import Coded, Drafts
from portal.queries import Invitation
from portal.rules.codes import Delivery, Kind

KIND_OF = {"guardians": Kind.PARENT, "students": Kind.STUDENT}
BY = audit.command("codes issue")

codes = AppGroup("codes", help="Activation codes.")


@codes.command("issue")
@click.option("--audience", type=click.Choice(list(KIND_OF)), required=True, help="Who gets codes.")
@click.option("--school", "school", metavar="ID", help="Only those of one school: its id here or in the feed.")
@click.option(
    "--not-activated",
    "not_activated",
    type=click.Choice(("people", "households")),
    default="people",
    help="People without an account (always), or only of households where nobody has one. Who is in no household "
    "on record counts as one with those linked by a shared child.",
)
@click.option("--deliver", type=click.Choice(("letter", "email")), required=True, help="On paper or by e-mail.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="FILE.pdf for letters, FILE.csv for a mail house. With --deliver email: FILE.csv of those without an e-mail.",
)
@click.option("--dry-run", is_flag=True, help="Print the counts and change nothing.")
@click.option("--reissue", is_flag=True, help="Also those whose code still works; that code ends. May replace FILE.")
def issue(
    audience: str, school: str | None, not_activated: str, deliver: str, out: Path | None, dry_run: bool, reissue: bool
) -> None:
    """Give everyone entitled, without an account and without a working code, a code of their own."""
    settings: Settings = current_app.config["HEARTH"]
    kind, delivery = KIND_OF[audience], Delivery(deliver)
    _check_file(delivery, out, dry_run=dry_run)
    at = clock.now()
    known = queries.live_codes(kind, at=at)
    invited = queries.people_to_invite(
        kind,
        school_id=_school_id(school),
        whole_households=not_activated == "households",
        reissue=reissue,
        on=clock.today(),
        at=at,
        policy=sight_policy(settings),
    )
    db.close()
    _print_counts(audience, invited, known, whole_households=not_activated == "households")
    _warn_of_own_address(settings)
    run = campaigns.Run(kind, delivery, at=at, by=BY, settings=settings, known=frozenset(known.values()))
    deed = _send if delivery is Delivery.EMAIL else _print
    try:
        deed(run, invited.people, out, dry_run=dry_run, reissue=reissue)
    except CodesMeanwhile:
        click.echo("Another run issued codes to these people meanwhile. Nothing was stored; run it again.", err=True)
        raise SystemExit(1) from None
    except FileExistsError as left:
        click.echo(f"{left.filename} is left from a run that was cut off. Nothing was stored. {_AFTER_A_CUT}", err=True)
        raise SystemExit(1) from None
    except FileNotFoundError:
        click.echo(f"The folder of {out} does not exist. Nothing was stored. Make it, or name another.", err=True)
        raise SystemExit(1) from None
    except OSError as refused:
        click.echo(f"{refused.filename or out} cannot be written: {refused.strerror}. Nothing was stored.", err=True)
        raise SystemExit(1) from None


_AFTER_A_CUT = "If its codes work, rename it and use it; if not, delete it. Then run again."


def install(app: Flask) -> None:
    """Hang this room's commands on `flask`."""
    app.cli.add_command(codes)


def _check_file(delivery: Delivery, out: Path | None, *, dry_run: bool) -> None:
    if out is None:
        if delivery is Delivery.LETTER and not dry_run:
            raise click.UsageError("--deliver letter needs --out FILE.pdf or --out FILE.csv.")
        return
    kinds = (".csv",) if delivery is Delivery.EMAIL else (".pdf", ".csv")
    if out.suffix.lower() not in kinds:
        raise click.UsageError(f"--out must end in {' or '.join(kinds)}.")


def _school_id(name: str | None) -> int | None:
    if name is None:
        return None
    found = queries.schools_named(name)
    if len(found) != 1:
        said = "No school has" if not found else "More than one school has"
        known = "".join(f"\n  {public_id}  {title}" for public_id, title in queries.schools())
        raise click.UsageError(f"{said} the id {name!r}. Give the school's id in Hearth:{known}")
    return found[0]


def _warn_of_own_address(settings: Settings) -> None:
    """Letters with the address a machine calls itself by look right, and open nothing at a family's home."""
    if urlsplit(settings.public_url).hostname in ("127.0.0.1", "localhost", "::1"):
        click.echo(
            f"The links point to {settings.public_url}, which only this machine can open. "
            "Set HEARTH_PUBLIC_URL to the address families use before you send any.",
            err=True,
        )


def _print_counts(audience: str, invited: Invitation, known: Mapping[int, int], *, whole_households: bool) -> None:
    """The counts, of living codes too where `--reissue` ends them."""
    to_end = sum(each.person_id in known for each in invited.people)
    click.echo(f"{invited.entitled:>9,} {audience} entitled to an account")
    for reason, number in invited.refused.most_common():
        click.echo(f"{number:>9,} not entitled: {words.not_entitled(reason)}")
    click.echo(f"{invited.have_account:>9,} have an account already")
    if whole_households:
        click.echo(f"{invited.household_has_account:>9,} without one, in a household where somebody has one")
    click.echo(
        f"{to_end:>9,} have a code that still works; a new one ends it"
        if to_end
        else f"{invited.code_is_alive:>9,} have a code that still works"
    )
    click.echo(f"{len(invited.people):>9,} to get a code")


def _print(run: campaigns.Run, people: tuple[Entitled, ...], out: Path | None, *, dry_run: bool, reissue: bool) -> None:
    if dry_run or out is None:
        return
    is_table = out.suffix.lower() == ".csv"
    finals = [out] if is_table else files.names_of_parts(out, len(people))
    taken = [each for each in finals if each.exists()]
    if taken and people and not reissue:
        raise click.UsageError(f"{taken[0]} exists, and its codes may be in the post. Name another file.")
    if not people and (taken or not is_table):
        click.echo("Nobody needs a code; no file was written.")
        return
    with Drafts() as drafts, _bar(len(people)) as bar:
        task = bar.add_task("Letters", total=len(people))
        tickets = [run.ticket(each) for each in people]
        coded = [Coded(each.person, each.shown, each.url) for each in tickets]
        fell_back: list[str] = []
        if is_table:
            files.write_table(drafts, out, coded, last_day=run.last_day, advance=lambda n: bar.advance(task, n))
        else:
            texts = letters_in_every_language(run)
            fell_back = files.write_letters(
                drafts, out, coded, texts, district=run.settings.district_name, advance=lambda n: bar.advance(task, n)
            )
        with db.transaction():
            run.keep(tickets)
        written = drafts.finish()
    for each in written:
        click.echo(f"Written: {each}")
    if fell_back:
        click.echo(f"{len(fell_back):>9,} letters lost a character that no font here has. Look at these people's:")
        for public_id in fell_back:
            click.echo(f"          {public_id}")


def _send(run: campaigns.Run, people: tuple[Entitled, ...], out: Path | None, *, dry_run: bool, reissue: bool) -> None:
    reached = [each for each in people if each.email]
    missed = [each for each in people if not each.email]
    click.echo(f"{len(reached):>9,} of them by e-mail")
    click.echo(f"{len(missed):>9,} without an e-mail on file")
    if dry_run:
        return
    if out is not None and out.exists() and not reissue:
        raise click.UsageError(f"{out} exists. Name another file.")
    with Drafts() as drafts, _bar(len(reached)) as bar:
        task = bar.add_task("Mails", total=len(reached))
        if out is not None:
            files.write_unreached(drafts, out, missed)
        tickets: list[Ticket] = [run.ticket(each) for each in reached]
        with db.transaction():
            run.keep(tickets, advance=lambda n: bar.advance(task, n))
        written = drafts.finish()
    click.echo(f"{len(tickets):>9,} mails wait in the outbox")
    for each in written:
        click.echo(f"Written: {each}")
    for person in missed if out is None else ():
        click.echo(f"No e-mail on file: {person.public_id} {person.full_name}")


def _bar(total: int) -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal or not total)

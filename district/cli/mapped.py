"""The `--mapping` of feeds whose headings differ from district to district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click
from flask import current_app

from district.feeds.columns import Column
from district.feeds.mappings import NoMapping, find, read_mapping
from foundation.settings import Settings

mapping_option = click.option(
    "--mapping",
    "wanted_mapping",
    metavar="NAME",
    help="A saved mapping of headings: a TOML file, or the name of one in instance/mappings.",
)


def mapping(wanted: str | None, columns: Sequence[Column]) -> Mapping[str, str]:
    """The headings of the mapping asked for; it is wrong usage to ask for one that cannot be used."""
    settings: Settings = current_app.config["HEARTH"]
    if wanted is None:
        return {}
    try:
        return read_mapping(find(wanted, instance=settings.instance), columns)
    except NoMapping as problem:
        raise click.BadParameter(str(problem), param_hint="--mapping") from problem

"""Cells that say money, as cents, or a number; and texts that a spreadsheet would run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from district.feeds.cells import BLANK, Verdict
from district.feeds.columns import Column
from district.feeds.readers import RememberingReader
from district.feeds.report import shown
from district.feeds.rows import Bad, RowReading
from foundation.sheets import FORMULA_STARTS

MOST_CENTS = 9_999_999
_PLAIN = re.compile(r"\d{1,5}(?:\.\d{2})?", re.ASCII)
_SPELLED = re.compile(r"\$? ?(\d{1,3}(?:,\d{3})+|\d{1,5})(?:\.(\d{1,2}))?", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})?", re.ASCII)
_BELOW = re.compile(r"-\s*\$?\s*[\d.,]+|\$?\s*-\s*[\d.,]+|\([\s$]*[\d.,]+\s*\)", re.ASCII)


class MoneyReading(RowReading):
    """A reading of amounts (`money`), of `numbers`, and of `texts` that may not begin like a formula (T23)."""

    money: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for column in given[1]:
            if column.name in self.money:
                self.readers[self.names.index(column.name)] = RememberingReader(partial(amount, column))
            elif column.name in self.numbers:
                self.readers[self.names.index(column.name)] = RememberingReader(partial(number, column))

    def _judge(self, columns: Sequence[Sequence[str]], bad: Bad) -> None:
        super()._judge(columns, bad)
        for name in self.texts:
            for place, cell in enumerate(columns[self.names.index(name)]):
                if cell.startswith(FORMULA_STARTS):
                    message = f"{name} {shown(cell)} begins like a formula of a spreadsheet. Write it as plain words."
                    bad.setdefault(place, ("formula", message))


def amount(column: Column, cell: str) -> Verdict:
    """Dollars as cents: `12.50` is `1250`. Nothing below zero, and nothing that would have to be guessed."""
    value = cell.strip()
    if not value:
        return _blank(column)
    if _BELOW.fullmatch(value):
        message = f"{column.name} {shown(value)} is below zero. Write what is owed; mark a fee that is not as waived."
        return Verdict("", "bad", "negative-amount", message)
    found = _SPELLED.fullmatch(value)
    cents = _cents(found[1], found[2]) if found else MOST_CENTS + 1
    if cents > MOST_CENTS:
        message = f"{column.name} {shown(value)} is no amount in dollars. Write it as 12.50."
        return Verdict("", "bad", "unreadable-amount", message)
    if _PLAIN.fullmatch(value):
        return Verdict(str(cents))
    said = f"{cents // 100}.{cents % 100:02}"
    message = f"{column.name} {shown(value)} was read as {said}. Write it as {said}."
    return Verdict(str(cents), "warning", "amount-spelling", message)


def number(column: Column, cell: str) -> Verdict:
    """A number from zero up, of three places at most after the point."""
    value = cell.strip()
    if not value:
        return _blank(column)
    if not _NUMBER.fullmatch(value):
        message = f"{column.name} {shown(value)} is no number from zero up. Write it as 0.5."
        return Verdict("", "bad", "unreadable-number", message)
    return Verdict(value)


def _blank(column: Column) -> Verdict:
    if column.must_be_filled:
        return Verdict("", "bad", "required-cell-empty", f"The cell {column.name} is empty. Fill it.")
    return BLANK


def _cents(dollars: str, cents: str | None) -> int:
    return int(dollars.replace(",", "")) * 100 + int((cents or "0").ljust(2, "0"))

"""Statements that every page says: written once, and asked without what only records need.

What SQLAlchemy does to look for records in rows, and to hand a database the constants of a long statement one by one,
takes longer than the database does for the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from sqlalchemy import BindParameter, ColumnElement, Executable, Result, literal_column
from sqlalchemy.sql import visitors

from foundation import db

Asked = TypeVar("Asked", bound=Executable)


def statement(asked: Asked) -> Asked:
    """The same, saying its own constants itself. What it is given by name when it is asked stays so."""
    return cast(Asked, visitors.replacement_traverse(cast(Any, asked), {}, _constant))


def rows(asked: Executable, given: Mapping[str, Any]) -> Result[*tuple[Any, ...]]:
    """The rows of a statement that asks for columns alone. What waits to be written is seen by it, as by any other."""
    current = db.session()
    if db.is_writing():
        current.flush()
    return cast(Result[*tuple[Any, ...]], current.connection().execute(asked, given))


def _constant(element: Any, **given: Any) -> ColumnElement[Any] | None:
    if not isinstance(element, BindParameter) or element.required or element.expanding:
        return None
    return literal_column(str(element.compile(compile_kwargs={"literal_binds": True})), element.type)

"""`flask training`: which courses staff have finished."""

from __future__ import annotations

from flask.cli import AppGroup

training = AppGroup("training", help="Which courses staff have finished.")

"""The doors of signing in, getting back in, and one's own settings."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

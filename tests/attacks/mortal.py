"""Web processes that die in the middle of a POST, for tests: `mortal.py PORT=WORDS …`, one process a port.

Each ends as by kill -9 once it has run a statement that begins with WORDS; with `ANSWER`, when the deed is done and
the answer not yet sent; without WORDS it lives on. They are forked, so that one start serves for all, and end with this
script's input.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import event
from werkzeug.serving import make_server

from app import create_app
from foundation import db

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

ANSWER = "ANSWER"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def mute(serve: WSGIApplication) -> WSGIApplication:
    def serve_and_die(environ: Any, start: Any) -> Any:
        answer = serve(environ, start)
        if environ["REQUEST_METHOD"] == "POST":
            die()
        return answer

    return serve_and_die


def serve(app: Flask, port: int, words: str) -> None:
    def look(connection: Any, cursor: Any, statement: str, *told: Any) -> None:
        if statement.startswith(words):
            die()

    if words == ANSWER:
        app.wsgi_app = mute(app.wsgi_app)  # type: ignore[method-assign]
    elif words:
        event.listen(db.engine(), "after_cursor_execute", look)
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


app = create_app()
children = []
for each in sys.argv[1:]:
    port, _, words = each.partition("=")
    child = os.fork()
    if child == 0:
        serve(app, int(port), words)
    children.append(child)
sys.stdin.read()
for child in children:
    os.kill(child, signal.SIGKILL)

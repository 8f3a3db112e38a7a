"""Whose word is taken for where a request comes from: our own proxies', as many as are named, nobody else's (T14)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask, request

from app import create_app
from foundation import db
from foundation.settings import Settings
from foundation.web.gates import public

FORGED = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
}


@pytest.fixture(params=[0, 1, 2])
def hops(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def app_behind(settings: Settings, hops: int) -> Iterator[Flask]:
    made = create_app(dataclasses.replace(settings, proxy_hops=hops))
    made.add_url_rule("/seen", "seen", public(lambda: f"{request.remote_addr} {request.scheme} {request.host}"))
    yield made
    db.use(None)


def test_only_as_many_proxies_as_are_named_are_believed(app_behind: Flask, hops: int) -> None:
    seen = app_behind.test_client().get("/seen", headers=FORGED).text

    address = ["127.0.0.1", "198.51.100.7", "203.0.113.9"][hops]
    assert seen == f"{address} {'https' if hops else 'http'} localhost"

"""What a technical contact may ask for besides, by where the software stands."""

from __future__ import annotations

import pytest

from support.rules.contacts import ContactKind, Hosting, Request, may_request


@pytest.mark.parametrize(
    ("hosting", "allowed"),
    [
        (Hosting.CLOUD, {Request.SANDBOX}),
        (Hosting.CLOUD_CHOICE, {Request.SANDBOX, Request.UPDATE}),
        (Hosting.ON_SITE, set()),
    ],
)
def test_a_technical_contact_may_request_what_the_hosting_allows(hosting: Hosting, allowed: set[Request]) -> None:
    assert may_request("technical", hosting) == allowed


@pytest.mark.parametrize("hosting", list(Hosting))
def test_a_support_contact_may_request_neither(hosting: Hosting) -> None:
    assert may_request(ContactKind.SUPPORT, hosting) == set()


@pytest.mark.parametrize(("kind", "hosting"), [("clerk", "cloud"), ("technical", "moon")])
def test_a_kind_or_hosting_nobody_knows_is_a_mistake_and_no_permission(kind: str, hosting: str) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        may_request(kind, hosting)

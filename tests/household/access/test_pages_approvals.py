"""The pages of whoever asks and whoever answers, the mailed link, and what strangers to a request try."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select

from foundation import clock, db
from household.access.models import ApprovalAnswer, ApprovalDelegation, ApprovalRequest
from tests.browser import Browser
from tests.household.access.approving import (
    WHY,
    a_principal,
    a_school,
    a_teacher,
    asks,
    link_of,
    mails,
    request_of,
)
from tests.household.access.desk import PASSWORD, an_account
from tests.household.access.staff import Clerk, hire
from tests.statements import statements

REQUEST = "/household/access/request"


def sits(app: Flask, clerk: Clerk, name: str, *roles: str, language: str | None = None) -> Browser:
    """This person at a browser of their own, signed in."""
    return Browser(app).signs_in(an_account(clerk, *roles, username=name, language=language), PASSWORD)


def posts(browser: Browser, path: str, **typed: str) -> int:
    """What no page offers, sent with the token of this session; answers the status."""
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', browser.open("/settings/account").html)[0]
    db.close()
    sent = {"csrf_token": token, **typed}
    headers = {"Origin": "http://localhost"}
    return browser.client.post(path, data=sent, headers=headers, base_url="http://localhost").status_code


def answered() -> list[tuple[str, int]]:
    db.close()
    rows = db.session().execute(select(ApprovalAnswer.answer, ApprovalAnswer.answered_by_id))
    return [(answer, by) for answer, by in rows]


def how_many_requests() -> int:
    db.close()
    return db.session().execute(select(func.count()).select_from(ApprovalRequest)).scalar_one()


def test_a_teacher_asks_and_sees_to_whom_it_went_and_what_comes(app: Flask, database: Engine) -> None:
    a_school()
    teacher = a_teacher()
    an_account(a_principal(), username="ingrid")
    browser = sits(app, teacher, "tamika")

    browser.open("access.own_access").follow("Ask the principal for approval")
    browser.fill(reason=WHY).press("Ask for approval")

    assert "Ingrid Mcpherson (leads the school)" in browser.text
    assert "A reminder goes out on Monday, November 23, 2026; from Thursday, December 3, 2026 on DoTS" in browser.text
    assert "call DoTS" in browser.text
    browser.open("access.own_access")
    assert "You asked on November 18, 2026; nobody has answered yet." in browser.text


def test_a_request_without_a_reason_is_not_sent(app: Flask, database: Engine) -> None:
    browser = sits(app, a_teacher(), "tamika")

    browser.open(REQUEST).press("Ask for approval")

    assert (browser.status, browser.errors) == (422, ["Say why you need it: whoever answers reads it."])
    assert how_many_requests() == 0


def test_one_request_is_written_however_often_the_button_is_pressed(app: Flask, database: Engine) -> None:
    a_principal()
    browser = sits(app, a_teacher(), "tamika")

    for _ in range(2):
        assert posts(browser, REQUEST, reason=WHY, location="A") in (303, 422)

    assert how_many_requests() == 1
    assert len(mails("approval-asked")) == 1


def test_nobody_asks_for_another_person_or_for_a_school_of_others(app: Flask, database: Engine) -> None:
    teacher, other = a_teacher(), a_teacher("Barry", location="B")
    browser = sits(app, teacher, "tamika")

    assert posts(browser, REQUEST, reason=WHY, location="B") == 422
    assert how_many_requests() == 0
    typed = {"reason": WHY, "location": "A", "person_id": str(other.person_id), "outcome": "yes", "closed_at": "2026"}
    posts(browser, REQUEST, **typed)

    asked = request_of(teacher)
    assert (asked.person_id, asked.outcome, asked.closed_at) == (teacher.person_id, "", None)


def test_who_works_at_several_schools_chooses(app: Flask, database: Engine) -> None:
    a_school()
    a_school("B", "Cedar Hill")
    teacher = a_teacher()
    teacher.works(job_role="Nurse", location="B")
    browser = sits(app, teacher, "tamika").open(REQUEST)
    assert "Aspen Creek" in browser.text

    browser.fill(reason=WHY).press("Ask for approval")
    assert browser.errors == ["Choose a school."]
    browser.fill(reason=WHY, location="B").press("Ask for approval")

    assert request_of(teacher).location == "B"


def test_a_request_is_withdrawn_by_whoever_asked_and_by_nobody_else(app: Flask, database: Engine) -> None:
    a_principal()
    teacher, other = a_teacher(), a_teacher("Barry")
    public_id = asks(teacher).public_id
    stranger = sits(app, other, "barry")
    assert posts(stranger, f"{REQUEST}/withdraw", request=public_id) == 404
    assert request_of(teacher).closed_at is None

    browser = sits(app, teacher, "tamika").open(REQUEST)
    browser.press("Withdraw the request: " + "A")

    assert request_of(teacher).outcome == "withdrawn"
    assert "Withdrawn by whoever asked" in browser.text


def test_without_a_principal_the_person_is_told_who_takes_care(app: Flask, database: Engine) -> None:
    browser = sits(app, a_teacher(), "tamika").open(REQUEST)

    browser.fill(reason=WHY).press("Ask for approval")

    assert "Nobody is on record as leading A today. DoTS has been told" in browser.text


def test_the_mailed_link_leads_through_signing_in_and_back(app: Flask, database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    asks(teacher)
    link = link_of(mails("approval-asked")[0])
    an_account(principal, username="ingrid")
    browser = Browser(app)

    browser.open(link)
    assert browser.path.startswith("/sign-in")
    browser.fill(username="ingrid", password=PASSWORD).press()

    assert browser.path == link
    assert "Tamika Mcpherson asks for household access" in browser.heading
    assert request_of(teacher).closed_at is None
    assert browser.response is not None
    assert browser.response.headers["Referrer-Policy"] == "no-referrer"
    browser.fill(answer="yes").press("Give this answer")
    assert answered() == [("yes", principal.person_id)]
    assert "Approved by Ingrid Mcpherson" in browser.text
    browser.open(link)
    assert (browser.status, browser.heading) == (410, "This request needs no answer any more")
    assert "Approved by Ingrid Mcpherson" in browser.text


def test_a_no_needs_a_reason_which_the_person_reads(app: Flask, database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    asks(teacher)
    browser = sits(app, principal, "ingrid").open("access.approvals_page")

    browser.follow("Read and answer: Tamika Mcpherson").fill(answer="no").press("Give this answer")
    assert (browser.status, browser.errors) == (422, ["Say why not: the person is told."])
    browser.fill(answer="no", reason="The office does this.").press("Give this answer")

    assert answered() == [("no", principal.person_id)]
    own = sits(app, teacher, "tamika").open(REQUEST)
    assert "“The office does this.”" in own.text
    assert "Ask for an approval" in own.text


def strangers() -> dict[str, Clerk]:
    """People who may not answer for school A."""
    delegate = a_teacher("Kurt")
    elsewhere = a_principal("Vivian", location="B")
    return {"delegate of nobody": delegate, "principal of another school": elsewhere}


@pytest.mark.parametrize("who", ["delegate of nobody", "principal of another school", "whoever asks"])
def test_somebody_else_s_link_opens_nothing_and_does_nothing(app: Flask, database: Engine, who: str) -> None:
    teacher = a_teacher()
    a_principal()
    public_id = asks(teacher).public_id
    link = link_of(mails("approval-asked")[0])
    browser = sits(app, {**strangers(), "whoever asks": teacher}[who], "stranger")

    browser.open(link)
    assert (browser.status, browser.heading) == (404, "This link is not for your account")
    assert "Tamika" not in browser.text.replace("Tamika Mcpherson", "") or who == "whoever asks"
    assert WHY not in browser.text
    assert posts(browser, link, answer="yes") == 404
    for path in (f"/household/approvals/{public_id}", f"/household/approvals/{public_id}/correct"):
        assert posts(browser, path, answer="yes", reason="x") in (403, 404)
    assert posts(browser, "/household/approvals/several", answer="yes", request=public_id) in (403, 422)
    assert answered() == []


def test_a_link_opens_nothing_after_its_principal_left(app: Flask, database: Engine) -> None:
    teacher, principal = a_teacher(), hire("Ingrid", email="ingrid@example.org")
    job = principal.works(job_role="Principal")
    asks(teacher)
    link = link_of(mails("approval-asked")[0])
    browser = sits(app, principal, "ingrid").open(link)
    assert browser.status == 200

    principal.leaves(job, "2026-11-18")

    assert posts(browser, link, answer="yes") == 404
    assert browser.open(link).status == 404
    assert browser.open("/household/approvals").status == 403
    assert answered() == []


def test_a_forwarded_link_opens_for_the_other_principal_who_answers_as_herself(app: Flask, database: Engine) -> None:
    teacher = a_teacher()
    a_principal()
    asks(teacher)
    link = link_of(mails("approval-asked")[0])
    other = a_principal("Andre")

    sits(app, other, "andre").open(link).fill(answer="yes").press("Give this answer")

    assert answered() == [("yes", other.person_id)]


def test_an_old_link_says_that_the_request_still_waits(app: Flask, database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    asks(teacher)
    link = link_of(mails("approval-asked")[0])
    an_account(principal, username="ingrid")

    with clock.at(clock.now() + timedelta(days=61)):
        browser = Browser(app).signs_in("ingrid", PASSWORD).open(link)
        assert (browser.status, browser.heading) == (410, "This link has expired")
        browser.follow("Open my approvals")
        assert browser.heading == "One person waits for your approval."


@pytest.mark.parametrize("token", ["x", "IjAi.bogus", "a" * 300])
def test_a_made_up_link_opens_nothing(app: Flask, database: Engine, token: str) -> None:
    browser = sits(app, a_principal(), "ingrid")

    assert browser.open(f"/household/approvals/link/{token}").status == 404


def test_without_its_token_no_answer_counts(app: Flask, database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    public_id = asks(teacher).public_id
    link = link_of(mails("approval-asked")[0])
    browser = sits(app, principal, "ingrid")
    db.close()

    for path in (link, f"/household/approvals/{public_id}", "/household/approvals/several", REQUEST):
        assert browser.client.post(path, data={"answer": "yes", "request": public_id}).status_code == 400
    assert answered() == []


def test_an_answer_sent_twice_is_one_answer_and_one_mail(app: Flask, database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    public_id = asks(teacher).public_id
    browser = sits(app, principal, "ingrid")

    for _ in range(2):
        assert posts(browser, f"/household/approvals/{public_id}", answer="yes") == 303

    assert len(answered()) == len(mails("approval-answered")) == 1


def test_an_answer_carries_nothing_but_the_answer(app: Flask, database: Engine) -> None:
    teacher, principal, other = a_teacher(), a_principal(), a_principal("Andre")
    public_id = asks(teacher).public_id
    browser = sits(app, principal, "ingrid")

    typed = {"answer": "yes", "answered_by_id": str(other.person_id), "capacity": "named", "person_id": "1"}
    assert posts(browser, f"/household/approvals/{public_id}", **typed) == 303
    assert posts(browser, f"/household/approvals/{public_id}", answer="withdrawn") == 422

    assert answered() == [("yes", principal.person_id)]


def test_several_are_named_before_one_answer_for_all(app: Flask, database: Engine) -> None:
    principal = a_principal()
    teachers = [a_teacher(name) for name in ("Tamika", "Barry", "Rosa")]
    ids = [asks(each).public_id for each in teachers]
    browser = sits(app, principal, "ingrid")

    browser.open(f"/household/approvals/several?request={ids[0]}&request={ids[1]}&request=made-up")
    assert browser.heading == "One answer for 2 requests"
    assert "Rosa" not in browser.text
    assert answered() == []
    browser.fill(answer="yes")
    db.close()
    form = {"csrf_token": re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', browser.html)[0], "answer": "yes"}
    sent = browser.client.post(
        "/household/approvals/several",
        data={**form, "request": ids[:2]},
        headers={"Origin": "http://localhost"},
        base_url="http://localhost",
    )

    assert sent.status_code == 303
    assert answered() == [("yes", principal.person_id)] * 2
    assert request_of(teachers[2]).closed_at is None
    assert "2 requests are answered." in browser.open("access.approvals_page").text


def test_nothing_marked_is_nothing_answered(app: Flask, database: Engine) -> None:
    browser = sits(app, a_principal(), "ingrid").open("/household/approvals/several")

    assert browser.heading == "No request is marked"


def test_a_mistake_is_corrected_on_the_page_and_both_answers_stay(app: Flask, database: Engine) -> None:
    teacher, principal = a_teacher(courses=False), a_principal()
    public_id = asks(teacher).public_id
    browser = sits(app, principal, "ingrid")
    browser.open(f"/household/approvals/{public_id}").fill(answer="yes").press("Give this answer")

    browser.fill(reason="Another Tamika was meant").press("Change the answer to no")

    assert [each for each, _ in answered()] == ["yes", "no"]
    assert "Another Tamika was meant" in browser.text
    assert "Change the answer to yes" in browser.buttons


def test_a_yes_that_access_began_by_is_dots_s_to_undo(app: Flask, database: Engine) -> None:
    teacher, principal = a_teacher(), a_principal()
    public_id = asks(teacher).public_id
    browser = sits(app, principal, "ingrid")
    browser.open(f"/household/approvals/{public_id}").fill(answer="yes").press("Give this answer")

    browser.fill(reason="A mistake").press("Change the answer to no")

    assert browser.status == 422
    assert "Only DoTS can take access away" in browser.text
    assert len(answered()) == 1


def test_a_principal_names_a_colleague_who_answers_and_ends_it(app: Flask, database: Engine) -> None:
    principal, teacher = a_principal(), a_teacher()
    colleague = hire("Rosa", employee_id="E77", email="rosa@example.org")
    colleague.works(job_role="Assistant Principal")
    public_id = asks(teacher).public_id
    browser = sits(app, principal, "ingrid").open("access.delegates")

    browser.fill(employee_id="E78", first_day="2026-11-18", last_day="2026-11-20").press("Name this colleague")
    assert (browser.status, len(browser.errors)) == (422, 1)
    browser.fill(employee_id="E77", first_day="2026-11-18", last_day="2026-11-17").press("Name this colleague")
    assert browser.errors == ["The last day lies before the first."]
    browser.fill(employee_id="E77", first_day="2026-11-18", last_day="2026-11-20").press("Name this colleague")
    assert "November 18, 2026 through November 20, 2026" in browser.text

    rosa = sits(app, colleague, "rosa").open(f"/household/approvals/{public_id}")
    assert "You answer on behalf of Ingrid Mcpherson." in rosa.text
    lent = db.session().scalars(select(ApprovalDelegation.public_id)).one()
    assert posts(rosa, f"/household/approvals/delegates/{lent}/end") == 404
    browser.press("End it now: Rosa Mcpherson")
    assert rosa.open(f"/household/approvals/{public_id}").status == 403


def test_dots_names_who_answers_but_nobody_for_themselves(app: Flask, database: Engine) -> None:
    dots = hire("Maeve", employee_id="E1", email="maeve@example.org")
    dots.works(category="central", job_role="Central Office", team="Technology Services", location="D")
    director = hire("Olga", employee_id="E2", email="olga@example.org")
    director.works(category="central", job_role="Director", location="D")
    teacher = a_teacher()
    browser = sits(app, dots, "maeve", "dots-admin")
    asks(teacher)
    browser.open("access.unanswered")
    assert browser.heading == "One request for approval needs DoTS"
    assert "Nobody is on record as leading the school." in browser.text

    browser.follow("Name who answers: Tamika Mcpherson")
    browser.fill(employee_id="E1").press("Name this person")
    assert browser.errors == ["Name somebody else: nobody answers for themselves, and whoever names does not answer."]
    browser.fill(employee_id="E99").press("Name this person")
    assert browser.errors == ["Nobody who works here today has this employee number."]
    browser.fill(employee_id="E2").press("Name this person")

    olga = sits(app, director, "olga").open("access.approvals_page")
    olga.follow("Read and answer: Tamika Mcpherson").fill(answer="yes").press("Give this answer")
    assert answered() == [("yes", director.person_id)]


def test_the_page_of_a_principal_takes_few_statements_however_many_wait(app: Flask, database: Engine) -> None:
    principal = a_principal()
    browser = sits(app, principal, "ingrid")
    counts = []
    for names in (("Tamika",), ("Barry", "Rosa", "Kurt", "Olga")):
        for name in names:
            asks(a_teacher(name))
        db.close()
        with statements(database) as said:
            browser.open("access.approvals_page")
        counts.append(len(said))

    assert counts[0] == counts[1]
    assert counts[1] <= 18


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/household/approvals", "Una persona espera su aprobación."),
        ("/household/approvals/delegates", "Quién responde en mi lugar"),
        ("/household/approvals/several", "No marcó ninguna solicitud"),
        (REQUEST, "La aprobación de la dirección"),
    ],
)
def test_the_pages_speak_spanish(app: Flask, database: Engine, path: str, said: str) -> None:
    asks(a_teacher())
    principal = a_principal()
    browser = sits(app, principal, "ingrid", language="es")
    browser.language = "es"

    assert browser.open(path).heading == said

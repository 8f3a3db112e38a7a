"""Settings: read once, checked at start; an unsafe start stops with a sentence."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from app import create_app
from foundation.settings import Settings, SettingsError, read_settings

PRODUCTION = {
    "HEARTH_ENV": "production",
    "HEARTH_SECRET_KEY": "k3J9x-Tq7Lm2Zp8Vb4Nc6Rf1Wd5Hs0Ygq",
    "HEARTH_DATABASE": "postgresql+psycopg://hearth@db.example.org/hearth",
    "HEARTH_MAIL": "smtp://mail.example.org:587",
    "HEARTH_PUBLIC_URL": "https://portal.example.org",
    "HEARTH_TRUSTED_HOSTS": "portal.example.org, www.example.org",
}


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    (tmp_path / "hearth.toml").write_text('activation_days = 10\nhelp_desk_phone = "+1 303-555-0199"\n')

    found = read_settings({"HEARTH_ACTIVATION_DAYS": "14"}, instance=tmp_path)

    assert (found.activation_days, found.help_desk_phone) == (14, "+1 303-555-0199")
    assert found.district_timezone == "America/Denver"


def test_lists_come_as_text_or_as_toml_arrays(tmp_path: Path) -> None:
    (tmp_path / "hearth.toml").write_text('student_account_grades = ["09", "10"]\n')

    found = read_settings({"HEARTH_TRUSTED_HOSTS": " a.example.org , b.example.org ,"}, instance=tmp_path)

    assert found.student_account_grades == ("09", "10")
    assert found.trusted_hosts == ("a.example.org", "b.example.org", "127.0.0.1")


def test_a_developer_needs_no_settings_and_keeps_one_secret(tmp_path: Path) -> None:
    first, second = read_settings({}, instance=tmp_path), read_settings({}, instance=tmp_path)

    assert first == second
    assert len(first.secret_key) >= 32
    assert first.database == f"sqlite:///{tmp_path / 'hearth.sqlite'}"
    assert first.mail == f"file:{tmp_path / 'mail'}"
    assert (tmp_path / "development-secret").stat().st_mode & 0o077 == 0


def test_production_starts_with_what_it_needs_and_trusts_its_own_host(tmp_path: Path) -> None:
    found = read_settings({**PRODUCTION, "HEARTH_TRUSTED_HOSTS": "www.example.org"}, instance=tmp_path)

    assert found.is_production
    assert found.trusted_hosts == ("www.example.org", "portal.example.org")
    assert not (tmp_path / "development-secret").exists()


@pytest.mark.parametrize("missing", ["HEARTH_SECRET_KEY", "HEARTH_DATABASE", "HEARTH_MAIL"])
def test_production_does_not_start_without(missing: str, tmp_path: Path) -> None:
    environ = {name: value for name, value in PRODUCTION.items() if name != missing}

    with pytest.raises(SettingsError, match=missing):
        read_settings(environ, instance=tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARTH_SECRET_KEY", "short"),
        ("HEARTH_SECRET_KEY", "a" * 64),
        ("HEARTH_PUBLIC_URL", "http://portal.example.org"),
        ("HEARTH_NOW", "2027-04-01T09:00"),
    ],
)
def test_production_refuses_what_is_unsafe(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({**PRODUCTION, name: value}, instance=tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARTH_ENV", "staging"),
        ("HEARTH_DISTRICT_TIMEZONE", "Denver"),
        ("HEARTH_DISTRICT_TIMEZONE", "../../etc/passwd"),
        ("HEARTH_NOW", "tomorrow"),
        ("HEARTH_NOW", "2027-04-01T09:00+00:00"),
        ("HEARTH_SCHOOL_YEAR_STARTS", "1 July"),
        ("HEARTH_SCHOOL_YEAR_STARTS", "02-29"),
        ("HEARTH_QUIZ_QUESTIONS", "0"),
        ("HEARTH_QUIZ_PASS_PERCENT", "101"),
        ("HEARTH_QUIZ_ATTEMPTS_A_DAY", "21"),
        ("HEARTH_PASSWORD_MODE", "strict"),
        ("HEARTH_ELIGIBLE_STUDENT_POLICY", "never"),
        ("HEARTH_PORTAL_FLAG_DEFAULT", "everybody"),
        ("HEARTH_PORTAL_BEFORE_ENTRY_DAYS", "-1"),
        ("HEARTH_PORTAL_AFTER_EXIT_DAYS", "sixty"),
        ("HEARTH_ACTIVATION_DAYS", "0"),
        ("HEARTH_ACTIVATION_DAYS", "31"),
        ("HEARTH_ACTIVATION_DAYS", "1.5"),
        ("HEARTH_PROXY_HOPS", "-1"),
        ("HEARTH_PUBLIC_URL", "portal.example.org"),
        ("HEARTH_PUBLIC_URL", "https://"),
        ("HEARTH_PUBLIC_URL", "https://[portal"),
        ("HEARTH_DATABASE", "mysql://hearth"),
        ("HEARTH_DATABASE", "not a url"),
        ("HEARTH_MAIL", "file:"),
        ("HEARTH_MAIL", "mail.example.org"),
        ("HEARTH_MAIL", "smtp://"),
        ("HEARTH_MAIL", "smtp://mail.example.org:99999"),
        ("HEARTH_MAIL_FROM", "the portal"),
        ("HEARTH_MAIL_FROM", "a@example.org\r\nBcc: b@example.org"),
        ("HEARTH_HELP_DESK_EMAIL", "help desk"),
        ("HEARTH_DISTRICT_NAME", "   "),
        ("HEARTH_LOG_LEVEL", "LOUD"),
        ("HEARTH_ANSWER_SECONDS", "0"),
        ("HEARTH_ANSWER_SECONDS", "61"),
        ("HEARTH_REQUEST_DAYS", "0"),
        ("HEARTH_REQUEST_DAYS", "61"),
        ("HEARTH_ADDRESS_CHANGE", "never"),
        ("HEARTH_ADDRESS_PROOFS", "; Un contrato de alquiler"),
        ("HEARTH_ADDRESS_PROOFS", ","),
        ("HEARTH_DOTS_CLOSES", "5 PM"),
        ("HEARTH_DOTS_CLOSES", "25:00"),
        ("HEARTH_DOTS_EMAIL", "the office"),
        ("HEARTH_CLOSED_DAYS", "Thanksgiving"),
        ("HEARTH_CLOSED_DAYS", "2026-11-27,2026-02-30"),
        ("HEARTH_CLOSED_DAYS", "2027-01-01/2026-12-21"),
        ("HEARTH_CLOSED_DAYS", "2026-12-21/2026-12-24/2027-01-01"),
        ("HEARTH_HOUSEHOLD_LINKS", "Adding a household"),
        ("HEARTH_HOUSEHOLD_LINKS", "Adding a household; Agregar un hogar; javascript:alert(1)"),
        ("HEARTH_HOUSEHOLD_LINKS", "; Agregar un hogar; https://help.example.org"),
    ],
)
def test_no_start_with_a_value_that_cannot_be(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value}, instance=tmp_path)


def test_the_district_s_closures_and_pages_are_read(tmp_path: Path) -> None:
    environ = {
        "HEARTH_CLOSED_DAYS": "2026-11-27, 2026-12-21/2027-01-01",
        "HEARTH_DOTS_CLOSES": "15:30",
        "HEARTH_HOUSEHOLD_LINKS": "Phones; Teléfonos; https://help.example.org/phones,Mail;;https://help.example.org/m",
    }

    settings = read_settings(environ, instance=tmp_path)

    assert settings.closures == ((date(2026, 11, 27),) * 2, (date(2026, 12, 21), date(2027, 1, 1)))
    assert settings.business_ends == time(15, 30)
    assert settings.household_pages == (
        ("Phones", "Teléfonos", "https://help.example.org/phones"),
        ("Mail", "Mail", "https://help.example.org/m"),
    )


def test_a_file_with_an_unknown_setting_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "hearth.toml").write_text('activaton_days = 10\ninstance = "/elsewhere"\n')

    with pytest.raises(SettingsError, match="activaton_days, instance"):
        read_settings({}, instance=tmp_path)


@pytest.mark.parametrize("written", ["activation_days = ", "activation_days = 1\nactivation_days = 2", b"\xff\xfe"])
def test_a_file_that_is_not_toml_is_refused_by_path(written: str | bytes, tmp_path: Path) -> None:
    (tmp_path / "hearth.toml").write_bytes(written if isinstance(written, bytes) else written.encode())

    with pytest.raises(SettingsError, match=r"hearth\.toml is not valid TOML"):
        read_settings({}, instance=tmp_path)


def test_a_fixed_clock_stands_at_district_time(tmp_path: Path) -> None:
    found = read_settings({"HEARTH_NOW": "2027-04-01T09:00"}, instance=tmp_path)

    assert found.fixed_now == datetime(2027, 4, 1, 15, 0, tzinfo=UTC)


def test_settings_cannot_be_changed_afterwards() -> None:
    with pytest.raises(AttributeError):
        Settings().env = "production"  # type: ignore[misc]


def test_two_that_start_at_once_share_one_development_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(lambda _: read_settings({}, instance=tmp_path / "new").secret_key, range(8)))

    assert len(set(read)) == 1
    assert (tmp_path / "new" / "development-secret").stat().st_mode & 0o077 == 0
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["development-secret"]


def test_settings_shown_in_an_error_show_no_secret(tmp_path: Path) -> None:
    given = {"HEARTH_SECRET_KEY": "q" * 40, "HEARTH_MAIL": "smtp://portal:opensesame@mail.example.org:587"}

    shown = repr(read_settings(given, instance=tmp_path))

    assert "qqqq" not in shown
    assert "opensesame" not in shown


def test_production_does_not_start_with_a_debugger(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")

    with pytest.raises(SystemExit, match="FLASK_DEBUG"):
        create_app(dataclasses.replace(settings, env="production"))

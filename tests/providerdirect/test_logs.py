"""The log carries no value that was typed: not from a form, an address or an exception's text."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from accounts.permissions import public
from providerdirect import logs

NINO, NAME = "ZZ123456C", "Amelia Tester"


@public
def broken(request: HttpRequest) -> HttpResponse:
    """A view that fails as carelessly as a view can."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE typed (number text UNIQUE, name text)")
        for _ in range(2):
            cursor.execute("INSERT INTO typed VALUES (%s, %s)", [request.POST["nino"], request.POST["name"]])
    return HttpResponse()


urlpatterns = [path("broken", broken)]


@pytest.fixture(params=[False, True], ids=["for machines", "readable"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """The bytes that the service's own handler writes."""
    written = io.StringIO()
    configured = logs.configuration(readable=request.param)["formatters"]["lines"]
    formatter = configured.pop("()")(**configured)
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_broken_constraint_is_logged_without_what_broke_it(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        response = client.post("/broken?name=Amelia", {"nino": NINO, "name": NAME})
        transaction.set_rollback(True)
    assert response.status_code == 500
    text = log.getvalue()
    assert "request_failed" in text
    assert "POST /broken" in text
    assert "sqlstate=23505" in text
    assert "constraint=typed_number_key" in text
    for value in (NINO, NAME, "Amelia", "DETAIL"):
        assert value not in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "sqlstate"),
    [("SELECT %s::integer", "22P02"), ("SELECT %s::date", "22007"), ("SELECT 1 FROM nothing WHERE x = %s", "42P01")],
)
def test_what_postgresql_quotes_is_left_out(log: io.StringIO, statement: str, sqlstate: str) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [NAME])
    except DatabaseError:
        logging.getLogger("any.library").exception("It failed.")
    assert f"sqlstate={sqlstate}" in log.getvalue()
    assert NAME not in log.getvalue()


def test_what_python_quotes_is_left_out(log: io.StringIO) -> None:
    try:
        int(NAME)
    except ValueError:
        structlog.get_logger("ours").exception("It failed.")
    assert "builtins.ValueError: invalid literal for int() with base 10: [cut]" in log.getvalue().replace("\\n", "\n")
    assert NAME not in log.getvalue()


@pytest.mark.parametrize(
    "message",
    [
        f"duplicate key\nDETAIL:  Key (nino)=({NAME}) already exists.",
        f"IntegrityError('duplicate key\\nDETAIL:  Key (nino)=({NAME}) already exists.')",
        f'syntax error\nLINE 1: VALUES ("{NAME}")',
    ],
)
def test_what_a_library_puts_into_its_message_is_cut(log: io.StringIO, message: str) -> None:
    logging.getLogger("any.library").warning("Could not save: %s", message)
    assert "Could not save" in log.getvalue()
    assert NAME not in log.getvalue()


@pytest.mark.parametrize("number", ["JM123456C", "jm 12 34 56 c"])
def test_a_national_insurance_number_is_cut_wherever_it_stands(log: io.StringIO, number: str) -> None:
    structlog.get_logger("ours").info("looked_for", what=number)
    assert number not in log.getvalue()


def test_the_exceptions_that_led_to_one_are_told_in_order() -> None:
    try:
        try:
            raise RuntimeError("first")  # noqa: TRY301
        except RuntimeError:
            raise TypeError("second")  # noqa: B904 - as careless code does
    except TypeError as error:
        text = logs.described(error)
    assert text.index("RuntimeError: first") < text.index("TypeError: second")


def test_a_line_for_machines_is_json(log: io.StringIO, request: pytest.FixtureRequest) -> None:
    structlog.get_logger("ours").info("happened", call="a-reference")
    if "[for machines" in request.node.name:
        line = json.loads(log.getvalue())
        assert (line["event"], line["call"], line["level"]) == ("happened", "a-reference", "info")


@pytest.mark.django_db
def test_questions_after_our_health_are_not_logged(log: io.StringIO, client: Client) -> None:
    client.get("/healthz")
    assert log.getvalue() == ""

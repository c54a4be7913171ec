"""The guards that the migrations put on tables: their functions look at our tables and no others (G2, decision 0170).

A test of what cannot be done is run a second time with the function's path taken away, and then it can: a control that
the path was what stood in the way.
"""
# ruff: noqa: S608 - the statements are put together from this file's own words

import pytest
from django.db import IntegrityError, connection, transaction

from calls.models import Call
from core import guards
from tests.accounts.factories import UserFactory
from tests.moments import OPEN_HOURS

pytestmark = pytest.mark.django_db
OURS = """
SELECT oid::regprocedure::text, pronamespace::regnamespace::text, proconfig FROM pg_proc AS function
WHERE pronamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'django_migrations'::regclass)
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = function.oid AND deptype = 'e')
"""
WRITTEN_ONCE = """
SELECT relation.relname, column_.attname FROM pg_trigger AS trigger
JOIN pg_class AS relation ON relation.oid = trigger.tgrelid
JOIN pg_attribute AS column_ ON column_.attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
WHERE tgfoid = 'core_write_once'::regproc
AND column_.attname <> ALL (string_to_array(encode(trigger.tgargs, 'escape'), '\\000')) AND column_.attname <> 'id'
"""
SEALED = {"key_id", "nonce", "ciphertext"}  # sealed anew under another key: `core.guards.sealed` keeps these
# Columns of rows that are written once which are not, and why.
MAY_CHANGE = {
    # Emptied when the code is destroyed. A stop only ever comes sooner: `accesscodes_stops_only_sooner`.
    "accesscodes_accesscode": SEALED | {"fingerprint", "stopped_at"},
    "accesscodes_challenge": {"last_months"},  # kept by a trigger of its own once the challenge is answered
    "accesscodes_copy": SEALED,
    "calls_advice": {f"told_{part}" for part in SEALED},
    # Heard and put right until the caller is judged, or the call ends: `calls_call_stands`. A holder may change, on
    # record; the version counts the forms that were taken.
    "calls_call": {"company_said", "caller_said", "prime_said", "telephony_reference", "holder_id", "version"},
    # Put right until advice is recorded: `calls_callparticipant_stands`.
    "calls_callparticipant": {"failed_on", "told_in_advance", "asked", "accepted", "address", "phone"},
    "complaints_evidence": SEALED,
    # How far the sending has come.
    "notices_notice": SEALED
    | {"state", "not_before", "queued_at", "claimed_at", "handed_over_at", "attempts", "reason", "reply"},
    "providers_securityplan": {"version", "of_prime"},  # a count of changes; true, by a constraint
    "providers_withdrawal": {"version", "of_prime"},
    "security_drawnquestion": {"answer"},  # emptied once it is marked: `answered_once`
}
FORGOTTEN = "CREATE FUNCTION forgotten() RETURNS trigger LANGUAGE plpgsql {} AS 'BEGIN RETURN NEW; END'"


def run(*statements: str) -> list[tuple]:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def looking_elsewhere() -> set[str]:
    """Functions of ours that would take another's table for one of ours."""
    return {name for name, schema, settings in run(OURS) if settings != [f"search_path=pg_catalog, {schema}, pg_temp"]}


def refused_unless_led_astray(write: str, function: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        run(write)
    run(f"ALTER FUNCTION {function} RESET search_path", write)


@pytest.fixture
def call() -> Call:
    return Call.objects.create(ref="BCDFGHJK", holder=UserFactory(), programme="wp", opened_at=OPEN_HOURS)


@pytest.mark.req("G2")
def test_every_function_looks_for_tables_where_it_stands() -> None:
    assert "core_refuse()" in {name for name, *_ in run(OURS)}
    assert looking_elsewhere() == set()


@pytest.mark.req("G2")
@pytest.mark.parametrize("path", ["", "SET search_path = public", "SET search_path = pg_temp, public"])
def test_a_new_function_that_does_not_is_found(path: str) -> None:
    run(FORGOTTEN.format(path))
    assert looking_elsewhere() == {"forgotten()"}


@pytest.mark.req("G2")
def test_a_function_made_in_a_migration_does_and_goes_on_doing_so() -> None:
    first, second = FORGOTTEN.format(""), FORGOTTEN.format("").replace("NEW", "NULL")
    made, changed = guards.function("forgotten()", first), guards.function("forgotten()", second, formerly=first)
    for statements in (made.sql, changed.sql, changed.reverse_sql):
        run(*statements)
        assert looking_elsewhere() == set()
    run(made.reverse_sql)
    assert "forgotten()" not in {name for name, *_ in run(OURS)}


@pytest.mark.req("G2")
def test_a_function_in_a_schema_of_another_name_looks_there() -> None:
    run('CREATE SCHEMA "Our own"', 'SET LOCAL search_path = "Our own", public')
    run(*guards.function("forgotten()", FORGOTTEN.format("")).sql)
    [(settings,)] = run("SELECT proconfig FROM pg_proc WHERE proname = 'forgotten'")
    assert settings == ['search_path=pg_catalog, "Our own", pg_temp']


@pytest.mark.req("R5")
def test_a_call_changes_hands_by_no_hand_over_of_ones_own_making(call: Call) -> None:
    heir = UserFactory()
    run(
        "CREATE TEMPORARY TABLE calls_handover (id bigint, call_id bigint, from_holder_id bigint, to_holder_id bigint)",
        f"INSERT INTO calls_handover VALUES (1, {call.pk}, {call.holder_id}, {heir.pk})",
    )
    refused_unless_led_astray(
        f"UPDATE calls_call SET holder_id = {heir.pk} WHERE id = {call.pk}", "calls_holder_changes_on_record"
    )


@pytest.mark.req("R3")
def test_nothing_is_added_to_an_ended_call_by_one_that_goes_on_elsewhere(call: Call) -> None:
    Call.objects.update(outcome="abandoned", ended_at=OPEN_HOURS)
    run(
        "CREATE TEMPORARY TABLE calls_call AS SELECT * FROM calls_call",
        "UPDATE pg_temp.calls_call SET ended_at = NULL, outcome = NULL",
    )
    refused_unless_led_astray(
        f"INSERT INTO calls_sought (call_id, number, attempt, at) VALUES ({call.pk}, 1, 1, now())",
        "calls_call_goes_on",
    )


@pytest.mark.req("S6")
def test_a_check_passes_by_no_answer_of_ones_own_making() -> None:
    run(
        "CREATE TEMPORARY TABLE security_drawnquestion AS "
        "SELECT each AS participant_check_id, true AS marked_right FROM generate_series(1, 10000) AS each"
    )
    refused_unless_led_astray(
        "INSERT INTO security_participantcheck (about, opened_at, decided_at, passed, reason) "
        "VALUES ('referral:1', now(), now(), true, 'answered right')",
        "security_only_a_right_answer_passes",
    )


@pytest.mark.req("G2")
def test_the_record_goes_on_from_no_event_of_ones_own_making() -> None:
    columns = "(id, chain, position, at, written_at, action, subject, detail, previous_hash, hash)"
    event = "(nextval('audit_auditevent_id_seq'), 'call:{}', {}, now(), now(), 'call opened', '', '{{}}', '', '')"
    write = f"INSERT INTO public.audit_auditevent {columns} VALUES {event} RETURNING position"
    run("CREATE TEMPORARY TABLE audit_auditevent (LIKE audit_auditevent)")
    for chain in "AB":
        run(f"INSERT INTO pg_temp.audit_auditevent {columns} VALUES {event}".format(chain, 41))
    assert run(write.format("A", 0)) == [(1,)]
    run("ALTER FUNCTION audit_chain_event RESET search_path")
    assert run(write.format("B", 0)) == [(42,)]


def unguarded() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, column in run(WRITTEN_ONCE):
        found.setdefault(table, set()).add(column)
    return found


@pytest.mark.req("G2")
def test_every_column_of_a_row_that_is_written_once_is_or_is_named_here() -> None:
    assert unguarded() == MAY_CHANGE


@pytest.mark.req("G2")
def test_a_column_that_is_forgotten_is_found_and_can_be_added() -> None:
    run("ALTER TABLE line_outage ADD COLUMN who_says text")
    assert unguarded() == MAY_CHANGE | {"line_outage": {"who_says"}}
    added = guards.written_once_too("line_outage", "who_says")
    run(added.sql)
    assert unguarded() == MAY_CHANGE
    run(added.reverse_sql)
    assert unguarded() == MAY_CHANGE | {"line_outage": {"who_says"}}

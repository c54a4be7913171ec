"""What beat asks for exists, the workers know it, and one run that fails keeps no other from being done."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from accesscodes import emails, services
from accesscodes.models import AccessCode
from accesscodes.rules.calendar import LONDON, issue_after, issue_covering
from accesscodes.tasks import run_what_is_due
from notices.models import Notice
from providerdirect.celery import app
from tests.providers.factories import ContractFactory, SpocWithPlanFactory

WEDNESDAY = datetime(2026, 11, 25, 9, tzinfo=LONDON)
REFUSED = """
CREATE FUNCTION test_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
CREATE TRIGGER test_refuse BEFORE INSERT ON accesscodes_accesscode FOR EACH ROW
WHEN (NEW.prime_id = {} AND NEW.issued_on = '{}') EXECUTE FUNCTION test_refuse()
"""


@pytest.mark.req("A6")
def test_everything_on_the_schedule_is_a_task() -> None:
    app.loader.import_default_modules()
    asked = {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "accesscodes.tasks.run_what_is_due" in asked
    assert asked <= set(app.tasks)


@pytest.mark.django_db
@pytest.mark.req("A6", "A9", "A10")
def test_a_prime_that_one_issue_fails_for_stops_neither_the_next_issue_nor_its_reminders() -> None:
    spocs = [SpocWithPlanFactory(prime=ContractFactory().prime) for _ in range(2)]
    present, coming = issue_covering(WEDNESDAY), issue_after(WEDNESDAY)
    with connection.cursor() as cursor:
        cursor.execute(REFUSED.format(spocs[0].prime_id, present.issued_on))
    for moment in (WEDNESDAY, WEDNESDAY + timedelta(days=1, hours=1)):
        with time_machine.travel(moment, tick=False), pytest.raises(services.IssueIncomplete, match="1 of"):
            run_what_is_due()
    assert AccessCode.objects.filter(issued_on=present.issued_on).count() == 1
    assert AccessCode.objects.filter(issued_on=coming.issued_on).count() == 2
    reminded = Notice.objects.filter(kind=emails.FIRST_REMINDER).values_list("recipient", flat=True)
    assert set(reminded) == {spoc.user_id for spoc in spocs}

"""The database's own functions look for tables where they stand, not among a session's temporary ones (decision 0170)."""

from django.db import migrations

from core.guards import own_tables


class Migration(migrations.Migration):
    dependencies = [("calls", "0004_team_guards")]
    operations = [
        own_tables(
            "calls_circumstances_stand()",
            "calls_call_goes_on()",
            "calls_advice_while_it_goes_on()",
            "calls_participant_belongs()",
            "calls_challenge_belongs()",
            "calls_advice_not_universal_credit()",
            "calls_reference_stands()",
            "calls_handed_by_its_holder()",
            "calls_holder_changes_on_record()",
            "calls_outcome_is_true()",
            "calls_review_of_a_departure()",
        ),
    ]

"""Every fact of a participant and of advice is written once, and a participant rests on their own check and referral."""

from importlib import import_module

from django.db import migrations

from core.guards import function, written_once_too

FORMERLY = import_module("calls.migrations.0003_facts_belong_together").PARTICIPANT

# The prime, the programme and the check are looked at when a place is taken: LMS may move a referral to another prime
# during a call, and then the call still has to record what follows (calls/state.py blocks the participant).
PARTICIPANT = """
CREATE FUNCTION calls_participant_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR (NEW.call_id, NEW.person_id, NEW.referral_id, NEW.security_check_id)
        IS DISTINCT FROM (OLD.call_id, OLD.person_id, OLD.referral_id, OLD.security_check_id)
    THEN
        IF NEW.referral_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM circumstances_referral referral JOIN calls_call call ON call.id = NEW.call_id
            WHERE referral.id = NEW.referral_id AND referral.person_id = NEW.person_id
            AND referral.prime_id = call.prime_id AND referral.programme = call.programme
        ) THEN
            RAISE EXCEPTION 'The referral is not to this call''s prime and programme'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.security_check_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM security_participantcheck
            WHERE id = NEW.security_check_id AND about = 'referral:' || NEW.referral_id
        ) THEN
            RAISE EXCEPTION 'The security check is about somebody else'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    IF (NEW.universal_credit IS NOT NULL OR NEW.failed_on IS NOT NULL OR NEW.asked IS NOT NULL
        OR NEW.accepted IS NOT NULL OR NEW.address IS NOT NULL OR NEW.phone IS NOT NULL)
        AND NOT EXISTS (SELECT FROM security_participantcheck WHERE id = NEW.security_check_id AND passed)
    THEN
        RAISE EXCEPTION 'Circumstances come after a passed check' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("calls", "0006_what_is_over_stands"), ("circumstances", "0001_initial")]
    operations = [
        function("calls_participant_belongs()", PARTICIPANT, formerly=FORMERLY),
        written_once_too("calls_callparticipant", "nino_said", "name_said"),
        written_once_too("calls_advice", "participant_id", "given_by_id"),
    ]

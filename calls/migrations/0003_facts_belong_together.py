"""A participant's facts belong together: S9's referral, facts after a passed check, the prime's own challenge.

The recording's reference stands when the call has ended, and what a caller was told is never exchanged.
"""

from django.db import migrations

from core.guards import sealed

PARTICIPANT = """
CREATE FUNCTION calls_participant_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.referral_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM circumstances_referral referral JOIN calls_call call ON call.id = NEW.call_id
        WHERE referral.id = NEW.referral_id AND referral.person_id = NEW.person_id
        AND referral.prime_id = call.prime_id AND referral.programme = call.programme
    ) THEN
        RAISE EXCEPTION 'The referral is not to this call''s prime and programme'
            USING ERRCODE = 'integrity_constraint_violation';
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
# Triggers fire in the order of their names: this one after the one that keeps what was written once.
PARTICIPANT_TRIGGER = (
    "CREATE TRIGGER calls_callparticipant_x_belongs BEFORE INSERT OR UPDATE ON calls_callparticipant "
    "FOR EACH ROW EXECUTE FUNCTION calls_participant_belongs()"
)
CHALLENGE = """
CREATE FUNCTION calls_challenge_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.challenge_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM accesscodes_challenge WHERE id = NEW.challenge_id AND prime_id = NEW.prime_id
    ) THEN
        RAISE EXCEPTION 'The challenge is another provider''s' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
CHALLENGE_TRIGGER = (
    "CREATE TRIGGER calls_call_challenge_belongs BEFORE INSERT OR UPDATE OF challenge_id ON calls_call "
    "FOR EACH ROW EXECUTE FUNCTION calls_challenge_belongs()"
)
NOT_UNIVERSAL_CREDIT = """
CREATE FUNCTION calls_advice_not_universal_credit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM calls_callparticipant WHERE id = NEW.participant_id AND universal_credit
    ) THEN
        RAISE EXCEPTION 'Universal Credit is not dealt with here' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
NOT_UNIVERSAL_CREDIT_TRIGGER = (
    "CREATE TRIGGER calls_advice_not_universal_credit BEFORE INSERT ON calls_advice "
    "FOR EACH ROW EXECUTE FUNCTION calls_advice_not_universal_credit()"
)
REFERENCE = """
CREATE FUNCTION calls_reference_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL AND NEW.telephony_reference IS DISTINCT FROM OLD.telephony_reference THEN
        RAISE EXCEPTION 'The call has ended' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
REFERENCE_TRIGGER = (
    "CREATE TRIGGER calls_call_reference_stands BEFORE UPDATE ON calls_call "
    "FOR EACH ROW EXECUTE FUNCTION calls_reference_stands()"
)


class Migration(migrations.Migration):
    replaces = [
        ("calls", "0003_neither_true_nor_false"),
        ("calls", "0004_over"),
        ("calls", "0005_result_of_any_length"),
        ("calls", "0006_of_the_same_call"),
        ("calls", "0007_nobody_else"),
        ("calls", "0008_sealed"),
        ("calls", "0009_no_more_and_the_recording"),
    ]
    dependencies = [("calls", "0002_guards"), ("core", "0002_sealed")]
    operations = [
        migrations.RunSQL(PARTICIPANT, "DROP FUNCTION calls_participant_belongs"),
        migrations.RunSQL(PARTICIPANT_TRIGGER, "DROP TRIGGER calls_callparticipant_x_belongs ON calls_callparticipant"),
        migrations.RunSQL(CHALLENGE, "DROP FUNCTION calls_challenge_belongs"),
        migrations.RunSQL(CHALLENGE_TRIGGER, "DROP TRIGGER calls_call_challenge_belongs ON calls_call"),
        migrations.RunSQL(NOT_UNIVERSAL_CREDIT, "DROP FUNCTION calls_advice_not_universal_credit"),
        migrations.RunSQL(
            NOT_UNIVERSAL_CREDIT_TRIGGER, "DROP TRIGGER calls_advice_not_universal_credit ON calls_advice"
        ),
        migrations.RunSQL(REFERENCE, "DROP FUNCTION calls_reference_stands()"),
        migrations.RunSQL(REFERENCE_TRIGGER, "DROP TRIGGER calls_call_reference_stands ON calls_call"),
        sealed("calls_advice", prefix="told_"),
    ]

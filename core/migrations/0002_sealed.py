"""The trigger function that `core.guards.sealed` puts on tables: a secret is sealed anew or destroyed, never exchanged."""

from django.db import migrations

# As text a bytea is "\x" and two digits a byte; a nonce has 12 bytes. The same length: the same secret, as far as a
# database without the key can tell.
SEALED = """
CREATE FUNCTION core_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    key text := TG_ARGV[0] || 'key_id';
    nonce text := TG_ARGV[0] || 'nonce';
    secret text := TG_ARGV[0] || 'ciphertext';
    same boolean := before -> key = after -> key AND before -> nonce = after -> nonce
        AND before -> secret = after -> secret;
    destroyed boolean := after ->> key = '' AND after ->> nonce = '\\x' AND after ->> secret = '\\x';
    anew boolean := before ->> key <> '' AND after ->> key <> '' AND before -> key <> after -> key
        AND before -> nonce <> after -> nonce AND length(after ->> nonce) = 26
        AND before -> secret <> after -> secret AND length(before ->> secret) = length(after ->> secret);
BEGIN
    IF (same OR destroyed OR anew) IS NOT TRUE THEN
        RAISE EXCEPTION '%: what is sealed can only be sealed anew under another key', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_guards")]
    operations = [migrations.RunSQL(SEALED, "DROP FUNCTION core_sealed()")]

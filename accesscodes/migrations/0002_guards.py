"""What Django has no word for: rising positions, a code of the same prime, and facts that are written once."""

from django.db import migrations

from core.guards import write_once

# IS TRUE: a missing position would make the comparison unknown, which a CHECK lets pass.
POSITIONS = """
ALTER TABLE accesscodes_challenge ADD CONSTRAINT challenge_three_rising_positions CHECK (
    array_ndims(positions) = 1 AND array_length(positions, 1) = 3 AND (
        1 <= positions[1] AND positions[1] < positions[2] AND positions[2] < positions[3] AND positions[3] <= 8
    ) IS TRUE
)
"""
OF_THE_SAME_PRIME = """
ALTER TABLE accesscodes_challenge ADD CONSTRAINT challenge_code_of_the_prime
FOREIGN KEY (code_id, prime_id) REFERENCES accesscodes_accesscode (id, prime_id)
"""


class Migration(migrations.Migration):
    dependencies = [("accesscodes", "0001_initial"), ("core", "0001_guards")]
    operations = [
        migrations.RunSQL(
            POSITIONS, "ALTER TABLE accesscodes_challenge DROP CONSTRAINT challenge_three_rising_positions"
        ),
        migrations.RunSQL(
            OF_THE_SAME_PRIME, "ALTER TABLE accesscodes_challenge DROP CONSTRAINT challenge_code_of_the_prime"
        ),
        # Not the sealed parts: they are sealed anew under another key, and emptied when the code is destroyed.
        write_once(
            "accesscodes_accesscode",
            "prime_id", "issued_on", "in_force_from", "made_at", "made_by_id", "stopped_at", "destroyed_at",
        ),
        write_once(
            "accesscodes_challenge",
            "prime_id", "code_id", "positions", "drawn_at", "drawn_by_id", "answered_at", "passed",
        ),
    ]  # fmt: skip

"""What an email is, and that it was sent, is written once; no email is ever deleted. Its text is sealed anew."""

from django.db import migrations

from core.guards import sealed, write_once


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("core", "0002_sealed")]
    operations = [
        # Not the sealed text: it is sealed anew under another key.
        write_once(
            "notices_notice",
            "kind", "recipient_id", "about", "message_id", "subject", "created_at", "sent_at", "withdrawn_at",
        ),
        sealed("notices_notice"),
    ]  # fmt: skip

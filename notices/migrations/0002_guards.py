"""What an email is, and that it was sent, is written once; no email is ever deleted."""

from django.db import migrations

from core.guards import write_once


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("core", "0001_guards")]
    operations = [
        # Not the sealed text: it is sealed anew under another key.
        write_once(
            "notices_notice",
            "kind", "recipient_id", "about", "message_id", "subject", "created_at", "sent_at", "withdrawn_at",
        ),
    ]  # fmt: skip

"""What came and what was answered is written once. Not the sealed parts of evidence: they are sealed anew (A11)."""

from django.db import migrations

from core.guards import append_only, sealed, write_once


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("core", "0002_sealed")]
    operations = [
        append_only("complaints_complaint"),
        write_once(
            "complaints_stage",
            "complaint_id", "number", "kind", "opened_at", "template_sent_on", "template_sent_by_id", "answer",
            "answered_on", "owner", "recorded_at", "recorded_by_id", "satisfied", "settled_at", "settled_by_id",
        ),
        write_once(
            "complaints_evidence", "complaint_id", "mark", "name", "size", "added_at", "added_by_id",
        ),
        sealed("complaints_evidence"),
    ]  # fmt: skip

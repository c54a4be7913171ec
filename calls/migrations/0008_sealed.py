"""What a caller was told is sealed anew under another key, and never exchanged."""

from django.db import migrations

from core.guards import sealed


class Migration(migrations.Migration):
    dependencies = [("calls", "0007_nobody_else"), ("core", "0002_sealed")]
    operations = [sealed("calls_advice", prefix="told_")]

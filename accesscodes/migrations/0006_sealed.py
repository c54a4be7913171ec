"""A code and what opens its document are sealed anew under another key or destroyed, and never exchanged."""

from django.db import migrations

from core.guards import sealed


class Migration(migrations.Migration):
    dependencies = [("accesscodes", "0005_copies_guarded"), ("core", "0002_sealed")]
    operations = [sealed("accesscodes_accesscode"), sealed("accesscodes_copy")]

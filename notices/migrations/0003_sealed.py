"""The text of an email is sealed anew under another key, and never exchanged."""

from django.db import migrations

from core.guards import sealed


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_guards"), ("core", "0002_sealed")]
    operations = [sealed("notices_notice")]

"""The secret of an app in use is sealed anew under another key, and never exchanged. Enrolling may begin again."""

from django.db import migrations

from core.guards import sealed


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_wrong_passwords"), ("core", "0002_sealed")]
    operations = [sealed("accounts_totpdevice", when="OLD.confirmed")]

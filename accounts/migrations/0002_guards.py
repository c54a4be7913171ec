"""What proves who somebody is is written once; the secret of an app in use is sealed anew, and never exchanged.

Enrolling may begin again.
"""

from django.db import migrations

from core.guards import sealed, write_once


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0002_second_factor"),
        ("accounts", "0003_wrong_passwords"),
        ("accounts", "0004_sealed"),
        ("accounts", "0005_last_seen"),
    ]
    dependencies = [("accounts", "0001_initial"), ("core", "0002_sealed")]
    operations = [
        write_once("accounts_recoverycode", "fingerprint", "used_at", "withdrawn_at"),
        write_once("accounts_invitation", "fingerprint", "expires_at", "used_at", "withdrawn_at"),
        sealed("accounts_totpdevice", when="OLD.confirmed"),
    ]

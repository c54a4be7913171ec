"""Whose an invitation or a recovery code is, and when it was made, is written once like the rest of it."""

from django.db import migrations

from core.guards import written_once_too


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_guards")]
    operations = [
        written_once_too("accounts_invitation", "user_id", "created_at"),
        written_once_too("accounts_recoverycode", "device_id"),
    ]

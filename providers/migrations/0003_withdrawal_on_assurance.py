"""A withdrawal and its reinstatement are written once, and who assured what, and when, stands beside it (E6)."""

import django.core.validators
from django.db import migrations, models

from core.guards import write_once

# Until now the one text held who, what and when together.
KNOWN_TILL_NOW = """
UPDATE providers_withdrawal SET
    assurance = CASE WHEN reinstated_at IS NULL THEN NULL ELSE assurance END,
    assured_by = CASE WHEN reinstated_at IS NULL THEN NULL ELSE 'Named in the assurance' END,
    assured_on = (reinstated_at AT TIME ZONE 'Europe/London')::date
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_guards"),
        ("providers", "0002_guards"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='withdrawal',
            name='withdrawal_ends_with_assurance',
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='assured_by',
            field=models.CharField(blank=True, max_length=200, null=True, validators=[django.core.validators.ProhibitNullCharactersValidator('Remove the characters that cannot be read')]),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='assured_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='withdrawal',
            name='assurance',
            field=models.TextField(blank=True, max_length=2000, null=True, validators=[django.core.validators.ProhibitNullCharactersValidator('Remove the characters that cannot be read')]),
        ),
        migrations.RunSQL(KNOWN_TILL_NOW, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('assurance__isnull', True), ('assured_by__isnull', True), ('assured_on__isnull', True), ('reinstated_at__isnull', True)), models.Q(('assurance__isnull', False), ('assured_by__isnull', False), ('reinstated_at__isnull', False), ('assured_on__isnull', False), ('reinstated_at__gte', models.F('withdrawn_at')), models.Q(('assurance', ''), _negated=True), models.Q(('assured_by', ''), _negated=True)), _connector='OR'), name='withdrawal_ends_with_assurance', violation_error_code='assurance', violation_error_message='Enter the assurance of compliance that the provider gave'),
        ),
        write_once(
            "providers_withdrawal", "prime_id", "reason", "withdrawn_at", "assurance", "assured_by", "assured_on",
            "reinstated_at",
        ),
    ]  # fmt: skip

"""`how` was shorter than one of the values that the table itself allows: nothing the team found out could be kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_own_tables")]
    operations = [migrations.AlterField("incident", "how", models.CharField(max_length=40))]

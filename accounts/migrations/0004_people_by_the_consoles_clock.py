"""When somebody was added is told by the console's clock, like all that the record tells."""

from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_whose_they_are")]
    operations = [
        migrations.AlterField(
            model_name="user",
            name="created_at",
            field=models.DateTimeField(default=core.clock.now, editable=False),
        ),
    ]

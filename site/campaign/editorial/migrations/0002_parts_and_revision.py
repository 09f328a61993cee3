from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("editorial", "0001_initial")]

    operations = [
        migrations.AddField("loadeditem", "parts", models.JSONField(default=dict)),
        migrations.AddField("loadeditem", "revision", models.PositiveBigIntegerField(null=True)),
    ]

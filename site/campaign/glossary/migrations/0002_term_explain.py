from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("glossary", "0001_initial")]

    operations = [
        migrations.AddField(
            "term",
            "explain",
            models.BooleanField(
                default=False,
                help_text="For hard words: where one first occurs in a text, a tap shows its meaning.",
                verbose_name="explain in texts",
            ),
        ),
    ]

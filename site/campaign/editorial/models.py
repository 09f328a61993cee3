"""What `load_content` wrote last, so that it knows what an editor has touched since."""

from django.db import models


class LoadedItem(models.Model):
    """One source, fact, contact, route or page text as it was loaded from a file."""

    kind = models.CharField(max_length=8)
    key = models.CharField(max_length=100)
    language = models.CharField(max_length=2, blank=True)
    digest = models.CharField(max_length=64)
    # The same for each part (title, sections...): a part that later versions add is none an editor has touched.
    parts = models.JSONField(default=dict)
    # The revision of a page that loading wrote: while it is the latest, no editor has saved the page.
    revision = models.PositiveBigIntegerField(null=True)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "language"], name="one_loaded_item")]

    def __str__(self):
        return f"{self.kind} {self.key} {self.language}".strip()

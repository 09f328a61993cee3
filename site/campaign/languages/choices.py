"""The languages editors write in, as choices of a form."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """Serbian is written in Cyrillic; its Latin form is produced."""

    SQ = "sq", _("Albanian")
    SR = "sr", _("Serbian")
    EN = "en", _("English")

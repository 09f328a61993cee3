"""Pictures, with the credit they must carry."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CampaignImage(AbstractImage):
    """A picture of our own, or one whose credit allows us to show it."""

    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it, under which licence.")
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")


class CampaignRendition(AbstractRendition):
    """A size of a picture as a page needs it."""

    image = models.ForeignKey(CampaignImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]

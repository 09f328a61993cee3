"""Files a reader may download."""

from wagtail.documents.models import AbstractDocument, Document


class CampaignDocument(AbstractDocument):
    """A leaflet, form or list of our own."""

    admin_form_fields = Document.admin_form_fields

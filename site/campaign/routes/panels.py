"""Panels of the route form that are not fields."""

import yaml
from wagtail.admin.compare import TextFieldComparison
from wagtail.admin.panels import FieldPanel, Panel

from .outcomes import comparison


class RulesComparison(TextFieldComparison):
    """Two versions of a route beside each other, as their files would read."""

    def __init__(self, field, before, after):
        super().__init__(field, before, after)
        self.val_a, self.val_b = (
            yaml.safe_dump(route.data, allow_unicode=True, sort_keys=False, width=160)
            for route in (before, after)
        )


class RulesPanel(FieldPanel):
    """The criteria; they bring the comparison of versions for the whole route along."""

    class BoundPanel(FieldPanel.BoundPanel):
        def get_comparison(self):
            field = self.panel.model._meta.get_field("data")
            return [lambda before, after: RulesComparison(field, before, after)]


class OutcomesPanel(Panel):
    """What the draft at hand would change for the stored example profiles."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "routes/outcomes_panel.html"

        def is_shown(self):
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            published = self.panel.model.objects.filter(pk=self.instance.pk, live=True).first()
            context["comparison"] = comparison(
                self.instance.key, published.data if published else None, self.instance.data
            )
            return context

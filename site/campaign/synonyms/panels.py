"""What the test query of a set finds, beside its form."""

from wagtail.admin.panels import Panel


class TrialPanel(Panel):
    """The first pages without the set and with it, as it is stored."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "synonyms/trial_panel.html"

        def is_shown(self):
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context=None):
            from .trial import trial  # models need this panel, the trial needs models

            context = super().get_context_data(parent_context)
            stored = self.panel.model.objects.filter(pk=self.instance.pk).first()
            context["trial"] = trial(stored) if stored else None
            context["set"] = stored
            return context

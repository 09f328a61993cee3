"""The subjects that readers may narrow their results to. Pages and questions carry finer words, which are gathered here."""

from django.utils.translation import gettext_lazy as _

# The name in the address, what readers see, and the words of pages (`topics`) that belong to it.
TOPICS = {
    "training": (_("Vocational training"), {"training", "school"}),
    "study": (_("Study and research"), {"study", "university", "research"}),
    "au-pair": (_("Au pair"), {"au-pair", "au pair"}),
    "seasonal": (_("Seasonal work"), {"seasonal", "season", "tourism", "agriculture"}),
    "no-diploma": (_("Work without a diploma"), {"no-diploma"}),
    "diploma": (_("Diploma and recognition"), {"diploma", "recognition", "degree", "trade"}),
    "care": (_("Care and nursing"), {"care"}),
    "language": (_("Language"), {"language", "german", "english", "certificate"}),
    "money": (_("Money and costs"), {"money", "costs", "fees", "pay", "debt", "tax", "insurance"}),
    "documents": (_("Visa and documents"), {"documents", "embassy", "visa", "appointment", "appointments"}),
    "family": (_("Family"), {"family", "spouse", "children"}),
    "travel": (
        _("Travel and the border"),
        {"travel", "visa-free", "schengen", "days", "border", "ees", "etias", "stay"},
    ),
    "risks": (
        _("Risks and fraud"),
        {"risks", "fraud", "agency", "trafficking", "smuggling", "exploitation", "undeclared", "safety"},
    ),
    "return": (
        _("Return and entry ban"),
        {"return", "returns", "reintegration", "deportation", "entry-ban", "entry ban", "overstay"},
    ),
    "help": (_("Help and advice"), {"help", "advice", "danger", "contacts", "emergency"}),
}

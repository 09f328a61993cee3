"""What editors see in their own language."""

import pytest
from django.utils.translation import override
from wagtail.admin.widgets import AdminDateInput


@pytest.mark.parametrize("language", ["sq", "sr", "sr-latn"])
def test_the_week_of_the_date_picker_begins_on_monday(language):
    with override(language):
        html = AdminDateInput().render("day", None, {"id": "day"})
    assert '"dayOfWeekStart": 1' in html

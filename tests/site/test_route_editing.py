"""Editors own the rules: a form over the route file's format, which loses nothing, refuses faults, and shows what a change would do."""

import json

import pytest
import yaml
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from wagtail import blocks
from wagtail.users.models import UserProfile

from campaign.editorial.exporting import export
from campaign.routes import outcomes
from campaign.routes.blocks import DEEPEST, about_block, criteria_block, points_block
from campaign.routes.conversion import (
    PARAMETERS,
    blocks_of,
    data_of,
    in_the_manner_of,
    is_same,
    is_shown_whole,
)
from campaign.routes.faults import judged
from campaign.routes.models import Route
from campaign.search import outbox
from content.files.read import CONTENT
from content.index.queries import open_store
from content.rules import kinds
from content.rules.profile import validate

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]
BLOCKS = {"about": about_block, "criteria": criteria_block, "points": points_block}
KEYS = sorted(path.stem for path in (CONTENT / "routes").glob("*.yaml"))


@pytest.fixture
def index(settings, tmp_path):
    """An index of the test's own, so that others keep theirs."""
    settings.CONTENT_INDEX = tmp_path / "index.sqlite3"
    outbox.rebuild()
    return lambda key: open_store(settings.CONTENT_INDEX).record("route", key)


@pytest.fixture
def route():
    return Route.objects.get(key="de_chancenkarte")


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "x")
    client.force_login(user)
    speaks(user, "en")
    return client


def speaks(user, language: str) -> None:
    """Sets the language of the user's screens."""
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()


@pytest.fixture
def post(editor, django_capture_on_commit_callbacks):
    """Opens the form of a route, changes fields by the end of their names, sends it."""

    def send(route, changes: dict, action: str = "action-publish"):
        address = reverse("wagtailsnippets_routes_route:edit", args=[route.pk])
        form = form_data(route) | {action: "1"}
        for name, value in changes.items():
            assert name in form, f"{name} isn't in the form"
            form[name] = value
        with django_capture_on_commit_callbacks(execute=True):
            return editor.post(address, form, follow=True)

    return send


def form_data(route) -> dict:
    """What the browser would send for the newest version: Wagtail builds these fields in JavaScript."""
    shown = blocks_of(route.get_latest_revision_as_object().data)
    fields = {}
    for name, block in BLOCKS.items():
        _flatten(name, block(), block().to_python(shown[name]), fields)
    return fields


def _flatten(prefix, block, value, fields):
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            _flatten(f"{prefix}-{name}", child, value[name], fields)
    elif isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        is_stream = isinstance(block, blocks.StreamBlock)
        children = list(value) if is_stream else list(value.bound_blocks)
        fields[f"{prefix}-count"] = len(children)
        for number, child in enumerate(children):
            here = f"{prefix}-{number}"
            fields |= {f"{here}-deleted": "", f"{here}-order": number, f"{here}-id": child.id or ""}
            if is_stream:
                fields[f"{here}-type"] = child.block_type
            _flatten(f"{here}-value", child.block, child.value, fields)
    elif isinstance(block, blocks.BooleanBlock):
        if value:
            fields[prefix] = "on"
    elif isinstance(block, blocks.ChooserBlock):
        fields[prefix] = value.pk if value else ""
    else:
        fields[prefix] = "" if value is None else value


def place(fields: dict, value) -> str:
    """The name of the one field that holds a value."""
    (name,) = [name for name, one in fields.items() if one == value]
    return name


# The form holds the file ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_every_route_survives_the_form(key):
    data = Route.objects.get(key=key).data
    assert is_shown_whole(data, DEEPEST)
    shown = blocks_of(data)
    through = {name: block().get_prep_value(block().to_python(shown[name])) for name, block in BLOCKS.items()}
    back = data_of(key, through)
    assert is_same(back, data)
    assert in_the_manner_of(data, back) == data
    assert judged(key, back)[1] == []


def test_every_kind_has_a_form_with_the_parameters_it_is_judged_by():
    assert set(criteria_block().child_blocks) == set(kinds.KINDS)
    for kind, needed in kinds.PARAMETERS.items():
        names = {name for one in needed for name in one.split("|")}
        assert names <= PARAMETERS[kind].keys(), kind
        assert names <= criteria_block().child_blocks[kind].child_blocks.keys(), kind


def test_what_the_form_cannot_show_is_not_saved_away(post, route):
    route.data["criteria"][0]["unheard_of"] = 1
    route.save()
    response = post(route, {})
    assert response.context["form"].non_field_errors()
    route.refresh_from_db()
    assert route.data["criteria"][0]["unheard_of"] == 1


def test_a_change_leaves_the_rest_as_it_was_written(route):
    shown = blocks_of(route.data)
    shown["about"][0]["value"]["name"]["en"] = "Another name"
    new = in_the_manner_of(route.data, data_of(route.key, shown))
    before, after = (json.dumps(one, indent=1).splitlines() for one in (route.data, new))
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_criteria_without_a_name_get_one(route):
    shown = blocks_of(route.data)
    for one in shown["criteria"]:
        one["value"]["id"] = ""
    ids = [one["id"] for one in data_of(route.key, shown)["criteria"]]
    assert len(set(ids)) == len(ids)
    assert judged(route.key, data_of(route.key, shown))[1] == []


# Through the admin ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["de_westbalkan", "at_rwr_shortage", "eu_blue_card_general"])
def test_the_form_opens(editor, key):
    route = Route.objects.get(key=key)
    response = editor.get(reverse("wagtailsnippets_routes_route:edit", args=[route.pk]))
    assert response.status_code == 200
    assert route.key in response.content.decode()


def test_publishing_unchanged_changes_nothing(post, route):
    data = route.data
    response = post(route, {})
    assert not response.context.get("form") or not response.context["form"].errors
    route.refresh_from_db()
    assert route.data == data


def test_a_published_change_reaches_the_index_and_the_file(post, route, index, tmp_path):
    name = place(form_data(route), "Opportunity Card (Germany)")
    assert index(route.key)["name"]["en"] == "Opportunity Card (Germany)"
    post(route, {name: "Opportunity Card, tried"})
    assert index(route.key)["name"]["en"] == "Opportunity Card, tried"
    export(tmp_path)
    written = yaml.safe_load((tmp_path / "routes" / "de_chancenkarte.yaml").read_text(encoding="utf-8"))
    route.refresh_from_db()
    assert written["name"]["en"] == "Opportunity Card, tried"
    assert written == route.data
    assert judged(route.key, written)[1] == []


def test_a_draft_stays_out_of_index_and_file_and_loading_keeps_it(post, route, index, tmp_path):
    name = place(form_data(route), "Opportunity Card (Germany)")
    post(route, {name: "Only a draft"}, action="action-draft")
    assert index(route.key)["name"]["en"] == "Opportunity Card (Germany)"
    export(tmp_path)
    assert "Only a draft" not in (tmp_path / "routes" / "de_chancenkarte.yaml").read_text(encoding="utf-8")
    call_command("load_content")
    route.refresh_from_db()
    assert route.get_latest_revision_as_object().data["name"]["en"] == "Only a draft"


def test_loading_keeps_what_an_editor_published(post, route, capsys):
    name = place(form_data(route), "Opportunity Card (Germany)")
    post(route, {name: "An editor's name"})
    call_command("load_content")
    route.refresh_from_db()
    assert route.data["name"]["en"] == "An editor's name"
    assert "kept, an editor has changed it: route de_chancenkarte" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("end", "value", "field", "language", "said"),
    [
        (
            "criteria-1-value-why-en",
            "",
            "criteria",
            "en",
            "“what is needed” is needed in all three languages.",
        ),
        ("criteria-1-value-why-en", "See [[no_such_fact]].", "criteria", "en", "no_such_fact"),
        ("criteria-1-value-id", "track", "criteria", "en", "track stands here twice"),
        ("criteria-1-value-value-fact", "", "criteria", "en", "“amount in euros” is needed."),
        ("points-0-value-pass_mark-fact", "", "points", "en", "“pass mark” must be a whole number"),
        ("criteria-2-value-why-sr", "", "criteria", "sr", "на сва три језика"),
        ("criteria-2-value-why-sr", "", "criteria", "sq", "në të tri gjuhët"),
    ],
)
def test_an_invalid_criterion_is_refused_with_the_field_named(
    post, route, editor, end, value, field, language, said
):
    speaks(get_user_model().objects.get(username="editor"), language)
    before = route.data
    response = post(route, {end: value})
    errors = response.context["form"].errors.as_data()
    assert list(errors) == [field]
    assert said in json.dumps(errors[field][0].as_json_data(), ensure_ascii=False)
    route.refresh_from_db()
    assert route.data == before


def test_a_value_that_is_no_number_is_named(post, route):
    changes = {"criteria-1-value-value-fact": "", "criteria-1-value-value-value": "plenty"}
    errors = post(route, changes).context["form"].errors.as_data()["criteria"][0].as_json_data()
    assert "plenty is not a number" in json.dumps(errors["blockErrors"][1]["blockErrors"]["value"])


def test_an_unfinished_draft_is_kept_and_says_why_it_cannot_be_published(post, route):
    response = post(route, {"criteria-1-value-why-en": ""}, action="action-draft")
    assert "Money to live on: “what is needed” is needed in all three languages." in response.content.decode()


def test_nobody_adds_deletes_or_withdraws_a_route(editor, route):
    for name, arguments in (("add", []), ("delete", [route.pk]), ("unpublish", [route.pk])):
        response = editor.get(reverse(f"wagtailsnippets_routes_route:{name}", args=arguments))
        assert response.status_code in {302, 403}
    editor.post(reverse("wagtailsnippets_routes_route:unpublish", args=[route.pk]))
    assert Route.objects.get(pk=route.pk).live


# What a change would do -----------------------------------------------------------------------------------------------


def test_examples_speak_the_shared_vocabulary_in_all_languages():
    examples = outcomes.examples()
    assert len(examples) >= 30
    assert len({one["id"] for one in examples}) == len(examples)
    for one in examples:
        assert validate(one["profile"]) == []
        assert all(one["label"].get(language) for language in ("sq", "sr", "en")), one["id"]


def test_changed_outcomes_come_first_with_the_condition_that_changed(route):
    draft = json.loads(json.dumps(route.data))
    draft["points"]["pass_mark"] = 12
    found = outcomes.comparison(route.key, route.data, draft)
    changed = [row.is_changed for row in found["rows"]]
    assert 0 < found["changed"] < len(changed)
    assert changed == sorted(changed, reverse=True)
    assert all(row.reasons for row in found["rows"] if row.is_changed)
    same = outcomes.comparison(route.key, route.data, route.data)
    assert same["is_draft_equal"] and not same["changed"]


def test_the_edit_page_shows_what_the_draft_would_change(post, editor, route):
    page = editor.get(reverse("wagtailsnippets_routes_route:edit", args=[route.pk])).content.decode()
    assert "Electrician, 28, German A2, no offer" in page
    assert "Nothing is changed" in page
    changes = {"points-0-value-pass_mark-fact": "", "points-0-value-pass_mark-value": "12"}
    post(route, changes, action="action-draft")
    page = editor.get(reverse("wagtailsnippets_routes_route:edit", args=[route.pk])).content.decode()
    assert "With this draft" in page and "is-changed" in page


def test_the_preview_shows_it_before_anything_is_saved_in_the_editors_language(editor, route):
    address = reverse("wagtailsnippets_routes_route:preview_on_edit", args=[route.pk])
    form = form_data(route) | {"points-0-value-pass_mark-fact": "", "points-0-value-pass_mark-value": "12"}
    assert editor.post(address, form).json() == {"is_valid": True, "is_available": True}
    preview = editor.get(address)
    assert "With this draft" in preview.content.decode() and "is-changed" in preview.content.decode()
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    speaks(get_user_model().objects.get(username="editor"), "sr")
    assert "Са овим нацртом" in editor.get(address).content.decode()


def test_two_versions_are_compared_as_their_files_read(post, editor, route):
    name = place(form_data(route), "Opportunity Card (Germany)")
    post(route, {name: "First version"})
    post(route, {name: "Second version"}, action="action-draft")
    first, second = route.revisions.order_by("pk").values_list("pk", flat=True)
    address = reverse("wagtailsnippets_routes_route:revisions_compare", args=[route.pk, first, second])
    page = editor.get(address).content.decode()
    assert '<span class="deletion">First</span>' in page
    assert '<span class="addition">Second</span>' in page

"""Site and bot come to the same outcome for the same person: whole objects, in the same order, without a server in between."""

import json

import pytest

from campaign.check import result
from campaign.check import routes as route_source
from campaign.check.case import Case
from campaign.languages.forms import FORMS
from chatbot.actions import knowledge
from chatbot.actions.conversation import Turn
from chatbot.actions.eligibility import CheckEligibility, ways
from content.rules.present import to_dict
from content.rules.ranking import judged, routes_to
from tests.site.check.random_profiles import profiles

pytestmark = pytest.mark.django_db
FORM_OF = {"sq": FORMS["sq"], "sr": FORMS["sr"], "en": FORMS["en"]}


@pytest.fixture
def one_index(campaign, settings, monkeypatch):
    """Site and actions read the same index."""
    monkeypatch.setenv("CONTENT_INDEX", str(settings.CONTENT_INDEX))


def told_on_the_site(profile: dict, language: str) -> list[dict]:
    """The outcomes as the result page has them: answers in a token, read back, judged, put in groups."""
    case = Case.read(Case.of_profile(profile).token())
    chosen = routes_to(case.country, route_source.routes())
    groups = result.groups(chosen, case.profile(), FORM_OF[language], None)
    return [route for group in groups for route in (*group["routes"], *group["far"])]


def turn_of(profile: dict, language: str) -> Turn:
    """A message in a conversation that remembers the profile."""
    script = "Cyrl" if language == "sr" else "Latn"
    return Turn(
        {"profile": profile, "speech": {"language": language, "script": script}},
        {"text": "/check_eligibility", "intent": {"name": "check_eligibility"}},
    )


def without_words_of_the_page(shown: dict, told: dict) -> dict:
    """What the page shows, cut down to the fields of an outcome object wherever it has one."""
    kept = {name: shown[name] for name in told}
    kept["criteria"] = (
        [
            without_words_of_the_page(*pair) | {"parts": pair[0]["parts"]}
            for pair in zip(shown["criteria"], told["criteria"])
        ]
        if "criteria" in told
        else None
    )
    return {name: kept[name] for name in told}


@pytest.mark.parametrize(("language", "seed"), [("sq", 11), ("sr", 22), ("en", 33)])
def test_a_thousand_people_hear_the_same_from_both(one_index, monkeypatch, language, seed):
    links = result.page_links({route.page for route in route_source.routes()}, FORM_OF[language], None)
    of_the_site, of_the_bot = route_source.routes(), knowledge.routes()
    assert of_the_site == of_the_bot
    # Read once, each on its own way, instead of a thousand times.
    monkeypatch.setattr(result, "page_links", lambda *_: links)
    monkeypatch.setattr(route_source, "routes", lambda: of_the_site)
    monkeypatch.setattr(knowledge, "routes", lambda: of_the_bot)
    for number, profile in enumerate(profiles(334, seed)):
        turn = turn_of(profile, language)
        told = [to_dict(one, language) for one in judged(ways(turn), turn.profile)]
        shown = told_on_the_site(profile, language)
        assert sorted(one["route"] for one in shown) == sorted(one["route"] for one in told), profile
        assert [without_words_of_the_page(*pair) for pair in zip(shown, told)] == told, json.dumps(profile)
        if number % 10 == 0:
            said = CheckEligibility().answer(turn).outcomes
            assert all(one in told for one in said), json.dumps(profile)


def test_a_case_gives_back_the_profile_it_was_made_of():
    for profile in profiles(300, seed=44):
        again = Case.read(Case.of_profile(profile).token()).profile()
        if profile.get("job_offer", 0) is None:
            again["job_offer"] = None
        assert again == {
            name: value for name, value in profile.items() if (name, value) != ("country", "refused")
        }

"""A person who asks, and the counsellors who answer."""

import re

import pytest
from django.contrib.auth.models import Group
from wagtail.users.models import UserProfile

from campaign.users.models import User

QUESTION = "Does a bakery in Graz have to pay my bus ticket?"


@pytest.fixture(autouse=True)
def _clean(campaign):
    """The site with its content; counters start at nothing."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def seed(client):
    """What a freshly opened form carries."""
    return re.search(r'name="seed" value="([^"]+)"', client.get("/en/ask/").content.decode())[1]


@pytest.fixture
def send(client, seed):
    """Sends the form as a browser without JavaScript does; `form` is the language of the page."""

    def it(form="en", **fields):
        filled = {
            "do": "send",
            "seed": seed,
            "question": QUESTION,
            "way": "code",
            "agreed": "1",
            "website": "",
        }
        return client.post(f"/{form}/ask/", filled | fields)

    return it


@pytest.fixture
def ask(send):
    """Sends, and gives the code the person was shown."""

    def it(**fields):
        return code_in(send(**fields))

    return it


@pytest.fixture
def counsellor(db, django_user_model, client_class):
    """Logs a new member of the group in; the client knows its `user`."""

    def it(name, group="Counsellors"):
        user = User.objects.create_user(name, password="x")
        user.groups.add(Group.objects.get(name=group))
        UserProfile.objects.create(user=user, preferred_language="en")
        browser = client_class()
        browser.force_login(user)
        browser.user = user
        return browser

    return it


@pytest.fixture
def client_class():
    from django.test import Client

    return Client


def code_in(response) -> str:
    """The code on the page after sending."""
    assert response.status_code == 200, response.content.decode()
    return re.search(r'id="code"[^>]*>([^<]+)<', response.content.decode())[1]

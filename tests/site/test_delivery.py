"""Copies of pages: the same for everybody, compressed, and forgotten as soon as anything changes."""

import brotli
import pytest
from django.test import Client

from campaign.base.delivery import new_generation, preferred_encoding
from campaign.facts.models import Fact
from campaign.guides.models import GuidePage

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]
PAGE = "/en/legal-routes/western-balkans-regulation/"


@pytest.fixture(autouse=True)
def cache_on(settings, tmp_path):
    settings.PAGE_CACHE, settings.VAR = True, tmp_path
    new_generation()


@pytest.fixture
def reader() -> Client:
    return Client()


def test_the_second_reader_costs_no_query(reader, django_assert_num_queries):
    first = reader.get(PAGE)
    with django_assert_num_queries(0):
        second = reader.get(PAGE)
    assert first.content == second.content and second["ETag"] and not second.cookies


def test_a_changed_figure_is_seen_at_once(reader, django_capture_on_commit_callbacks):
    before = reader.get(PAGE).content
    fact = Fact.objects.get(key="de_national_visa_fee")
    with django_capture_on_commit_callbacks(execute=True):
        fact.value = "4711"
        fact.save()
    after = reader.get(PAGE).content
    assert "4,711" not in before.decode() and "4,711" in after.decode()


def test_an_unpublished_page_is_gone_at_once(reader, django_capture_on_commit_callbacks):
    page = GuidePage.objects.live().filter(locale__language_code="en").first()
    address = page.get_url()
    assert reader.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert reader.get(address).status_code == 404


def test_every_encoding_carries_the_same_page(reader):
    plain = reader.get(PAGE).content
    packed = reader.get(PAGE, headers={"accept-encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "br" and brotli.decompress(packed.content) == plain
    assert int(packed["Content-Length"]) == len(packed.content) and "Accept-Encoding" in packed["Vary"]
    assert preferred_encoding("gzip;q=1.0, br;q=0") == "gzip" and preferred_encoding("identity") == ""


def test_a_browser_with_a_copy_is_told_that_it_holds(reader):
    etag = reader.get(PAGE)["ETag"]
    again = reader.get(PAGE, headers={"if-none-match": etag})
    assert again.status_code == 304 and not again.content


def test_chat_search_and_editors_are_never_kept(reader):
    for address in ("/en/chat/", "/en/search/?q=visa", "/admin/login/"):
        response = reader.get(address)
        assert response.status_code == 200 and "ETag" not in response

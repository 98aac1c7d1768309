"""Languages, headers, error pages and the page cache."""

import pytest

from app.web.page_cache import PageCache


@pytest.mark.parametrize(
    ("accepted", "path"),
    [
        ("ar-SY,en;q=0.5", "/ar/"),
        ("en-GB", "/en/"),
        ("de", "/sv/"),
        ("", "/sv/"),
        ("fa,ar;q=0.3", "/fa-AF/"),
        ("x" * 500, "/sv/"),
    ],
)
def test_the_first_page_is_in_the_readers_language(client, accepted, path):
    assert client.raw("/", headers={"Accept-Language": accepted}).headers["Location"] == path


def test_an_unknown_language_is_a_page_that_is_not_found(client):
    page = client.get("/xx/", status=404)

    assert page.all("a", hreflang="ar")


def test_a_page_that_is_missing_speaks_the_language_of_its_path(client):
    page = client.get("/ar/nowhere", status=404)

    assert (page.tree.get("lang"), page.tree.get("dir")) == ("ar", "rtl")


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs_inline(client):
    policy = client.raw("/sv/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_forged_host_is_refused(client):
    assert client.raw("/sv/", headers={"Host": "evil.example"}).status_code == 400


def test_too_large_a_body_is_refused_with_words(client):
    page = client._page(client.raw("/en/sign-in", "POST", data={"email": "x" * 1_100_000}), 413)

    assert "larger than we can take" in page.text


def test_a_form_without_its_token_says_what_to_do(client):
    page = client._page(client.raw("/en/sign-in", "POST", data={"email": "a@example.org"}), 400)

    assert "reload the page" in page.text


def test_the_stylesheet_may_be_kept_for_a_year(client):
    address = client.get("/sv/").all("link", rel="stylesheet")[0].get("href")

    assert "immutable" in client.raw(address).headers["Cache-Control"]


class Counting:
    """A small app that counts how often it is asked."""

    def __init__(self, *headers: tuple[str, str]) -> None:
        self.asked = 0
        self.headers = [("X-Page-Cache", "keep"), ("ETag", '"a"'), *headers]

    def __call__(self, environ, start_response):
        self.asked += 1
        start_response("200 OK", list(self.headers))
        return [b"page"]


def ask(cache: PageCache, **environ: str) -> tuple[str, list[tuple[str, str]], bytes]:
    answer = []
    body = cache({"REQUEST_METHOD": "GET", "PATH_INFO": "/sv/", **environ}, lambda *a: answer.extend(a[:2]))
    return answer[0], answer[1], b"".join(body)


def test_a_fresh_page_is_not_made_again():
    app = Counting()
    cache = PageCache(app, 0.5)

    ask(cache)
    status, headers, body = ask(cache)

    assert (app.asked, status, body) == (1, "200 OK", b"page")
    assert "X-Page-Cache" not in dict(headers)


def test_a_page_older_than_the_limit_is_made_again():
    app = Counting()
    cache = PageCache(app, 0.0)

    ask(cache)
    ask(cache)

    assert app.asked == 2


@pytest.mark.parametrize("environ", [{"HTTP_COOKIE": "samspel_staff=x"}, {"REQUEST_METHOD": "POST"}])
def test_staff_and_forms_are_never_answered_from_the_cache(environ):
    app = Counting()
    cache = PageCache(app, 0.5)

    ask(cache, **environ)
    ask(cache, **environ)

    assert app.asked == 2


def test_an_answer_with_a_cookie_is_kept_for_nobody():
    app = Counting(("Set-Cookie", "samspel_visitor=me"))
    cache = PageCache(app, 0.5)

    ask(cache)
    ask(cache)

    assert app.asked == 2


def test_an_unchanged_page_is_answered_by_304():
    cache = PageCache(Counting(), 0.5)

    ask(cache)
    status, _headers, body = ask(cache, HTTP_IF_NONE_MATCH='"a"')

    assert (status, body) == ("304 Not Modified", b"")


@pytest.mark.parametrize(
    ("has", "status"),
    [
        ({"HTTP_IF_NONE_MATCH": 'W/"b", W/"a"'}, "304 Not Modified"),
        ({"HTTP_IF_NONE_MATCH": '"ab"'}, "200 OK"),
        ({"HTTP_IF_MODIFIED_SINCE": "Mon, 01 Mar 2027 09:00:00 GMT"}, "304 Not Modified"),
        ({"HTTP_IF_MODIFIED_SINCE": "Mon, 01 Mar 2027 08:59:59 GMT"}, "200 OK"),
        ({"HTTP_IF_NONE_MATCH": '"b"', "HTTP_IF_MODIFIED_SINCE": "Mon, 01 Mar 2027 09:00:00 GMT"}, "200 OK"),
    ],
)
def test_the_tag_decides_and_without_one_the_date(has, status):
    cache = PageCache(Counting(("Last-Modified", "Mon, 01 Mar 2027 09:00:00 GMT")), 0.5)

    assert ask(cache, **has)[0] == status
    assert ask(cache, **has)[0] == status


def test_known_parameters_count_in_any_order_and_unknown_ones_are_all_alike():
    app = Counting()
    cache = PageCache(app, 0.5)

    ask(cache, QUERY_STRING="type=a&page=2")
    ask(cache, QUERY_STRING="page=2&type=a")
    ask(cache, QUERY_STRING="page=2&utm=x&type=a")
    ask(cache, QUERY_STRING="type=a&utm=y&page=2&more=z")

    assert app.asked == 2


def test_the_cache_does_not_grow_without_end():
    cache = PageCache(Counting(), 0.5)

    for number in range(600):
        ask(cache, QUERY_STRING=f"q={number}")

    assert len(cache.pages) == 500

"""What the first visit of a page costs: everything that it loads at once, compressed as a browser takes it."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from tests.client import XHTML, InspectingClient, Page

PACKED = {"Accept-Encoding": "gzip"}


@dataclass(frozen=True)
class Weight:
    """Bytes of the page itself, its style, its script, and the pictures that do not wait until they are seen."""

    url: str
    page: int
    style: int
    script: int
    pictures: int

    @property
    def all(self) -> int:
        return self.page + self.style + self.script + self.pictures


def weigh(client: InspectingClient, url: str) -> Weight:
    """The weight of the page at ``url``, whose answer must be 200."""
    page = client.get(url)
    style, script = (_sizes(client, found) for found in (_styles(page), _scripts(page)))
    return Weight(url, _size(client, url), style, script, _sizes(client, _pictures(page)))


def _styles(page: Page) -> list[str]:
    return [link.get("href", "") for link in page.all("link", rel="stylesheet")]


def _scripts(page: Page) -> list[str]:
    return [script.get("src", "") for script in page.all("script") if script.get("src")]


def _pictures(page: Page) -> list[str]:
    found: list[Element] = list(page.tree.iter(f"{XHTML}img"))
    return [one.get("src", "") for one in found if one.get("loading") != "lazy"]


def _sizes(client: InspectingClient, urls: list[str]) -> int:
    return sum(_size(client, url) for url in urls)


def _size(client: InspectingClient, url: str) -> int:
    answer = client.raw(url, headers=PACKED)
    assert answer.status_code == 200, url
    return len(answer.get_data())

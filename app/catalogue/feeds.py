"""Feeds for programs: new activities (Atom, RFC 4287), and every public address (sitemaps.org), as XML."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"

register_namespace("xhtml", XHTML)


@dataclass(frozen=True)
class News:
    """One activity in the feed; ``id`` never changes, ``url`` is its page in the language of the feed."""

    id: str
    url: str
    title: str
    summary: str
    organiser: str
    published_at: datetime


@dataclass(frozen=True)
class Feed:
    id: str
    url: str
    page_url: str
    title: str
    language: str
    updated_at: datetime


def atom(feed: Feed, news: Iterable[News]) -> bytes:
    """The feed as an XML document."""
    root = Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _text(root, id=feed.id, title=feed.title, updated=feed.updated_at.isoformat())
    SubElement(root, "link", {"rel": "self", "type": "application/atom+xml", "href": feed.url})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page_url})
    for one in news:
        entry = SubElement(root, "entry")
        moment = one.published_at.isoformat()
        _text(entry, id=one.id, title=one.title, published=moment, updated=moment, summary=one.summary or one.title)
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.url})
        _text(SubElement(entry, "author"), name=one.organiser)
    return _written(root)


def sitemap(pages: Iterable[Mapping[str, str]]) -> bytes:
    """The pages, each as language -> address; every one tells its translations."""
    root = Element("urlset", {"xmlns": SITEMAP})
    for page in pages:
        for address in page.values():
            url = SubElement(root, "url")
            SubElement(url, "loc").text = address
            for language, other in page.items():
                SubElement(url, f"{{{XHTML}}}link", {"rel": "alternate", "hreflang": language, "href": other})
    return _written(root)


def _written(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _text(parent: Element, **texts: str) -> None:
    for tag, text in texts.items():
        SubElement(parent, tag).text = text

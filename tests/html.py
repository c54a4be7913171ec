"""Every page is parsed as a strict reader would, so that no broken markup is left to a browser's goodwill."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.http import HttpResponse

NAMES_IDS = ("for", "aria-describedby", "aria-labelledby", "aria-controls")
NEW_EACH_TIME = re.compile(r'(name="csrfmiddlewaretoken" value=")\w+(?=")')


def assert_valid_html(response: HttpResponse | str) -> Element:
    """Fail on anything that a strict parser refuses, duplicate ids, references to ids that are not there, and script
    or style in the page itself. Gives the parsed page, without its masked token."""
    html = response if isinstance(response, str) else response.content.decode()
    return _checked(NEW_EACH_TIME.sub(r"\1anew", html))


@lru_cache(maxsize=64)
def _checked(html: str) -> Element:
    """Tests ask for several things of one page, and for one page again: parsing it takes longer than drawing it."""
    page = _parsed(html)
    faults = [*_ids(page), *_inline(page), *_controls(page)]
    assert not faults, "\n".join(faults)
    return page


def text_of(page: Element) -> str:
    """All words of a page with single spaces between."""
    return re.sub(r"\s+", " ", " ".join(page.itertext())).strip()


def _parsed(html: str) -> Element:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page: Element = parser.parse(html)
    lines = html.splitlines()
    faults = [
        f"line {line}: {code} {data}\n    {lines[line - 1].strip()[:160]}" for (line, _), code, data in parser.errors
    ]
    assert not faults, "\n".join(faults)
    return page


def _ids(page: Element) -> Iterator[str]:
    counted = Counter(element.get("id") for element in page.iter() if element.get("id"))
    yield from (f"id {name!r} stands {times} times" for name, times in counted.items() if times > 1)
    for element in page.iter():
        for attribute in NAMES_IDS:
            for name in (element.get(attribute) or "").split():
                if name not in counted:
                    yield f"<{element.tag} {attribute}> names {name!r}, which is not there"
        href = element.get("href") or ""
        if href.startswith("#") and href[1:] not in counted:
            yield f"a link goes to {href}, which is not there"


def _inline(page: Element) -> Iterator[str]:
    for element in page.iter():
        for attribute in element.attrib:
            if attribute == "style" or attribute.startswith("on"):
                yield f"<{element.tag}> has {attribute}=, which the content security policy refuses"
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"<{element.tag}> stands in the page, which the content security policy refuses"


def _controls(page: Element) -> Iterator[str]:
    labelled = {element.get("for") for element in page.iter("label")}
    for element in _of(page, "input", "select", "textarea"):
        if element.get("type") in {"hidden", "submit"} or element.get("aria-label") or element.get("aria-labelledby"):
            continue
        if element.get("id") not in labelled:
            yield f"<{element.tag} name={element.get('name')!r}> has no label"


def _of(page: Element, *tags: str) -> Iterator[Any]:
    return (element for element in page.iter() if element.tag in tags)

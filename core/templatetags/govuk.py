"""The design system's components whose markup is long, and the console's own. Short ones are plain HTML."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.forms.bound import GovukBoundField
from core.phonetic import spelt

register = template.Library()


def _draw(name: str, /, **context: Any) -> SafeString:
    return SafeString(render_to_string(f"govuk/components/{name}.html", context))


def _wrong(form: Any) -> bool:
    return isinstance(form, BaseForm) and form.is_bound and bool(form.errors)


@register.simple_tag(takes_context=True)
def title_prefix(context: template.Context) -> str:
    """ "Error: " before the page's title where any form on the page has an error."""
    return "Error: " if any(_wrong(value) for layer in context.dicts for value in layer.values()) else ""


@register.simple_tag
def error_summary(*forms: BaseForm | None) -> SafeString:
    """Every error of these forms with a link to what to mend. Nothing where there is none."""
    problems = [problem for form in forms if _wrong(form) for problem in _problems(form)]  # type: ignore[arg-type]
    return _draw("error_summary", problems=problems) if problems else SafeString("")


def _problems(form: BaseForm) -> Iterable[tuple[str, str]]:
    for message in form.non_field_errors():
        yield str(message), ""
    for bound in form:
        href = bound.error_href if isinstance(bound, GovukBoundField) and not bound.is_hidden else ""
        for message in bound.errors:
            yield str(message), href


@register.simple_tag
def button(text: str, *, variant: str = "", href: str = "", name: str = "", value: str = "") -> SafeString:
    """A submit button, or with `href` a link that looks like one. Variants: secondary, warning, link."""
    return _draw("button", text=text, variant=variant, href=href, name=name, value=value)


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """A small status label: grey, green, teal, blue, purple, magenta, red, orange or yellow."""
    return format_html('<strong class="govuk-tag{}">{}</strong>', f" govuk-tag--{colour}" if colour else "", text)


@register.simple_tag
def summary_list(rows: Iterable[tuple[Any, ...]], *, border: bool = True) -> SafeString:
    """Rows of (key, value), or (key, value, href, link text); the key is added to the link for those who hear it."""
    return _draw("summary_list", rows=[(*row, "", "")[:4] for row in rows], border=border)


@register.simple_tag
def key_facts(facts: Iterable[tuple[str, Any]], *, minutes_left: int | None = None) -> SafeString:
    """The strip that stays in view during a call: rows of (label, value), and the minutes to closing time."""
    return _draw("key_facts", facts=facts, minutes_left=minutes_left)


@register.filter
def hours_and_minutes(minutes: int) -> str:
    """A number of minutes as people say it: "7 h 30 min", "42 min"."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


@register.simple_tag
def progress_list(steps: Iterable[Any], *, label: str = "Progress of the call") -> SafeString:
    """A call's steps: `label`, `state` ("done", "not done", "current" or "to come") and, where it can be, `href`."""
    return _draw("progress_list", steps=steps, label=label)


@register.simple_tag
def read_out(text: Any, *, spell: bool = False) -> SafeString:
    """A detail to read aloud, in large type. `spell` adds the phonetic alphabet for the letters and digits."""
    return _draw("read_out", text=text, spelling=spelt(str(text)) if spell else "")


@register.simple_block_tag
def say(content: str, *, label: str = "Say") -> SafeString:
    """Words that the agent says to the caller."""
    return _draw("say", content=content, label=label)


@register.simple_block_tag
def note(content: str, *, label: str = "Note") -> SafeString:
    """Something for the agent alone, not to be said."""
    return _draw("note", content=content, label=label)


@register.simple_block_tag
def landmark(content: str, label: str, *, role: str) -> SafeString:
    """A landmark round a block that pages may leave empty; nothing where it is."""
    if not content.strip():
        return SafeString("")
    return format_html('<div role="{}" aria-label="{}">{}</div>', role, label, content)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Inset text."""
    return format_html('<div class="govuk-inset-text">{}</div>', content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """Warning text, with its exclamation mark."""
    return _draw("warning", content=content)


@register.simple_block_tag
def details(content: str, summary: str) -> SafeString:
    """Text that a click opens."""
    return _draw("details", content=content, summary=summary)


@register.simple_block_tag
def panel(content: str, title: str) -> SafeString:
    """The large green panel of a finished task. Its title is the page's h1."""
    return _draw("panel", content=content, title=title)


@register.simple_block_tag
def banner(content: str, title: str = "Important", *, success: bool = False, key: str | int = "main") -> SafeString:
    """A notification banner. `key` keeps the ids apart where a page has several."""
    return _draw("banner", content=content, title=title, success=success, key=key)


@register.simple_block_tag
def advice_panel(content: str, *, raise_doubt: bool, title: str) -> SafeString:
    """The advice: raise (a tick) or do not raise (a cross), said in words and shape as well as colour."""
    return _draw("advice_panel", content=content, raise_doubt=raise_doubt, title=title)

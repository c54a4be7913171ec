"""What the browser's tests stand on can fail: the keyboard that gets nowhere, and the page that axe objects to."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_accessible
from tests.browser.keyboard import Keyboard

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Stops</title></head><body><main><h1>Stops</h1>
<p><a href="#here" id="here">Link</a> <button disabled>Off</button> <button tabindex="-1">Out of order</button></p>
<details><summary>Folded</summary><p><button>Inside</button></p></details>
<fieldset><legend>Free</legend><label><input type="radio" name="free" value="1">One</label>
<label><input type="radio" name="free" value="2">Two</label>
<label><input type="radio" name="free" value="3" disabled>Three</label></fieldset>
<fieldset><legend>Set</legend><label><input type="radio" name="set" value="1">Red</label>
<label><input type="radio" name="set" value="2" checked>Green</label></fieldset>
<p><button style="visibility: hidden">Unseen</button> <button>Last</button></p></main></body></html>"""
COUNT = "window.keys = []; addEventListener('keydown', event => keys.push(event.key), true)"


@pytest.fixture
def stops(page: Page) -> Page:
    page.set_content(PAGE)
    page.evaluate(COUNT)
    return page


def test_no_key_is_pressed_that_a_person_need_not_press(stops: Page) -> None:
    """A closed fold, what is off or unseen is no stop; a group of radio buttons is one, wherever it is entered."""
    keys = Keyboard(stops)
    keys.reach(stops.get_by_role("button", name="Last"))
    assert stops.evaluate("keys") == ["Tab"] * 5
    stops.get_by_role("link").focus()
    keys.choose("Two")
    expect(stops.get_by_label("Two")).to_be_checked()
    assert stops.evaluate("keys")[5:] == ["Tab", "Tab", "ArrowDown", " "]
    keys.choose("Red")
    assert stops.evaluate("keys")[9:] == ["Tab", "ArrowDown", " "]


def test_the_keyboard_goes_round_to_what_lies_behind(stops: Page) -> None:
    keys = Keyboard(stops)
    keys.reach(stops.get_by_role("button", name="Last"))
    keys.reach(stops.get_by_role("link"))
    expect(stops.get_by_role("link")).to_be_focused()


@pytest.mark.parametrize("name", ["Out of order", "Off", "Inside", "Unseen"])
def test_the_keyboard_does_not_get_to_what_is_no_stop(stops: Page, name: str) -> None:
    with pytest.raises(AssertionError, match="does not get to"):
        Keyboard(stops, most=12).reach(stops.get_by_text(name, exact=True))


def test_the_arrows_do_not_get_to_a_button_that_is_off(stops: Page) -> None:
    with pytest.raises(AssertionError, match="does not get to"):
        Keyboard(stops, most=12).choose("Three")


def test_axe_objects_to_a_button_without_a_name(stops: Page) -> None:
    assert_accessible(stops)
    stops.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<button id=mute></button>')")
    with pytest.raises(AssertionError, match="#mute"):
        assert_accessible(stops)

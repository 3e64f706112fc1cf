"""Debian's Chromium, driven by Playwright, at the two widths every page must serve."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """One browser for the session. Fails, naming the command, where no Chromium is installed."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        pytest.fail("Không thấy Chromium; hãy chạy: apt-get install chromium", pytrace=False)
    # Playwright's loop runs in this thread, and Django would take every query made beside it for an async
    # one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium) -> Iterator:
    """A tab of a desk's width."""
    yield from _tab(chromium, DESK)


@pytest.fixture
def phone(chromium) -> Iterator:
    """A tab of a phone's width."""
    yield from _tab(chromium, PHONE)


@pytest.fixture
def visit(chromium) -> Iterator:
    """A fresh browser of a given width, with or without script; `seen` lists every request it makes."""
    opened = []

    def make(viewport=PHONE, *, script=True, axe=False):
        context = chromium.new_context(
            viewport=viewport, locale="vi-VN", java_script_enabled=script, bypass_csp=axe
        )
        context.set_default_timeout(20_000)
        opened.append(context)
        page = context.new_page()
        page.seen = []
        page.on("request", lambda request: page.seen.append(request))
        return page

    yield make
    for context in opened:
        context.close()


def _tab(chromium, viewport: dict, **options) -> Iterator:
    context = chromium.new_context(
        viewport=viewport, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options
    )
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def axe(chromium) -> Callable:
    """`axe(page)` asserts that the page shown there has no accessibility violation at all.

    The page is opened again, with its log-in, in a context that ignores the content policy: the policy
    rightly stops
    the injected script, and only this run is exempt from it.
    """
    assert AXE.is_file(), "Thiếu node_modules/axe-core; hãy chạy «make install»."

    def check(page) -> None:
        context = chromium.new_context(
            viewport=page.viewport_size,
            locale="vi-VN",
            bypass_csp=True,
            storage_state=page.context.storage_state(),
        )
        try:
            twin = context.new_page()
            twin.goto(page.url)
            found = violations(twin)
        finally:
            context.close()
        assert not found, "\n".join(found)

    return check


def violations(page) -> list[str]:
    """What axe finds in the page, a line each; its policy must let the script in (`bypass_csp`)."""
    page.wait_for_load_state()
    page.add_script_tag(path=AXE)
    return [_describe(one) for one in page.evaluate("axe.run().then(result => result.violations)")]


def fits_across(page) -> bool:
    """Nothing runs off the side of the page, once it is loaded: right after a click there may be no page yet."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def is_sound(page) -> None:
    """Nothing runs off the side and axe finds nothing (`bypass_csp`)."""
    assert fits_across(page), page.url
    assert violations(page) == [], page.url


def _describe(violation: dict) -> str:
    places = ", ".join(str(node["target"]) for node in violation["nodes"][:5])
    return f"{violation['id']} ({violation['impact']}): {violation['help']} tại {places}"


def unfold_steps(page: Any) -> None:
    """Open the folded steps of a record's page, where there are any."""
    page.evaluate("document.querySelectorAll('details.steps-more').forEach(one => one.open = true)")

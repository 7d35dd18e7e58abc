"""Takes the picture of README from a running demo: `.venv/bin/python docs/picture.py [http://127.0.0.1:8000]`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).parent / "images" / "desk.png"
#: What Debian's Chromium needs to start as root, without a screen, and without asking other hosts.
OPTIONS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def take(site: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=OPTIONS)
        page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light", locale="en")
        page.goto(f"{site}/accounts/login/")
        page.fill("input[name=login]", "amina")
        page.fill("input[name=password]", "sanderra")
        page.click("main button[type=submit]")
        page.wait_for_url("**/my/")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")

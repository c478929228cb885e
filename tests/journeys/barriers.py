"""What axe finds on a page as it stands, in the light, in the dark, and what is wider than a phone."""

from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text()
FIND = """async (rules) => (await axe.run(document, {resultTypes: ["violations"], ...rules}))
  .violations.map((each) =>
    `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`)"""
# Nothing but colours differs in the dark.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}


def barriers_on(page: Page, name: str) -> list[str]:
    """Return what is wrong with a page that was opened `for_axe`; `name` says which it is."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    page.evaluate(AXE)
    wrong = [f"{name}: {each}" for each in page.evaluate(FIND, {})]
    page.emulate_media(color_scheme="dark")
    wrong += [f"{name} (dark): {each}" for each in page.evaluate(FIND, COLOURS)]
    page.set_viewport_size({"width": 360, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*wrong, f"{name}: {wide} px wide at 360"] if wide > 360 else wrong

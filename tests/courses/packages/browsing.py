"""What a browser makes of a form in a page: the names and values it would send, before anybody touches anything."""

from collections import defaultdict
from html.parser import HTMLParser

#: Inputs that send nothing by themselves.
SILENT = {"submit", "button", "file", "image", "reset"}


class Form(HTMLParser):
    """Reads the form of that id."""

    def __init__(self, ident: str) -> None:
        super().__init__()
        self.ident, self.inside = ident, False
        self.values: dict[str, list[str]] = defaultdict(list)
        self.names: set[str] = set()
        self.text_of = self.select = ""
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.ident
        name = given.get("name", "")
        if not self.inside or (not name and tag != "option"):
            return
        self.names.add(name)
        if tag == "input":
            self.input(name, given)
        elif tag == "textarea":
            self.text_of, self.fresh = name, True
            self.values[name].append("")
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option" and self.select:
            self.options.append((given.get("value", ""), "selected" in given))

    def input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind not in SILENT and (kind not in ("checkbox", "radio") or "checked" in given):
            self.values[name].append(given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self.text_of:
            # A browser passes over the first line break of a text area.
            self.values[self.text_of][-1] += data.removeprefix("\n") if self.fresh else data
            self.fresh = False

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text_of = ""
        if tag == "select" and self.select:
            chosen = [value for value, taken in self.options if taken] or [value for value, _ in self.options[:1]]
            self.values[self.select] += chosen
            self.select = ""
        if tag == "form":
            self.inside = False


def sent(page: str, ident: str = "h5p-desk") -> dict[str, list[str]]:
    """The form as it would be sent, without the words of a button."""
    form = Form(ident)
    form.feed(page)
    return {name: values for name, values in form.values.items() if name != "csrfmiddlewaretoken"}

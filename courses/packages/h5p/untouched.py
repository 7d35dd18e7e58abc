"""What a form sends when nobody touches it, as its templates name it: so what is stored can be asked all that is asked of
what is written."""

from collections import defaultdict
from collections.abc import Iterable

from courses.packages.h5p.form import Node

Sent = dict[str, list[str]]


def untouched(nodes: Iterable[Node]) -> Sent:
    sent: Sent = defaultdict(list)
    for node in (each for top in nodes for each in top.walk()):
        for name, values in inputs(node):
            sent[name] += values
        if node.kind in ("group", "library") and node.ident:
            sent[f"{node.path}:id"].append(node.ident)
        if node.kind in ("group", "media") and node.is_empty:
            sent[f"{node.path}:there"].append("1")
    return dict(sent)


def inputs(node: Node) -> list[tuple[str, list[str]]]:
    chosen = node.chosen.value if node.chosen else ""
    match node.kind:
        case "text" | "textarea" | "html" | "colour" | "number":
            return [(node.name, [node.text])]
        case "boolean":
            return [(node.name, ["off", "on"] if node.value else ["off"])]
        case "select" | "radios":
            return [(node.name, [chosen])]
        case "checks":
            return [(node.path, [choice.value for choice in node.choices if choice.taken])]
        case "picks":
            ticked = [choice.value for choice in node.choices if choice.taken]
            return [
                (node.path, ticked),
                (f"{node.path}:was", [node.was]),
                (f"{node.path}:of", [str(len(node.choices))]),
            ]
        case "list" | "media":
            return [(node.path, [each.path.rpartition(".")[2] for each in node.nodes])]
        case "library":
            return [(node.path, [chosen]), (f"{node.path}:was", [chosen]), (f"{node.path}:kept", [node.was])]
        case "group":
            return []
    return [(f"{node.path}:was", [node.was])]

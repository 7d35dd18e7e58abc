"""Single tasks, each answered rightly or wrongly."""

import re

from playwright.sync_api import Locator

from tests.conformance.h5p.doing import WHILE, Answer, Params, check, drag, pause, plain, press, solutions, write

Cell = tuple[int, int]


def multi_choice(root: Locator, params: Params, right: bool) -> Answer:
    answers = params["answers"]
    chosen = [each for each in answers if bool(each.get("correct")) is right] or answers[:1]
    one_only = root.locator("[role=radio]").count()
    for each in chosen[:1] if one_only or not right else chosen:
        wanted = plain(each["text"])
        of_all = root.locator(".h5p-answer")
        texts = [plain(text) for text in of_all.locator(".h5p-alternative-inner").all_inner_texts()]
        of_all.nth(texts.index(wanted)).click()
    yield
    check(root)


def true_false(root: Locator, params: Params, right: bool) -> Answer:
    says_true = (str(params["correct"]) == "true") is right
    root.locator(".h5p-true-false-answer").nth(0 if says_true else 1).click()
    yield
    check(root)


def blanks(root: Locator, params: Params, right: bool) -> Answer:
    gaps = [gap for question in params["questions"] for gap in solutions(question)]
    inputs = root.locator(".h5p-text-input")
    for number, gap in enumerate(gaps if right else gaps[:1]):
        inputs.nth(number).fill(gap if right else "something else")
        inputs.nth(number).press("Tab")
    yield
    for number in range(0 if right else 1, len(gaps) if not right else 0):
        inputs.nth(number).fill("something else")
        inputs.nth(number).press("Tab")
    check(root)


def drag_text(root: Locator, params: Params, right: bool) -> Answer:
    # What is dragged is a word as it stands, be there a stroke in it or not.
    words = solutions(params["textField"].replace("\n", " "), several=False)
    for number, word in enumerate(words if right else list(reversed(words))[:1]):
        draggables = root.locator(".h5p-drag-draggables-container .ui-draggable")
        texts = [text.split("\n")[0].strip() for text in draggables.locator("span:first-child").all_inner_texts()]
        drag(draggables.nth(texts.index(word)), root.locator(".h5p-drag-dropzone-container .ui-droppable").nth(number))
    yield
    check(root)


def summary(root: Locator, params: Params, right: bool) -> Answer:
    panels = [each for each in params["summaries"] if each.get("summary")]
    for number, panel in enumerate(panels):
        claims = root.locator(".h5p-panel").locator("visible=true").locator(".summary-claim-unclicked")
        texts = [plain(text) for text in claims.all_inner_texts()]
        said = plain(panel["summary"][0])
        if not right:
            claims.nth(next(place for place, text in enumerate(texts) if text != said)).click()
            pause(root, 1_500)
            claims = root.locator(".h5p-panel").locator("visible=true").locator(".summary-claim-unclicked")
            texts = [plain(text) for text in claims.all_inner_texts()]
        claims.nth(texts.index(said)).click()
        pause(root, WHILE)
        if number == 0:
            yield
    check(root)


def essay(root: Locator, params: Params, right: bool) -> Answer:
    # A star stands for at least one letter; where two stand around a word, the word alone is not found.
    said = [re.sub(r"^/|/\w*$", "", plain(each["keyword"])).replace("*", "x") for each in params["keywords"]]
    times = [int(each.get("options", {}).get("occurrences", 1)) for each in params["keywords"]]
    words = [word for word, count in zip(said, times, strict=True) for _time in range(count)]
    field = root.locator("textarea").first
    enough = int(params.get("behaviour", {}).get("minimumLength") or 0)
    field.fill(" ".join(words if right else words[:1]).ljust(enough, "."))
    field.press("Tab")
    yield
    check(root)


def crossword(root: Locator, params: Params, right: bool) -> Answer:
    inputs = root.locator(".h5p-crossword-input-fields-group-input")
    clues = [plain(text) for text in root.locator(".h5p-crossword-input-fields-group-clue").all_inner_texts()]
    answers = {plain(word["clue"]): plain(word["answer"]) for word in params["words"]}
    for number, clue in enumerate(clues if right else clues[:1]):
        write(inputs.nth(number), answers[clue] if right else "x" * len(answers[clue]))
    yield
    for number, clue in enumerate(clues if not right else []):
        write(inputs.nth(number), "x" * len(answers[clue]))
    check(root)


def dictation(root: Locator, params: Params, right: bool) -> Answer:
    fields = root.locator(".h5p-sentence textarea, .h5p-sentence input[type=text]")
    for number, sentence in enumerate(params["sentences"]):
        fields.nth(number).fill(plain(sentence["text"]) if right else "something else")
    fields.first.press("Tab")
    yield
    check(root)


def hotspot(root: Locator, params: Params, right: bool) -> Answer:
    spots = params["imageHotspotQuestion"]["hotspotSettings"]["hotspot"]
    chosen = [number for number, each in enumerate(spots) if bool(each["userSettings"].get("correct")) is right]
    root.locator(".image-hotspot").nth(chosen[0]).click()
    pause(root)
    yield


def find_the_words(root: Locator, params: Params, right: bool) -> Answer:
    # A line is drawn in one go, so all of the letters have to be in sight.
    root.page.set_viewport_size({"width": 1100, "height": 1600})
    words = [plain(word) for word in params["wordList"].split(",")]
    grid = root.evaluate(GRID)
    for word in words if right else words[:1]:
        draw(root, *place_of(word, grid))
    yield
    press(root, "button[title=submit]")


def draw(root: Locator, begin: Cell, end: Cell) -> None:
    """A line from one letter to another."""
    canvas = root.locator("#drawing-canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    size = root.evaluate("() => H5P.instances[0].grid.elementSize")
    # Where a line ends, the library reckons from the top of its document in place of the grid's.
    top = canvas.evaluate("(grid) => grid.getBoundingClientRect().top + window.scrollY")
    lower = min(top, int(0.75 * size)) - top
    mouse = root.page.mouse
    mouse.move(box["x"] + (begin[1] + 0.5) * size, box["y"] + (begin[0] + 0.5) * size)
    mouse.down()
    mouse.move(box["x"] + (end[1] + 0.5) * size, box["y"] + (end[0] + 0.5) * size + lower, steps=8)
    mouse.up()
    pause(root)


#: The letters of the grid, row by row.
GRID = "() => H5P.instances[0].grid.wordGrid"

WAYS = [(down, across) for down in (-1, 0, 1) for across in (-1, 0, 1) if down or across]


def place_of(word: str, grid: list[list[str]]) -> tuple[Cell, Cell]:
    """Where a word begins and ends: row and column."""
    letters = {(row, column): letter.lower() for row, line in enumerate(grid) for column, letter in enumerate(line)}
    last = len(word) - 1
    for row, column in letters:
        for down, across in WAYS:
            run = [letters.get((row + step * down, column + step * across)) for step in range(len(word))]
            if run == list(word.lower()):
                return (row, column), (row + last * down, column + last * across)
    raise LookupError(word)


def drag_question(root: Locator, params: Params, right: bool) -> Answer:
    task = params["question"]["task"]
    moving = [number for number, each in enumerate(task["elements"]) if each.get("dropZones")]
    names = root.locator(".h5p-draggable").all_inner_texts()
    for number, zone in enumerate(task["dropZones"]):
        fitting = [moving.index(int(each)) for each in zone.get("correctElements") or [] if int(each) in moving]
        others = [place for place in range(len(moving)) if place not in fitting]
        if not right and others:
            drag_by_name(root, names[others[0]], number)
            break
        for element in fitting[:1] if zone.get("single") else fitting:
            drag_by_name(root, names[element], number)
    yield
    check(root)


def drag_by_name(root: Locator, name: str, zone: int) -> None:
    """Some can be used more than once: then there is always one left at their place."""
    waiting = root.locator(".h5p-draggable:not(.h5p-dropped)")
    named = [place for place, text in enumerate(waiting.all_inner_texts()) if plain(text) == plain(name)]
    if named:
        drag(waiting.nth(named[-1]), root.locator(".h5p-dropzone").nth(zone))


def mark_the_words(root: Locator, params: Params, right: bool) -> Answer:
    wanted = solutions(params["textField"])
    words = root.locator("[role=option]")
    texts = [re.sub(r"\W", "", text) for text in words.all_inner_texts()]
    if right:
        for word in wanted:
            words.nth(texts.index(re.sub(r"\W", "", word))).click()
    else:
        words.nth(next(place for place, text in enumerate(texts) if text not in wanted)).click()
    yield
    check(root)

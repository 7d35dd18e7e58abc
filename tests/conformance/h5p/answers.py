"""What a person does with each kind of content: enters answers, may leave there and come back, and hands them in.

An answer is a generator: up to its `yield` things are entered and nothing is handed in, after it the rest is done. `params`
are what the content says, so the right answers are known; a wrong answer is one that earns less than all the points.
"""

import json
from functools import partial

from playwright.sync_api import Locator

from tests.conformance.h5p import questions, series
from tests.conformance.h5p.doing import WHILE, Answer, Kind, Params, pause, press


def column(root: Locator, params: Params, right: bool) -> Answer:
    places = root.locator(":scope > div > .h5p-column-content")
    inside = [each.get("content", each) for each in params["content"]]
    yield from together([answer(places.nth(number), each, right) for number, each in enumerate(inside)])


def row(root: Locator, params: Params, right: bool) -> Answer:
    places = root.locator(".h5p-row-content")
    inside = [each.get("content", each) for each in params["columns"]]
    yield from together([answer(places.nth(number), each, right) for number, each in enumerate(inside)])


def interactive_book(root: Locator, params: Params, right: bool) -> Answer:
    """Page by page; somebody leaves at the first page with something to answer."""
    pages = root.locator(".h5p-interactive-book-chapter")
    left = False
    for number, entry in enumerate(params["chapters"]):
        chapter = entry.get("chapter", entry)
        turn_to(root, number)
        doing = answer(pages.nth(number), chapter, right)
        next(doing, None)
        if not left and any(f'"{kind} ' in json.dumps(chapter) for kind in SCORED):
            left = True
            yield partial(turn_to, root, number)
        for _rest in doing:
            pause(root)
    turn_to(root, len(params["chapters"]))
    press(root, ".h5p-interactive-book-summary-submit, .h5p-interactive-book-summary-buttons button")
    pause(root, 1_000)


#: What a page of a book is answered for.
SCORED = ("H5P.MultiChoice", "H5P.TrueFalse", "H5P.Blanks", "H5P.DragText", "H5P.Essay")


def turn_to(root: Locator, number: int) -> None:
    """Turn the pages of a book; the one after the last sums up."""
    for _page in range(number + 1):
        current = root.locator(".h5p-interactive-book-chapter").evaluate_all(
            "(pages) => pages.findIndex((page) => page.classList.contains('h5p-interactive-book-current'))"
        )
        if current in (number, -1):
            break
        press(root, ".h5p-interactive-book-status-header .next")
        pause(root, 1_000)


def question_set(root: Locator, params: Params, right: bool) -> Answer:
    press(root, ".qs-startbutton")
    for number, question in enumerate(params["questions"]):
        doing = answer(root.locator(".question-container").nth(number), question, right)
        next(doing, None)
        if number == 0:
            yield partial(press, root, ".qs-startbutton")
        for _rest in doing:
            pause(root)
        press(root, ".h5p-question-next")
    press(root, ".h5p-question-finish")
    pause(root, 1_000)


def course_presentation(root: Locator, params: Params, right: bool) -> Answer:
    """Slide by slide; somebody leaves at the first with a task. The last slide sums up and hands in."""
    slides = params["presentation"]["slides"]
    left = False
    for number, slide in enumerate(slides):
        turn_slides(root, number)
        places = root.locator(".h5p-slide").nth(number).locator(".h5p-element")
        for place, element in enumerate(slide.get("elements") or []):
            action = element.get("action") or {}
            if name_of(action) not in KINDS:
                continue
            doing = answer(places.nth(place), action, right)
            next(doing, None)
            if not left:
                left = True
                yield partial(turn_slides, root, number)
            for _rest in doing:
                pause(root)
    if not left:
        yield
    turn_slides(root, len(slides))
    press(root, ".h5p-show-solutions-container button, .h5p-summary-footer .h5p-show-solutions")
    pause(root, 1_000)


def turn_slides(root: Locator, number: int) -> None:
    """To a slide; the one after the last sums up, where there is one."""
    current = "(slides) => slides.findIndex((slide) => slide.classList.contains('h5p-current'))"
    for _slide in range(number + 1):
        if root.locator(".h5p-slide").evaluate_all(current) >= number or not press(root, ".h5p-footer-next-slide"):
            break
        pause(root, 1_000)


def interactive_video(root: Locator, params: Params, right: bool) -> Answer:
    """From task to task of the film, and to its end."""
    tasks = params["interactiveVideo"]["assets"]["interactions"]
    left = False
    for task in sorted(tasks, key=lambda each: each["duration"]["from"]):
        if not set(task["action"]["params"]) & {"answers", "correct", "questions", "question", "textField"}:
            continue
        place = shown_task(root, task["duration"]["from"])
        doing = answer(place, task["action"], right)
        next(doing, None)
        if not left:
            left = True
            yield partial(shown_task, root, task["duration"]["from"])
        for _rest in doing:
            pause(root)
        press(root, ".h5p-dialog-close, .h5p-question-iv-continue, [class*='h5p-question-iv-adaptivity']")
    sum_up(root, params["interactiveVideo"].get("summary") or {}, right)
    root.evaluate("() => { const film = H5P.instances[0]; film.seek(film.getDuration() - 0.5); film.play(); }")
    pause(root, WHILE)
    press(root, ".h5p-star-foreground, .h5p-star-bar, .h5p-star")
    press(root, ".h5p-interactive-video-endscreen-submit-button")


def sum_up(root: Locator, summary: Params, right: bool) -> None:
    """The task that waits some seconds before its end, if there is one."""
    task = summary.get("task") or {}
    if name_of(task) != "H5P.Summary" or not task["params"].get("summaries"):
        return
    length = root.evaluate("() => H5P.instances[0].getDuration()")
    place = shown_task(root, length - float(summary.get("displayAt") or 3))
    for _rest in answer(place, task, right):
        pause(root)
    press(root, ".h5p-dialog-close, .h5p-question-iv-continue")


def shown_task(root: Locator, second: float) -> Locator:
    """Wind the film to a task, and open it where it is only announced."""
    press(root, ".h5p-splash-wrapper, .h5p-splash")
    root.evaluate("(_root, second) => { H5P.instances[0].seek(second); H5P.instances[0].play(); }", second + 0.2)
    pause(root, 1_500)
    root.evaluate("() => H5P.instances[0].pause()")
    press(root, ".h5p-interaction-button")
    opened = ".h5p-dialog-inner, .h5p-interaction.h5p-poster"
    return root.locator(opened).locator("visible=true").first


def together(doing: list[Answer]) -> Answer:
    """Several contents on one page: everything entered, then everything handed in."""
    for each in doing:
        next(each, None)
    yield
    for each in doing:
        for _rest in each:
            pass


def nothing(root: Locator, params: Params, right: bool) -> Answer:
    """A content to look at."""
    yield


KINDS: dict[str, Kind] = {
    "H5P.Accordion": series.accordion,
    "H5P.ArithmeticQuiz": series.arithmetic_quiz,
    "H5P.AudioRecorder": series.audio_recorder,
    "H5P.Blanks": questions.blanks,
    "H5P.Column": column,
    "H5P.CoursePresentation": course_presentation,
    "H5P.Crossword": questions.crossword,
    "H5P.Dialogcards": series.dialogcards,
    "H5P.Dictation": questions.dictation,
    "H5P.DocumentationTool": series.documentation_tool,
    "H5P.DragQuestion": questions.drag_question,
    "H5P.DragText": questions.drag_text,
    "H5P.Essay": questions.essay,
    "H5P.FindTheWords": questions.find_the_words,
    "H5P.Flashcards": series.flashcards,
    "H5P.GuessTheAnswer": series.guess_the_answer,
    "H5P.ImageHotspotQuestion": questions.hotspot,
    "H5P.InteractiveBook": interactive_book,
    "H5P.InteractiveVideo": interactive_video,
    "H5P.MarkTheWords": questions.mark_the_words,
    "H5P.MemoryGame": series.memory_game,
    "H5P.MultiChoice": questions.multi_choice,
    "H5P.QuestionSet": question_set,
    "H5P.Questionnaire": series.questionnaire,
    "H5P.Row": row,
    "H5P.RowColumn": column,
    "H5P.SingleChoiceSet": series.single_choice_set,
    "H5P.Summary": questions.summary,
    "H5P.TrueFalse": questions.true_false,
}


def answer(root: Locator, content: Params, right: bool) -> Answer:
    """How somebody answers a content, given as a library and its params."""
    yield from KINDS.get(name_of(content), nothing)(root, content.get("params") or {}, right)


def name_of(content: Params) -> str:
    return str(content.get("library", "")).split(" ")[0]

"""Tasks one after another, and contents to look through; somebody leaves after the first."""

import re

from playwright.sync_api import Locator

from tests.conformance.h5p.doing import WHILE, Answer, Params, gone, pause, plain, press


def single_choice_set(root: Locator, params: Params, right: bool) -> Answer:
    for number in range(len(params["choices"])):
        slide = root.locator(".h5p-sc-current-slide")
        slide.locator(".h5p-sc-is-correct" if right else ".h5p-sc-is-wrong").first.click()
        pause(root, 1_000)
        press(root, ".h5p-ssc-next-button")
        gone(root, ".h5p-sc-current-slide .h5p-sc-selected")
        if number == 0:
            yield


def flashcards(root: Locator, params: Params, right: bool) -> Answer:
    """A right answer turns the card by itself; after a wrong one somebody does."""
    for number, card in enumerate(params["cards"]):
        current = root.locator(".h5p-current")
        current.locator("input").fill(plain(card["answer"]).split("/")[0] if right else "something else")
        press(current, ".h5p-check-button, .h5p-icon-button")
        gone(root, ".h5p-current input[disabled]", within=4_000)
        if root.locator(".h5p-current input[disabled]").count():
            press(root, ".h5p-navigation .h5p-next:not(.h5p-hidden)")
        pause(root, 1_000)
        if number == 0:
            yield
    press(root, ".h5p-show-results, .h5p-show-results-label")
    pause(root)


def arithmetic_quiz(root: Locator, params: Params, right: bool) -> Answer:
    press(root, ".mq-control-button")
    pause(root, 2 * WHILE)
    for number in range(int(params["maxQuestions"])):
        page = root.locator(".question-page.current")
        one, other = (int(each) for each in re.findall(r"\d+", page.locator(".question").inner_text())[:2])
        alternatives = page.locator(".h5p-baq-alternatives li")
        fitting = [(text.strip() == str(one * other)) is right for text in alternatives.all_inner_texts()]
        alternatives.nth(fitting.index(True)).click()
        gone(root, ".question-page.current [aria-checked=true]")
        if number == 0:
            yield


def questionnaire(root: Locator, params: Params, right: bool) -> Answer:
    for number in range(len(params["questionnaireElements"])):
        shown = root.locator(".h5p-questionnaire-element:not(.hide)")
        fields = shown.locator("input, textarea").locator("visible=true")
        if fields.first.get_attribute("type") in ("radio", "checkbox"):
            fields.first.check()
        else:
            fields.first.fill("More of it")
        if number == 0:
            yield
        press(root, ".h5p-questionnaire-button.next")
    press(root, ".h5p-questionnaire-button.submit")


def dialogcards(root: Locator, params: Params, right: bool) -> Answer:
    for number in range(len(params["dialogs"])):
        press(root, ".h5p-dialogcards-current .h5p-dialogcards-turn")
        pause(root, 1_000)
        if number == 1:
            yield
        press(root, ".h5p-dialogcards-footer .h5p-dialogcards-next")
        pause(root, 1_000)


def documentation_tool(root: Locator, params: Params, right: bool) -> Answer:
    fields = root.locator("textarea").locator("visible=true")
    if fields.count():
        fields.first.fill("Four crates, not three")
        fields.first.press("Tab")
    yield
    for _page in params["pagesList"][1:]:
        press(root, ".h5p-documentation-tool-page.current .next[aria-disabled=false]")
        pause(root, 1_000)
    press(root, ".export-document-button")
    press(root, ".joubel-exportable-submit-button")


def guess_the_answer(root: Locator, params: Params, right: bool) -> Answer:
    yield
    press(root, ".show-solution-button, .h5p-guess-answer button")


def accordion(root: Locator, params: Params, right: bool) -> Answer:
    for number in range(len(params["panels"])):
        root.locator(".h5p-panel-button").nth(number).click()
        pause(root)
    yield


def audio_recorder(root: Locator, params: Params, right: bool) -> Answer:
    """Speak for a while, and hear that something was recorded."""
    press(root, "button.record, .button.record")
    root.page.get_by_role("button", name="Allow", exact=True).click()
    pause(root, 2 * WHILE)
    press(root, "button.done, .button.done")
    pause(root, WHILE)
    seconds = root.locator("a.download").first.evaluate(LENGTH)
    if not seconds or seconds < 1:
        raise ValueError(f"{seconds} seconds were recorded")
    yield


#: Seconds of a recording in which there is something to be heard; it is played to find that out.
LENGTH = """async (link) => {
  const sound = new Audio(link.href);
  const context = new AudioContext();
  const meter = context.createAnalyser();
  context.createMediaElementSource(sound).connect(meter);
  await sound.play();
  const samples = new Float32Array(meter.fftSize);
  while (!sound.ended) {
    meter.getFloatTimeDomainData(samples);
    if (samples.some((sample) => Math.abs(sample) > 0.01)) return sound.duration;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return 0;
}"""


def memory_game(root: Locator, params: Params, right: bool) -> Answer:
    """Pair by pair; whoever errs turns two that do not belong together first."""
    cards = root.locator(".h5p-memory-wrap")
    pictures = cards.locator("img").evaluate_all("(each) => each.map((picture) => picture.src)")
    pairs = [[place for place, each in enumerate(pictures) if each == picture] for picture in dict.fromkeys(pictures)]
    wrong = [[pairs[0][0], pairs[1][0]], *reversed(pairs)]
    for number, pair in enumerate(pairs if right else wrong):
        for card in pair:
            cards.nth(card).click()
            pause(root, 1_000)
        press(root, ".h5p-memory-close")
        pause(root, 1_000)
        if number == 1:
            yield

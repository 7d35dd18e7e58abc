// A button that changes the form sends it and puts the part that comes back into the place of the old one.
import { say, word } from "./words.js";

const MOVES = ["up", "down", "remove"];
let busy = false;

export function listen(desk, wake, changed) {
  desk.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button?.value.includes(":")) return;
    event.preventDefault();
    exchange(desk, button.value, wake, changed);
  });
  desk.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-keep]") && field.files.length) exchange(desk, `keep:${field.name.split(":")[0]}`, wake, changed);
    if (field.matches("[data-choose]")) choose(desk, field, wake, changed);
  });
}

function choose(desk, field, wake, changed) {
  const before = desk.elements[`${field.name}:was`]?.value ?? "";
  if (before && !window.confirm(word(desk, "replace"))) field.value = before;
  else exchange(desk, `choose:${field.name}`, wake, changed);
}

/** Send the form with what a button asks for, such as `add:p.answers`. Whether an answer came. */
export async function exchange(desk, asked, wake, changed) {
  const [verb, path] = asked.split(/:(.*)/s);
  const place = MOVES.includes(verb) ? path.slice(0, path.lastIndexOf(".")) : path;
  const old = [...desk.querySelectorAll("[data-part]")].find((each) => each.dataset.part === place);
  if (busy || !old) return false;
  // Where things choose from one another, all of them are drawn anew.
  const whole = old.closest("[data-linked]") ?? old;
  busy = true;
  old.setAttribute("aria-busy", "true");
  const body = new FormData(desk);
  body.set("do", asked);
  try {
    const answer = await fetch(window.location.href, { method: "POST", body, headers: { "X-Part": "1" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    const drawn = made.content.querySelector("[data-part]");
    const part = whole === old ? drawn : [...drawn.querySelectorAll("[data-part]")].find((each) => each.dataset.part === place);
    unfold(old, part, verb, Number(path.slice(path.lastIndexOf(".") + 1)));
    if (whole !== old) unfoldAround(whole, old, drawn, part);
    whole.replaceWith(drawn);
    wake(drawn);
    focus(part, verb, path);
    say(desk, "");
    changed();
    return true;
  } catch {
    say(desk, word(desk, "lost"));
    return false;
  } finally {
    busy = false;
    old.removeAttribute("aria-busy");
  }
}

const entries = (part) => [...part.querySelectorAll(":scope > ol > li")];
const folds = (entry) => [...entry.querySelectorAll("details")];

/** What was unfolded before is unfolded again, wherever it has gone. */
function unfold(old, part, verb, number) {
  const before = entries(old).map((entry) => folds(entry).map((each) => each.open));
  if (verb === "remove") before.splice(number, 1);
  if (verb === "up" || verb === "down") before.splice(verb === "up" ? number - 1 : number + 1, 0, ...before.splice(number, 1));
  entries(part).forEach((entry, place) => {
    folds(entry).forEach((each, n) => {
      if (before[place]?.length === folds(entry).length && verb !== "arrange") each.open = before[place][n];
    });
    if (verb === "add" && place >= before.length) folds(entry).slice(0, 1).forEach((each) => (each.open = true));
  });
}

/** Around the part that was changed everything stands as it stood. */
function unfoldAround(whole, old, drawn, part) {
  const around = (all, inner) => [all, ...all.querySelectorAll("details")].filter((each) => !inner.contains(each));
  const before = around(whole, old);
  around(drawn, part).forEach((each, n) => (each.open = before[n]?.open ?? each.open));
}

function focus(part, verb, path) {
  const list = entries(part);
  const number = Number(path.slice(path.lastIndexOf(".") + 1));
  const at = { up: number - 1, down: number + 1 }[verb];
  if (verb === "add") list.at(-1)?.querySelector("[contenteditable], input:not([type=hidden]), textarea:not([hidden]), select")?.focus();
  else if (at !== undefined) firstEnabled(list[at], verb)?.focus();
  else (part.querySelector("[data-choose]") ?? part.querySelector("input[type=file]") ?? list.at(-1)?.querySelector("summary, input:not([type=hidden])"))?.focus();
}

function firstEnabled(entry, verb) {
  const buttons = [...(entry?.querySelectorAll(":scope > .h5p-moves button") ?? [])];
  return buttons.find((each) => each.value.startsWith(verb) && !each.disabled) ?? buttons.find((each) => !each.disabled);
}

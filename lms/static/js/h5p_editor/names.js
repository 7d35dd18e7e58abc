// An entry of a list is called by the first words in it, where it is folded and where something chooses it.
const LONGEST = 60;
const TEXTS = "input[type=text]:not([inputmode]), textarea:not([data-rich]), [contenteditable]";

export function name(desk) {
  // What is written in a box of its own does not say that it has changed.
  for (const kind of ["change", "focusout"]) desk.addEventListener(kind, ({ target }) => renew(desk, target));
}

function renew(desk, field) {
  for (let entry = field.closest("li.h5p-entry"); entry; entry = entry.parentElement.closest("li.h5p-entry")) {
    const called = first(entry);
    const list = entry.parentElement;
    const number = [...list.children].indexOf(entry);
    const shown = entry.querySelector(":scope > details > summary bdi");
    if (!called || !shown) continue;
    shown.textContent = called;
    for (const choice of choices(desk, list.dataset.list, number)) choice.textContent = `${number + 1}. ${called}`;
  }
}

function choices(desk, list, number) {
  const pickers = [...desk.querySelectorAll("[data-chooses-from]")].filter((each) => each.dataset.choosesFrom === list);
  return pickers.flatMap((each) => [...each.querySelectorAll("label bdi")].slice(number, number + 1));
}

function first(entry) {
  const texts = [...entry.querySelectorAll(TEXTS)].map((each) => each.value ?? each.textContent);
  const found = texts.map((each) => each.replace(/\s+/g, " ").trim()).find(Boolean) ?? "";
  return found.length > LONGEST ? `${found.slice(0, LONGEST).trimEnd()}…` : found;
}

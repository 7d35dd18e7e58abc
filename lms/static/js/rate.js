// Every answer is saved as it is tapped, and the next question comes up. Without us the form sends all of them at once.
const form = document.querySelector("[data-rates]");
const said = form.querySelector("[data-said]");
const bar = form.querySelector("progress");
const waiting = new Set();

const save = async (rate) => {
  const body = new FormData(form);
  const own = new Set([...rate.elements].map((field) => field.name));
  for (const name of [...body.keys()]) if (!own.has(name) && name !== "csrfmiddlewaretoken") body.delete(name);
  try {
    const answer = await fetch(form.dataset.rates, { method: "POST", body });
    const { answered, said: words } = await answer.json();
    waiting.delete(rate);
    bar.value = answered;
    said.textContent = words;
  } catch {
    waiting.add(rate);
    said.textContent = form.dataset.offline;
  }
};

// In order, so that the last tap of two is the one that counts.
let queue = Promise.resolve();
const saved = (rate) => {
  queue = queue.then(() => save(rate));
};

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const onward = (rate, focus) => {
  const next = rate.nextElementSibling;
  next.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
  if (focus) (next.querySelector("input:checked") ?? next.querySelector("input, button"))?.focus({ preventScroll: true });
};

form.addEventListener("change", (event) => {
  const rate = event.target.closest("[data-rate]");
  if (rate) saved(rate);
});

// A tap goes on to the next question; arrow keys only choose, and their clicks have no detail.
form.addEventListener("click", (event) => {
  if (event.target.type !== "radio" || !event.target.dataset.tapped) return;
  delete event.target.dataset.tapped;
  onward(event.target.closest("[data-rate]"), false);
});
form.addEventListener("pointerup", (event) => {
  const radio = event.target.closest(".rate__level")?.querySelector("input");
  if (radio) radio.dataset.tapped = "yes";
});

// 0 to 4 answers the question that has the focus, and goes on to the next.
form.addEventListener("keydown", (event) => {
  const rate = event.target.closest("[data-rate]");
  if (!rate || event.ctrlKey || event.altKey || event.metaKey || !event.target.matches("[type=radio]")) return;
  const radio = rate.querySelector(`[type=radio][value="${CSS.escape(event.key)}"]`);
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  saved(rate);
  onward(rate, true);
});

addEventListener("online", () => waiting.forEach(saved));

// On a slow line one taps before we are here: what is no longer as it was sent is saved, too.
const isTouched = (field) => {
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  return field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
};
for (const rate of form.querySelectorAll("[data-rate]")) if ([...rate.querySelectorAll("input, select, textarea")].some(isTouched)) saved(rate);

// Where it was left: at the first question without an answer. (An option of a list is "checked" too.)
const first = [...form.querySelectorAll("[data-rate]")].find((rate) => !rate.querySelector("input:checked"));
if (bar.value > 0 && !document.querySelector(".error-summary")) (first ?? document.querySelector("#send")).scrollIntoView({ block: "start" });

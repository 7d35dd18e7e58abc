// What is written stays on this device until it is saved, and is offered again to whoever comes back.
import { say, word } from "./words.js";

const KEPT = 14 * 24 * 3600 * 1000;
const place = `h5p:${window.location.pathname}`;

export function keep(desk) {
  const { asked, saved } = desk.dataset;
  if (saved) localStorage.removeItem(place);
  const begun = JSON.stringify(written(desk));
  if (!asked) offer(desk, begun);

  let timer;
  desk.addEventListener("h5p:changed", () => {
    clearTimeout(timer);
    timer = setTimeout(() => store(desk, begun), 700);
  });
  window.addEventListener("pagehide", () => timer && store(desk, begun));
  window.addEventListener("offline", () => say(desk, word(desk, "lost")));
  window.addEventListener("online", () => say(desk, ""));
}

const written = (desk) => [...new FormData(desk)].filter(([name, value]) => typeof value === "string" && !["do", "csrfmiddlewaretoken"].includes(name));

function store(desk, begun) {
  const fields = written(desk);
  if (JSON.stringify(fields) === begun) return;
  try {
    localStorage.setItem(place, JSON.stringify({ at: Date.now(), fields }));
  } catch {
    // The device is full; the form itself is still there.
  }
}

function offer(desk, begun) {
  const { at, fields } = JSON.parse(localStorage.getItem(place) ?? "{}");
  if (!fields || Date.now() - at > KEPT || JSON.stringify(fields) === begun) return;
  const box = desk.querySelector("[data-offer]");
  box.hidden = false;
  box.querySelector("[data-since]").textContent = new Date(at).toLocaleString(document.documentElement.lang);
  box.querySelector("[data-restore]").addEventListener("click", () => restore(desk, fields));
  box.querySelector("[data-forget]").addEventListener("click", () => {
    localStorage.removeItem(place);
    box.hidden = true;
  });
}

/** The server draws the form again from what was kept. */
function restore(desk, fields) {
  const form = document.createElement("form");
  form.method = "post";
  const token = desk.elements.csrfmiddlewaretoken.value;
  for (const [name, value] of [...fields, ["csrfmiddlewaretoken", token], ["do", "restore"]]) {
    const field = document.createElement("textarea");
    Object.assign(field, { name, value });
    form.append(field);
  }
  form.hidden = true;
  document.body.append(form);
  form.submit();
}

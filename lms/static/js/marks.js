// The sheet of a session: a tap is shown at once, kept on this device, and sent. While the line is away taps wait here, each
// under a name of its own, so that a tap that is sent twice counts once. Without this file every button posts by itself.
const sheet = document.querySelector("[data-sheet]");
const words = JSON.parse(document.getElementById("marks-words")?.textContent ?? "{}");
const RETRY = 10_000;
const PATIENCE = 20_000;

// Who taps and which session; no name of anyone is kept on the device.
const key = sheet && `marks ${sheet.dataset.sheet} ${sheet.dataset.by}`;
let queue = { marks: [], close: null };
let sending = false;
// The last tap that was taken. A letter that crept does not put its taps behind those of the next, which flew.
let after = null;
let timer;

const lines = () => [...sheet.querySelectorAll("[data-person]")];
const lineOf = (person) => sheet.querySelector(`[data-person="${CSS.escape(person)}"]`);
const waiting = () => queue.marks.length > 0 || queue.close !== null;

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? queue;
  } catch {
    return queue;
  }
}

function remember() {
  try {
    if (waiting()) localStorage.setItem(key, JSON.stringify(queue));
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing still sends.
  }
}

// crypto.randomUUID asks for https, which a training room's own server may not have.
function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function say(text) {
  const status = sheet.querySelector("[data-status]");
  if (status.textContent !== text) status.textContent = text;
}

function sayWhatWaits() {
  const people = new Set(queue.marks.map((mark) => mark.person)).size;
  if (queue.close) say(words.close_waits);
  else say(people === 1 ? words.one_waits : words.wait.replace("%(n)s", people));
}

function draw({ person, state, minutes }) {
  const line = lineOf(person);
  if (!line) return;
  line.dataset.state = state;
  line.dataset.said = "";
  for (const button of line.querySelectorAll(".tap")) {
    button.setAttribute("aria-pressed", String(button.dataset.state === state));
  }
  const other = line.querySelector(`.menu .tap[data-state="${state}"]`);
  line.querySelector("[data-other]").textContent = other ? [other.textContent, minutes].filter(Boolean).join(" · ") : "";
}

function count() {
  const states = lines().map((line) => line.dataset.state);
  const numbers = {
    present: states.filter((state) => state === "present").length,
    absent: states.filter((state) => state === "absent").length,
    none: states.filter((state) => !state).length,
  };
  numbers.other = states.length - numbers.present - numbers.absent - numbers.none;
  for (const [name, number] of Object.entries(numbers)) {
    sheet.querySelector(`[data-count="${name}"]`).textContent = number;
  }
  sheet.querySelector("[data-unmarked]").hidden = numbers.none === 0;
  // One bright button: what is to be done next.
  sheet.querySelector("[name=all]").classList.toggle("button--primary", numbers.none > 0);
  sheet.querySelector("[name=close]").classList.toggle("button--primary", numbers.none === 0);
}

function tap(taps) {
  const at = Date.now();
  for (const mark of taps) {
    queue.marks.push({ uid: newName(), at, ...mark });
    draw(mark);
  }
  count();
  remember();
  send();
}

function tapped(button) {
  const [person, state] = button.value.split(":");
  const typed = lineOf(person).querySelector(".roll__minutes").value;
  const minutes = state === "partial" && typed !== "" ? Number(typed) : null;
  button.closest("details.menu")?.removeAttribute("open");
  tap([{ person, state, minutes }]);
}

function close() {
  queue.close = { at: Date.now() };
  for (const button of sheet.querySelectorAll("button")) button.disabled = true;
  remember();
  send();
}

const ago = (at) => Math.max(0, Date.now() - at);

function letter() {
  const marks = queue.marks.map(({ at, ...mark }) => ({ ...mark, ago: ago(at) }));
  return JSON.stringify({ marks, after, close: queue.close && { ago: ago(queue.close.at) } });
}

async function send() {
  if (sending || !waiting()) return;
  clearTimeout(timer);
  sending = true;
  say(navigator.onLine ? words.saving : "");
  const body = letter();
  let answer;
  try {
    const response = await fetch(sheet.dataset.send, {
      method: "POST",
      body,
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": sheet.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      signal: AbortSignal.timeout(PATIENCE),
    });
    answer = { status: response.redirected ? 403 : response.status, text: await response.text() };
  } catch {
    answer = { status: 0 };
  }
  sending = false;
  take(answer);
}

function take({ status, text }) {
  if (status === 200) {
    const taken = new Set(JSON.parse(text).taken);
    after = [...taken].at(-1) ?? after;
    queue.marks = queue.marks.filter((mark) => !taken.has(mark.uid));
    if (JSON.parse(text).closed) queue.close = null;
    remember();
    if (JSON.parse(text).closed) location.reload();
    else if (waiting()) send();
    else say(words.saved);
  } else if (status === 403) {
    say(words.sign_in);
  } else if (status === 0 || status >= 500) {
    sayWhatWaits();
    timer = setTimeout(send, RETRY);
  } else {
    refused(status, text);
  }
}

// Nothing typed is lost without a word: what was not taken is listed by name.
function refused(status, text) {
  const last = new Map(queue.marks.map((mark) => [mark.person, mark.state]));
  const names = [...last].map(([person, state]) => {
    const line = lineOf(person);
    const label = line?.querySelector(`.tap[data-state="${state}"]`)?.textContent ?? state;
    return `${line?.querySelector("[data-name]").textContent ?? ""} (${label})`;
  });
  queue = { marks: [], close: null };
  remember();
  let reason = "";
  try {
    reason = JSON.parse(text).words;
  } catch {
    reason = String(status);
  }
  say([reason, names.length ? `${words.lost} ${names.join(", ")}` : ""].join(" "));
  for (const button of sheet.querySelectorAll("button")) button.disabled = false;
}

function clicked(event) {
  const button = event.target.closest("button[name]");
  if (!button || button.name === "guest") return;
  event.preventDefault();
  if (button.name === "mark") tapped(button);
  else if (button.name === "close") close();
  else {
    const left = lines().filter((line) => !("said" in line.dataset));
    tap(left.map((line) => ({ person: line.dataset.person, state: "present", minutes: null })));
  }
}

if (sheet) {
  queue = remembered();
  queue.marks.forEach(draw);
  count();
  sheet.addEventListener("click", clicked);
  addEventListener("online", send);
  document.addEventListener("visibilitychange", send);
  if (queue.close) for (const button of sheet.querySelectorAll("button")) button.disabled = true;
  send();
}

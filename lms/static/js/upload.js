// A form with a large file: sent by script, so that its progress shows, and again by itself where the line was lost. Without
// this script the form is sent as any other.
const TRIES = 3;

const send = (action, data, bar) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", action);
    // Followed here, a redirect would use up what the next page says.
    request.setRequestHeader("X-Upload", "1");
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.max = total;
      bar.value = loaded;
    });
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", reject);
    request.send(data);
  });

const sendAndAgain = async (action, data, bar, tries = TRIES) => {
  try {
    return await send(action, data, bar);
  } catch (error) {
    if (tries <= 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return sendAndAgain(action, data, bar, tries - 1);
  }
};

const show = (answer) => {
  // What was refused comes back with its reasons. A server in between that answers in place of ours has no such page.
  const page = new DOMParser().parseFromString(answer.responseText, "text/html").querySelector("main");
  if (!page) throw new Error(answer.status);
  document.querySelector("main").replaceWith(page);
  watch();
};

const sayLost = (form) => {
  const said = Object.assign(document.createElement("p"), { className: "h5p-wrong" });
  said.setAttribute("role", "alert");
  said.dataset.said = "";
  said.textContent = form.querySelector("[data-lost]")?.dataset.lost ?? "";
  form.append(said);
};

const upload = async (event) => {
  const form = event.target;
  if (!form.querySelector("input[type=file]")?.files.length) return;
  event.preventDefault();
  form.querySelector("[data-said]")?.remove();
  const bar = Object.assign(document.createElement("progress"), { className: "h5p-progress" });
  bar.setAttribute("aria-label", form.querySelector("button:not([type=button])")?.textContent ?? "");
  form.append(bar);
  // With the button that was pressed, and before it is disabled: it says whether to keep a draft, to submit it or to publish.
  const data = new FormData(form, event.submitter);
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  try {
    const answer = await sendAndAgain(form.action, data, bar);
    const onward = answer.getResponseHeader("X-Go-To");
    if (onward) location.assign(onward);
    else show(answer);
  } catch {
    // The file is still chosen: another press tries again.
    bar.remove();
    for (const button of form.querySelectorAll("button")) button.disabled = false;
    sayLost(form);
  }
};

const watch = () => {
  for (const form of document.querySelectorAll("form[data-upload-form], form:has(input[data-upload])")) {
    form.addEventListener("submit", upload);
  }
};

watch();

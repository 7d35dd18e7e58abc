// Buttons that put an address on the clipboard. They are hidden until this runs, and where the browser has no clipboard the
// address itself stands beside them as a link.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const words = button.textContent;
  const card = button.closest("article");
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const done = (await copied(button.dataset.copy)) || copiedFrom(card.querySelector("[data-copy-from]"));
    if (!done) return; // the address is marked by now: the officer's own copy key takes it
    button.textContent = button.dataset.copied;
    card.querySelector("[data-copy-status]").textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = words), 2000);
  });
}

/** Whether the browser took it; it may refuse, as to a window that it thinks nobody looks at. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** The older way: what stands on the page is marked and copied. */
function copiedFrom(element) {
  getSelection().selectAllChildren(element);
  return document.execCommand("copy");
}

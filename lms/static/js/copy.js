// Buttons that put an address on the clipboard. They are hidden until this runs, and where the browser has no clipboard the
// address itself stands beside them as a link.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const words = button.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    button.closest("article").querySelector("[data-copy-status]").textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = words), 2000);
  });
}

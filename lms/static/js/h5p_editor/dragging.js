// Entries of a list dragged by their handle, with mouse, pen or finger. The buttons beside it do the same by keyboard.
export function drag(desk, arranged) {
  let entry = null;
  let before = null;

  desk.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle) return;
    event.preventDefault();
    entry = handle.closest("li");
    before = [...entry.parentElement.children];
    entry.classList.add("is-dragged");
  });

  window.addEventListener("pointermove", (event) => {
    if (!entry) return;
    const others = [...entry.parentElement.children].filter((each) => each !== entry);
    const next = others.find((each) => {
      const { top, height } = each.getBoundingClientRect();
      return event.clientY < top + Math.min(height / 2, 40);
    });
    if (next ? entry.nextElementSibling !== next : entry !== entry.parentElement.lastElementChild) {
      entry.parentElement.insertBefore(entry, next ?? null);
    }
  });

  const drop = async () => {
    if (!entry) return;
    const list = entry.parentElement;
    entry.classList.remove("is-dragged");
    entry = null;
    const moved = before.some((each, place) => list.children[place] !== each);
    if (moved && !(await arranged(list.dataset.list))) list.append(...before);
  };
  window.addEventListener("pointerup", drop);
  window.addEventListener("pointercancel", drop);
}

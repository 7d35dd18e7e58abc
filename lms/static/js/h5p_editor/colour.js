// Beside a colour in writing, the browser's own way to pick one.
export function colour(part) {
  for (const field of part.querySelectorAll("input[data-colour]")) {
    const picker = document.createElement("input");
    picker.type = "color";
    picker.setAttribute("aria-label", field.labels[0]?.textContent ?? "");
    const copy = () => {
      if (/^#[0-9a-f]{6}$/i.test(field.value)) picker.value = field.value;
    };
    copy();
    field.addEventListener("input", copy);
    picker.addEventListener("input", () => {
      field.value = picker.value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    field.after(picker);
  }
}

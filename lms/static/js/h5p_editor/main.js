// The form of an H5P content. Without any of this every button sends the form and gets it back; with it, parts are exchanged in
// place, and what is written is kept on this device until it is saved.
import { keep } from "./keeping.js";
import { name } from "./names.js";
import { exchange, listen } from "./parts.js";
import { follow } from "./preview.js";
import { enrich } from "./rich.js";
import { colour } from "./colour.js";
import { drag } from "./dragging.js";
import { show } from "./showing.js";

const desk = document.getElementById("h5p-desk");

if (desk) {
  const changed = () => desk.dispatchEvent(new Event("h5p:changed"));
  const wake = (part) => {
    enrich(part, desk);
    colour(part);
    show(desk);
  };
  wake(desk);
  listen(desk, wake, changed);
  drag(desk, (path) => exchange(desk, `arrange:${path}`, wake, changed));
  for (const kind of ["input", "change"]) desk.addEventListener(kind, changed);
  desk.addEventListener("change", () => show(desk));
  // Enter in a line of text would press the first button of the form.
  desk.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input:not([type=checkbox], [type=radio], [type=file])")) event.preventDefault();
  });
  name(desk);
  keep(desk);
  follow(desk);
  document.getElementById("wrong")?.focus();
}

// The words of the scripts, in the language of the page.
export const word = (desk, name) => desk.querySelector("template[data-words]").content.querySelector(`[data-word="${name}"]`)?.textContent ?? name;

export function say(desk, text) {
  desk.querySelector("[data-status]").textContent = text;
}

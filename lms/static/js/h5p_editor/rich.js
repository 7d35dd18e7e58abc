// HTML fields: what may be in them is what their toolbar offers. The field itself stays the truth; it changes only when
// somebody writes, so that what was there before is not rewritten by being looked at.
import { harmless } from "./harmless.js";
import { word } from "./words.js";

const SIGNS = { strong: "B", em: "I", u: "U", del: "S", sub: "x₂", sup: "x²", code: "<>", h2: "H2", h3: "H3", ul: "•", ol: "1.", a: "↗", hr: "―" };
const SIMPLE = { strong: "bold", em: "italic", u: "underline", del: "strikeThrough", sub: "subscript", sup: "superscript",
  ul: "insertUnorderedList", ol: "insertOrderedList", hr: "insertHorizontalRule" };
// What browsers write, and what H5P calls it.
const NAMES = { B: "strong", I: "em", STRIKE: "del", S: "del" };
const BLOCKS = ["P", "DIV", "H1", "H2", "H3", "H4", "UL", "OL", "PRE", "TABLE", "FIGURE", "BLOCKQUOTE"];

/** Each when it comes into sight: a book has hundreds of them. */
export function enrich(part, desk) {
  document.execCommand("defaultParagraphSeparator", false, "p");
  document.execCommand("styleWithCSS", false, false);
  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      rich(target, desk);
    }
  }, { rootMargin: "400px" });
  for (const field of part.querySelectorAll("textarea[data-html]:not([data-rich])")) seen.observe(field);
}

function rich(field, desk) {
  const tags = field.dataset.html.split(" ");
  const label = desk.querySelector(`label[for="${CSS.escape(field.id)}"]`);
  const box = document.createElement("div");
  const area = document.createElement("div");
  box.className = "h5p-rich";
  area.contentEditable = "true";
  area.className = "h5p-area";
  area.dir = "auto";
  area.setAttribute("role", "textbox");
  area.setAttribute("aria-multiline", "true");
  area.setAttribute("aria-label", label?.textContent.trim() ?? "");
  for (const name of ["aria-invalid", "aria-describedby"]) if (field.hasAttribute(name)) area.setAttribute(name, field.getAttribute(name));
  area.replaceChildren(harmless(field.value));
  box.append(toolbar(tags, area, field, desk), area);
  field.before(box);
  field.dataset.rich = "";
  field.hidden = true;
  label?.addEventListener("click", () => area.focus());
  area.addEventListener("input", () => write(area, field));
  area.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
}

function write(area, field) {
  const copy = area.cloneNode(true);
  for (const each of copy.querySelectorAll("b, i, s, strike")) {
    const named = document.createElement(NAMES[each.tagName]);
    named.append(...each.childNodes);
    each.replaceWith(named);
  }
  const isBare = "paragraphs" in field.dataset && ![...copy.children].some((each) => BLOCKS.includes(each.tagName));
  const html = isBare ? `<p>${copy.innerHTML}</p>` : copy.innerHTML;
  field.value = copy.textContent.trim() || copy.querySelector("img, hr, table") ? html : "";
}

function toolbar(tags, area, field, desk) {
  const bar = document.createElement("div");
  bar.className = "h5p-bar";
  const offered = Object.keys(SIGNS).filter((tag) => tags.includes(tag) || (tag === "del" && tags.includes("strike")));
  for (const tag of offered) bar.append(tool(SIGNS[tag], word(desk, tag), () => apply(tag, area, field, desk)));
  bar.append(tool("</>", word(desk, "source"), (button) => flip(area, field, button)));
  return bar;
}

function tool(sign, name, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = sign;
  button.title = name;
  button.setAttribute("aria-label", name);
  // The selection stays where it is.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => press(button));
  return button;
}

function apply(tag, area, field, desk) {
  area.focus();
  if (SIMPLE[tag]) document.execCommand(SIMPLE[tag]);
  else if (tag === "h2" || tag === "h3") document.execCommand("formatBlock", false, inside(area, tag) ? "p" : tag);
  else if (tag === "code") wrap("code");
  else if (tag === "a") link(area, desk);
  write(area, field);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function inside(area, tag) {
  const node = window.getSelection().anchorNode;
  const found = (node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest(tag);
  return found && area.contains(found) ? found : null;
}

function wrap(tag) {
  const chosen = window.getSelection().toString();
  const made = document.createElement(tag);
  made.textContent = chosen;
  if (chosen) document.execCommand("insertHTML", false, made.outerHTML);
}

function link(area, desk) {
  const old = inside(area, "a");
  const address = window.prompt(word(desk, "link"), old?.getAttribute("href") ?? "https://");
  if (address === null) return;
  if (/^(https?:\/\/|mailto:).+/.test(address)) document.execCommand("createLink", false, address);
  else document.execCommand("unlink");
}

/** Between the text as it looks and its HTML. */
function flip(area, field, button) {
  const source = field.hidden;
  if (!source) area.replaceChildren(harmless(field.value));
  field.hidden = !source;
  area.hidden = source;
  button.setAttribute("aria-pressed", String(source));
  (source ? field : area).focus();
}

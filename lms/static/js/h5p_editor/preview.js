// The preview plays what is written as it is; once asked for, it follows what is written.
import { answer, startAnew } from "./hearing.js";

export function follow(desk) {
  const frame = desk.querySelector("[data-frame]");
  const button = desk.querySelector("[data-preview]");
  const following = desk.querySelector("[data-follow]");
  let timer;

  button.addEventListener("click", () => {
    following.hidden = false;
    frame.classList.add("is-playing");
  });
  desk.addEventListener("h5p:changed", () => {
    clearTimeout(timer);
    if (following.hidden || !following.querySelector("input").checked) return;
    timer = setTimeout(() => desk.requestSubmit(button), 1500);
  });
  frame.addEventListener("load", () => startAnew(frame));
  window.addEventListener("message", (event) => {
    // The frame has no origin to be known by.
    if (event.source !== frame.contentWindow || !event.data) return;
    answer(frame, event.data);
    if (event.data.h5p !== "size") return;
    frame.style.blockSize = `${Math.min(Math.max(event.data.height + 2, 120), 20000)}px`;
  });
}

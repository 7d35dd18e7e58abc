// A version that is played: its frame is as high as its content.
const frame = document.querySelector("[data-frame]");

window.addEventListener("message", (event) => {
  // The frame has no origin to be known by.
  if (!frame || event.source !== frame.contentWindow || event.data?.h5p !== "size") return;
  frame.style.blockSize = `${Math.min(Math.max(event.data.height + 2, 120), 20000)}px`;
});

// The page around framed packages: a frame is as high as its content, and its result appears as soon as it is recorded.
const frames = [...document.querySelectorAll("iframe[data-package]")];

async function showResult(frame) {
  const place = frame.closest("section").querySelector("[data-results]");
  const answer = await fetch(place.dataset.results, { headers: { Accept: "text/html" } });
  if (answer.ok) place.innerHTML = await answer.text();
}

window.addEventListener("message", (event) => {
  // The frame has no origin to be known by; it is known by being the one that we put there.
  const frame = frames.find((each) => each.contentWindow === event.source);
  if (!frame || typeof event.data !== "object") return;
  const { h5p, height } = event.data ?? {};
  if (h5p === "size" && height > 0) frame.style.blockSize = `${Math.min(height + 2, 20000)}px`;
  if (h5p === "finished") showResult(frame);
});

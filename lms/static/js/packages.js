// The page around framed packages: a frame is as high as its content, fills the screen when asked, and its result appears
// as soon as it is recorded. Without this script a package is played in a frame of fixed height.
const frames = [...document.querySelectorAll("iframe[data-package]")];
const HIGHEST = 20000;

async function showResult(frame) {
  const place = frame.closest("section").querySelector("[data-results]");
  const answer = await fetch(place.dataset.results, { headers: { Accept: "text/html" } });
  if (answer.ok) place.innerHTML = await answer.text();
}

// A frame that has been open for a day: this page still has its session, so it asks for the frame.
async function handToken(frame) {
  const answer = await fetch(frame.dataset.token, { headers: { Accept: "application/json" } });
  if (answer.ok) frame.contentWindow.postMessage(await answer.json(), "*");
}

// A frame has no cache that lasts, so it gets its code and pictures from here: what anyone may have, asked for as nobody.
const isPublic = (address) => /^\/(static|h5p)\/[^?#]*$/.test(address) && !address.includes("..");

const underway = new Map();

// What several frames ask for, or one frame twice, is fetched once.
async function fetchOnce(address) {
  const fetching = underway.get(address) ?? fetch(address, { credentials: "omit", headers: { Accept: "image/webp, */*" } });
  underway.set(address, fetching);
  try {
    return (await fetching).clone();
  } finally {
    underway.delete(address);
  }
}

function handAssets(frame, { addresses }) {
  addresses.filter(isPublic).forEach(async (address) => {
    const answer = await fetchOnce(address);
    if (answer.ok) frame.contentWindow?.postMessage({ h5p: "asset", address, blob: await answer.blob() }, "*");
  });
}

// Few contents listen to anybody, so what it takes is fetched when one does.
const microphone = () => import("./microphone.js");

const answers = {
  assets: handAssets,
  size: (frame, { height }) => {
    if (height > 0) frame.style.blockSize = `${Math.min(height + 2, HIGHEST)}px`;
  },
  deaf: async (frame) => (await microphone()).beDeaf(frame),
  finished: showResult,
  microphone: async (frame) => (await microphone()).hear(frame),
  token: handToken,
};

window.addEventListener("message", (event) => {
  // The frame has no origin to be known by; it is known by being the one that we put there.
  const frame = frames.find((each) => each.contentWindow === event.source);
  if (frame && Object.hasOwn(answers, event.data?.h5p)) answers[event.data.h5p](frame, event.data);
});

for (const frame of frames) {
  const button = frame.closest("section").querySelector("[data-full-screen]");
  if (!button || !document.fullscreenEnabled) continue;
  button.hidden = false;
  button.addEventListener("click", () => frame.requestFullscreen());
}

// A frame that was quicker than this script has asked nobody: it asks again.
for (const frame of frames) frame.contentWindow?.postMessage({ h5p: "here" }, "*");

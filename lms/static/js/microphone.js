// What a framed package hears: a frame without an origin gets no microphone, so this page asks its learner, for each package
// anew, and sends the sound on as long as the package listens.
const listening = new WeakMap();

const asked = (frame) =>
  new Promise((resolve) => {
    const question = frame.closest("section, aside").querySelector("[data-microphone]");
    question.hidden = false;
    question.onclick = ({ target }) => {
      const { value } = target.closest("button") ?? {};
      if (!value) return;
      question.hidden = true;
      resolve(value === "yes");
    };
    question.querySelector("button").focus();
  });

const open = async (frame) => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const context = new AudioContext();
  // A worklet would be a script of its own, fetched when somebody has already begun to speak.
  const ear = context.createScriptProcessor(4096, 1, 1);
  ear.onaudioprocess = ({ inputBuffer }) => {
    const samples = inputBuffer.getChannelData(0).slice();
    frame.contentWindow?.postMessage({ h5p: "heard", samples, rate: context.sampleRate }, "*");
  };
  context.createMediaStreamSource(stream).connect(ear).connect(context.destination);
  listening.set(frame, () => {
    for (const track of stream.getTracks()) track.stop();
    context.close();
  });
};

export function beDeaf(frame) {
  listening.get(frame)?.();
  listening.delete(frame);
}

export async function hear(frame) {
  const tell = (allowed) => frame.contentWindow?.postMessage({ h5p: "microphone", allowed }, "*");
  beDeaf(frame);
  frame.dataset.heard ||= (await asked(frame)) ? "yes" : "";
  if (!frame.dataset.heard) return tell(false);
  try {
    await open(frame);
  } catch {
    return tell(false);
  }
  tell(true);
}

// Contents that are only looked at may listen, too. Few do, so what it takes is fetched when one asks.
const microphone = () => import("../microphone.js");

const answers = {
  microphone: async (frame) => (await microphone()).hear(frame),
  deaf: async (frame) => (await microphone()).beDeaf(frame),
};

export function answer(frame, { h5p }) {
  if (Object.hasOwn(answers, h5p)) answers[h5p](frame);
}

/** Another content is played in that frame, and it has asked for nothing. */
export function startAnew(frame) {
  if ("heard" in frame.dataset) answers.deaf(frame);
}

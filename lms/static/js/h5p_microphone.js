// Browsers give no microphone to a frame without an origin. The page around it has one: it asks its learner, and sends what it hears.
(() => {
  // Seconds between hearing and playing, so that what arrives late leaves no gap.
  const BEHIND = 0.1;
  const tell = (what) => window.parent.postMessage({ h5p: what }, "*");

  const allowed = () =>
    new Promise((resolve) => {
      const listen = ({ source, data }) => {
        if (source !== window.parent || data?.h5p !== "microphone") return;
        window.removeEventListener("message", listen);
        resolve(data.allowed);
      };
      window.addEventListener("message", listen);
      tell("microphone");
    });

  const getUserMedia = async ({ audio, video } = {}) => {
    if (!audio || video) throw new DOMException("There is a microphone only.", "NotFoundError");
    if (!(await allowed())) throw new DOMException("It was not allowed.", "NotAllowedError");
    const context = new AudioContext();
    const heard = context.createMediaStreamDestination();
    let next = 0;
    const play = ({ source, data }) => {
      if (source !== window.parent || data?.h5p !== "heard") return;
      const sound = context.createBuffer(1, data.samples.length, data.rate);
      sound.copyToChannel(data.samples, 0);
      const player = new AudioBufferSourceNode(context, { buffer: sound });
      player.connect(heard);
      next = Math.max(next, context.currentTime + BEHIND);
      player.start(next);
      next += sound.duration;
    };
    window.addEventListener("message", play);
    const [track] = heard.stream.getAudioTracks();
    const stop = track.stop.bind(track);
    track.stop = () => {
      if (track.readyState === "ended") return;
      stop();
      window.removeEventListener("message", play);
      tell("deaf");
      context.close();
    };
    return heard.stream;
  };

  const devices = navigator.mediaDevices ?? {};
  Object.defineProperty(devices, "getUserMedia", { configurable: true, value: getUserMedia });
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: devices });
})();

// Between the player in this frame and the site around it: the height goes to the page, what happens to the server.
(() => {
  const { H5P, H5PIntegration } = window;
  const ways = JSON.parse(document.getElementById("ways").textContent);
  const tell = (what, more) => window.parent.postMessage({ h5p: what, ...more }, "*");
  const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const $ = H5P.jQuery;

  // Delivery: again when the line is lost or the server is busy, and with a fresh token when this one has run out.
  const TRIES = 5;
  let token = ways.token;
  let asking;

  const freshToken = () => {
    asking ??= new Promise((resolve) => {
      const listen = (event) => {
        if (event.source !== window.parent || typeof event.data?.token !== "string") return;
        window.removeEventListener("message", listen);
        token = event.data.token;
        resolve(true);
      };
      window.addEventListener("message", listen);
      tell("token");
      pause(15).then(() => resolve(false));
    }).finally(() => { asking = undefined; });
    return asking;
  };

  const deliver = async (address, body, keepalive = false, tries = TRIES) => {
    const used = token;
    let answer;
    try {
      answer = await fetch(address.replace(ways.token, used), { method: "POST", body, keepalive });
    } catch (error) {
      if (tries <= 1 || keepalive) throw error;
      await pause(2 ** (TRIES - tries + 1));
      return deliver(address, body, false, tries - 1);
    }
    if (answer.ok) return answer.json();
    if (tries > 1 && [429, 503].includes(answer.status)) {
      await pause(Number(answer.headers.get("Retry-After")) || 5);
      return deliver(address, body, false, tries - 1);
    }
    if (tries > 1 && answer.status === 404 && (used !== token || (await freshToken()))) {
      return deliver(address, body, false, 1);
    }
    throw new Error(String(answer.status));
  };

  // An attempt is marked by when it was opened and how many have ended since; its statements carry the mark.
  const opened = Date.now();
  let ended = 0;
  const mark = () => `${opened}-${ended}`;

  // A content that is found as it was left says its old end once more, before its learner has done anything.
  let touched = Object.values(Object.values(H5PIntegration.contents)[0].contentUserData[0]).every((kept) => kept === "false");
  for (const kind of ["pointerdown", "keydown"]) {
    window.addEventListener(kind, (event) => { touched ||= event.isTrusted; }, { capture: true });
  }

  const { setFinished } = H5PIntegration.ajax;
  let said = false;

  const finish = (data) => {
    if (!touched) return Promise.resolve({ success: true });
    const marked = { ...data, play: mark() };
    said = true;
    // The statement that says the same is on its way in this very moment, and belongs to this attempt.
    setTimeout(() => { ended += 1; said = false; });
    return deliver(setFinished, new URLSearchParams(marked)).then((answer) => {
      tell("finished");
      return answer;
    });
  };

  // The player's own requests. Synchronous ones, as it makes them when the page goes away, are refused by browsers.
  const ajax = $.ajax;
  $.ajax = function (address, given) {
    const options = typeof address === "object" ? address : { ...given, url: address };
    const isOurs = String(options.url ?? "").includes(ways.token);
    if (!isOurs || String(options.type ?? options.method).toUpperCase() !== "POST") return ajax.apply(this, arguments);
    const leaving = options.async === false;
    const sent =
      options.url === setFinished
        ? finish(options.data)
        : deliver(options.url, new URLSearchParams(options.data), leaving && String(options.data?.data).length < 60000);
    if (leaving) options.success?.({ success: true });
    const done = $.Deferred();
    sent.then(
      (answer) => { if (!leaving) options.success?.(answer); done.resolve(answer); },
      (error) => { if (!leaving) options.error?.({}, "error", error); done.reject({}, "error", error); },
    );
    return done.promise();
  };

  // A phone that is put away may never come back to this page.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    for (const instance of H5P.instances ?? []) {
      const state = instance.getCurrentState?.();
      if (state !== undefined) H5P.setUserData(instance.contentId, "state", state, { deleteOnChange: true, async: false });
    }
  });

  // Statements, a few at a time. What a content says before it is ready was not done by anyone.
  let ready = false;
  let waiting = [];
  let timer;
  const flush = (leaving = false) => {
    clearTimeout(timer);
    timer = undefined;
    const body = JSON.stringify(waiting);
    if (waiting.length) deliver(ways.statements, body, leaving && body.length < 60000).catch(() => {});
    waiting = [];
  };

  const SCORED = /\/(passed|failed|mastered)$/;
  const DONE = /\/(completed|consumed)$/;
  const isWhole = (statement) => statement.object?.id === Object.values(H5PIntegration.contents)[0].url;

  const hear = (statement) => {
    const verb = statement.verb?.id ?? "";
    const score = statement.result?.score;
    if (!isWhole(statement)) return;
    if (DONE.test(verb) && !(score?.max > 0)) seen();
    // Some contents say only that they were passed, which the player does not take for an end.
    if (SCORED.test(verb) && score?.max > 0) {
      const [finished, ident] = [Math.round(Date.now() / 1000), Object.keys(H5PIntegration.contents)[0].slice(4)];
      const data = { contentId: ident, score: score.raw, maxScore: score.max, opened: Math.round(opened / 1000), finished };
      setTimeout(() => { if (!heardEnd) finish(data).catch(() => {}); });
    }
  };
  let heardEnd = false;

  H5P.externalDispatcher.on("xAPI", (event) => {
    if (!ready || !touched) return;
    const { statement } = event.data;
    heardEnd = said;
    hear(statement);
    waiting.push({ ...statement, context: { ...statement.context, extensions: { play: mark() } } });
    if (waiting.length >= 20) flush();
    timer ??= setTimeout(flush, 400);
  });
  window.addEventListener("pagehide", () => flush(true));

  // A content without points is done when it says so, or when it has been looked at for a while.
  const LOOKED_AT = 5;
  let isSeen = false;
  const seen = () => {
    if (isSeen || mostPoints() > 0) return;
    isSeen = true;
    deliver(ways.seen, "").then(() => tell("finished"), () => { isSeen = false; });
  };
  const mostPoints = () => {
    try {
      return H5P.instances[0].getMaxScore?.() ?? 0;
    } catch {
      return 0;
    }
  };
  const watch = () => {
    let since;
    const look = new IntersectionObserver((entries) => {
      clearTimeout(since);
      if (entries.at(-1).isIntersecting) since = setTimeout(() => { look.disconnect(); seen(); }, LOOKED_AT * 1000);
    });
    look.observe(document.querySelector("main"));
  };
  H5P.externalDispatcher.on("initialized", () => {
    if (ready) return;
    ready = true;
    tell("ready");
    if (H5P.instances?.length && mostPoints() === 0 && !ways.waits) watch();
  });

  const measure = () => tell("size", { height: Math.ceil(document.body.getBoundingClientRect().height) });
  const measureAll = () => new ResizeObserver(measure).observe(document.body);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", measureAll);
  else measureAll();

  // Pictures that the page has handed over.
  const { getPath } = H5P;
  H5P.getPath = (path, ident) => window.h5pHanded(getPath(path, ident));
})();

// Between the player in this frame and the site around it: the height goes to the page, what happens to the server.
(() => {
  const { H5P } = window;
  const ways = JSON.parse(document.getElementById("ways").textContent);
  const tell = (message) => window.parent.postMessage({ h5p: message.what, ...message }, "*");

  // The player sends synchronously when the page goes away, which browsers refuse; this arrives all the same.
  const $ = H5P.jQuery;
  const ajax = $.ajax;
  $.ajax = function (address, given) {
    const options = typeof address === "object" ? address : { ...given, url: address };
    if (options.async !== false || options.type !== "POST") return ajax.apply(this, arguments);
    fetch(options.url, { method: "POST", body: new URLSearchParams(options.data), keepalive: true });
    options.success?.({ success: true });
    return $.Deferred().resolve({ success: true }).promise();
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
  const flush = (keepalive = false) => {
    clearTimeout(timer);
    timer = undefined;
    const body = JSON.stringify(waiting);
    if (waiting.length) fetch(ways.statements, { method: "POST", body, keepalive: keepalive && body.length < 60000 });
    waiting = [];
  };
  H5P.externalDispatcher.on("xAPI", (event) => {
    if (!ready) return;
    waiting.push(event.data.statement);
    if (waiting.length >= 20) flush();
    timer ??= setTimeout(flush, 400);
  });
  window.addEventListener("pagehide", () => flush(true));

  // A content that has no points to give is finished by being opened.
  const mostPoints = () => {
    try {
      return H5P.instances[0].getMaxScore?.() ?? 0;
    } catch {
      return 0;
    }
  };
  H5P.externalDispatcher.on("initialized", () => {
    if (ready) return;
    ready = true;
    if (mostPoints() > 0) return;
    if (H5P.instances?.length) fetch(ways.seen, { method: "POST" }).then(() => tell({ what: "finished" }));
  });

  $(document).ajaxSuccess((_event, _request, options) => {
    if (options.url === window.H5PIntegration.ajax.setFinished) tell({ what: "finished" });
  });

  const measure = () => tell({ what: "size", height: Math.ceil(document.body.getBoundingClientRect().height) });
  document.addEventListener("DOMContentLoaded", () => new ResizeObserver(measure).observe(document.body));
})();

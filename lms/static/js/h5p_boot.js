// Starts a content. A frame whose origin is opaque has no cache that lasts, so the page around it, which has one, fetches the
// code, fonts and pictures and hands them over; where there is no such page, the frame fetches the code itself.
(() => {
  const { scripts, styles, fonts, pictures } = JSON.parse(document.getElementById("assets").textContent);
  const PATIENCE = 8000;
  const PATIENCE_FOR_PICTURES = 4000;
  const arrived = new Map();
  const awaited = new Map();

  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const arrival = (address) => arrived.get(address) ?? new Promise((resolve) => awaited.set(address, resolve));
  const fetchAlone = async (address) => (await fetch(address)).blob();

  const isFramed = window.parent !== window;
  const ask = () => window.parent.postMessage({ h5p: "assets", addresses: [...scripts, ...styles, ...fonts, ...pictures] }, "*");

  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent) return;
    if (data?.h5p === "here" && arrived.size === 0) ask();
    if (data?.h5p !== "asset" || !(data.blob instanceof Blob)) return;
    arrived.set(data.address, data.blob);
    awaited.get(data.address)?.(data.blob);
  });
  if (isFramed) ask();

  const get = (address) =>
    isFramed ? Promise.race([arrival(address), pause(PATIENCE).then(() => fetchAlone(address))]) : fetchAlone(address);
  const all = (addresses) => Promise.all(addresses.map(get));
  const handedOver = (addresses) =>
    isFramed && Promise.race([Promise.all(addresses.map(arrival)), pause(PATIENCE_FOR_PICTURES)]);

  // What a sheet refers to is found from where the sheet lies; fonts that were handed over are found here.
  const REFERENCE = /url\(\s*["']?([^"')]+)["']?\s*\)/g;
  const wear = async (address, sheet) => {
    const from = new URL(address, document.baseURI);
    const style = document.createElement("style");
    style.textContent = (await sheet.text()).replace(REFERENCE, (whole, path) => {
      if (/^(data|blob):|^#/.test(path)) return whole;
      const { href } = new URL(path, from);
      return `url("${window.h5pHanded(href)}")`;
    });
    return style;
  };

  // Where something is to be found: here, if it was handed over.
  const handed = new Map();
  const plain = (address) => new URL(address, document.baseURI).pathname;
  window.h5pHanded = (address) => handed.get(plain(address)) ?? address;

  const start = async () => {
    const [code, sheets] = await Promise.all([all(scripts), all(styles), handedOver([...fonts, ...pictures])]);
    for (const address of [...fonts, ...pictures]) {
      if (arrived.has(address)) handed.set(plain(address), URL.createObjectURL(arrived.get(address)));
    }
    document.head.append(...(await Promise.all(sheets.map((sheet, place) => wear(styles[place], sheet)))));
    const script = document.createElement("script");
    script.src = URL.createObjectURL(new Blob(code.flatMap((each) => [each, "\n;\n"]), { type: "text/javascript" }));
    document.head.append(script);
  };
  start();
})();

// Runs before the player. An opaque origin has no storage, and the player expects some: it lasts as long as the frame.
(() => {
  const memory = () => {
    const kept = new Map();
    return {
      getItem: (name) => (kept.has(String(name)) ? kept.get(String(name)) : null),
      setItem: (name, value) => void kept.set(String(name), String(value)),
      removeItem: (name) => void kept.delete(String(name)),
      clear: () => kept.clear(),
      key: (place) => [...kept.keys()][place] ?? null,
      get length() {
        return kept.size;
      },
    };
  };
  for (const name of ["localStorage", "sessionStorage"]) {
    const storage = memory();
    Object.defineProperty(window, name, { configurable: true, get: () => storage });
  }
  window.H5PIntegration = JSON.parse(document.getElementById("integration").textContent);
})();

/* A scene drawn from shapes: SVG built here, because no content may bring an SVG file. MIT licence.
   A shape: {kind, material, density, name, x, y, width, height, corner, points, across, down, gapAcross, gapDown}. */
H5P.ImageSearchScene = (function () {
  "use strict";
  const { plain, number } = H5P.SearchTask;
  const SVG = "http://www.w3.org/2000/svg";
  const MOST_SHAPES = 4000;
  /** For each look the ground, and for each material the colour and how much of the density shows. */
  const LOOKS = {
    xray: { ground: "#f6f4ee", organic: ["#e88a1f", 0.9], mixed: ["#4f9e52", 0.9], metal: ["#2a5fae", 0.95], dense: ["#141827", 1], edge: "#22304a" },
    grey: { ground: "#ededed", organic: ["#000", 0.45], mixed: ["#000", 0.6], metal: ["#000", 0.8], dense: ["#000", 1], edge: "#222" },
    plain: { ground: "#fbfaf7", organic: ["#c99b5f", 1], mixed: ["#7f9f78", 1], metal: ["#8797a8", 1], dense: ["#39424f", 1], edge: "#12294a" },
  };

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  const pairs = (text) =>
    (plain(text).match(/-?[\d.]+\s*[,\s]\s*-?[\d.]+/g) || []).map((pair) => pair.split(/[,\s]+/).map(Number)).filter((pair) => pair.every(Number.isFinite));

  /** The shape at each place where it is repeated, with numbers for everything. */
  function repeated(shape) {
    const size = { x: number(shape.x, 0), y: number(shape.y, 0), width: number(shape.width, 10), height: number(shape.height, 10) };
    const stepX = size.width + number(shape.gapAcross, 0), stepY = size.height + number(shape.gapDown, 0);
    const found = [];
    for (let row = 0; row < Math.max(1, number(shape.down, 1)); row += 1) {
      for (let column = 0; column < Math.max(1, number(shape.across, 1)); column += 1) {
        const by = { x: column * stepX, y: row * stepY };
        found.push(Object.assign({}, shape, size, {
          x: size.x + by.x, y: size.y + by.y, points: pairs(shape.points).map(([x, y]) => [x + by.x, y + by.y]),
          corner: number(shape.corner, 0), density: Math.min(100, Math.max(0, number(shape.density, 60))) / 100, name: plain(shape.name),
        }));
        if (found.length >= MOST_SHAPES) return found;
      }
    }
    return found;
  }

  function outline({ kind, x, y, width, height, corner, points }) {
    if (kind === "oval") return element("ellipse", { cx: x + width / 2, cy: y + height / 2, rx: width / 2, ry: height / 2 });
    if (kind === "polygon") return element("polygon", { points: points.map((point) => point.join(",")).join(" ") });
    return element("rect", { x, y, width, height, rx: corner });
  }

  function drawn(shape, look) {
    const made = outline(shape);
    if (shape.material === "outline") {
      Object.entries({ fill: "none", stroke: look.edge, "stroke-width": 0.3, "stroke-opacity": shape.density }).forEach(([key, value]) => made.setAttribute(key, value));
      return made;
    }
    const [colour, share] = look[shape.material] || look.mixed;
    const opacity = shape.density * share;
    Object.entries({ fill: colour, "fill-opacity": opacity, stroke: colour, "stroke-width": 0.12, "stroke-opacity": Math.min(1, opacity * 1.3) }).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  function inPolygon(points, { x, y }) {
    return points.reduce((inside, [ax, ay], place) => {
      const [bx, by] = points[(place + 1) % points.length];
      return (ay > y) !== (by > y) && x < ((bx - ax) * (y - ay)) / (by - ay) + ax ? !inside : inside;
    }, false);
  }

  class Scene {
    constructor(scene) {
      const known = scene || {};
      this.look = LOOKS[known.look] || LOOKS.xray;
      this.isSeenThrough = known.look !== "plain";
      this.height = Math.min(200, Math.max(10, number(known.height, 50)));
      this.shapes = (known.shapes || []).reduce((all, shape) => all.concat(repeated(shape || {})), []).slice(0, MOST_SHAPES);
    }

    /** As SVG; where it lies on a picture it has no ground of its own. */
    draw(height, onPicture) {
      const svg = element("svg", { viewBox: `0 0 100 ${height}`, preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
      svg.setAttribute("class", this.isSeenThrough ? "ims-scene ims-through" : "ims-scene");
      if (!onPicture) svg.appendChild(element("rect", { width: 100, height, fill: this.look.ground }));
      svg.append(...this.shapes.map((shape) => drawn(shape, this.look)));
      return svg;
    }

    /** How the author says that it looks at a point: the uppermost thing with words of its own. */
    name(point) {
      const { inside } = H5P.ImageSearchScoring;
      const isThere = (shape) => (shape.kind === "polygon" ? inPolygon(shape.points, point) : inside(Object.assign({ oval: shape.kind === "oval" }, shape), point, 0));
      const named = this.shapes.filter((shape) => shape.name && isThere(shape));
      return named.length ? named[named.length - 1].name : "";
    }
  }

  return Scene;
})();

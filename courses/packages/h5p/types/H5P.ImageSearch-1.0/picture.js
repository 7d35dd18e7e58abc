/* The picture that is searched: looked at closely, pointed at by finger, mouse or keyboard. MIT licence. */
H5P.ImageSearchPicture = (function () {
  "use strict";
  const { make, button, plain } = H5P.SearchTask;
  const STEP = 2, FAR = 10, ZOOMS = [1, 1.5, 2, 3, 4];
  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const SAME_PLACE = 16, LOW = 260; // pixels

  class Picture {
    /** `task` says words and finds files; `point(place, reach)` hears of a place that was chosen. */
    constructor(task, scene, image, point) {
      Object.assign(this, { task, scene, image, point, zoom: 1, cross: null });
      const isPicture = image && image.path;
      this.height = isPicture && image.width > 0 && image.height > 0 ? (100 * image.height) / image.width : scene.height;
      this.view = make("div", "ims-view");
      this.view.style.aspectRatio = `100 / ${this.height}`;
      this.view.dir = "ltr";
      this.sheet = this.view.appendChild(make("div", "ims-sheet"));
      if (isPicture) this.sheet.appendChild(this.photo());
      if (scene.shapes.length || !isPicture) this.sheet.appendChild(scene.draw(this.height, Boolean(isPicture)));
      this.areas = this.sheet.appendChild(make("div", "ims-layer"));
      this.marks = this.sheet.appendChild(make("div", "ims-layer"));
      this.crosshair = this.sheet.appendChild(make("div", "ims-cross"));
      // What they say is said in words by the list of marks and by the review.
      [this.areas, this.marks, this.crosshair].forEach((layer) => layer.setAttribute("aria-hidden", "true"));
      this.sheet.appendChild(this.surface());
      this.at = make("p", "ims-at");
      this.at.setAttribute("aria-live", "polite");
      this.tools = this.zooming();
    }

    photo() {
      const photo = make("img", "ims-photo");
      photo.src = H5P.getPath(plain(this.image.path), this.task.contentId);
      photo.alt = "";
      photo.draggable = false;
      photo.addEventListener("load", () => {
        if (this.image.width > 0 && this.image.height > 0) return;
        this.height = (100 * photo.naturalHeight) / photo.naturalWidth;
        this.view.style.aspectRatio = `100 / ${this.height}`;
        this.task.refresh();
      });
      return photo;
    }

    /** What is pressed and what has the focus; it lies over everything. */
    surface() {
      const surface = this.ground = make("div", "ims-ground");
      surface.tabIndex = 0;
      surface.setAttribute("role", "application");
      surface.setAttribute("aria-label", [plain(this.task.params.alt), this.task.word("picture")].filter(Boolean).join(" "));
      surface.addEventListener("click", (event) => this.clicked(event));
      surface.addEventListener("keydown", (event) => this.pressed(event));
      surface.addEventListener("blur", () => this.crosshair.classList.remove("ims-on"));
      return surface;
    }

    zooming() {
      const tools = make("div", "ims-zoom");
      this.closer = button("ims-tool", "+", () => this.look(1));
      this.further = button("ims-tool", "−", () => this.look(-1));
      this.closer.setAttribute("aria-label", this.task.word("zoomIn"));
      this.further.setAttribute("aria-label", this.task.word("zoomOut"));
      this.bound(0);
      this.size = make("span", "ims-size", "100 %");
      tools.append(this.further, this.size, this.closer);
      return tools;
    }

    /** A width in the picture that is as many pixels on the screen. */
    reach(pixels) { return (100 * pixels) / (this.sheet.getBoundingClientRect().width || 1); }

    clicked(event) {
      if (event.detail === 0) return; // a screen reader's press: the crosshair has its own key
      const box = this.sheet.getBoundingClientRect();
      const place = { x: ((event.clientX - box.left) / box.width) * 100, y: ((event.clientY - box.top) / box.height) * this.height };
      this.cross = this.within(place);
      this.crosshair.classList.remove("ims-on");
      this.point(this.cross, this.reach(SAME_PLACE));
    }

    within({ x, y }) {
      const round = (value, most) => Math.round(Math.min(most, Math.max(0, value)) * 10) / 10;
      return { x: round(x, 100), y: round(y, this.height) };
    }

    pressed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = (event.shiftKey ? FAR : STEP) / this.zoom, move = MOVES[event.key];
      if (move) this.move(move[0] * step, move[1] * step);
      else if (event.key === "Enter" || event.key === " ") this.choose();
      else if (event.key === "+" || event.key === "=") this.look(1);
      else if (event.key === "-") this.look(-1);
      else return;
      event.preventDefault();
    }

    choose() {
      if (!this.cross) return this.move(0, 0);
      this.crosshair.classList.add("ims-on");
      return this.point(this.cross, this.reach(SAME_PLACE));
    }

    move(across, down) {
      const from = this.cross || { x: 50, y: this.height / 2 };
      this.cross = this.within({ x: from.x + across, y: from.y + down });
      this.crosshair.classList.add("ims-on");
      this.put(this.crosshair, this.cross);
      this.say([this.scene.name(this.cross), this.whereabouts(this.cross)].filter(Boolean).join(" · "));
      this.follow();
    }

    whereabouts({ x, y }) { return this.task.word("at", { x: Math.round(x), y: Math.round(y) }); }

    say(text) { this.at.textContent = text; }

    put(thing, { x, y }) {
      thing.style.left = `${x}%`;
      thing.style.top = `${(100 * y) / this.height}%`;
    }

    box(thing, area) {
      this.put(thing, area);
      thing.style.width = `${area.width}%`;
      thing.style.height = `${(100 * area.height) / this.height}%`;
      return thing;
    }

    look(steps) {
      const place = ZOOMS.indexOf(this.zoom) + steps;
      if (!(place in ZOOMS)) return;
      const middle = this.crosshair.classList.contains("ims-on") ? this.cross : this.middle();
      this.zoom = ZOOMS[place];
      this.sheet.style.width = `${100 * this.zoom}%`;
      // On a phone, what is looked at closely gets more height.
      this.view.style.minHeight = `${Math.min(LOW, this.sheet.getBoundingClientRect().height)}px`;
      this.view.classList.toggle("ims-close", this.zoom > 1);
      this.size.textContent = `${Math.round(100 * this.zoom)} %`;
      this.bound(place);
      this.centre(middle);
      this.task.trigger("resize");
    }

    /** Says which way there is no further to go; a button that were disabled would lose the keyboard. */
    bound(place) {
      this.closer.setAttribute("aria-disabled", String(place === ZOOMS.length - 1));
      this.further.setAttribute("aria-disabled", String(place === 0));
    }

    whole() { this.look(-ZOOMS.indexOf(this.zoom)); }

    /** Lead the eyes, and the keyboard, to a place. */
    show(place) {
      this.cross = this.within(place);
      this.move(0, 0);
      this.ground.focus();
    }

    middle() {
      const { scrollLeft, scrollTop, clientWidth, clientHeight, scrollWidth, scrollHeight } = this.view;
      return { x: (100 * (scrollLeft + clientWidth / 2)) / scrollWidth, y: (this.height * (scrollTop + clientHeight / 2)) / scrollHeight };
    }

    centre({ x, y }) {
      this.view.scrollLeft = (this.view.scrollWidth * x) / 100 - this.view.clientWidth / 2;
      this.view.scrollTop = (this.view.scrollHeight * y) / this.height - this.view.clientHeight / 2;
    }

    /** Keep the crosshair in sight. */
    follow() {
      if (this.zoom === 1) return;
      const left = (this.view.scrollWidth * this.cross.x) / 100 - this.view.scrollLeft;
      const top = (this.view.scrollHeight * this.cross.y) / this.height - this.view.scrollTop;
      const isSeen = (at, size) => at > size * 0.1 && at < size * 0.9;
      if (!isSeen(left, this.view.clientWidth) || !isSeen(top, this.view.clientHeight)) this.centre(this.cross);
    }
  }

  return Picture;
})();

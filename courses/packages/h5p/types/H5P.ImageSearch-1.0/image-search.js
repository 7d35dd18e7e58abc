/* Image search: mark what does not belong in a picture, and leave alone what only looks odd. MIT licence. */
H5P.ImageSearch = (function () {
  "use strict";
  const { plain, number, make, button } = H5P.SearchTask;
  const scoring = H5P.ImageSearchScoring;
  const VERDICTS = { found: "found", again: "wasted", decoy: "wrong", nothing: "wasted" };
  const SPARE = 2; // marks more than there are regions
  const TOP = 10; // hundredths of the width in which no letter has room above

  const area = (given) => ({
    label: plain(given.label), feedback: plain(given.feedback), hint: plain(given.hint), oval: given.outline === "oval",
    x: number(given.x, 0), y: number(given.y, 0), width: number(given.width, 0), height: number(given.height, 0),
  });

  const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

  const isPlace = (mark) => mark && Number.isFinite(mark.x) && Number.isFinite(mark.y);

  class ImageSearch extends H5P.SearchTask {
    constructor(params, contentId, extras) {
      super(params, contentId, extras);
      this.className = "h5p-image-search";
      this.regions = (this.params.regions || []).map(area);
      this.decoys = (this.params.decoys || []).map(area);
      this.limit = Math.max(1, number(this.behaviour.limit, 0) || this.regions.length + SPARE);
      this.marks = (Array.isArray(this.previous.marks) ? this.previous.marks : []).filter(isPlace).slice(0, this.limit);
    }

    draw(stage) {
      this.picture = new H5P.ImageSearchPicture(this, new H5P.ImageSearchScene(this.params.scene), this.params.image, (place, reach) => this.choose(place, reach));
      const keys = this.keys = make("p", "ims-keys", this.word("keys"));
      keys.id = H5P.createUUID();
      this.picture.ground.setAttribute("aria-describedby", keys.id);
      const tools = make("div", "ims-tools");
      this.count = make("p", "ims-count");
      tools.append(this.picture.tools, this.count);
      this.list = make("ol", "ims-list");
      this.list.setAttribute("aria-label", this.word("marks"));
      stage.append(this.picture.view, this.picture.at, tools, keys, this.list);
    }

    begin() { this.picture.ground.focus(); }

    check() {
      this.picture.say("");
      this.picture.whole();
      super.check();
    }

    /** Marks a place, or takes away the mark that is there. */
    choose(place, reach) {
      if (this.checked) return this.picture.say(this.picture.whereabouts(place));
      const there = this.marks.findIndex((mark) => Math.hypot(mark.x - place.x, mark.y - place.y) <= reach);
      if (there >= 0) return this.remove(there);
      if (this.marks.length >= this.limit) return this.picture.say(this.word("full", { limit: this.limit }));
      this.marks.push(place);
      this.picture.say(this.word("marked", { mark: this.marks.length }) + " " + this.picture.whereabouts(place));
      return this.moved();
    }

    remove(place) {
      this.marks.splice(place, 1);
      this.picture.say(this.word("removed", { mark: place + 1 }));
      this.moved();
    }

    moved() {
      this.changed();
      this.show();
      this.trigger("resize");
    }

    show() {
      const judged = this.checked ? this.judged() : [];
      this.picture.marks.replaceChildren(...this.marks.map((mark, place) => this.badge(mark, place, judged[place])));
      this.picture.areas.replaceChildren(...(this.checked ? this.outlines(judged) : []));
      this.count.textContent = this.word("used", { count: this.marks.length, limit: this.limit });
      this.list.replaceChildren(...(this.checked ? [] : this.marks.map((mark, place) => this.chip(mark, place))));
      this.picture.ground.classList.toggle("ims-done", this.checked);
      this.count.hidden = this.keys.hidden = this.checked;
    }

    badge(mark, place, judged) {
      const badge = make("span", "ims-mark", String(place + 1));
      if (judged) badge.classList.add("ims-" + VERDICTS[judged.verdict]);
      this.picture.put(badge, mark);
      return badge;
    }

    chip(mark, place) {
      const entry = make("li");
      const words = `${this.word("remove", { mark: place + 1 })} (${this.picture.whereabouts(mark)})`;
      const chip = button("ims-chip", "", () => {
        this.remove(place);
        const next = this.list.querySelectorAll("button")[Math.min(place, this.marks.length - 1)];
        (next || this.picture.ground).focus();
      });
      chip.setAttribute("aria-label", words);
      chip.append(make("span", "", String(place + 1)), make("span", "ims-x", "✕"));
      entry.appendChild(chip);
      return entry;
    }

    outlines(judged) {
      const found = new Set(judged.filter((each) => each.verdict === "found").map((each) => each.place));
      return this.regions.map((region, place) => [region, found.has(place), place]).filter(([, isFound]) => isFound || this.solved).map(([region, isFound, place]) => {
        const outline = this.picture.box(make("span", "ims-area" + (region.oval ? " ims-oval" : "") + (isFound ? "" : " ims-missed")), region);
        if (!isFound) outline.appendChild(make("b", "ims-letter" + (region.y < TOP ? " ims-beside" : ""), this.letter(place)));
        return outline;
      });
    }

    letter(place) { return String.fromCharCode(65 + (place % 26)); }

    judged() { return scoring.judge(this.marks, this.regions, this.decoys, number(this.behaviour.tolerance, 1)); }

    findings() {
      const judged = this.judged();
      const marked = judged.map((each, place) => this.judgement(each, place));
      if (!this.regions.length && !judged.length) return [{ verdict: "fine", title: this.word("clean"), said: [] }];
      if (!this.solved) return marked;
      const hit = (verdict) => new Set(judged.filter((each) => each.verdict === verdict).map((each) => each.place));
      const [found, taken] = [hit("found"), hit("decoy")];
      const missed = this.regions.map((region, place) => ({ verdict: "missed", mark: this.letter(place), title: region.label, said: [this.word("missed"), region.feedback], place, go: () => this.picture.show(middle(region)) }));
      const left = this.decoys.map((decoy, place) => ({ verdict: "fine", title: decoy.label, said: [this.word("left"), decoy.feedback], place, go: () => this.picture.show(middle(decoy)) }));
      return [...marked, ...missed.filter(({ place }) => !found.has(place)), ...left.filter(({ place }) => !taken.has(place))];
    }

    judgement({ verdict, place }, at) {
      const about = { found: this.regions, again: this.regions, decoy: this.decoys }[verdict];
      const thing = about ? about[place] : { label: this.word("elsewhere"), feedback: "" };
      const feedback = verdict === "again" ? "" : thing.feedback;
      return { verdict: VERDICTS[verdict], mark: String(at + 1), title: thing.label, said: [this.word(verdict), feedback], go: () => this.picture.show(this.marks[at]) };
    }

    hints() { return this.regions.map((region) => region.hint).filter(Boolean); }

    get costsOfMarks() { return { decoy: number(this.behaviour.penalty, 1), nothing: number(this.behaviour.missPenalty, 0) }; }

    points() { return scoring.points(this.judged(), this.regions, this.costsOfMarks); }

    charge() { return scoring.charge(this.judged(), this.costsOfMarks); }

    getMaxScore() { return scoring.most(this.regions); }

    isEmpty() { return this.marks.length === 0; }

    kept() { return { marks: this.marks }; }

    clear() { this.marks = []; }

    interaction() {
      const named = (kind, areas) => areas.map(({ label }, place) => ({ id: `${kind}-${place + 1}`, text: label }));
      const regions = named("region", this.regions);
      const ids = { found: "region", again: "region", decoy: "decoy" };
      const response = this.judged().map(({ verdict, place }) => (ids[verdict] ? `${ids[verdict]}-${place + 1}` : "elsewhere"));
      const others = [{ id: "elsewhere", text: this.word("elsewhere") }, { id: "none", text: this.word("unmarked") }];
      return {
        kind: "choice",
        parts: { choices: [...regions, ...named("decoy", this.decoys), ...others] },
        correct: regions.length ? regions.map(({ id }) => id) : ["none"],
        response: response.length ? [...new Set(response)] : ["none"],
      };
    }
  }

  return ImageSearch;
})();

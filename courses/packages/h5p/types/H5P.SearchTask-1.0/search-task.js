/* A task of looking for something: introduction, stage, hints, check, score, review, and its state. MIT licence.

   A type of task extends it and says: draw(stage) once; show() after each change; clear(); kept() for the state;
   isEmpty(); hints() as texts; points(), charge() for wrong marks, getMaxScore(); findings() for the review; interaction() for the statement. */
H5P.SearchTask = (function () {
  "use strict";

  const RIGHT_TO_LEFT = /^\P{L}*[\u0590-\u08ff]/u; // the first letter
  const SIGNS = { found: "✓", fine: "✓", partly: "◐", wrong: "✕", wasted: "–", missed: "" };

  // Parameters come escaped; a document of its own decodes them and runs nothing.
  const plain = (text) => new DOMParser().parseFromString(String(text === undefined || text === null ? "" : text), "text/html").body.textContent;

  const number = (value, otherwise) => (Number.isFinite(parseFloat(value)) ? parseFloat(value) : otherwise);

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function button(className, text, run) {
    const made = make("button", className, text);
    made.type = "button";
    made.addEventListener("click", run);
    return made;
  }

  class SearchTask extends H5P.EventDispatcher {
    constructor(params, contentId, extras) {
      super();
      this.params = params || {};
      this.contentId = contentId;
      this.extras = extras || {};
      this.behaviour = this.params.behaviour || {};
      const state = this.extras.previousState;
      this.previous = state && typeof state === "object" ? state : {};
      this.checked = Boolean(this.previous.checked);
      this.solved = Boolean(this.previous.solved);
      this.hinted = Math.max(0, number(this.previous.hinted, 0));
      this.touched = Object.keys(this.previous).length > 0;
      this.opened = Date.now();
    }

    /** A word of the content's language, with values put in for @names. */
    word(name, values) {
      const said = plain((this.params.l10n || {})[name]);
      return Object.keys(values || {}).reduce((text, each) => text.replace("@" + each, values[each]), said);
    }

    get introduction() { return plain(this.params.introduction); }

    get title() { return (this.extras.metadata && plain(this.extras.metadata.title)) || this.introduction; }

    attach($container) {
      const root = this.root = make("div", "h5p-search-task " + this.className);
      // The words decide the direction, wherever the content is put.
      root.dir = RIGHT_TO_LEFT.test(this.introduction) ? "rtl" : "ltr";
      if (this.language) root.lang = this.language;
      root.appendChild(make("p", "st-introduction", this.introduction));
      this.draw(root.appendChild(make("div", "st-stage")));
      this.hintList = root.appendChild(make("ol", "st-hints"));
      this.hintList.setAttribute("aria-live", "polite");
      this.status = root.appendChild(make("p", "st-status"));
      this.status.setAttribute("role", "status");
      this.status.tabIndex = -1;
      this.buttons = root.appendChild(make("div", "st-buttons"));
      this.review = root.appendChild(make("div", "st-review"));
      $container.get(0).appendChild(root);
      this.refresh();
    }

    /** Everything that follows from the state, but for what the type itself draws once. */
    refresh() {
      if (!this.root) return;
      this.show();
      this.hintList.replaceChildren(...this.hints().slice(0, this.hinted).map((hint) => make("li", "", hint)));
      this.buttons.replaceChildren(...(this.checked ? this.afterwards() : this.before()));
      this.status.textContent = this.checked ? this.word("score", { score: this.getScore(), most: this.getMaxScore() }) : "";
      this.status.classList.toggle("st-passed", this.checked && this.isPassed());
      this.review.replaceChildren(...(this.checked ? this.reviewed() : []));
      this.trigger("resize");
    }

    before() {
      const buttons = [button("st-action st-first", this.word("check"), () => this.check())];
      if (this.hinted < this.hints().length) {
        const name = this.hintCost > 0 ? "hintFor" : "hint";
        buttons.push(button("st-action", this.word(name, { cost: this.hintCost }), () => this.hint()));
      }
      return buttons;
    }

    afterwards() {
      const buttons = [];
      if (this.behaviour.enableRetry !== false) {
        buttons.push(button("st-action st-first", this.word("retry"), () => this.again()));
      }
      if (this.behaviour.enableSolutionsButton !== false && !this.solved) {
        buttons.push(button("st-action", this.word("solution"), () => this.solve()));
      }
      return buttons;
    }

    /** A finding: {verdict, mark, title, said: [texts], go: function or nothing}. */
    reviewed() {
      const heading = make("p", "st-heading", this.word("review"));
      heading.id = H5P.createUUID();
      const list = make("ul", "st-findings");
      list.setAttribute("aria-labelledby", heading.id);
      list.append(...this.findings().map((finding) => this.finding(finding)));
      return [...(list.children.length ? [heading, list] : []), ...this.costs().map((text) => make("p", "st-taken", text))];
    }

    /** What was taken from the points, and for what. */
    costs() {
      const wrong = this.charge(), hints = this.hinted * this.hintCost;
      return [
        ...(wrong ? [this.word("charged", { cost: wrong })] : []),
        ...(hints ? [this.word("taken", { count: this.hinted, cost: hints })] : []),
      ];
    }

    finding({ verdict, mark, title, said, go }) {
      const entry = make("li", "st-finding st-" + verdict);
      const sign = entry.appendChild(make("span", "st-sign", SIGNS[verdict]));
      sign.setAttribute("aria-hidden", "true");
      const text = entry.appendChild(make("div"));
      const name = (mark ? mark + " · " : "") + title;
      text.appendChild(go ? button("st-go", name, go) : make("p", "st-what", name));
      text.appendChild(make("p", "st-said", said.filter(Boolean).join(" ")));
      return entry;
    }

    /** To be called by the type when the learner has changed something. */
    changed() {
      this.touched = true;
      this.triggerXAPI("interacted");
    }

    hint() {
      this.hinted += 1;
      this.changed();
      this.refresh();
      (this.buttons.children[1] || this.buttons.children[0]).focus();
    }

    check() {
      this.checked = this.touched = true;
      this.refresh();
      this.status.focus();
      this.trigger(this.statement("answered"));
    }

    again() {
      this.resetTask();
      this.begin();
    }

    solve() {
      this.showSolutions();
      this.status.focus();
    }

    get hintCost() { return Math.max(0, number(this.behaviour.hintCost, 0)); }

    // What every host asks of a question; it does not move the focus, because the host may ask many at once.
    getScore() {
      const points = this.points() - Math.min(this.hinted, this.hints().length) * this.hintCost;
      return Math.max(0, Math.min(this.getMaxScore(), points));
    }

    isPassed() { return this.getScore() * 100 >= this.getMaxScore() * number(this.behaviour.passPercentage, 100); }

    getAnswerGiven() { return this.checked || !this.isEmpty(); }

    getTitle() { return H5P.createTitle(this.title); }

    getCurrentState() {
      if (!this.touched) return undefined;
      return Object.assign({ checked: this.checked, solved: this.solved, hinted: this.hinted }, this.kept());
    }

    showSolutions() {
      this.checked = this.solved = this.touched = true;
      this.refresh();
    }

    resetTask() {
      this.clear();
      this.checked = this.solved = false;
      this.hinted = 0;
      this.opened = Date.now();
      this.refresh();
    }
  }

  Object.assign(SearchTask, { plain, number, make, button });
  return SearchTask;
})();

/* Consignment review: documents side by side; mark each discrepancy and say why. MIT licence. */
H5P.ConsignmentReview = (function () {
  "use strict";
  const { plain, number, make, button } = H5P.SearchTask;
  const scoring = H5P.ConsignmentReviewScoring;
  const VERDICTS = { found: "found", marked: "found", otherReason: "partly", sound: "wrong", missed: "missed" };

  const has = (marks, place) => Object.prototype.hasOwnProperty.call(marks, place);

  class ConsignmentReview extends H5P.SearchTask {
    constructor(params, contentId, extras) {
      super(params, contentId, extras);
      this.className = "h5p-consignment-review";
      this.reasons = (this.params.reasons || []).map(plain);
      this.papers = (this.params.documents || []).map((paper) => plain(paper.title));
      this.fields = (this.params.documents || []).reduce((all, paper, page) => all.concat((paper.fields || []).map((field) => this.field(field, page))), []);
      this.rules = { askWhy: this.behaviour.askWhy !== false, penalty: number(this.behaviour.penalty, 1) };
      this.marks = this.restored(this.previous.marks);
    }

    field(given, page) {
      const reasonAt = (value) => (this.reasons[number(value, 0) - 1] === undefined ? -1 : number(value, 0) - 1);
      return {
        page, label: plain(given.label), value: plain(given.value), wrong: Boolean(given.discrepancy), reason: reasonAt(given.reason),
        also: reasonAt(given.also), hint: plain(given.hint), feedback: plain(given.feedback),
      };
    }

    restored(marks) {
      const kept = {};
      this.fields.forEach((_field, place) => {
        if (!marks || !has(marks, place)) return;
        kept[place] = this.reasons[marks[place]] === undefined ? null : marks[place];
      });
      return kept;
    }

    draw(stage) {
      this.rows = this.fields.map((field, place) => this.row(field, place));
      const ofPage = (_title, page) => this.rows.filter((_row, place) => this.fields[place].page === page).map(({ line }) => line);
      this.desk = new H5P.ConsignmentReviewPapers(this, this.papers, this.papers.map(ofPage));
      stage.append(this.desk.bar, this.desk.element);
      this.desk.watch();
    }

    row(field, place) {
      const line = make("tr");
      line.appendChild(make("th", "", field.label)).scope = "row";
      const cell = line.appendChild(make("td"));
      const press = cell.appendChild(button("cr-field", "", () => this.toggle(place)));
      press.appendChild(make("bdi", "", field.value));
      press.setAttribute("aria-label", `${field.label}: ${field.value}`);
      const why = cell.appendChild(this.why(field, place));
      return { line, press, why, select: why.querySelector("select"), said: cell.appendChild(make("p", "cr-said")) };
    }

    why(field, place) {
      const label = make("label", "cr-why", this.word("why")), select = make("select");
      [this.word("choose"), ...this.reasons].forEach((text, at) => {
        select.appendChild(make("option", "", text)).value = at ? String(at - 1) : "";
      });
      select.setAttribute("aria-label", `${this.word("why")} ${field.label}: ${field.value}`);
      select.addEventListener("change", () => {
        this.marks[place] = select.value === "" ? null : Number(select.value);
        this.changed();
      });
      label.appendChild(select);
      return label;
    }

    toggle(place) {
      if (this.checked) return;
      if (has(this.marks, place)) delete this.marks[place];
      else this.marks[place] = null;
      this.changed();
      this.show();
      this.trigger("resize");
    }

    show() {
      // Not left to the observer alone: a browser does not tell a frame that nobody sees yet.
      this.desk.fit();
      this.rows.forEach((row, place) => this.showRow(row, this.fields[place], place));
      this.desk.count(this.papers.map((_title, page) => this.fields.filter((field, place) => field.page === page && has(this.marks, place)).length));
    }

    showRow({ line, press, why, select, said }, field, place) {
      const isMarked = has(this.marks, place);
      const verdict = this.checked ? this.verdict(field, place) : "";
      const reason = isMarked && this.rules.askWhy ? this.reasons[this.marks[place]] : undefined;
      press.setAttribute("aria-pressed", String(isMarked));
      press.setAttribute("aria-disabled", String(this.checked));
      why.hidden = !isMarked || !this.rules.askWhy || this.checked;
      select.value = reason === undefined ? "" : String(this.marks[place]);
      said.textContent = verdict ? [reason && `${reason}.`, this.word(verdict)].filter(Boolean).join(" ") : "";
      line.className = verdict ? "cr-" + verdict : "";
    }

    /** What there is to say of a field; what was missed is said when the solution is shown. */
    verdict(field, place) {
      const verdict = scoring.verdict(field, has(this.marks, place), this.marks[place], this.rules);
      return verdict === "missed" && !this.solved ? "" : verdict;
    }

    findings() {
      return this.fields.map((field, place) => [field, place, this.verdict(field, place)]).filter(([, , verdict]) => verdict).map(([field, place, verdict]) => ({
        verdict: VERDICTS[verdict], mark: this.papers[field.page], title: `${field.label}: ${field.value}`,
        said: [this.word(verdict), ...this.about(field, place, verdict), verdict === "otherReason" && !this.solved ? "" : field.feedback],
        go: () => this.go(place),
      }));
    }

    about(field, place, verdict) {
      const yours = this.reasons[this.marks[place]], right = this.reasons[field.reason];
      const isTold = this.solved && this.rules.askWhy && right && ["missed", "otherReason"].includes(verdict);
      return [
        verdict === "otherReason" && yours ? this.word("your", { reason: yours }) : "",
        isTold ? this.word("right", { reason: right }) : "",
      ];
    }

    go(place) {
      this.desk.open(this.fields[place].page);
      this.rows[place].press.focus();
    }

    begin() { this.rows.filter(({ line }) => line.offsetParent).slice(0, 1).forEach(({ press }) => press.focus()); }

    hints() { return this.fields.filter((field) => field.wrong && field.hint).map((field) => field.hint); }

    points() { return scoring.points(this.fields, this.marks, this.rules); }

    charge() { return scoring.charge(this.fields, this.marks, this.rules); }

    getMaxScore() { return scoring.most(this.fields, this.rules); }

    isEmpty() { return Object.keys(this.marks).length === 0; }

    kept() { return { marks: this.marks }; }

    clear() { this.marks = {}; }

    interaction() {
      const source = this.fields.map((field, place) => ({ id: `field-${place + 1}`, text: `${this.papers[field.page]}, ${field.label}: ${field.value}` }));
      const marked = source.filter((_field, place) => has(this.marks, place)), wrong = source.filter((_field, place) => this.fields[place].wrong);
      if (!this.rules.askWhy) return this.choice(source, wrong, marked);
      const target = [...this.reasons.map((text, place) => ({ id: `reason-${place + 1}`, text })), { id: "none", text: this.word("unreasoned") }];
      const paired = (fields, reasonOf) => fields.map((field) => {
        const reason = reasonOf(source.indexOf(field));
        return `${field.id}[.]${(target[reason] || target[target.length - 1]).id}`;
      });
      return {
        kind: "matching", parts: { source, target },
        correct: paired(wrong, (place) => this.fields[place].reason), response: paired(marked, (place) => this.marks[place]),
      };
    }

    choice(fields, wrong, marked) {
      const ids = (some) => (some.length ? some.map(({ id }) => id) : ["none"]);
      return { kind: "choice", parts: { choices: [...fields, { id: "none", text: this.word("unmarked") }] }, correct: ids(wrong), response: ids(marked) };
    }
  }

  return ConsignmentReview;
})();

/* The papers of a consignment: side by side where there is room, behind tabs where there is not. MIT licence. */
H5P.ConsignmentReviewPapers = (function () {
  "use strict";
  const { make, button } = H5P.SearchTask;
  const ROOM_FOR_TWO = 600; // pixels

  class Papers {
    /** `papers` are titles; `rows` the elements of each paper's fields. */
    constructor(task, papers, rows) {
      Object.assign(this, { task, papers, now: 0, isNarrow: null });
      const ident = H5P.createUUID();
      this.tabs = papers.map((title, page) => this.tab(title, page, ident));
      this.bar = make("div", "cr-tabs");
      this.bar.append(...this.tabs);
      this.bar.setAttribute("aria-label", task.word("documents"));
      this.bar.addEventListener("keydown", (event) => this.pressed(event));
      this.sheets = papers.map((title, page) => this.sheet(title, rows[page], `${ident}-${page}`));
      this.element = make("div", "cr-papers");
      this.element.append(...this.sheets);
    }

    tab(title, page, ident) {
      const tab = button("cr-tab", "", () => this.open(page));
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", `${ident}-${page}`);
      tab.append(make("span", "", title), make("span", "cr-count"));
      return tab;
    }

    sheet(title, rows, ident) {
      const sheet = make("div", "cr-sheet");
      sheet.id = ident;
      const table = sheet.appendChild(make("table", "cr-paper"));
      table.appendChild(make("caption", "", title));
      table.appendChild(make("tbody")).append(...rows);
      return sheet;
    }

    watch() {
      this.fit();
      new ResizeObserver(() => this.fit()).observe(this.element);
    }

    fit() {
      const width = this.element.getBoundingClientRect().width;
      const isNarrow = width > 0 && width < ROOM_FOR_TWO && this.papers.length > 1;
      if (isNarrow === this.isNarrow) return;
      this.isNarrow = isNarrow;
      this.bar.hidden = !isNarrow;
      this.bar.setAttribute("role", "tablist");
      this.arrange();
    }

    arrange() {
      this.sheets.forEach((sheet, page) => {
        sheet.hidden = this.isNarrow && page !== this.now;
        if (this.isNarrow) sheet.setAttribute("role", "tabpanel");
        else sheet.removeAttribute("role");
        if (this.isNarrow) sheet.setAttribute("aria-label", this.papers[page]);
        else sheet.removeAttribute("aria-label");
      });
      this.tabs.forEach((tab, page) => {
        tab.setAttribute("aria-selected", String(page === this.now));
        tab.tabIndex = page === this.now ? 0 : -1;
      });
      this.task.trigger("resize");
    }

    open(page) {
      this.now = page;
      this.arrange();
    }

    pressed(event) {
      const forward = this.task.root.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
      const last = this.tabs.length - 1;
      const to = { [forward]: this.now === last ? 0 : this.now + 1, [back]: this.now === 0 ? last : this.now - 1, Home: 0, End: last }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.open(to);
      this.tabs[to].focus();
    }

    /** How many fields are marked in each paper. */
    count(marked) {
      this.tabs.forEach((tab, page) => {
        const text = marked[page] ? this.task.word("marks", { count: marked[page] }) : "";
        tab.lastChild.textContent = text;
      });
    }
  }

  return Papers;
})();

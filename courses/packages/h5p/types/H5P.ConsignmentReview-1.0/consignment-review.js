/* Consignment review: documents side by side; mark each discrepancy and say why. MIT licence. */
H5P.ConsignmentReview = (function () {
  "use strict";
  var scoring = H5P.ConsignmentReviewScoring;

  function plain(text) {
    // Parameters come escaped; a document of its own decodes them and runs nothing.
    return new DOMParser().parseFromString(String(text || ""), "text/html").body.textContent;
  }

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function Review(params, contentId, extras) {
    H5P.EventDispatcher.call(this);
    var self = this;
    var words = params.l10n || {};
    var reasons = (params.reasons || []).map(plain);
    var state = (extras && extras.previousState) || {};
    var marks = state.marks || {};
    var checked = Boolean(state.checked);
    var solved = Boolean(state.solved);
    var fields = [];
    var opened = Date.now();
    var root, status, buttons;

    (params.documents || []).forEach(function (paper, page) {
      (paper.fields || []).forEach(function (field) {
        fields.push({
          page: page, label: plain(field.label), value: plain(field.value), wrong: Boolean(field.discrepancy),
          reason: Number(field.reason || 0) - 1, feedback: plain(field.feedback)
        });
      });
    });

    function say(text, values) {
      return Object.keys(values || {}).reduce(function (said, name) {
        return said.replace("@" + name, values[name]);
      }, plain(text));
    }

    function row(field, place) {
      var line = make("tr"), cell = make("td"), marked = Object.prototype.hasOwnProperty.call(marks, place);
      line.appendChild(make("th", "", field.label)).scope = "row";
      var button = cell.appendChild(make("button", "cr-field", field.value));
      button.type = "button";
      button.disabled = checked;
      button.setAttribute("aria-pressed", String(marked));
      button.setAttribute("aria-label", field.label + ": " + field.value);
      button.addEventListener("click", function () { toggle(place); });
      if (marked) cell.appendChild(why(field, place));
      if (checked) tell(cell, field, place, marked);
      line.appendChild(cell);
      return line;
    }

    function why(field, place) {
      var label = make("label", "cr-why", plain(words.why)), select = make("select");
      select.disabled = checked;
      [plain(words.choose)].concat(reasons).forEach(function (text, number) {
        var option = make("option", "", text);
        option.value = number ? String(number - 1) : "";
        option.selected = number ? marks[place] === number - 1 : marks[place] === null;
        select.appendChild(option);
      });
      select.setAttribute("aria-label", plain(words.why) + " " + field.label + ": " + field.value);
      select.addEventListener("change", function () {
        marks[place] = select.value === "" ? null : Number(select.value);
        self.triggerXAPI("interacted");
      });
      label.appendChild(select);
      return label;
    }

    function tell(cell, field, place, marked) {
      var verdict = scoring.verdict(field, marked, marks[place]);
      if (!verdict || (verdict === "missed" && !solved)) return;
      cell.classList.add("cr-" + verdict);
      var text = plain(words[verdict]);
      if (solved && field.wrong) text += " " + reasons[field.reason] + ".";
      if (field.feedback && (solved || verdict === "found" || verdict === "sound")) text += " " + field.feedback;
      cell.appendChild(make("p", "cr-said", text));
    }

    function toggle(place) {
      if (Object.prototype.hasOwnProperty.call(marks, place)) delete marks[place];
      else marks[place] = null;
      self.triggerXAPI("interacted");
      draw();
      root.querySelectorAll(".cr-field")[place].focus();
    }

    function action(text, run) {
      var button = make("button", "cr-action", plain(text));
      button.type = "button";
      button.addEventListener("click", run);
      buttons.appendChild(button);
    }

    function draw() {
      root.textContent = "";
      root.appendChild(make("p", "cr-introduction", plain(params.introduction)));
      var papers = root.appendChild(make("div", "cr-papers"));
      (params.documents || []).forEach(function (paper, page) {
        var table = papers.appendChild(make("table", "cr-paper"));
        table.appendChild(make("caption", "", plain(paper.title)));
        var body = table.appendChild(make("tbody"));
        fields.forEach(function (field, place) {
          if (field.page === page) body.appendChild(row(field, place));
        });
      });
      status = root.appendChild(make("p", "cr-status"));
      status.setAttribute("role", "status");
      status.tabIndex = -1;
      buttons = root.appendChild(make("div", "cr-buttons"));
      if (!checked) action(words.check, check);
      else {
        status.textContent = say(words.score, { score: self.getScore(), most: self.getMaxScore() });
        action(words.retry, function () { self.resetTask(); });
        if (!solved) action(words.solution, function () { self.showSolutions(); });
      }
      self.trigger("resize");
    }

    function check() {
      checked = true;
      draw();
      status.focus();
      self.trigger(statement("answered"));
      self.trigger(statement("completed"));
    }

    function statement(verb) {
      var event = self.createXAPIEventTemplate(verb);
      var definition = event.getVerifiedStatementValue(["object", "definition"]);
      definition.type = "http://adlnet.gov/expapi/activities/cmi.interaction";
      definition.interactionType = "other";
      definition.description = { "en-US": plain(params.introduction) };
      event.setScoredResult(self.getScore(), self.getMaxScore(), self, true, self.getScore() === self.getMaxScore());
      event.data.statement.result.duration = "PT" + Math.round((Date.now() - opened) / 1000) + "S";
      event.data.statement.result.response = Object.keys(marks).map(function (place) {
        return fields[place].label + "=" + (marks[place] === null ? "" : reasons[marks[place]]);
      }).join("[,]");
      return event;
    }

    self.attach = function ($container) {
      root = make("div", "h5p-consignment-review");
      // The words decide the direction, wherever the content is put.
      root.dir = /[\u0590-\u08ff]/.test(plain(params.introduction)) ? "rtl" : "ltr";
      $container.get(0).appendChild(root);
      draw();
    };
    self.getScore = function () { return scoring.points(fields, marks); };
    self.getMaxScore = function () { return scoring.most(fields); };
    self.getAnswerGiven = function () { return checked || Object.keys(marks).length > 0; };
    self.getTitle = function () { return H5P.createTitle((extras && extras.metadata && extras.metadata.title) || "Consignment review"); };
    self.getCurrentState = function () { return { marks: marks, checked: checked, solved: solved }; };
    self.getXAPIData = function () { return { statement: statement("answered").data.statement }; };
    self.showSolutions = function () { checked = solved = true; draw(); status.focus(); };
    self.resetTask = function () {
      marks = {};
      checked = solved = false;
      opened = Date.now();
      if (root) { draw(); root.querySelector(".cr-field").focus(); }
    };
  }

  Review.prototype = Object.create(H5P.EventDispatcher.prototype);
  Review.prototype.constructor = Review;
  return Review;
})();

/* What a search task tells a record store. MIT licence. */
(function () {
  "use strict";
  const { plain } = H5P.SearchTask;

  /** What a response and a pattern are made of: identifiers, or pairs of them. */
  const NEXT = "[,]";

  function described(things, language) {
    return things.map(({ id, text }) => ({ id, description: { [language]: text } }));
  }

  Object.defineProperty(H5P.SearchTask.prototype, "language", {
    get() {
      const said = plain(this.extras.metadata && this.extras.metadata.defaultLanguage);
      return /^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(said) && said !== "und" ? said : "";
    },
  });

  /** An interaction: {kind, parts: {choices: [{id, text}], …}, correct: [ids], response: [ids]}. */
  H5P.SearchTask.prototype.statement = function (verb) {
    const event = this.createXAPIEventTemplate(verb);
    const { kind, parts, correct, response } = this.interaction();
    const language = this.language || "en-US";
    const definition = event.getVerifiedStatementValue(["object", "definition"]);
    Object.assign(definition, {
      type: "http://adlnet.gov/expapi/activities/cmi.interaction",
      interactionType: kind,
      description: { [language]: this.introduction },
      correctResponsesPattern: [correct.join(NEXT)],
    });
    for (const [name, things] of Object.entries(parts)) definition[name] = described(things, language);
    event.setScoredResult(this.getScore(), this.getMaxScore(), this, true, this.isPassed());
    Object.assign(event.data.statement.result, {
      response: response.join(NEXT),
      duration: "PT" + Math.round((Date.now() - this.opened) / 1000) + "S",
    });
    return event;
  };

  H5P.SearchTask.prototype.getXAPIData = function () {
    return { statement: this.statement("answered").data.statement };
  };
})();

/* Contents of earlier versions. MIT licence. */
var H5PUpgrades = H5PUpgrades || {};

H5PUpgrades["H5P.ConsignmentReview"] = (function () {
  "use strict";
  /* In 1.0 only the full score was a pass, and hints and their words were not there. */
  var rules = { askWhy: true, penalty: 1, hintCost: 0, passPercentage: 100, enableRetry: true, enableSolutionsButton: true };
  var words = {
    hint: "Show a hint",
    hintFor: "Show a hint (points: −@cost)",
    taken: "Hints taken: @count. Points for them: −@cost.",
    charged: "Points for wrong marks: −@cost.",
    review: "Review",
    documents: "Documents",
    marks: "marked: @count",
    unreasoned: "No reason given",
    unmarked: "No mark",
    marked: "Found.",
    your: "You said: @reason.",
    right: "The reason: @reason."
  };

  function completed(given, defaults) {
    return Object.assign({}, defaults, given);
  }

  return {
    1: {
      1: function (parameters, finished, extras) {
        if (parameters) {
          parameters.behaviour = completed(parameters.behaviour, rules);
          parameters.l10n = completed(parameters.l10n, words);
        }
        finished(null, parameters, extras);
      }
    }
  };
})();

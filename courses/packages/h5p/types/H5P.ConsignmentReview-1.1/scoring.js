/* Scoring, without a page. MIT licence.
   fields: [{wrong, reason: index, also: index}], an index below 0 being none; marks: {field index: reason index or null};
   rules: {askWhy, penalty}. A discrepancy is worth a point for the mark and, where a reason is asked, one for the reason. */
var H5P = typeof H5P === "undefined" ? {} : H5P;

H5P.ConsignmentReviewScoring = (function () {
  "use strict";

  function asks(field, rules) { return rules.askWhy && field.reason >= 0; }

  function isRight(field, reason) {
    return reason !== null && (reason === field.reason || (field.also >= 0 && reason === field.also));
  }

  function has(marks, place) { return Object.prototype.hasOwnProperty.call(marks, place); }

  function points(field, reason, rules) {
    if (!field.wrong) return -rules.penalty;
    return asks(field, rules) && isRight(field, reason) ? 2 : 1;
  }

  function isWrong(field) { return field.wrong; }

  return {
    most: function (fields, rules) {
      return Math.max(1, fields.filter(isWrong).reduce(function (sum, field) {
        return sum + (asks(field, rules) ? 2 : 1);
      }, 0));
    },
    /** What marks on sound fields cost. */
    charge: function (fields, marks, rules) {
      return rules.penalty * fields.filter(function (field, place) { return !field.wrong && has(marks, place); }).length;
    },
    /** Where nothing is wrong, no mark is right. */
    points: function (fields, marks, rules) {
      if (!fields.some(isWrong)) return Object.keys(marks).length ? 0 : 1;
      return Math.max(0, fields.reduce(function (sum, field, place) {
        return has(marks, place) ? sum + points(field, marks[place], rules) : sum;
      }, 0));
    },
    /** sound, missed, found, marked (no reason was asked), otherReason; empty where there is nothing to say. */
    verdict: function (field, isMarked, reason, rules) {
      if (!field.wrong) return isMarked ? "sound" : "";
      if (!isMarked) return "missed";
      if (!asks(field, rules)) return "marked";
      return isRight(field, reason) ? "found" : "otherReason";
    }
  };
})();

if (typeof module !== "undefined") module.exports = H5P.ConsignmentReviewScoring;

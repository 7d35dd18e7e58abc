/* Scoring, without a page. MIT licence.
   fields: [{wrong: boolean, reason: index}]; marks: {field index: reason index or null}. A discrepancy is worth two points,
   one for the mark and one for its reason; a mark on a sound field takes one away. */
var H5P = typeof H5P === "undefined" ? {} : H5P;

H5P.ConsignmentReviewScoring = {
  most: function (fields) {
    return 2 * fields.filter(function (field) { return field.wrong; }).length;
  },
  points: function (fields, marks) {
    var sum = fields.reduce(function (points, field, place) {
      if (!Object.prototype.hasOwnProperty.call(marks, place)) return points;
      if (!field.wrong) return points - 1;
      return points + 1 + (marks[place] === field.reason ? 1 : 0);
    }, 0);
    return Math.max(0, sum);
  },
  verdict: function (field, marked, reason) {
    if (!field.wrong) return marked ? "sound" : "";
    if (!marked) return "missed";
    return reason === field.reason ? "found" : "otherReason";
  }
};

if (typeof module !== "undefined") module.exports = H5P.ConsignmentReviewScoring;

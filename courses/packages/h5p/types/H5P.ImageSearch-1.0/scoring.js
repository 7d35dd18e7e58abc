/* Judging marks, without a page. MIT licence.
   Lengths are hundredths of the picture's width, down as well as across. An area: {x, y, width, height, oval}. */
var H5P = typeof H5P === "undefined" ? {} : H5P;

H5P.ImageSearchScoring = {
  /** Whether a point is in an area or not further from it than `slack`. */
  inside: function (area, point, slack) {
    var across = point.x - (area.x + area.width / 2), down = point.y - (area.y + area.height / 2);
    var wide = area.width / 2 + slack, high = area.height / 2 + slack;
    if (wide <= 0 || high <= 0) return false;
    if (!area.oval) return Math.abs(across) <= wide && Math.abs(down) <= high;
    return Math.pow(across / wide, 2) + Math.pow(down / high, 2) <= 1;
  },

  /** For each mark {verdict: found, again, decoy or nothing, place: of the region or decoy}; a region counts once. */
  judge: function (marks, regions, decoys, slack) {
    var inside = H5P.ImageSearchScoring.inside, found = {};
    function places(areas, mark) {
      return areas.map(function (_area, place) { return place; }).filter(function (place) {
        return inside(areas[place], mark, slack);
      });
    }
    return marks.map(function (mark) {
      var hit = places(regions, mark), open = hit.filter(function (place) { return !found[place]; });
      if (open.length) {
        found[open[0]] = true;
        return { verdict: "found", place: open[0] };
      }
      if (hit.length) return { verdict: "again", place: hit[0] };
      var odd = places(decoys, mark);
      return odd.length ? { verdict: "decoy", place: odd[0] } : { verdict: "nothing", place: -1 };
    });
  },

  most: function (regions) { return Math.max(1, regions.length); },

  /** What wrong marks cost: {decoy, nothing} each. */
  charge: function (judged, costs) {
    return judged.reduce(function (sum, each) { return sum + (costs[each.verdict] || 0); }, 0);
  },

  /** One for each region; a decoy and a mark on nothing cost what `costs` says. Where nothing is hidden, no mark is right. */
  points: function (judged, regions, costs) {
    function count(verdict) {
      return judged.filter(function (each) { return each.verdict === verdict; }).length;
    }
    if (!regions.length) return judged.length ? 0 : 1;
    return Math.max(0, count("found") - H5P.ImageSearchScoring.charge(judged, costs));
  }
};

if (typeof module !== "undefined") module.exports = H5P.ImageSearchScoring;

// Runs at the end of a copy of a page that compares drafts, in a browser without a screen, as `page.js` does for reports.
(function () {
  var wrong = [];
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  function holds(what, yes) { if (!yes) wrong.push(what); }
  // How bright a colour is, from 0 to 1.
  function light(colour) {
    var parts = colour.match(/[\d.]+/g).map(Number);
    return (parts[0] * 0.299 + parts[1] * 0.587 + parts[2] * 0.114) / 255;
  }

  setTimeout(function () {
    var notes = all(".note"), ids = all("[id]").map(function (one) { return one.id; });
    holds("something got worse", notes.length > 0);
    holds("every note says how grave it is", notes.every(function (note) { return note.querySelector(".kind").textContent.trim(); }));
    holds("every note says where", notes.every(function (note) { return /\d+:\d+/.test(note.textContent); }));
    holds("ids are unique", new Set(ids).size === ids.length);
    holds("links in the page lead somewhere", all('a[href^="#"]').every(function (a) {
      return document.getElementById(a.getAttribute("href").slice(1));
    }));
    holds("what was taken away and put in is marked as such", all("del").length > 0 && all("ins").length > 0);
    holds("nothing is fetched", performance.getEntriesByType("resource").length === 0);
    holds("nothing is wider than the window", document.documentElement.scrollWidth <= window.innerWidth);
    holds("the language is said", /^(vi|en)$/.test(document.documentElement.lang));
    holds("there is one heading of the first level", all("h1").length === 1);
    holds("each list has its heading", all("details").every(function (one) { return one.querySelector("summary").textContent.trim(); }));

    var paper = light(getComputedStyle(document.body).backgroundColor), ink = light(getComputedStyle(document.body).color);
    var dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    holds("the page is light by day and dark at night", dark ? paper < 0.3 : paper > 0.7);
    holds("text stands out", notes.concat(document.body).every(function (one) {
      var style = getComputedStyle(one), ground = style.backgroundColor;
      return Math.abs(light(style.color) - (/, 0\)$/.test(ground) ? paper : light(ground))) > 0.5;
    }) && Math.abs(paper - ink) > 0.5);

    var result = document.createElement("pre");
    result.id = "result";
    result.textContent = wrong.length ? "WRONG " + wrong.join("; ") : "RIGHT";
    document.body.appendChild(result);
    parent.postMessage(result.textContent, "*");
  }, 500);
})();

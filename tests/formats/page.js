// Runs at the end of a copy of the page, in a browser without a screen: what must hold of it, written into the document as the result.
(function () {
  var wrong = [];
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  function holds(what, yes) { if (!yes) wrong.push(what); }
  function shown() { return all(".note[data-rule]").filter(function (note) { return note.offsetParent !== null; }); }

  setTimeout(function () {
    var notes = all(".note[data-rule]"), ids = all("[id]").map(function (one) { return one.id; });
    holds("there are notes", notes.length > 0);
    holds("ids are unique", new Set(ids).size === ids.length);
    holds("links in the page lead somewhere", all('a[href^="#"]').every(function (a) {
      return document.getElementById(a.getAttribute("href").slice(1));
    }));
    holds("every note has its words", notes.every(function (note) { return document.getElementById(note.dataset.at); }));
    holds("every mark has its note", all("mark[data-f]").every(function (mark) {
      return mark.dataset.f.split(" ").every(function (id) { return document.getElementById(id); });
    }));
    holds("every note has one number in the text", notes.every(function (note) {
      return all('.ref[data-f="' + note.id + '"]').length === 1;
    }));
    holds("nothing is fetched", performance.getEntriesByType("resource").length === 0);
    holds("the overview stands before the reports",
      document.getElementById("summary").compareDocumentPosition(document.querySelector(".report")) & Node.DOCUMENT_POSITION_FOLLOWING);
    holds("nothing is wider than the window", document.documentElement.scrollWidth <= window.innerWidth);
    holds("the language is said", /^(vi|en)$/.test(document.documentElement.lang));
    holds("there is one heading of the first level", all("h1").length === 1);
    holds("controls have names", all("input, select, button").every(function (one) {
      return one.labels && one.labels.length || one.getAttribute("aria-label") || one.textContent.trim() || one.closest("th");
    }));

    if (window.innerWidth >= 1024) {
      holds("notes stand in the margin", shown().every(function (note) {
        return note.getBoundingClientRect().left > note.closest(".text").getBoundingClientRect().right;
      }));
      all(".text").forEach(function (text) {
        var boxes = Array.prototype.slice.call(text.querySelectorAll(".note")).map(function (note) { return note.getBoundingClientRect(); })
          .sort(function (a, b) { return a.top - b.top; });
        holds("no note covers another", boxes.every(function (box, at) { return !at || box.top >= boxes[at - 1].bottom; }));
      });
      var first = shown()[0], mark = document.getElementById(first.dataset.at).getBoundingClientRect();
      holds("the first note stands at its words", Math.abs(first.getBoundingClientRect().top - mark.top) < 12);
    } else {
      holds("notes stand in the text", shown().every(function (note) {
        return note.getBoundingClientRect().left < note.closest(".text").getBoundingClientRect().right;
      }));
    }

    var form = document.querySelector(".filters"), boxes = all('.filters input[name="severity"]'), rule = document.querySelector(".filters select");
    function change(what) { what(); form.dispatchEvent(new Event("change", { bubbles: true })); }
    holds("filters are shown", !form.hidden);
    holds("all is shown at first", shown().length === notes.length);
    change(function () { boxes[0].checked = false; });
    holds("a severity is filtered", shown().length > 0 && shown().every(function (note) { return note.dataset.severity !== "error"; }));
    holds("words of hidden notes are not marked", all("mark.error:not(.off)").every(function (mark) {
      return mark.dataset.f.split(" ").some(function (id) { return !document.getElementById(id).hidden; });
    }) && all("mark.off").length > 0);
    change(function () { boxes[0].checked = true; rule.value = rule.options[1].value; });
    holds("a rule is filtered", shown().length > 0 && shown().every(function (note) { return note.dataset.rule === rule.value; }));
    holds("the filter counts", document.querySelector(".filters output").textContent === shown().length + " / " + notes.length);
    change(function () { rule.value = ""; });
    holds("all is shown again", shown().length === notes.length);

    var sort = document.querySelector("table.list th.n button");
    if (sort) {
      sort.click();
      var column = Array.prototype.map.call(sort.closest("table").tBodies[0].rows, function (row) { return +row.cells[4].textContent || 0; });
      holds("a list sorts by its head", column.every(function (number, at) { return !at || column[at - 1] >= number; }));
    }
    var result = document.createElement("pre");
    result.id = "result";
    result.textContent = wrong.length ? "WRONG: " + wrong.join("; ") : "RIGHT";
    document.body.appendChild(result);
    parent.postMessage(result.textContent, "*");
  }, 300);
})();

// Puts the overview first, notes beside their words, and makes the filters work. Without it the page is whole, in reading order.
(function () {
  "use strict";
  var all = function (selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); };
  var main = document.querySelector("main"), summary = document.getElementById("summary");
  var form = document.querySelector(".filters"), first = main.firstElementChild.nextElementSibling;
  if (summary) main.insertBefore(summary, first);
  if (form) main.insertBefore(form, first);
  var texts = all(".text"), notes = all(".note[data-rule]"), marks = all("mark[data-f], .ref");
  var of = {};
  marks.forEach(function (mark) {
    mark.dataset.f.split(" ").forEach(function (id) { (of[id] = of[id] || []).push(mark); });
  });

  // Notes stand beside the line of their words, or below the note before them.
  var wide = window.matchMedia("(min-width: 64rem)");
  function place() {
    document.body.classList.toggle("placed", wide.matches);
    if (!wide.matches) {
      texts.forEach(function (text) { text.style.minHeight = ""; });
      return;
    }
    var plans = texts.map(function (text) {
      var top = text.getBoundingClientRect().top;
      return all(".note", text).filter(function (note) { return !note.hidden; }).map(function (note) {
        var mark = document.getElementById(note.dataset.at);
        var at = mark ? mark.getClientRects()[0] || mark.getBoundingClientRect() : text.getBoundingClientRect();
        return { note: note, want: at.top - top, height: note.offsetHeight };
      }).sort(function (a, b) { return a.want - b.want; });
    });
    plans.forEach(function (plan, at) {
      var free = 0;
      plan.forEach(function (one) {
        var top = Math.max(free, one.want - 4);
        one.note.style.top = top + "px";
        free = top + one.height + 10;
      });
      texts[at].style.minHeight = free + "px";
    });
  }

  // Filters.
  function filter() {
    var data = new FormData(form), grave = data.getAll("severity"), rule = data.get("rule"), shown = 0, on = {};
    notes.forEach(function (note) {
      note.hidden = grave.indexOf(note.dataset.severity) < 0 || (rule && note.dataset.rule !== rule);
      if (!note.hidden) { shown += 1; on[note.id] = true; }
    });
    marks.forEach(function (mark) {
      mark.classList.toggle("off", !mark.dataset.f.split(" ").some(function (id) { return on[id]; }));
    });
    form.querySelector("output").textContent = shown + " / " + notes.length;
    place();
  }
  if (form) {
    form.hidden = false;
    form.addEventListener("change", filter);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
  }

  // Pointing at a note lights its words, and the other way round.
  function light(id, yes) {
    var note = document.getElementById(id);
    if (note) note.classList.toggle("lit", yes);
    (of[id] || []).forEach(function (mark) { if (mark.tagName === "MARK") mark.classList.toggle("lit", yes); });
  }
  notes.forEach(function (note) {
    note.addEventListener("mouseenter", function () { light(note.id, true); });
    note.addEventListener("mouseleave", function () { light(note.id, false); });
  });
  marks.forEach(function (mark) {
    var ids = mark.dataset.f.split(" ");
    mark.addEventListener("mouseenter", function () { ids.forEach(function (id) { light(id, true); }); });
    mark.addEventListener("mouseleave", function () { ids.forEach(function (id) { light(id, false); }); });
  });

  // Columns of lists sort by a press on their heads.
  all("table.list th button").forEach(function (button) {
    button.addEventListener("click", function () {
      var head = button.parentElement, table = head.closest("table"), body = table.tBodies[0];
      var column = Array.prototype.indexOf.call(head.parentElement.children, head);
      var down = head.getAttribute("aria-sort") === "descending" || !head.classList.contains("n") && !head.hasAttribute("aria-sort");
      all("th", table).forEach(function (other) { other.removeAttribute("aria-sort"); });
      head.setAttribute("aria-sort", down ? "ascending" : "descending");
      var key = function (row) { var cell = row.cells[column]; return cell ? "key" in cell.dataset ? cell.dataset.key : cell.textContent : ""; };
      var compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
      all("tr", body).sort(function (a, b) { return (down ? 1 : -1) * compare(key(a), key(b)); })
        .forEach(function (row) { body.appendChild(row); });
    });
  });

  if (form) filter(); else place();
  window.addEventListener("resize", place);
  all("details").forEach(function (details) { details.addEventListener("toggle", place); });
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(place);
  if (wide.matches && window.innerWidth < 1344) all(".toc details").forEach(function (one) { one.open = false; });
  if (!wide.matches) all(".toc details").forEach(function (one) { one.open = false; });
})();

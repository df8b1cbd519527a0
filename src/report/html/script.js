"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  // The rows of the CSV report, as the program would write them.
  const table = JSON.parse(byId("table").textContent);
  const flags = all(".flag");
  const column = (name) => table.header.indexOf(name);
  const reviewer = byId("reviewer");
  const key = "mtlint:" + table.id;
  const parts = (flag) => ({
    verdict: all("input[type=radio]", flag).find((radio) => radio.checked)?.value ?? "",
    comment: flag.querySelector("textarea").value,
  });

  // Filters.
  const filter = () => {
    const severities = all("input[name=severity]").filter((box) => box.checked).map((box) => box.value);
    const rule = byId("rule").value;
    const least = Number(byId("probability").value);
    byId("probability-shown").value = least.toFixed(2);
    const on = new Set();
    for (const flag of flags) {
      const { severity, code, probability, index } = flag.dataset;
      // A probability that is not a number is not understood, and shown.
      const shown = severities.includes(severity) && (rule === "" || rule === code) && !(Number(probability) < least);
      flag.hidden = !shown;
      if (shown) on.add(index);
    }
    for (const mark of all(".mark")) mark.classList.toggle("off", !mark.dataset.flags.split(" ").some((index) => on.has(index)));
    for (const mark of all(".strip rect")) mark.classList.toggle("off", !on.has(mark.dataset.flag));
    const only = byId("flagged").checked;
    for (const bead of all(".bead")) bead.hidden = only && !all(".flag", bead).some((flag) => !flag.hidden);
    byId("shown").textContent = `${on.size} of ${flags.length} flags shown`;
  };

  // Verdicts.
  const note = () => {
    const kept = { reviewer: reviewer.value, flags: {} };
    let judged = 0;
    for (const flag of flags) {
      const { verdict, comment } = parts(flag);
      flag.querySelector(".given").textContent = verdict === "" ? "" : `· ${verdict}`;
      if (verdict !== "") judged += 1;
      if (verdict !== "" || comment !== "") kept.flags[flag.dataset.index] = { verdict, comment };
    }
    byId("judged").textContent = `${judged} of ${flags.length} flags judged`;
    try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* the page works without */ }
  };
  const restore = () => {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { /* nothing was kept */ }
    if (!kept) return;
    reviewer.value = kept.reviewer ?? "";
    for (const flag of flags) {
      const own = kept.flags?.[flag.dataset.index];
      if (!own) continue;
      for (const radio of all("input[type=radio]", flag)) radio.checked = radio.value === own.verdict;
      flag.querySelector("textarea").value = own.comment ?? "";
    }
  };
  const judge = (flag, verdict) => {
    all("input[type=radio]", flag).find((radio) => radio.value === verdict).checked = true;
    note();
  };

  // The same CSV as `--format csv`, with the verdicts filled in.
  const harmless = (cell) => (/^[=+\-@\t\r\n＝＋－＠]/u.test(cell) ? "'" + cell : cell);
  const quoted = (cell) => (/[",\r\n]/.test(cell) ? '"' + cell.replaceAll('"', '""') + '"' : cell);
  const csv = () => {
    const rows = table.rows.map((row) => [...row]);
    for (const flag of flags) {
      const { verdict, comment } = parts(flag);
      const row = rows[Number(flag.dataset.index)];
      row[column("verdict")] = verdict;
      row[column("comment")] = harmless(comment);
      if (verdict !== "" || comment !== "") row[column("reviewer")] = harmless(reviewer.value.trim());
    }
    return [table.header, ...rows].map((row) => row.map(quoted).join(",") + "\r\n").join("");
  };
  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.download = "mtlint-review.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  // From the text to the evidence and back.
  let origin = null;
  const open = (flag) => {
    flag.hidden = false;
    flag.open = true;
    flag.querySelector("summary").focus();
    flag.scrollIntoView({ block: "nearest" });
  };
  const step = (flag, by) => {
    const shown = flags.filter((other) => !other.hidden);
    shown[shown.indexOf(flag) + by]?.querySelector("summary").focus();
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#flag-']");
    if (!link) return;
    event.preventDefault();
    origin = link;
    // A mark of several flags goes through them.
    const indices = (link.dataset.flags ?? link.getAttribute("href").slice(6)).split(" ");
    const shown = indices.map((index) => byId("flag-" + index)).filter((flag) => !flag.hidden);
    const next = shown.findIndex((flag) => !flag.open);
    if (shown.length > 0) open(shown[Math.max(next, 0)]);
  });
  document.addEventListener("keydown", (event) => {
    const flag = event.target.closest?.(".flag");
    if (!flag || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      flag.open = false;
      (origin ?? flag.querySelector("summary")).focus();
      return;
    }
    if (event.target.matches("textarea")) return;
    const verdict = { r: "right", w: "wrong", u: "unsure" }[event.key];
    const by = { n: 1, p: -1 }[event.key];
    if (verdict) judge(flag, verdict);
    if (by) step(flag, by);
    if (verdict || by) event.preventDefault();
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = flags.filter((flag) => !flag.open);
    for (const flag of closed) flag.open = true;
  });
  addEventListener("afterprint", () => { for (const flag of closed) flag.open = false; });

  restore();
  for (const part of all(".controls, .judge")) part.hidden = false;
  byId("controls").addEventListener("input", filter);
  byId("controls").addEventListener("submit", (event) => event.preventDefault());
  reviewer.addEventListener("input", note);
  byId("texts").addEventListener("input", note);
  byId("save").addEventListener("click", save);
  filter();
  note();
})();

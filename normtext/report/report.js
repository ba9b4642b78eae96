"use strict";
(async () => {
  const PAGE = 50, OPTIONS = 400;
  const byId = (id) => document.getElementById(id);
  const element = (tag, className, ...inner) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...inner);
    return made;
  };
  const bdi = (text) => element("bdi", "", text);
  const words = (name) => name.replaceAll("_", " ");

  const bytes = Uint8Array.from(atob(byId("data").textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const lines = (await new Response(stream).text()).trimEnd().split("\n");
  const tables = JSON.parse(lines.pop());
  const labels = JSON.parse(byId("labels").textContent);
  const ruleName = (n) => tables.rules[n].join("/");
  const rows = lines.map((line) => {
    const [title, source, language, status, edits, warnings, rules, names, before, after, tag, changes] =
      JSON.parse(line);
    return { title, source, language, status, edits, warnings, rules, names, before, after, tag, changes };
  });

  // What a row is filtered by: the values that it has, and what a value is called.
  const filters = {
    language: { of: (r) => [r.language], value: (n) => tables.languages[n][0], label: (n) => tables.languages[n][1] },
    status: { of: (r) => [r.status], value: (n) => tables.statuses[n], label: (n) => labels[tables.statuses[n]] ?? tables.statuses[n] },
    rule: { of: (r) => r.rules, value: ruleName, label: (n) => `${words(tables.rules[n][1])} (${tables.rules[n][0]})` },
    warning: { of: (r) => r.warnings.map((w) => w[0]), value: (n) => tables.codes[n], label: (n) => words(tables.codes[n]) },
    name: { of: (r) => r.names, value: (n) => tables.names[n], label: (n) => tables.names[n] },
  };
  for (const [kind, filter] of Object.entries(filters)) {
    filter.select = byId(`by-${kind}`);
    const counts = new Map();
    for (const row of rows) for (const n of filter.of(row)) counts.set(n, (counts.get(n) ?? 0) + 1);
    filter.numbers = new Map([...counts.keys()].map((n) => [filter.value(n), n]));
    const ranked = [...counts].sort((a, b) => b[1] - a[1]).slice(0, OPTIONS);
    for (const [n, count] of ranked) add(filter, n, count);
    filter.select.closest("label").hidden = ranked.length === 0;
  }

  function add(filter, n, count) {
    const option = new Option(`${filter.label(n)} (${count.toLocaleString("en")})`, filter.value(n));
    filter.select.append(option);
  }

  const search = byId("search"), list = byId("list"), told = byId("told"), more = byId("more"), clear = byId("clear");
  let found = rows, shown = 0;

  const haystack = (row) =>
    (row.text ??= [
      row.title, row.source, row.before, row.after,
      ...row.names.map((n) => tables.names[n]),
      ...row.changes.flatMap((c) => [c[2], c[3]]),
      ...row.warnings.map((w) => tables.texts[w[1]]),
    ].join("\n").toLowerCase());

  function filtered() {
    const terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = Object.values(filters).filter((f) => f.select.value !== "")
      .map((f) => [f.of, f.numbers.get(f.select.value)]);
    return rows.filter((row) =>
      wanted.every(([of, n]) => n !== undefined && of(row).includes(n)) &&
      terms.every((term) => haystack(row).includes(term)));
  }

  function change([rule, left, before, after, right, reason]) {
    const line = element("p", "change");
    line.dir = "auto";
    line.append(left);
    if (before) line.append(element("del", "", bdi(before)));
    if (before && after) line.append(" ");
    if (after) line.append(element("ins", "", bdi(after)));
    line.append(right);
    const [stage, name] = tables.rules[rule];
    const why = element("p", "why", bdi(`${words(name)}, ${stage}`));
    if (tables.texts[reason]) why.append(": ", bdi(tables.texts[reason]));
    return element("li", "", line, why);
  }

  function side(label, text, lang) {
    const cell = element("p", "text", text);
    cell.dir = "auto";
    if (lang) cell.lang = lang;
    return element("div", "side", element("h4", "", label), cell);
  }

  function inner(row) {
    const made = element("div", "inside");
    if (row.before && row.after) {
      made.append(element("div", "sides", side("Before", row.before, row.tag), side("After", row.after, "")));
    } else if (row.before) {
      made.append(element("div", "sides one", side("A passage, as it came and as it left", row.before, row.tag)));
    }
    if (row.changes.length) {
      made.append(element("ul", "changes", ...row.changes.map(change)));
      const rest = row.edits - row.changes.length;
      if (rest > 0) made.append(element("p", "soft", `and ${rest.toLocaleString("en")} more`));
    }
    if (row.warnings.length) {
      const items = row.warnings.map(([code, text]) =>
        element("li", "", bdi(tables.texts[text]), " ", element("small", "", bdi(words(tables.codes[code])))));
      made.append(element("ul", "alerts", ...items));
    }
    if (row.names.length) {
      made.append(element("ul", "chips", ...row.names.slice(0, 20).map((n) => element("li", "", bdi(tables.names[n])))));
    }
    return made;
  }

  function item(row) {
    const details = element("details", "article");
    const facts = element("span", "facts", bdi(tables.languages[row.language][1]));
    const status = labels[tables.statuses[row.status]] ?? tables.statuses[row.status];
    facts.append(" · ", bdi(status), " · ", row.edits === 0 ? "no changes" : row.edits === 1 ? "1 change" : `${row.edits.toLocaleString("en")} changes`);
    if (row.warnings.length) facts.append(" · ", element("span", "alert", row.warnings.length === 1 ? "1 warning" : `${row.warnings.length} warnings`));
    if (row.source) facts.append(" · ", bdi(row.source));
    const title = element("span", "title", row.title);
    title.dir = "auto";
    details.append(element("summary", "", title, facts));
    details.addEventListener("toggle", () => {
      if (details.open && details.childElementCount === 1) details.append(inner(row));
    });
    return element("li", "", details);
  }

  function show() {
    const next = found.slice(shown, shown + PAGE);
    list.append(...next.map(item));
    shown += next.length;
    more.hidden = shown >= found.length;
    more.textContent = `Show ${Math.min(PAGE, found.length - shown)} more`;
  }

  function update() {
    found = filtered();
    shown = 0;
    list.replaceChildren();
    const all = rows.length.toLocaleString("en");
    const active = search.value.trim() !== "" || Object.values(filters).some((f) => f.select.value !== "");
    told.textContent = active ? `${found.length.toLocaleString("en")} of ${all} articles` : `${all} articles`;
    if (rows.length === 1) told.textContent = told.textContent.replace(/articles$/, "article");
    clear.hidden = !active;
    for (const f of Object.values(filters)) f.select.classList.toggle("on", f.select.value !== "");
    show();
  }

  function pick(kind, value) {
    const filter = filters[kind];
    for (const f of Object.values(filters)) f.select.value = "";
    search.value = "";
    if (![...filter.select.options].some((o) => o.value === value)) {
      const n = filter.numbers.get(value);
      const count = n === undefined ? 0 : rows.filter((r) => filter.of(r).includes(n)).length;
      filter.select.append(new Option(`${words(value)} (${count})`, value));
      filter.select.closest("label").hidden = false;
    }
    filter.select.value = value;
    update();
    byId("articles").scrollIntoView();
  }

  search.addEventListener("input", update);
  for (const f of Object.values(filters)) f.select.addEventListener("change", update);
  more.addEventListener("click", show);
  clear.addEventListener("click", () => {
    search.value = "";
    for (const f of Object.values(filters)) f.select.value = "";
    update();
    search.focus();
  });
  for (const button of document.querySelectorAll("button.pick")) {
    button.disabled = false;
    button.addEventListener("click", () => pick(button.dataset.kind, button.dataset.value));
  }
  byId("browser").hidden = false;
  byId("waiting").remove();
  update();
  document.documentElement.dataset.ready = "yes";
})();

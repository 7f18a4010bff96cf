"use strict";
// The page says everything without this script, which only hides what a filter does not want.
(() => {
  const form = document.getElementById("filter");
  const told = form.querySelector("output");
  const items = [...document.querySelectorAll("[data-kind]")];
  const systems = [...document.querySelectorAll("details.system")];
  const rows = [...document.querySelectorAll(".heat [data-system]")];
  const listed = [...document.querySelectorAll("tr[data-row]")];
  const lists = [...document.querySelectorAll("details[data-list]")];
  // Elements handled before the browser gets to draw and to listen.
  const SLICE = 2000;
  // The same for systems, each of which is many elements to lay out.
  const SHOWN = 100;
  // Systems that a search opens.
  const FEW = 12;
  const texts = new Map();
  let run = 0;

  const text = (element) => {
    let known = texts.get(element);
    if (known === undefined) texts.set(element, (known = element.textContent.toLowerCase()));
    return known;
  };

  const wanted = () => {
    const data = new FormData(form);
    return {
      kinds: new Set(data.getAll("kind")),
      words: data.get("text").toLowerCase().split(/\s+/).filter(Boolean),
      framework: data.get("framework"),
      owner: data.get("owner"),
    };
  };

  const isIdle = (want) =>
    want.words.length === 0 && !want.framework && !want.owner && want.kinds.size === form.elements.kind.length;

  const has = (words, ...elements) => words.every((word) => elements.some((element) => text(element).includes(word)));

  async function apply() {
    const mine = ++run;
    const want = wanted();
    const idle = isIdle(want);
    const shown = new Map();
    let count = 0;
    for (let at = 0; at < items.length; at += SLICE) {
      for (const item of items.slice(at, at + SLICE)) {
        const system = item.closest("details.system");
        const head = system && system.firstElementChild;
        const fits =
          want.kinds.has(item.dataset.kind) &&
          (!want.framework || item.dataset.frameworks.split(" ").includes(want.framework)) &&
          (!want.owner || (system && system.dataset.owner === want.owner)) &&
          (want.words.length === 0 || has(want.words, item, head));
        item.hidden = !fits;
        if (fits) {
          count += 1;
          shown.set(system, (shown.get(system) || 0) + 1);
        }
      }
      await new Promise((done) => setTimeout(done));
      if (mine !== run) return;
    }
    const kept = new Set();
    // Asked for an owner alone, all that the owner has is wanted, also what is clean.
    const alone = want.owner && isIdle({ ...want, owner: "" });
    for (let at = 0; at < systems.length; at += SHOWN) {
      for (const system of systems.slice(at, at + SHOWN)) {
        const named = want.words.length > 0 && has(want.words, system.firstElementChild) && (!want.owner || system.dataset.owner === want.owner);
        const owned = alone && system.dataset.owner === want.owner;
        system.hidden = !(idle || shown.has(system) || named || owned);
        if (!system.hidden) kept.add(system.dataset.system);
      }
      await new Promise((done) => setTimeout(done));
      if (mine !== run) return;
    }
    // Few enough to be read at once.
    if (!idle && kept.size <= FEW) for (const system of systems) if (shown.has(system)) system.open = true;
    for (const row of rows) row.hidden = !kept.has(row.dataset.system);
    for (const row of listed) {
      const { frameworks, owner } = row.dataset;
      row.hidden =
        (want.framework && frameworks !== undefined && !frameworks.split(" ").includes(want.framework)) ||
        (want.owner && owner !== undefined && owner !== want.owner) ||
        !has(want.words, row);
    }
    for (const list of lists) list.hidden = !list.querySelector("tr[data-row]:not([hidden])");
    told.textContent = idle ? "" : `${count} of ${items.length} entries in ${kept.size} of ${rows.length} systems`;
  }

  // A link leads into what may be closed or hidden.
  function follow() {
    if (location.hash.startsWith("#find=")) {
      form.elements.text.value = decodeURIComponent(location.hash.slice(6));
      apply();
      document.getElementById("systems").scrollIntoView();
      return;
    }
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let element = target; element; element = element.parentElement) {
      element.hidden = false;
      if (element.tagName === "DETAILS") element.open = true;
    }
    target.scrollIntoView();
  }

  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 120);
  });
  form.addEventListener("reset", () => {
    if (location.hash.startsWith("#find=")) history.replaceState(null, "", location.pathname + location.search);
    setTimeout(apply);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  // The button says what it will do, whoever opened or closed a system last.
  const closedOnes = () => systems.filter((system) => !system.hidden && !system.open);
  const label = () => (form.elements.open.textContent = closedOnes().length ? "Open all" : "Close all");
  form.elements.open.addEventListener("click", () => {
    const closed = closedOnes();
    for (const system of closed.length ? closed : systems) system.open = closed.length > 0;
  });
  document.addEventListener("toggle", label, true);
  form.elements.brief.addEventListener("click", () => {
    document.body.classList.add("brief");
    print();
  });
  addEventListener("hashchange", follow);
  let closed = [];
  addEventListener("beforeprint", () => {
    const brief = document.body.classList.contains("brief");
    closed = brief ? [] : [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
    document.body.classList.remove("brief");
  });
  form.hidden = false;
  label();
  follow();
})();

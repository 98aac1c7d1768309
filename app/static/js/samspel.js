// Comforts only: every page works the same without this file.

const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const told = button.querySelector("[role=status]");
    if (told) told.textContent = button.dataset.copied;
  });
}

// The language that was chosen is the one that posters and the bare address lead to. The element stays when filters refine.
document.querySelector(".bar")?.addEventListener("click", (event) => {
  const code = event.target.closest(".langs a")?.hreflang;
  if (code) document.cookie = `samspel_language=${code}; path=/; max-age=31536000; samesite=lax`;
});

// A choice made by pointer sends the filter at once. By keyboard the arrow keys pass over values that nobody chose
// (WCAG 3.2.2), so there the button sends it.
let byPointer = false;
addEventListener("pointerdown", () => { byPointer = true; }, true);
addEventListener("keydown", () => { byPointer = false; }, true);
addEventListener("change", (event) => {
  const form = event.target.form;
  if (byPointer && form?.matches("[data-auto]") && event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
});

// The filters refine a list without a reload. Where that fails the page is loaded as without this file.
const main = document.querySelector("main");
if (document.querySelector("form[data-auto]")) {
  addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-auto]")) return;
    event.preventDefault();
    const chosen = [...new FormData(event.target)].filter(([, value]) => value);
    refine(`${event.target.action}?${new URLSearchParams(chosen)}`.replace(/[?]$/, ""));
  });
  addEventListener("click", (event) => {
    const link = event.target.closest("nav.filters a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || new URL(link.href).pathname !== location.pathname) return;
    event.preventDefault();
    refine(link.href);
  });
  addEventListener("popstate", () => location.reload());
}

async function refine(url) {
  const held = document.activeElement;
  const [id, href] = [held.id, held.getAttribute("href")];
  const open = main.querySelector(".filter-more")?.open;
  const page = await fetched(url);
  if (!page) return location.assign(url);
  const told = main.querySelector(".flashes");
  main.replaceChildren(...page.querySelector("main").childNodes);
  main.querySelector(".flashes").replaceWith(told);
  const count = document.createElement("p");
  count.className = "unseen";
  count.textContent = main.querySelector(".count span")?.textContent;
  told.replaceChildren(count);
  document.querySelector(".langs").replaceWith(page.querySelector(".langs"));
  document.title = page.title;
  history.pushState(null, "", url);
  if (open) main.querySelector(".filter-more").open = true;
  (document.getElementById(id) ?? [...main.querySelectorAll("nav.filters a")].find((link) => link.getAttribute("href") === href))?.focus();
}

async function fetched(url) {
  try {
    const answer = await fetch(url);
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null;
  }
}

// A screen on the wall renews itself; while the network is away it keeps what it shows.
if (main?.dataset.renews) {
  setInterval(async () => {
    const page = await fetched(location.href);
    const fresh = page?.querySelector("main[data-renews]");
    if (fresh) main.replaceChildren(...fresh.childNodes);
  }, main.dataset.renews * 1000);
}

// The counter: a press shows at once and is sent after it. What could not be sent is sent again with the same nonce, so
// that it counts once. A number that was typed, or a record that is signed, is only changed on the page.
const counting = document.querySelector("form[data-counter]");
if (counting) startCounting(counting);

function startCounting(form) {
  const live = form.dataset.counter === "live";
  const inputs = [...form.querySelectorAll(".counter input")];
  const unsent = form.querySelector("[data-unsent]");
  const told = form.querySelector("[data-told]");
  const rest = form.querySelector("[data-rest]");
  const typed = new Set();
  const queue = [];
  let sending = false;
  let waiting = null;

  const sum = (prefix) => inputs.filter((input) => input.name.startsWith(prefix)).reduce((all, input) => all + Number(input.value), 0);
  const showRest = () => { if (rest) rest.value = Math.max(0, Number(form.elements.total.value) - sum("heads-")); };

  function step(name, by) {
    const input = form.elements[name];
    const total = form.elements.total;
    input.value = Math.max(0, Number(input.value) + by);
    if (!typed.has("total")) total.value = Math.max(Number(total.value), sum("heads-"));
    showRest();
  }

  function show(answer) {
    form.elements.shown.value = answer.shown;
    for (const input of inputs) if (!typed.has(input.name)) input.value = answer.numbers[input.name] ?? "";
    showRest();
  }

  async function sendFirst() {
    const body = new FormData();
    for (const [name, value] of Object.entries({ csrf_token: form.elements.csrf_token.value, ...queue[0] })) body.set(name, value);
    try {
      const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const answer = await response.json();
      queue.shift();
      told.textContent = answer.told;
      if (!queue.length) show(answer);
      return true;
    } catch {
      return false;
    }
  }

  async function send() {
    if (sending || !queue.length) return;
    sending = true;
    const sent = await sendFirst();
    sending = false;
    unsent.hidden = sent;
    if (!sent) setTimeout(send, 4000);
    else if (queue.length) send();
    else if (waiting) form.requestSubmit(waiting);
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=press]");
    if (!button || button.value === "save") return;
    event.preventDefault();
    const [name, by] = button.value.split(":");
    if (Number(by) < 0 && Number(form.elements[name].value) < 1) return;
    step(name, Number(by));
    if (!live || typed.has(name)) return;
    queue.push({ press: button.value, nonce: [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("") });
    send();
  });
  form.addEventListener("input", (event) => { typed.add(event.target.name); showRest(); });
  form.addEventListener("submit", (event) => {
    if (!queue.length) return;
    event.preventDefault();
    waiting = event.submitter;
  });
  addEventListener("online", send);
}

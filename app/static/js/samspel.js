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

// A choice made by pointer sends the filter at once. By keyboard the arrow keys pass over values that nobody chose
// (WCAG 3.2.2), so there the button sends it.
let byPointer = false;
addEventListener("pointerdown", () => { byPointer = true; }, true);
addEventListener("keydown", () => { byPointer = false; }, true);
for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", (event) => {
    if (byPointer && event.target.matches("select, [type=checkbox], [type=radio]")) form.requestSubmit();
  });
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

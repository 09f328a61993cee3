// Sends the chat's form in the background. Every word shown comes rendered from the server;
// without this module the same form works as an ordinary page. Nothing is kept in the browser.
const PATIENCE_MS = 15_000;

const form = document.getElementById("chat-form");
const log = document.getElementById("chat-log");
const state = document.getElementById("chat-state");
const problem = document.getElementById("chat-error");
const retry = document.getElementById("chat-retry");
const { text, conversation, history, page, said } = form.elements;

let busy = false;
let unanswered = null;

const word = (name) => document.querySelector(`#chat-words [data-word=${name}]`).textContent;

function complain(message, mayRetry) {
  problem.textContent = message;
  text.setAttribute("aria-invalid", String(Boolean(message)));
  retry.hidden = !mayRetry;
}

async function send(message) {
  if (busy) return;
  if (!navigator.onLine) {
    unanswered = message;
    complain(word("offline"), true);
    return;
  }
  busy = true;
  unanswered = null;
  complain("", false);
  state.textContent = word("answering");
  form.setAttribute("aria-busy", "true");
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ conversation: conversation.value, page: page.value, ...message }),
      signal: patience.signal,
    });
    show(await response.json(), message);
  } catch {
    unanswered = message;
    complain(word(patience.signal.aborted ? "late" : "failed"), true);
  } finally {
    clearTimeout(timer);
    busy = false;
    state.textContent = "";
    form.removeAttribute("aria-busy");
  }
}

function show(answer, message) {
  if (answer.error) {
    complain(answer.error, false);
    return;
  }
  conversation.value = answer.conversation;
  history.value = answer.history;
  if (message.text === text.value) text.value = "";
  document.getElementById("chat-after").hidden = false;
  form.querySelector("[data-first]").hidden = true;
  form.querySelector("[data-next]").hidden = false;
  const before = log.childElementCount;
  log.insertAdjacentHTML("beforeend", answer.html);
  log.children[before]?.scrollIntoView();
}

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.name === "do") {
    // These lead to another page; it is told what the person wrote, as it stands in the log.
    said.value = [...log.querySelectorAll(".person [translate]")].map((line) => line.textContent).join("\n");
    return;
  }
  event.preventDefault();
  send(button?.name === "button" ? { button: button.value } : { text: text.value });
});

text.addEventListener("keydown", (event) => {
  const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches;
  if (!sends || !form.requestSubmit) return;
  event.preventDefault();
  form.requestSubmit();
});

retry.addEventListener("click", () => {
  text.focus();
  send(unanswered.text === undefined ? unanswered : { text: text.value });
});

addEventListener("offline", () => complain(word("offline"), false));
addEventListener("online", () => complain("", Boolean(unanswered)));

// Offers pages and questions while a reader types. Without this module the same form searches as an ordinary page.
const PAUSE_MS = 180;

const input = document.querySelector("[data-suggest]");
const list = document.createElement("ul");
const state = document.createElement("p");
let timer, request, active;

function mark(option) {
  active?.removeAttribute("aria-selected");
  active = option;
  option?.setAttribute("aria-selected", true);
  input.setAttribute("aria-activedescendant", option?.id ?? "");
}

function show(found = [], said = "") {
  list.replaceChildren(
    ...found.map(({ title, url }, place) => {
      const option = document.createElement("li");
      option.role = "option";
      option.id = `suggestion-${place}`;
      option.textContent = title;
      option.onclick = () => location.assign(url);
      return option;
    }),
  );
  mark();
  list.hidden = !found.length;
  input.setAttribute("aria-expanded", !list.hidden);
  state.textContent = said;
}

async function suggest() {
  const { signal } = (request = new AbortController());
  try {
    const reply = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`, { signal });
    const { suggestions, said } = await reply.json();
    if (!signal.aborted) show(suggestions, said);
  } catch {
    if (!signal.aborted) show();
  }
}

const keys = {
  ArrowDown: () => mark(active ? active.nextSibling : list.firstChild),
  ArrowUp: () => mark(active ? active.previousSibling : list.lastChild),
  Enter: () => active.click(),
  Escape: () => show(),
};

list.id = "suggestions";
list.role = "listbox";
list.ariaLabel = input.labels[0].textContent;
list.hidden = true;
list.onmousedown = (event) => event.preventDefault();
state.role = "status";
state.className = "unseen";
input.form.append(list, state);
input.role = "combobox";
input.ariaAutoComplete = "list";
input.ariaExpanded = false;
input.setAttribute("aria-controls", list.id);

function stop() {
  clearTimeout(timer);
  request?.abort();
}

input.oninput = () => {
  stop();
  if (input.value.trim()[1]) timer = setTimeout(suggest, PAUSE_MS);
  else show();
};
input.onkeydown = (event) => {
  if (list.hidden || !keys[event.key] || event.isComposing || (event.key === "Enter" && !active)) return;
  event.preventDefault();
  keys[event.key]();
};
input.onblur = () => {
  stop();
  show();
};

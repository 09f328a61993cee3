// Adds a button that opens the chat in a dialog. No cookie, no storage, and no request before the button is pressed.
(() => {
  const WORDS = {{ words|safe }};
  const tag = document.currentScript;
  const home = new URL(tag.src).origin;
  const asked = (tag.dataset.language || document.documentElement.lang || "").toLowerCase();
  const form = [asked, asked.split("-")[0], "sq"].find((code) => Object.hasOwn(WORDS, code));
  const [lang, name, close] = WORDS[form];

  const make = (kind, parent, properties) => parent.appendChild(Object.assign(document.createElement(kind), properties));

  function start() {
    const host = make("div", document.body, { lang });
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      :host { all: initial; }
      button, a { font: 600 1rem/1.4 system-ui, sans-serif; min-height: 2.75rem; cursor: pointer; }
      button { padding: .5rem 1rem; border: 2px solid #fff; border-radius: 1.4rem; background: #0b5d57; color: #fff; }
      :focus-visible { outline: 3px solid #b35900; outline-offset: 2px; }
      .open { position: fixed; z-index: 2147483647; inset: auto 1rem 1rem auto; }
      dialog { box-sizing: border-box; width: min(26rem, 100%); height: min(44rem, 100%); max-width: none; max-height: none; margin: auto 0 0 auto; padding: 0; border: 1px solid #5c6b68; background: #fff; }
      dialog[open] { display: flex; flex-direction: column; }
      dialog::backdrop { background: #0006; }
      header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: .4rem 1rem; background: #0b5d57; }
      a { display: flex; align-items: center; color: #fff; }
      iframe { flex: 1; border: 0; }
      @media (prefers-reduced-motion: no-preference) {
        dialog[open] { animation: rise .2s; }
        @keyframes rise { from { transform: translateY(1rem); } }
      }`);
    root.adoptedStyleSheets = [sheet];

    const button = make("button", root, { type: "button", className: "open", textContent: name, ariaHasPopup: "dialog" });
    let dialog, frame;
    button.addEventListener("click", () => {
      if (!dialog) {
        dialog = make("dialog", root, { ariaLabel: name });
        const header = make("header", dialog, {});
        make("a", header, { href: `${home}/${form}/chat/`, target: "_blank", rel: "noopener", textContent: name });
        make("button", header, { type: "button", textContent: close }).addEventListener("click", () => dialog.close());
        frame = make("iframe", dialog, { src: `${home}/${form}/chat/embed/`, title: name });
        dialog.addEventListener("close", () => button.focus());
      }
      dialog.showModal();
    });
    addEventListener("message", (event) => {
      if (frame && event.source === frame.contentWindow && event.origin === home && event.data === "close") dialog.close();
    });
  }

  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();

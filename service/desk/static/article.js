// The article's page: evidence by selecting, and text that is kept while it is typed.
"use strict";

(() => {
  const form = document.getElementById("summary-form");
  const article = document.getElementById("article");
  const take = document.getElementById("take");
  if (!form || !article || !take) return;
  let last = null;  // the sentence that was worked at last
  let timer = 0;

  form.addEventListener("focusin", ({ target }) => {
    last = target.closest("[data-statement]") ?? last;
  });

  // Browsers put a line end between paragraphs; a passage is one line of the field.
  const selected = () => {
    const found = document.getSelection();
    if (!found || found.isCollapsed || !article.contains(found.anchorNode) || !article.contains(found.focusNode)) return "";
    return found.toString().replace(/\s+/g, " ").trim();
  };
  document.addEventListener("selectionchange", () => { take.hidden = !selected() && document.activeElement !== take; });
  // A press must not take the selection away before the click is there.
  take.addEventListener("pointerdown", (event) => event.preventDefault());

  const add = (field, text) => {
    const lines = field.value.split("\n").filter((line) => line.trim());
    if (!lines.includes(text)) lines.push(text);
    field.value = lines.join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  take.addEventListener("click", () => {
    const text = selected();
    if (!text) return;
    const all = form.querySelectorAll("[data-statement]");
    const statement = last ?? all[all.length - 1];
    const quotes = statement.querySelector("textarea.quotes");
    add(quotes, text);
    const words = statement.querySelector("textarea:not(.quotes)");
    if (!words.value.trim()) words.value = text;
    words.focus();
  });

  // What the article says now in the place of a quote that it has no more.
  for (const near of form.querySelectorAll("[data-near]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = take.dataset.instead;
    button.addEventListener("click", () => {
      const field = near.closest("[data-statement]").querySelector("textarea.quotes");
      const old = near.parentElement.querySelector("q").textContent;
      field.value = field.value.split("\n").map((line) => (line.trim() === old ? near.textContent : line)).join("\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      near.parentElement.remove();
      field.focus();
    });
    near.after(" ", button);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      fetch(form.dataset.keep, { method: "POST", body: new FormData(form), headers: { "X-Desk": "1" } }).catch(() => {});
    }, 600);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key === "Enter" && form.contains(document.activeElement)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button.primary"));
    }
  });
})();

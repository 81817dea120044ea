// The drill has the bench's keys: Ctrl+Enter for right, r for wrong.
"use strict";

(() => {
  const form = document.getElementById("drill");
  if (!form) return;
  const send = (verdict) => form.requestSubmit(form.querySelector(`[value=${verdict}]`));
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat) return;
    if (event.ctrlKey && event.key === "Enter") {
      event.preventDefault();
      send("right");
    } else if ((event.key === "r" || (event.code === "KeyR" && !/^[\p{Script=Latin}\P{L}]$/u.test(event.key))) && !event.ctrlKey && !event.altKey && !event.metaKey
               && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      send("wrong");
    }
  });
})();

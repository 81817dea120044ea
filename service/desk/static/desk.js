// The bench's keys, and its forms without loading the page again. Everything works without it.
"use strict";

// What no server takes is not sent: the text stays in its fields, and the page says why.
document.addEventListener("submit", (event) => {
  const { most, tooLarge } = document.body.dataset;
  let size = 0;
  for (const [name, value] of new FormData(event.target)) size += new Blob([name, value]).size + 200;
  if (size <= Number(most) || event.target.method !== "post") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.getElementById("too-large")?.remove();
  const said = Object.assign(document.createElement("p"), { id: "too-large", className: "error", textContent: tooLarge });
  said.setAttribute("role", "alert");
  event.target.prepend(said);
  said.scrollIntoView({ block: "center" });
}, true);

(() => {
  const said = document.getElementById("said");
  const bench = document.getElementById("sentences");
  if (!bench || !said) return;
  const letters = document.getElementById("letters");
  const timers = new WeakMap();
  const waiting = new WeakMap();  // fields whose text is not kept yet
  let composing = false;
  let signed = "";  // the sentence signed last, to be taken back

  const sentences = () => [...bench.querySelectorAll("details.sentence")];
  const opened = () => document.activeElement?.closest("details.sentence")
    ?? sentences().find((one) => one.open);
  // A new element each time: the same words twice would not be spoken twice.
  const tell = (text, failed = false) => {
    said.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
    said.className = failed ? "error" : "fine";
  };

  function open(sentence, focus = true) {
    if (!sentence) return;
    for (const one of sentences()) one.open = one === sentence;
    if (focus) {
      const place = sentence.querySelector("form.words textarea")
        ?? sentence.querySelector("[data-key=sign]") ?? sentence.querySelector("summary");
      place.focus({ preventScroll: true });
      if (place.setSelectionRange) place.setSelectionRange(place.value.length, place.value.length);
    }
    sentence.scrollIntoView({ block: "nearest" });
    const address = new URL(location.href);
    address.searchParams.set("open", sentence.dataset.id);
    address.searchParams.delete("done");
    address.hash = "";
    history.replaceState(null, "", address);
  }

  // Signed sentences that are like the open one, asked for once it is open.
  const heading = (text) => Object.assign(document.createElement("h3"), { textContent: text });
  async function alike(sentence) {
    const place = sentence?.querySelector("[data-similar]");
    if (!place) return;
    const link = place.querySelector("a");
    const { similar } = place.dataset;
    delete place.dataset.similar;
    try {
      const answer = await fetch(similar, { headers: { "X-Desk": "1" } });
      if (!answer.ok) return;
      const template = document.createElement("template");
      template.innerHTML = await answer.text();
      if (template.content.querySelector(".similar")) place.replaceChildren(heading(link.textContent), template.content);
      else place.remove();
    } catch { /* the link stays */ }
  }
  bench.addEventListener("toggle", ({ target }) => {
    if (target.matches("details.sentence") && target.open) alike(target);
  }, true);
  alike(sentences().find((one) => one.open));

  // After signing in again in another tab, the page's forms are of an ended session.
  async function renew() {
    const page = await fetch(location.pathname, { redirect: "follow" });
    const found = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = found.querySelector("meta[name=desk-token]")?.content;
    if (!token) return false;
    for (const field of document.querySelectorAll("input[name=csrf]")) field.value = token;
    return true;
  }

  async function post(address, form, again = true) {
    const send = () => {
      const body = new FormData(form);
      return fetch(address, { method: "POST", body, headers: { "X-Desk": "1" }, redirect: "error" });
    };
    let answer = await send();
    if ((answer.status === 401 || answer.status === 403) && again && await renew()) answer = await send();
    return answer;
  }

  function replace(old, html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content.querySelector("details.sentence");
    old.replaceWith(fresh);
    return fresh;
  }

  // Figures are put into the field where it is written: as a placeholder, or as a written form.
  function offer(within) {
    for (const row of within.querySelectorAll("li[data-insert]")) {
      const field = () => {
        const form = row.closest("details.sentence").querySelector("form.words");
        return form?.querySelector("textarea.last") ?? form?.querySelector("textarea");
      };
      if (!field()) continue;
      for (const [text, label] of [
        [row.dataset.insert, row.dataset.asIs], [row.dataset.written, row.dataset.own],
      ]) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "insert";
        button.textContent = label;
        button.title = text;
        button.addEventListener("click", () => {
          const place = field();
          place.focus();
          place.setRangeText(text, place.selectionStart, place.selectionEnd, "end");
          place.dispatchEvent(new Event("input", { bubbles: true }));
        });
        row.append(" ", button);
      }
    }
  }
  offer(bench);
  document.addEventListener("focusin", ({ target }) => {
    if (!target.dataset?.typed) return;
    for (const one of target.form.querySelectorAll("textarea")) one.classList.toggle("last", one === target);
  });

  async function decide(form, button) {
    if (form.getAttribute("aria-busy") === "true") return;
    const sentence = form.closest("details.sentence");
    form.setAttribute("aria-busy", "true");
    clearTimeout(timers.get(sentence));
    // Words that are typed and not kept yet are kept first: the sentence comes back with them.
    const words = waiting.get(sentence);
    waiting.delete(sentence);
    if (words && words.form !== form) await typed(words);
    try {
      const answer = await post(button?.getAttribute("formaction") ?? form.action, form);
      const data = await answer.json();
      if (data.html) {
        const fresh = replace(sentence, data.html);
        for (const field of sentence.querySelectorAll("[name=comment], [name=reason], [name=because]")) {
          const same = document.getElementById(field.id);
          if (!field.value || (data.ok && field.form === form) || same?.name !== field.name) continue;
          same.value = field.value;
          same.closest("details:not(.sentence)")?.setAttribute("open", "");
        }
        const foot = document.getElementById("foot");
        if (data.foot && foot) {
          const template = document.createElement("template");
          template.innerHTML = data.foot;
          foot.replaceWith(template.content.firstElementChild);
        }
        const next = document.getElementById(`s-${data.next}`) ?? fresh;
        if (data.ok && next !== fresh) fresh.open = false;
        if (data.ok) signed = fresh.id;
        offer(fresh);
        open(next);
      }
      tell(data.status, !data.ok);
      if (data.signedOut) {
        const link = document.createElement("a");
        link.href = "/desk/sign-in";
        link.target = "_blank";
        link.textContent = " ↗";
        link.setAttribute("aria-label", data.status);
        said.append(link);
      }
    } catch {
      tell(bench.dataset.offline, true);
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-desk]")) return;
    event.preventDefault();
    decide(form, event.submitter);
  });

  // What is typed is kept, checked, and shown as readers will see it.
  async function typed(field) {
    const form = field.form;
    const sentence = field.closest("details.sentence");
    waiting.delete(sentence);
    try {
      const answer = await post(field.dataset.typed, form);
      const data = await answer.json();
      if (!sentence.isConnected) return;
      if (data.ok) {
        sentence.querySelector(".preview").innerHTML = data.reads;
        // Only other findings: a screen reader speaks what is put in here.
        const checks = sentence.querySelector(".checks");
        if (checks.dataset.last !== data.checks) checks.innerHTML = data.checks;
        checks.dataset.last = data.checks;
        // What was said of other words is over.
        sentence.querySelector(":scope > .error")?.remove();
        if (said.className === "error") tell("");
      } else {
        tell(data.status, true);
      }
    } catch {
      tell(bench.dataset.offline, true);
    }
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.dataset?.typed) return;
    const sentence = field.closest("details.sentence");
    clearTimeout(timers.get(sentence));
    waiting.set(sentence, field);
    timers.set(sentence, setTimeout(() => typed(field), 400));
  });
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });

  try {
    letters.checked = localStorage.getItem("desk-letters") !== "off";
    letters.addEventListener("change", () => {
      localStorage.setItem("desk-letters", letters.checked ? "on" : "off");
    });
  } catch { /* a browser that keeps nothing */ }

  // The key by its letter; where the keyboard has another script, by its place.
  function letter({ key, code, shiftKey }) {
    if (/^[a-z?1-5]$/i.test(key)) return key.toLowerCase();
    if (/^Digit[1-5]$/.test(code) && !shiftKey) return code.at(-1);
    return /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key) && /^Key[A-Z]$/.test(code) ? code.at(-1).toLowerCase() : key;
  }

  function press(sentence, key) {
    const button = sentence?.querySelector(`[data-key=${key}]`);
    if (button) button.click();
    return Boolean(button);
  }

  function reveal(sentence, kind) {
    const part = sentence?.querySelector(`details.${kind}`);
    if (!part) return false;
    part.open = true;
    part.querySelector("textarea, input:not([type=hidden])").focus();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (composing || event.isComposing || event.keyCode === 229) return;
    const sentence = opened();
    if (event.ctrlKey && event.key === "Enter") {
      const form = document.activeElement?.closest("form[data-desk]");
      event.preventDefault();
      if (form && !form.matches(".words")) form.requestSubmit();
      else press(sentence, "sign");
      return;
    }
    if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const all = sentences();
      const at = all.indexOf(sentence) + (event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
      open(all[Math.max(0, Math.min(all.length - 1, at))]);
      return;
    }
    if (event.altKey && event.key === "Enter" && !event.ctrlKey) {
      if (reveal(sentence, "reject")) event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const field = event.target.closest("input, textarea, select");
    if (event.key === "Escape" && field && sentence) {
      event.preventDefault();
      sentence.querySelector("[data-start]").focus();
      return;
    }
    if (!letters.checked) return;
    const reasons = event.target.closest("details.reject");
    const pressed = letter(event);
    if (reasons && /^[1-5]$/.test(pressed) && (!field || field.type === "radio")) {
      event.preventDefault();
      reasons.querySelector(`input[value="${pressed}"]`).checked = true;
      reasons.querySelector("form").requestSubmit();
      return;
    }
    if (field) return;
    const keys = {
      r: () => reveal(sentence, "reject"), c: () => reveal(sentence, "comment"),
      u: () => press(sentence, "back") || press(document.getElementById(signed), "back"),
      "?": () => { const help = document.getElementById("help"); help.open = true; help.querySelector("summary").focus(); },
    };
    if (keys[pressed]) {
      event.preventDefault();
      keys[pressed]();
    }
  });
})();

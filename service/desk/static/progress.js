// Shows how far a draft is, until it ends; then the page is loaded with what can be done next.
"use strict";

(() => {
  const place = document.getElementById("progress");
  if (!place || !("running" in place.dataset)) return;
  const look = async () => {
    try {
      const page = await fetch(location.href);
      const found = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("progress");
      if (!found || !("running" in found.dataset)) {
        location.reload();
        return;
      }
      const [now, then] = [place.querySelector("progress"), found.querySelector("progress")];
      // Only where something moved: a reader of the screen is told each time.
      if (now?.value !== then?.value) place.replaceChildren(...found.childNodes);
    } catch { /* the desk is away; the next look may find it */ }
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
})();

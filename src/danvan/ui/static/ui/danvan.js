// Nothing here is needed: every page works without it. It only spares a step.

// After a refused form, bring the reader to the summary of errors.
document.querySelector(".govuk-error-summary:not([data-example] *)")?.focus();

// Away at once, and not back by the browser's arrow; without script the link itself leads there.
for (const away of document.querySelectorAll("a[data-leave]")) {
  away.addEventListener("click", (event) => {
    event.preventDefault();
    document.body.replaceChildren();
    document.title = " ";
    location.replace(away.href);
  });
}

// Print and copy buttons are in the page only where they can work.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
  });
}

// What the button "Xem gợi ý" brings, while one types. Nothing is sent of a class that the page does not name.
for (const aside of document.querySelectorAll("aside[data-typed]")) {
  const form = aside.previousElementSibling;
  const [kind, content, ...others] = aside.dataset.names.split(" ").map((name) => form.elements[name]);
  const shown = aside.querySelector("[data-found]"), said = aside.querySelector("[data-said]");
  let waits, last = "";
  const look = async () => {
    const may = aside.dataset.kinds.split(" ").includes(kind.value) && content.value.trim().length >= 60;
    const values = [kind, content, ...others].map((control) => control?.value ?? "");
    const told = may ? values.join("\n") : "";
    if (told === last) return;
    last = told;
    let found = "";
    if (may) {
      const body = new FormData();
      ["kind", "content", "full_name", "address"].forEach((name, at) => body.set(name, values[at]));
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(aside.dataset.typed, { method: "POST", body, headers: { "X-Part": "1" } });
      if (!answer.ok || told !== last) return;
      found = await answer.text();
    }
    shown.innerHTML = found;
    said.textContent = shown.querySelector("li, dd") ? said.dataset.said : "";
  };
  form.addEventListener("input", () => {
    clearTimeout(waits);
    waits = setTimeout(() => look().catch(() => {}), 900);
  });
}

// What goes up over a slow line takes minutes: say so, and let a second press neither break it off nor send it again.
// Heard at the document, after whatever may hold the form back for a moment.
const onTheirWay = new Map();
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-sending]")) return;
  if (onTheirWay.has(form)) return event.preventDefault();
  const said = form.querySelector("[data-sent]");
  const holds = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  onTheirWay.set(form, said);
  said.textContent = holds ? form.dataset.sending : said.dataset.sent;
});
addEventListener("pageshow", () => {
  for (const said of onTheirWay.values()) said.textContent = "";
  onTheirWay.clear();
});

// Saves each paragraph while one types. Nothing here is needed: the button "Lưu" sends the whole form.
// What is not saved yet stays in this tab's own store, through a lost line, an ended log-in and a reload: with the version
// that it was typed over, so that nobody's later paragraph is lost, and for the account that typed it alone.
const form = document.querySelector("form[data-composer]");
const state = form?.querySelector("[data-state]");
if (state) {
  const said = form.dataset, STORE = "danvan-soan-";
  const place = (key) => `${STORE}${said.composer}-${key}`;
  const waiting = new Set();
  let timer, sending = false, last;

  const keep = (key, text, version) => {
    try { text === null ? sessionStorage.removeItem(place(key)) : sessionStorage.setItem(place(key), JSON.stringify({ text, version })); } catch { /* no store: the field alone keeps it */ }
  };
  const kept = (key) => { try { return JSON.parse(sessionStorage.getItem(place(key))); } catch { return null; } };
  const forgetOthers = () => {
    try {
      const own = `${STORE}${said.composer.split("-")[0]}-`;
      Object.keys(sessionStorage).filter((one) => one.startsWith(STORE) && !one.startsWith(own)).forEach((one) => sessionStorage.removeItem(one));
    } catch { /* no store, nothing of others in it */ }
  };
  const control = (kind, key) => form.elements[`${kind}-${key}`];
  const block = (key) => form.querySelector(`[data-block="${key}"]`);
  const say = (text, tone) => { state.textContent = text; state.dataset.tone = tone; };
  const soon = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

  const touched = (key) => {
    waiting.add(key);
    keep(key, control("text", key).value, control("version", key).value);
    say(said.waiting, "ochre");
    soon(1200);
  };

  const conflict = (key, told) => {
    waiting.delete(key);
    control("version", key).value = Math.max(told.version, 0);
    const shown = block(key).querySelector("[data-said]");
    const why = document.createElement("p"), theirs = document.createElement("p"), head = document.createElement("p");
    why.className = "govuk-error-message";
    why.textContent = told.refused;
    head.className = "muted";
    head.textContent = said.both;
    theirs.className = "compose__theirs";
    theirs.textContent = told.theirs;
    shown.replaceChildren(why, ...(told.theirs ? [head, theirs] : []));
    block(key).querySelector("details").open = true;
  };

  const take = (key, text, told) => {
    if (told.refused) return conflict(key, told);
    control("version", key).value = told.version;
    if (control("text", key).value !== text) return keep(key, control("text", key).value, told.version);
    waiting.delete(key);
    keep(key, null);
    block(key).querySelector("[data-said]").innerHTML = told.said;
  };

  const save = async () => {
    if (sending || !waiting.size) return;
    sending = true;
    const body = new FormData(), sent = new Map();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const key of waiting) {
      sent.set(key, control("text", key).value);
      body.set(`text-${key}`, sent.get(key));
      body.set(`version-${key}`, control("version", key).value);
    }
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "1" } });
      if (!answer.headers.get("content-type")?.includes("json")) {
        say(answer.status < 500 ? said.out : said.lost, "late");
        await renew();
        soon(5000);
        return;
      }
      const told = (await answer.json()).blocks;
      for (const [key, text] of sent) take(key, text, told[key]);
      const refused = [...sent.keys()].some((key) => told[key].refused);
      say(refused || waiting.size ? said.waiting : said.saved, refused ? "late" : waiting.size ? "ochre" : "jade");
      if (waiting.size) soon(1200);
    } catch {
      say(said.lost, "late");
      soon(5000);
    } finally {
      sending = false;
    }
  };

  // After a new log-in in another tab the form needs that log-in's own token.
  const renew = async () => {
    const page = await fetch(location.href);
    if (page.redirected || !page.ok) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = fresh.querySelector("form[data-composer] [name=csrfmiddlewaretoken]");
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
  };

  forgetOthers();
  for (const area of form.querySelectorAll("textarea")) {
    const key = area.name.slice("text-".length), before = kept(key);
    area.addEventListener("input", () => touched(key));
    area.addEventListener("focus", () => { last = area; });
    if (before && before.text !== area.value) {
      area.value = before.text;
      control("version", key).value = before.version;
      area.closest("details").open = true;
      waiting.add(key);
    } else if (before) keep(key, null);
  }
  if (waiting.size) {
    say(said.kept, "ochre");
    soon(1200);
  }
  addEventListener("online", () => soon(0));
  addEventListener("beforeunload", (event) => { if (waiting.size) event.preventDefault(); });
  form.addEventListener("submit", () => { waiting.clear(); });

  const pick = form.querySelector("[data-pick]");
  pick.hidden = false;
  pick.querySelector("[data-insert]").addEventListener("click", () => {
    const area = last ?? form.querySelector("details[open] textarea");
    if (!area) return;
    const code = pick.querySelector("[data-figure]").value, shape = pick.querySelector("[data-form]").value;
    area.setRangeText(shape ? `{${code}|${shape}}` : `{${code}}`, area.selectionStart, area.selectionEnd, "end");
    area.focus();
    area.dispatchEvent(new Event("input"));
  });
}

// Passkeys. A form names what it does in data-passkey: create a key, get an answer of a known account's key, or log in.
// What the page cannot do without this script it says in <noscript>.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

function readable(options) {
  const key = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
  if (key.user) key.user = { ...key.user, id: bytes(key.user.id) };
  if (key.excludeCredentials) key.excludeCredentials = keys(key.excludeCredentials);
  if (key.allowCredentials) key.allowCredentials = keys(key.allowCredentials);
  return key;
}

function sendable(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) answer[name] = text(response[name]);
  }
  if (response.getTransports) answer.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

function withoutPassword(key, wanted) {
  key.authenticatorSelection = {
    ...key.authenticatorSelection,
    residentKey: wanted ? "required" : "discouraged",
    requireResidentKey: wanted,
    userVerification: wanted ? "required" : "preferred",
  };
  return key;
}

async function options(form) {
  if (form.dataset.source) return JSON.parse(document.getElementById(form.dataset.source).textContent);
  const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new TypeError("no answer");
  return answer.json();
}

async function ask(form) {
  const given = await options(form);
  if (form.dataset.passkey !== "create") {
    return navigator.credentials.get({ publicKey: readable(given.request_options) });
  }
  const wanted = form.querySelector("[name=passwordless]")?.checked ?? false;
  return navigator.credentials.create({ publicKey: withoutPassword(readable(given.creation_options), wanted) });
}

const MESSAGES = { InvalidStateError: "known", SecurityError: "place", TypeError: "line" };

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    form.hidden = true;
    for (const sentence of document.querySelectorAll("[data-passkey-absent]")) sentence.hidden = false;
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const sentence of form.querySelectorAll("[data-message]")) sentence.hidden = true;
    try {
      form.querySelector("[name=credential]").value = sendable(await ask(form));
      form.submit();
    } catch (fault) {
      form.querySelector(`[data-message=${MESSAGES[fault.name] ?? "refused"}]`).hidden = false;
    }
  });
}

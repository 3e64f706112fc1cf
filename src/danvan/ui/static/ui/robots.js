// Proof of work in place of the plain question, where the browser can do it. Without this file the question stays.
// Only a page served safely (https, or this machine) has Web Crypto.
const box = document.querySelector("[data-robots]");
if (box && window.crypto?.subtle && window.Worker) {
  const question = box.querySelector("[data-robots-question]");
  const told = box.querySelector("[data-robots-told]");
  const form = box.closest("form");
  const { salt, challenge, signature, most } = box.dataset;
  let waiting = null;

  const show = (isWorking) => {
    question.hidden = isWorking;
    told.hidden = !isWorking;
  };
  const send = () => {
    const button = waiting;
    waiting = null;
    if (button !== null) form.requestSubmit(button || undefined);
  };
  const worker = new Worker(box.dataset.worker);
  const giveUp = () => {
    show(false);
    waiting = null;
    worker.terminate();
    form.removeEventListener("submit", hold);
  };
  const hold = (event) => {
    if (form.elements.altcha.value || event.submitter?.hasAttribute("formnovalidate")) return;
    event.preventDefault();
    waiting = event.submitter || false;
  };
  worker.addEventListener("error", giveUp);
  worker.addEventListener("message", ({ data }) => {
    if (data.number === null) return giveUp();
    form.elements.altcha.value = btoa(
      JSON.stringify({ algorithm: "SHA-256", challenge, number: data.number, salt, signature }),
    );
    told.hidden = true;
    worker.terminate();
    send();
  });
  form.addEventListener("submit", hold);
  show(true);
  worker.postMessage({ salt, challenge, most: Number(most) });
}

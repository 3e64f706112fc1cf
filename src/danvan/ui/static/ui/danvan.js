// Nothing here is needed: every page works without it. It only spares a step.

// After a refused form, bring the reader to the summary of errors.
document.querySelector(".govuk-error-summary:not([data-example] *)")?.focus();

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

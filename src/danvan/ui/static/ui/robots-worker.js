// Looks for the number whose SHA-256 with the salt is the challenge; answers { number }, null when there is none.
const BATCH = 256;
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

self.addEventListener("message", async ({ data: { salt, challenge, most } }) => {
  const encoder = new TextEncoder();
  const before = salt.endsWith("&") ? salt : `${salt}&`;
  for (let start = 0; start <= most; start += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, most - start + 1) }, (_, offset) => start + offset);
    const hashes = await Promise.all(
      numbers.map((number) => crypto.subtle.digest("SHA-256", encoder.encode(before + number))),
    );
    const found = hashes.findIndex((hash) => hex(hash) === challenge);
    if (found >= 0) return self.postMessage({ number: numbers[found] });
  }
  self.postMessage({ number: null });
});

/** Shorter ones are no secret by themselves: their Base64 would be found in any text. */
const SHORTEST_BASE64 = 8;

/** How a secret may stand in a text: as it is, in an address, in JSON, and in Base64, alone or among other bytes. */
export function formsOf(secret: string): string[] {
  const forms = [secret, encodeURIComponent(secret), encodeURI(secret), JSON.stringify(secret).slice(1, -1)];
  if (secret.length >= SHORTEST_BASE64) forms.push(...base64Of(secret));
  // The longest first: what holds another whole is taken out whole.
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length);
}

/** Base64 of bytes that stand anywhere among others: three ways to fall into groups, less what their neighbours decide. */
function base64Of(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  const at = [0, 1, 2].map((before) => {
    const padded = new Uint8Array(before + bytes.length);
    padded.set(bytes, before);
    const all = padded.toBase64({ omitPadding: true });
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor((padded.length * 8) / 6);
    return all.slice(first, last);
  });
  return at.flatMap((one) => [one, one.replaceAll('+', '-').replaceAll('/', '_')]);
}

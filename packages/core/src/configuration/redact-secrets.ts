import { isSection } from "./configuration-layer.js";

const SECRET_KEY = /(password|passphrase|secret|token|credential|api[-_]?key|authorization)$/i;

/** Text without the credentials that URLs in it carry: user information and secret query parameters become `***`. */
export function redactText(text: string): string {
  return text
    .replaceAll(/([a-z][a-z0-9+.-]*:\/\/)[^/\s@?#]+@/gi, "$1***@")
    .replaceAll(/([?&](?:[^=&\s]*(?:password|secret|token|signature|credential|key))=)[^&\s#]+/gi, "$1***");
}

/** A copy of nested values that may be printed: secret keys and credentials in URLs are masked. */
export function redactSecrets(value: unknown, key = ""): unknown {
  if (SECRET_KEY.test(key) && value !== undefined && value !== null) return "***";
  if (typeof value === "string") return redactText(value);
  if (Array.isArray(value)) return value.map((item) => redactSecrets(item));
  if (isSection(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactSecrets(item, name)]));
  return value;
}

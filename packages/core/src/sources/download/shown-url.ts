/** A URL as it may be logged: without user, password, query and fragment, any of which may hold a secret. */
export function shownUrl(url: string | URL): string {
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}${pathname}${search === "" ? "" : "?..."}`;
}

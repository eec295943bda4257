// The signed-in person. A token of the issuer is in memory alone; one that was typed in or came by the address, for this tab.
const KEY = "reelwright-token";

export function read(key) {
  try { return sessionStorage.getItem(key) ?? ""; } catch { return ""; }
}

/** Keep a text for this tab, or remove it. In private mode it is lost with the page. */
export function keep(key, text) {
  try { text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key); } catch { /* see above */ }
}

const REFRESH = "reelwright-refresh", others = new BroadcastChannel(REFRESH);
export const refreshToken = () => read(REFRESH);

/** Replace the refresh token. A copied tab has the same one, and each use ends it: the other tab gets its successor. */
export function keepRefresh(next) {
  const used = refreshToken();
  keep(REFRESH, next);
  if (used && next) others.postMessage({ used, next });
}
others.onmessage = ({ data: { used, next } }) => { if (refreshToken() === used) keep(REFRESH, next); };

let token = read(KEY);

/** Take a token out of the address, and remove it there at once. */
export function takeToken() {
  const found = location.hash.match(/^#token=(.+)$/);
  if (!found) return;
  setToken(found[1]);
  history.replaceState(null, "", "#/films");
}

export function setToken(text) {
  token = text.trim();
  keep(KEY, token);
}

/** Take a token that a reload forgets. */
export function holdToken(text) {
  token = text;
  keep(KEY, "");
}

export const currentToken = () => token;

export function claimsOf(jwt) {
  try {
    return JSON.parse(atob(jwt.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
  } catch { return {}; }
}

/** The API decides everything; the page only chooses its menu by the claims. */
export function isOperator() {
  const { scope = "", ...rest } = claimsOf(token);
  const groups = Object.values(rest).filter(Array.isArray).flat();
  return scope.includes("/operate") || groups.includes("operators");
}

// The signed-in person. A token comes in the fragment of the address, which browsers never send. It is kept for this tab only.
const KEY = "reelwright-token";

function stored() {
  try { return sessionStorage.getItem(KEY) ?? ""; } catch { return ""; }
}

let token = stored();

/** Take a token out of the address, and remove it there at once. */
export function takeToken() {
  const found = location.hash.match(/^#token=(.+)$/);
  if (!found) return;
  setToken(found[1]);
  history.replaceState(null, "", "#/films");
}

export function setToken(text) {
  token = text.trim();
  try { sessionStorage.setItem(KEY, token); } catch { /* private mode: the token lives as long as the page */ }
}

export const currentToken = () => token;

/** Claims of the token. The API decides everything; the page only chooses its menu by them. */
function claims() {
  try {
    const body = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    return JSON.parse(atob(body));
  } catch { return {}; }
}

export function isOperator() {
  const { scope = "", ...rest } = claims();
  const groups = Object.values(rest).filter(Array.isArray).flat();
  return scope.includes("/operate") || groups.includes("operators");
}

// The signed-in person: a token of the issuer by OAuth code with PKCE (RFC 7636), or, without an issuer, one of the address or typed in.
// The issuer's access token is in memory alone; the other is kept for this tab.
import { html, useEffect, useState } from "./htm.mjs";
import { Heading } from "./parts.mjs";

const KEY = "reelwright-token";

function read(key) {
  try { return sessionStorage.getItem(key) ?? ""; } catch { return ""; }
}

/** Keep a text for this tab, or remove it. In private mode it is lost with the page. */
function keep(key, text) {
  try { text ? sessionStorage.setItem(key, text) : sessionStorage.removeItem(key); } catch { /* see above */ }
}

const REFRESH = "reelwright-refresh", others = new BroadcastChannel(REFRESH);
const refreshToken = () => read(REFRESH);

/** Replace the refresh token. A copied tab has the same one, and each use ends it: the other tab gets its successor. */
function keepRefresh(next) {
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

function setToken(text) {
  token = text.trim();
  keep(KEY, token);
}

/** Take a token that a reload forgets. */
function holdToken(text) {
  token = text;
  keep(KEY, "");
}

export const currentToken = () => token;

function claimsOf(jwt) {
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

const PENDING = "reelwright-sign-in";
const page = () => location.origin + location.pathname;
const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const random = () => base64(crypto.getRandomValues(new Uint8Array(32)));

/** The issuer refused a grant: the code or the refresh token is used, expired or revoked. */
class Denied extends Error {}

async function readJson(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error("The issuer of tokens cannot be reached.");
  return answer.json();
}

async function readIssuer() {
  const { sign_in: known } = await readJson("api/v1/console/config");
  if (!known || known.authorize_url) return known;
  const found = await readJson(`${known.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
  if (found.issuer !== known.issuer) throw new Error("The issuer's description names another issuer.");
  return { ...known, authorize_url: found.authorization_endpoint, token_url: found.token_endpoint, logout_url: found.end_session_endpoint };
}

let reading = null;
/** Where to sign in, null without an issuer; read once, and again after an error. */
const issuer = () => (reading ??= readIssuer().catch((error) => { reading = null; throw error; }));

/** Leave for the issuer's page; it comes back to the same hash. */
async function signIn() {
  const found = await issuer(), [state, nonce, verifier] = [random(), random(), random()];
  keep(PENDING, JSON.stringify({ state, nonce, verifier, hash: location.hash }));
  const challenge = base64(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  const asked = {
    response_type: "code", client_id: found.client_id, redirect_uri: page(), scope: found.scopes.join(" "),
    state, nonce, code_challenge: challenge, code_challenge_method: "S256",
  };
  location.assign(`${found.authorize_url}?${new URLSearchParams(asked)}`);
}

/** Exchange a grant for tokens and keep them. Raises `Denied`. */
async function exchange(grant, { nonce } = {}) {
  const found = await issuer();
  const body = new URLSearchParams({ ...grant, client_id: found.client_id });
  const answer = await fetch(found.token_url, { method: "POST", body });
  if (!answer.ok) throw new Denied("The sign-in has expired. Sign in again.");
  const tokens = await answer.json();
  const claims = claimsOf(tokens.id_token ?? "");
  if (nonce && (claims.nonce !== nonce || claims.iss !== found.issuer)) throw new Denied("The token is not of this sign-in.");
  holdToken(tokens.access_token);
  keepRefresh(tokens.refresh_token ?? refreshToken());
}

/** Take the issuer's answer out of the address at once, and exchange its code. */
async function finish() {
  const answer = new URLSearchParams(location.search);
  const { state, nonce, verifier, hash = location.hash } = JSON.parse(read(PENDING) || "{}");
  keep(PENDING, "");
  history.replaceState(null, "", page() + hash);
  if (answer.get("state") !== state) throw new Denied("The answer does not belong to a sign-in of this tab. Sign in again.");
  if (!answer.has("code")) throw new Denied("The issuer refused the sign-in.");
  const grant = { grant_type: "authorization_code", code: answer.get("code"), redirect_uri: page(), code_verifier: verifier };
  await exchange(grant, { nonce });
}

async function refreshed() {
  const token = refreshToken();
  if (!token) return false;
  try {
    await exchange({ grant_type: "refresh_token", refresh_token: token });
    return true;
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    if (refreshToken() !== token) return refreshed(); // a copied tab was faster, and has sent the new one
    keepRefresh("");
    return false;
  }
}

let renewing = null;
/** Get a new access token; all callers of a moment share one request, and copied tabs take turns. False if the person must sign in again. */
export const renew = () => (renewing ??= navigator.locks.request(REFRESH, refreshed).finally(() => { renewing = null; }));

let accepted = false;
/** An answer has accepted the token. Without one, a refused token does not lead to the issuer again: that would never end. */
export const accept = () => { accepted = true; };

/** The API refuses the token for good: sign in again and come back here. */
export async function lost() {
  const again = accepted && !read("reelwright-token") && (await issuer().catch(() => null));
  accepted = false;
  setToken("");
  if (again) return signIn();
  return dispatchEvent(new Event("signed-out"));
}

export async function signOut() {
  const found = refreshToken() && (await issuer().catch(() => null));
  setToken("");
  keepRefresh("");
  dispatchEvent(new Event("signed-out"));
  if (!found?.logout_url) return;
  const back = { client_id: found.client_id, logout_uri: page(), post_logout_redirect_uri: page() };
  location.assign(`${found.logout_url}?${new URLSearchParams(back)}`);
}

/** What a page does first; returns what went wrong. */
export async function start() {
  takeToken();
  try {
    if (new URLSearchParams(location.search).has("state")) await finish();
    else if (!currentToken()) await renew();
    return "";
  } catch (error) { return error.message; }
}

function TokenForm() {
  const submit = (event) => {
    event.preventDefault();
    setToken(new FormData(event.target).get("token"));
    dispatchEvent(new Event("signed-in"));
  };
  return html`<form onSubmit=${submit}>
      <label>Access token <input name="token" type="password" autocomplete="off" required /></label>
      <button type="submit" class="main">Sign in</button>
    </form>`;
}

export function SignIn({ trouble }) {
  const [found, setFound] = useState(undefined);
  useEffect(() => { issuer().then(setFound, () => setFound(null)); }, []);
  return html`<${Heading}>Sign in<//>
    ${trouble && html`<p role="alert">${trouble}</p>`}
    ${found && html`<p><button type="button" class="main" onClick=${signIn}>Sign in with your account</button></p>`}
    ${found === null && html`<p>Your session has no valid token. On this machine <code>make up</code> prints an address that signs in.</p><${TokenForm} />`}`;
}

// Calls of the API, and data that stay fresh. Every address is relative to the page, because the API may stand under a path.
import { html, useCallback, useEffect, useState } from "./htm.mjs";
import { accept, currentToken, lost, renew } from "./session.mjs";

/** A refusal of the API: `problem` has the fields of RFC 9457; `retryAfter` is in seconds, 0 if the API names none. */
export class Refused extends Error {
  constructor(problem, retryAfter = 0) {
    super(problem.detail ?? problem.title ?? "The request failed.");
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

const UNREACHABLE = { status: 0, title: "Unreachable", detail: "The API does not answer. The page tries again." };

/** Send a request, and after a 401 once more with a new token. */
async function send(path, options = {}) {
  const answer = await sendOnce(path, options);
  if (answer.status !== 401) {
    accept();
    return answer;
  }
  const again = await renew().catch(() => { throw new Refused(UNREACHABLE); });
  return again ? sendOnce(path, options) : answer;
}

async function sendOnce(path, { method = "GET", body, key, tag, signal } = {}) {
  const headers = { authorization: `Bearer ${currentToken()}` };
  if (tag) headers["if-none-match"] = tag;
  if (body !== undefined) headers["content-type"] = "application/json";
  if (key) headers["idempotency-key"] = key;
  try {
    return await fetch(path.replace(/^\//, ""), { method, headers, signal, body: body && JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(UNREACHABLE);
  }
}

async function checked(answer) {
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({ detail: `The API answered ${answer.status}.` }));
  if (answer.status === 401) await lost();
  throw new Refused({ status: answer.status, ...problem }, Number(answer.headers.get("retry-after")) || 0);
}

/** Call the API and return its JSON; raises `Refused`. */
export async function ask(path, options) {
  const answer = await checked(await send(path, options));
  return answer.json();
}

/** The text by which an answer without ETag is compared; signed URLs differ each time. */
const textOf = (data) => JSON.stringify(data).replaceAll(/"(url|expires_at)":"[^"]*"/g, "");

/** Read JSON unless it is unchanged: `{data, tag}`, without `data` if the API says so. `tag` is that of the last answer. */
export async function readAgain(path, { tag = "", signal }) {
  const answer = await send(path, { signal, tag: /^(W\/)?"[^"{]*"$/.test(tag) ? tag : "" });
  if (answer.status === 304) return { tag };
  const data = await (await checked(answer)).json();
  return { data, tag: answer.headers.get("etag") ?? textOf(data) };
}

/** Read a text, as captions. */
export async function readText(path, options) {
  return (await checked(await send(path, options))).text();
}

/** Send a file to the URL of an opened upload, without the token. */
export async function upload(opened, file) {
  const answer = await fetch(opened.url, { method: "PUT", headers: opened.headers, body: file });
  if (!answer.ok) throw new Refused({ detail: "The file could not be sent. Choose it again." });
}

/** Send a user's own picture or clip. Returns the id of the upload. */
export async function sendFile(file) {
  const opened = await ask("/api/v1/uploads", {
    method: "POST", body: { filename: file.name, content_type: file.type, bytes: file.size },
  });
  await upload(opened, file);
  return opened.upload;
}

/** A new key for each click, so that a repeated request creates nothing twice. */
export const newKey = () => crypto.randomUUID();

export const query = (values) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

const SLOWEST = 30_000;
let paused = false, reading = 0;

/** Mark the page as busy while anything is read. */
function mark(change) {
  reading += change;
  document.getElementById("main")?.setAttribute("aria-busy", String(reading > 0));
}

/** The switch that stops all reading. */
export function Pause() {
  const [on, set] = useState(paused);
  const toggle = () => {
    paused = !paused;
    set(paused);
    dispatchEvent(new Event("pause-changed"));
  };
  return html`<button type="button" aria-pressed=${on} onClick=${toggle}>${on ? "Updates paused" : "Pause updates"}</button>`;
}

/** Read `path` each `every` ms with `read`. Returns {data, error, at, again}; old data stay after an error. */
export function useLive(path, every = 5_000, read = readAgain) {
  const [state, setState] = useState({ path: null, data: null, error: null, at: null });
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  useEffect(() => {
    if (!path) return undefined;
    const stop = new AbortController();
    let timer, tag = "", wait = every, busy = false;
    const round = async () => {
      clearTimeout(timer);
      if (busy || document.hidden || (paused && tag)) return;
      busy = true;
      mark(1);
      try {
        const { data, tag: now } = await read(path, { signal: stop.signal, tag });
        const same = data === undefined || now === tag;
        wait = same ? Math.min(wait * 1.5, SLOWEST) : every;
        tag = now;
        setState((old) => ({ path, data: same && old.path === path ? old.data : data, error: null, at: Date.now() }));
      } catch (error) {
        if (stop.signal.aborted) return;
        wait = Math.max((error.retryAfter ?? 0) * 1000, Math.min(wait * 2, SLOWEST));
        setState((old) => ({ ...old, data: old.path === path ? old.data : null, path, error }));
      } finally {
        mark(-1);
      }
      busy = false;
      timer = setTimeout(round, wait * (0.9 + Math.random() / 5));
    };
    round();
    document.addEventListener("visibilitychange", round);
    addEventListener("pause-changed", round);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", round);
      removeEventListener("pause-changed", round);
    };
  }, [path, every, turn]);
  const fresh = state.path === path ? state : { data: null, error: null, at: null };
  return { ...fresh, again };
}

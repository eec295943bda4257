// Data that stays fresh: read again while the page is visible, slower while nothing changes, kept while the API is down.
import { html, useCallback, useEffect, useState } from "./htm.mjs";
import { readAgain } from "./api.mjs";

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

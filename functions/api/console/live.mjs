// Data that stays fresh: read again while the page is visible, slower while nothing changes, kept while the API is down.
import { useCallback, useEffect, useState } from "./htm.mjs";
import { ask } from "./api.mjs";

const SLOWEST = 30_000;

/** Read `path` each `every` ms. Returns {data, error, at, again}; old data stay after an error. */
export function useLive(path, every = 5_000) {
  const [state, setState] = useState({ path: null, data: null, error: null, at: null });
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  useEffect(() => {
    if (!path) return undefined;
    const stop = new AbortController();
    let timer, known = "", wait = every;
    const round = async () => {
      clearTimeout(timer);
      if (document.hidden) return;
      try {
        const data = await ask(path, { signal: stop.signal });
        const text = JSON.stringify(data).replaceAll(/"(url|expires_at)":"[^"]*"/g, "");
        wait = text === known ? Math.min(wait * 1.5, SLOWEST) : every;
        known = text;
        setState({ path, data, error: null, at: Date.now() });
      } catch (error) {
        if (stop.signal.aborted) return;
        wait = Math.max(error.retryAfter * 1000, Math.min(wait * 2, SLOWEST));
        setState((old) => ({ ...old, data: old.path === path ? old.data : null, path, error }));
      }
      timer = setTimeout(round, wait * (0.9 + Math.random() / 5));
    };
    round();
    document.addEventListener("visibilitychange", round);
    return () => {
      stop.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", round);
    };
  }, [path, every, turn]);
  const fresh = state.path === path ? state : { data: null, error: null, at: null };
  return { ...fresh, again };
}

// From moments to places on a timeline, in percent. Long idle times take a fixed narrow place.
const LEAST_MS = 10_000, LEAST_SHARE = 0.08, GAP = 3;

/** The times between `from` and `to` in which no bar is. */
function idle(bars, from, to) {
  const gaps = [];
  let free = from;
  for (const bar of [...bars].sort((one, other) => one.from - other.from)) {
    if (bar.from > free) gaps.push({ from: free, to: Math.min(bar.from, to) });
    free = Math.max(free, bar.to);
  }
  if (to > free) gaps.push({ from: free, to });
  const least = Math.max(LEAST_MS, (to - from) * LEAST_SHARE);
  return gaps.filter((gap) => gap.to - gap.from > least);
}

/** `place(ms)` is in percent; `gaps` are the idle times that were shortened, in ms. */
export function scaleOf(bars, from, to) {
  const gaps = idle(bars, from, to);
  const shortened = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const perMs = (100 - GAP * gaps.length) / Math.max(to - from - shortened, 1);
  const place = (moment) => {
    let percent = (moment - from) * perMs;
    for (const gap of gaps.filter((one) => one.from < moment)) {
      const inside = Math.min(moment, gap.to) - gap.from;
      percent += (inside / (gap.to - gap.from)) * GAP - inside * perMs;
    }
    return Math.max(0, Math.min(100, percent));
  };
  return { place, gaps };
}

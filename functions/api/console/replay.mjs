// The replay of a run: the steps and transitions of a film as they stood at an earlier moment.
import { html, useEffect, useState } from "./htm.mjs";
import { percent } from "./words.mjs";

const TICK_MS = 60, TICKS = 120;

/** The moments between which a film was made, in ms. */
export function spanOf(job, history) {
  const times = job.steps.flatMap((step) => [step.started_at, step.finished_at]).filter(Boolean);
  times.push(...history.map((row) => row.at));
  const known = times.map((text) => Date.parse(text));
  const from = Math.min(...known, Date.parse(job.created_at));
  return { from, to: Math.max(...known, job.completed_at ? from : Date.now()) };
}

/** The steps at a moment: later ones are missing, the ones in work are running. */
export const stepsAt = (steps, moment) =>
  steps.filter((step) => !step.started_at || Date.parse(step.started_at) <= moment).map((step) =>
    step.finished_at && Date.parse(step.finished_at) > moment ? { ...step, state: "running", finished_at: new Date(moment).toISOString(), preview: null } : step);

export const historyAt = (history, moment) => history.filter((row) => Date.parse(row.at) <= moment);

/** The slider; `set` takes the share of the time that has passed, 1 for the present. */
export function Replay({ share, set }) {
  const [runs, setRuns] = useState(false);
  useEffect(() => {
    if (!runs) return undefined;
    const timer = setInterval(() => set((old) => {
      if (old >= 1) setRuns(false);
      return Math.min(1, old + 1 / TICKS);
    }), TICK_MS);
    return () => clearInterval(timer);
  }, [runs]);
  const toggle = () => {
    if (!runs && share >= 1) set(0);
    setRuns(!runs);
  };
  return html`<div class="replay">
    <button type="button" onClick=${toggle}>${runs ? "Pause" : "Replay the run"}</button>
    <label><span class="spoken">Moment of the run</span><input type="range" min="0" max="1" step="0.005" value=${share}
      aria-valuetext=${percent(share)} onInput=${(event) => { setRuns(false); set(Number(event.target.value)); }} /></label>
    <span class="meta">${share >= 1 ? "as it is now" : `after ${percent(share)} of the time`}</span>
  </div>`;
}

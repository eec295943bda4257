// The work on a film in time, and its replay: a row for each step, scenes folded; the same as a table for screen readers and narrow screens.
import { html, useEffect, useState } from "./htm.mjs";
import { State, Table, dollars, percent, seconds, stepOf, stepWords } from "./parts.mjs";

const WAITS = { PENDING: "waits to be admitted", QUEUED: "waits in its queue", RETRYING: "waits for its retry" };
const WAITS_FOR = { postponed: "waits for a provider", held: "waits for approval" };
const ms = (text) => Date.parse(text);

/** Waits and attempts of the job, from its transitions. */
function phasesOf(history, end) {
  return history.map((row, place) => ({
    name: row.to_state === "EXECUTING" ? `attempt ${row.attempt}` : WAITS_FOR[row.event] ?? WAITS[row.to_state],
    kind: row.to_state === "EXECUTING" ? "attempt" : "waiting",
    from: ms(row.at), to: history[place + 1] ? ms(history[place + 1].at) : end,
  })).filter(({ name }) => name);
}

/** The bars of one attempt of a step: the wait before it, and the work. Work whose start is unknown ends at `now`. */
function barsOf(step, now) {
  const to = step.finished_at ? ms(step.finished_at) : now;
  const from = step.started_at ? ms(step.started_at) : to;
  const waited = (step.queued_seconds ?? 0) * 1000;
  const kind = `${step.state} ${step.cached ? "cached" : ""} ${step.started_at ? "" : "edge"}`;
  return [...(waited > 0 ? [{ kind: "waiting", from: from - waited, to: from }] : []), { kind, from, to }];
}

const stateOf = (steps) => ["failed", "running"].find((state) => steps.some((step) => step.state === state)) ?? "done";
const sumOf = (steps) => steps.reduce((sum, step) => sum + (step.seconds ?? 0), 0);

function rowOf(name, steps, now) {
  const last = steps.at(-1);
  const times = steps.length > 1 ? `, ${steps.length} attempts` : "";
  return {
    name, steps, kind: stepOf(name).kind, label: stepOf(name).does, bars: steps.flatMap((step) => barsOf(step, now)),
    words: `${stepWords(name)}: ${last.state}, ${seconds(last.seconds)}${last.cached ? ", cached" : ""}${times}`,
  };
}

/** Rows in order of time: steps of the whole film alone, those of a scene in one group. */
function groupsOf(steps, now) {
  const byName = new Map();
  for (const step of steps) byName.set(step.name, [...(byName.get(step.name) ?? []), step]);
  const rows = [...byName].map(([name, some]) => rowOf(name, some.sort((one, other) => one.attempt - other.attempt), now));
  const groups = new Map();
  for (const row of rows) {
    const { scene } = stepOf(row.name);
    const key = scene === null ? row.name : `scene ${scene}`;
    const group = groups.get(key) ?? { key, scene, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  const start = (one) => Math.min(...(one.rows ?? [one]).flatMap((row) => row.bars).map((bar) => bar.from));
  for (const group of groups.values()) group.rows.sort((one, other) => start(one) - start(other));
  return [...groups.values()].sort((one, other) => start(one) - start(other)).map((group) => {
    const all = group.rows.flatMap((row) => row.steps);
    return { ...group, words: `Scene ${group.scene + 1}: ${all.length} steps, ${stateOf(all)}, ${seconds(sumOf(all))}` };
  });
}

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
function scaleOf(bars, from, to) {
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

const WORDS = { done: "completed", running: "executing", failed: "failed" };
const COLUMNS = ["Step", "State", "Waited", "Worked", "Attempt", "Cost"];

/** A bar by percent; a cached one is a thin tick at its end. */
function Bar({ bar, kind, place }) {
  const left = place(bar.from), wide = place(bar.to) - left;
  return html`<span class=${`bar ${kind} ${bar.kind}`} title=${bar.name} style=${{ left: `${Math.min(left, 99.4)}%`, width: `max(3px, calc(${wide}% - 1px))` }}></span>`;
}

const Lane = ({ rows, scale }) => html`<span class="lane" aria-hidden="true">
  ${scale.gaps.map((gap) => html`<span key=${gap.from} class="gap" style=${{ left: `${scale.place(gap.from)}%`, width: `${scale.place(gap.to) - scale.place(gap.from)}%` }}></span>`)}
  ${rows.map((row) => row.bars.map((bar) => html`<${Bar} key=${row.name + bar.from + bar.kind} bar=${bar} kind=${row.kind} place=${scale.place} />`))}</span>`;

const Attempts = ({ row }) => html`<ul class="attempts">${row.steps.map((step) => html`<li key=${step.attempt}>
  Attempt ${step.attempt}: ${step.state}${step.cached ? ", cached" : ""}${step.queued_seconds ? `, waited ${seconds(step.queued_seconds)}` : ""},
  ${" "}worked ${seconds(step.seconds)}, ${dollars(step.cost_usd)}</li>`)}</ul>`;

const Step = ({ row, scale, opened, toggle, inner }) => html`<li>
  <button type="button" class=${inner ? "row inner" : "row"} aria-label=${row.words} aria-expanded=${opened.has(row.name)} onClick=${() => toggle(row.name)}>
    <span class="label">${row.label}</span><${Lane} rows=${[row]} scale=${scale} /></button>
  ${opened.has(row.name) && html`<${Attempts} row=${row} />`}</li>`;

function Group({ group, scale, opened, toggle }) {
  if (group.scene === null) return html`<${Step} row=${group.rows[0]} scale=${scale} opened=${opened} toggle=${toggle} />`;
  const open = opened.has(group.key);
  return html`<li><button type="button" class="row fold" aria-label=${group.words} aria-expanded=${open} onClick=${() => toggle(group.key)}>
      <span class="label">Scene ${group.scene + 1}</span><${Lane} rows=${open ? [] : group.rows} scale=${scale} /></button>
    ${open && html`<ul>${group.rows.map((row) => html`<${Step} key=${row.name} inner row=${row} scale=${scale} opened=${opened} toggle=${toggle} />`)}</ul>`}</li>`;
}

const Whole = ({ job, phases, title, scale, live }) => html`<div class="row whole"><span class="label">Film</span>
  <span class="lane" role="img" aria-label=${`Film ${title}: ${job.status}, ${percent(job.progress)}. ${phases.map((phase) => `${phase.name} ${seconds((phase.to - phase.from) / 1000)}`).join(", ")}`}>
    ${phases.map((phase) => html`<${Bar} key=${phase.from} bar=${phase} kind="" place=${scale.place} />`)}
    ${live && html`<span class="now"></span>`}</span></div>`;

const Axis = ({ from, to, scale }) => html`<div class="axis" aria-hidden="true"><span>0 s</span>
  ${scale.gaps.length > 0 && html`<span>${seconds(scale.gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0) / 1000)} idle, shortened</span>`}
  <span>${seconds((to - from) / 1000)}</span></div>`;

const Legend = () => html`<p class="legend" aria-hidden="true">${[["waiting", "waits"], ["", "reads and joins"], ["generate_audio_tts", "speaks"], ["generate_image_imagen", "paints"],
  ["render_scene", "renders"], ["cached", "cached"], ["failed", "failed"]].map(([kind, word]) => html`<span key=${kind}><i class=${`bar ${kind}`}></i> ${word}</span>`)}</p>`;

const rowsOf = (steps) => steps.map((step) => [
  `${step.name} ${step.attempt}`, stepWords(step.name), html`<${State} word=${WORDS[step.state]} />`, seconds(step.queued_seconds),
  seconds(step.seconds), step.attempt, step.cached ? "cached" : dollars(step.cost_usd),
]);

/** `steps` and `history` as they stood at `now`, in ms; `from` and `to` are the first and the last moment of the film. */
export function Timeline({ job, steps, history, title, from, to, now }) {
  const [opened, setOpened] = useState(new Set());
  const toggle = (key) => setOpened((old) => {
    const next = new Set(old);
    if (!next.delete(key)) next.add(key);
    return next;
  });
  const groups = groupsOf(steps, now), phases = phasesOf(history, now);
  const scale = scaleOf(groups.flatMap((group) => group.rows).flatMap((row) => row.bars), from, Math.max(to, from + 1));
  return html`<section aria-labelledby="steps"><h2 id="steps">Timeline</h2>
    ${phases.length > 0 && html`<div class="timeline"><${Whole} job=${job} phases=${phases} title=${title} scale=${scale} live=${!job.completed_at} />
      <ul>${groups.map((group) => html`<${Group} key=${group.key} group=${group} scale=${scale} opened=${opened} toggle=${toggle} />`)}</ul>
      <${Axis} from=${from} to=${to} scale=${scale} /><${Legend} /></div>`}
    <details><summary>All ${steps.length} steps as a table</summary>
      <${Table} name="Table of steps" columns=${COLUMNS} rows=${rowsOf(steps)} empty="No step has started." /></details>
  </section>`;
}

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

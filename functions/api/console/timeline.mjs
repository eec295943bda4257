// The work on a film in time: a lane for each kind of step, the waits above them, and the same as a table for a screen reader.
import { html } from "./htm.mjs";
import { State, Table } from "./parts.mjs";
import { dollars, percent, seconds, stepWords } from "./words.mjs";

const WORDS = { done: "completed", running: "executing", failed: "failed" };
const LANES = [
  ["Write and plan", "plan", /^(generate_(hook|script)|validate|analyze|track|plan_scenes|decode)/],
  ["Speak", "speech", /^generate_audio/],
  ["Paint", "picture", /^generate_(image|video)/],
  ["Render", "render", /^(plan_timeline|render)/],
  ["Finish", "finish", /./],
];
const WAITING = new Set(["PENDING", "QUEUED", "RETRYING"]);
const TRACK = 16;

const at = (text) => Date.parse(text);

/** Waits and attempts of the job, from its transitions. */
function phases(history, end) {
  return history.map((row, place) => ({
    name: WAITING.has(row.to_state) ? row.to_state.toLowerCase() : `attempt ${row.attempt}`,
    kind: WAITING.has(row.to_state) ? "waiting" : row.to_state === "EXECUTING" ? "attempt" : "",
    from: at(row.at), to: history[place + 1] ? at(history[place + 1].at) : end,
  })).filter(({ kind }) => kind);
}

/** Give bars that overlap a track each, the first free one. */
function packed(bars) {
  const ends = [];
  return bars.sort((a, b) => a.from - b.from).map((bar) => {
    const free = ends.findIndex((end) => end <= bar.from + 1);
    const track = free < 0 ? ends.length : free;
    ends[track] = bar.to;
    return { ...bar, track };
  });
}

function lanesOf(steps, history, now) {
  const lanes = LANES.map(([name, kind]) => ({ name, kind, bars: [] }));
  for (const step of steps) {
    const lane = lanes[LANES.findIndex(([, , pattern]) => pattern.test(step.name))];
    if (!step.started_at) continue;
    const words = `${stepWords(step.name)}: ${step.state}, ${seconds(step.seconds)}${step.cached ? ", cached" : ""}`;
    lane.bars.push({ name: words, kind: `${lane.kind} ${step.state} ${step.cached ? "cached" : ""}`, from: at(step.started_at), to: step.finished_at ? at(step.finished_at) : now });
  }
  const job = { name: "Job", kind: "", bars: phases(history, now) };
  return [job, ...lanes].filter(({ bars }) => bars.length > 0).map((lane) => ({ ...lane, bars: packed(lane.bars) }));
}

const Bar = ({ bar, from, length }) => {
  const left = ((bar.from - from) / length) * 100, wide = ((bar.to - bar.from) / length) * 100;
  return html`<span class=${`bar ${bar.kind}`} title=${bar.name}
    style=${{ left: `${left}%`, width: `max(3px, calc(${Math.min(wide, 100 - left)}% - 1px))`, top: `${bar.track * TRACK + 1}px` }}></span>`;
};

const Lane = ({ lane, from, length }) =>
  html`<div class="row"><span class="label">${lane.name}</span>
    <span class="lane" style=${{ height: `${(Math.max(...lane.bars.map((bar) => bar.track)) + 1) * TRACK}px` }}>
      ${lane.bars.map((bar) => html`<${Bar} key=${bar.name + bar.from} bar=${bar} from=${from} length=${length} />`)}</span></div>`;

/** `steps` and `history` as they stood at `now`, in ms; `from` and `to` are the first and the last moment of the film. */
export function Timeline({ job, steps, history, title, from, to, now }) {
  const lanes = lanesOf(steps, history, now), length = Math.max(to - from, 1);
  const rows = steps.map((step) => [
    step.name, stepWords(step.name), html`<${State} word=${WORDS[step.state]} />`, seconds(step.seconds),
    step.attempt, step.cached ? "cached" : dollars(step.cost_usd),
  ]);
  return html`<section aria-labelledby="steps"><h2 id="steps">Timeline</h2>
    ${lanes.length > 0 && html`<div class="timeline"><div role="img"
      aria-label=${`Timeline of ${title}: ${job.status}, ${percent(job.progress)}, ${seconds(length / 1000)} in all`}>
      ${lanes.map((lane) => html`<${Lane} key=${lane.name} lane=${lane} from=${from} length=${length} />`)}</div>
      <div class="axis" aria-hidden="true"><span>0 s</span><span>${seconds(length / 2000)}</span><span>${seconds(length / 1000)}</span></div></div>`}
    <details><summary>All ${steps.length} steps as a table</summary>
      <${Table} name="Table of steps" columns=${["Step", "State", "Time", "Attempt", "Cost"]} rows=${rows} empty="No step has started." /></details>
  </section>`;
}

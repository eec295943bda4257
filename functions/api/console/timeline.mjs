// The work on a film in time: a row for each step, scenes folded; the same as a table for screen readers and narrow screens.
import { html, useState } from "./htm.mjs";
import { groupsOf, phasesOf } from "./lanes.mjs";
import { State, Table } from "./parts.mjs";
import { scaleOf } from "./scale.mjs";
import { dollars, percent, seconds, stepWords } from "./words.mjs";

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

const Legend = () => html`<p class="legend" aria-hidden="true">${[["waiting", "waits"], ["generate_audio_tts", "speaks"], ["generate_image_imagen", "paints"],
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

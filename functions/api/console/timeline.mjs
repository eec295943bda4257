// The steps of a film as bars in time, and below them the same as a table, which is also the form for a screen reader.
import { html } from "./htm.mjs";
import { State, Table } from "./parts.mjs";
import { dollars, percent, seconds, stepWords } from "./words.mjs";

const WORDS = { done: "completed", running: "executing", failed: "failed" };

const span = (steps) => {
  const timed = steps.filter((step) => step.started_at);
  const from = Math.min(...timed.map((step) => Date.parse(step.started_at)));
  const to = Math.max(...timed.map((step) => Date.parse(step.finished_at)));
  return { timed: timed.sort((a, b) => a.started_at.localeCompare(b.started_at)), from, length: Math.max(to - from, 1) };
};

const Bar = ({ step, from, length }) => {
  const left = ((Date.parse(step.started_at) - from) / length) * 100;
  const wide = ((Date.parse(step.finished_at) - Date.parse(step.started_at)) / length) * 100;
  const kind = `bar ${step.state} ${step.cached ? "cached" : ""}`;
  return html`<div class="row"><span class="label">${stepWords(step.name)}</span>
    <span class="lane"><span class=${kind} style=${{ left: `${left}%`, width: `max(3px, ${wide}%)` }}></span></span></div>`;
};

export function Timeline({ job, title }) {
  const { timed, from, length } = span(job.steps);
  const rows = job.steps.map((step) => [
    step.name, stepWords(step.name), html`<${State} word=${WORDS[step.state]} />`, seconds(step.seconds),
    step.attempt, step.cached ? "cached" : dollars(step.cost_usd),
  ]);
  return html`<section aria-labelledby="steps"><h2 id="steps">Steps</h2>
    ${timed.length > 0 && html`<div class="timeline" role="img"
      aria-label=${`Steps of ${title}: ${job.status}, ${percent(job.progress)}, ${seconds(length / 1000)} in all`}>
      ${timed.map((step) => html`<${Bar} key=${step.name} step=${step} from=${from} length=${length} />`)}</div>`}
    <${Table} name="Steps" columns=${["Step", "State", "Time", "Attempt", "Cost"]} rows=${rows} empty="No step has started." />
  </section>`;
}

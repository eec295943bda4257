// What is known of a film: its figures, scores, price by stage and files.
import { html } from "./htm.mjs";
import { dollars, moment, percent, seconds, stepOf } from "./words.mjs";

const SCORES = { coherence: "Coherence", pacing: "Pacing", emotional_arc: "Emotional arc" };

/** What each kind of step has cost, dearest first. */
function stagesOf(steps) {
  const sums = new Map();
  for (const step of steps) {
    const { does } = stepOf(step.name);
    sums.set(does, (sums.get(does) ?? 0) + step.cost_usd);
  }
  return [...sums].filter(([, sum]) => sum > 0).sort(([, one], [, other]) => other - one);
}

const Price = ({ job }) => {
  const stages = stagesOf(job.steps);
  return html`${dollars(job.cost_usd)} ${stages.length > 0 && html`<small>${stages.map(([does, sum]) => `${does} ${dollars(sum)}`).join(" · ")}</small>`}`;
};

export const Facts = ({ job }) => {
  const facts = [
    ["Cost", html`<${Price} job=${job} />`],
    ["Film", job.result?.duration ? seconds(job.result.duration) : null],
    ["Made in", job.duration ? seconds(job.duration) : null],
    ["Attempt", job.attempt > 1 ? job.attempt : null],
    ["Retried", job.next_retry_at ? moment(job.next_retry_at) : null],
    ["Kept until", job.expires_at ? moment(job.expires_at) : null],
    ...Object.entries(SCORES).map(([name, words]) => {
      const score = job.result?.scores[name];
      return [words, score?.value == null ? null : html`${percent(score.value)} ${score.advice && html`<small dir="auto">${score.advice}</small>`}`];
    }),
    ...(job.result?.fallbacks ?? []).map((one) => ["Fallback", `${one.capability}: ${one.used} instead of ${one.asked}. ${one.reason}`]),
    ...job.warnings.map((one) => ["Note", one.message]),
    ["Id", html`<code>${job.job_id}</code>`],
  ];
  return html`<dl class="facts">${facts.filter(([, value]) => value !== null).map(([name, value]) =>
    html`<dt key=${name}>${name}</dt><dd>${value}</dd>`)}</dl>`;
};

export const Files = ({ files }) =>
  html`<section aria-labelledby="files"><h2 id="files">Files</h2>
    <ul class="chips">${Object.entries(files).map(([name, { url }]) => html`<li key=${name}><a href=${url}>${name.replaceAll("_", " ")}</a></li>`)}</ul>
  </section>`;
